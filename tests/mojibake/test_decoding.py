"""Bytes become text, whatever they are encoded in."""

from __future__ import annotations

import codecs
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.errors import InputError, UsageError
from i18n_tool.mojibake import decode, repair_bytes
from i18n_tool.mojibake.byte_repair import to_bytes
from i18n_tool.mojibake.decoding import Decoder
from i18n_tool.mojibake.decoding.encodings import BIG5, BIG5_HKSCS, GB18030, UTF_8, WINDOWS_1252, Encoding
from i18n_tool.spans import apply_edits

SIMPLIFIED = """# 状态空间模型论文列表

- 这篇论文提出了一种选择性扫描机制，训练速度提高了 3 倍。
- 作者在三个数据集上做了实验（包括 ImageNet），结果优于“基线”。
- 代码：https://example.org/mamba
"""
TRADITIONAL = """# 狀態空間模型論文列表

- 這篇論文提出了一種選擇性掃描機制，訓練速度提高了 3 倍。
- 作者在三個資料集上做了實驗（包括 ImageNet），結果優於「基線」。
- 程式碼：https://example.org/mamba
"""
WESTERN = """Poincaré’s theorem – a naïve view
Die Größe der Übung beträgt 25 °C ± 3.
El niño comió “piñas” en la mañana; ¿qué más?
"""
JAPANESE = "日本語の論文のリストです。\nこのモデルはとても速いです。\n"
KOREAN = "이 논문은 새로운 모델을 제안한다.\n결과는 기존 방법보다 좋다.\n"
RUSSIAN = "Модель обучена на большом наборе данных.\nОна быстрее и точнее прежних.\n"
POLISH = "Zażółć gęślą jaźń – to zdanie ma wszystkie litery.\nModel jest szybszy niż wcześniejsze.\n"

WHOLE = {
    "GBK": (SIMPLIFIED, "gbk", "GB18030"),
    "GB18030 with what GBK lacks": (SIMPLIFIED + "🎉 ⭐⭐⭐ 𠮷\n", "gb18030", "GB18030"),
    "traditional characters in GBK": (TRADITIONAL.replace("「", "“").replace("」", "”"), "gbk", "GB18030"),
    "Big5": (TRADITIONAL, "cp950", "Big5"),
    "Windows line ends": (SIMPLIFIED.replace("\n", "\r\n"), "gbk", "GB18030"),
    "windows-1252": (WESTERN, "cp1252", "windows-1252"),
    "UTF-8": (SIMPLIFIED, "utf-8", "UTF-8"),
    "UTF-16 without a mark": (SIMPLIFIED, "utf-16-le", "UTF-16LE"),
    "UTF-16, big endian": (SIMPLIFIED, "utf-16-be", "UTF-16BE"),
    "UTF-16 of English": ("Just words, and nothing else.\n", "utf-16-le", "UTF-16LE"),
    "UTF-16 without any zero": ("模型提出了选择机制", "utf-16-be", "UTF-16BE"),
    "UTF-32 without a mark": (SIMPLIFIED, "utf-32-le", "UTF-32LE"),
    "Shift-JIS": (JAPANESE, "cp932", "CP932"),
    "EUC-JP": (JAPANESE, "euc_jp", "EUC-JP"),
    "EUC-KR": (KOREAN, "cp949", "CP949"),
    "windows-1251": (RUSSIAN, "cp1251", "Windows-1251"),
    "KOI8-R": (RUSSIAN, "koi8-r", "KOI8-R"),
    "windows-1250": (POLISH, "cp1250", "Windows-1250"),
    "Mac OS": ("Die Größe beträgt – “nur” – 3 m.\nDie Übung war schön.\n", "mac-roman", "MacRoman"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_file(name: str) -> None:
    text, codec, encoding = WHOLE[name]
    decoded = decode(text.encode(codec))
    assert (decoded.text, decoded.encoding) == (text, encoding)
    assert not decoded.passages
    assert not decoded.undecoded


@pytest.mark.parametrize(
    ("line", "codec"),
    [
        ("训练", "gbk"),
        ("曼巴", "gbk"),
        ("简介：", "gbk"),
        ("訓練", "cp950"),
        ("關於我們", "cp950"),
        ("café", "cp1252"),
        ("Schrödinger", "cp1252"),
        ("© 2024 The Authors", "cp1252"),
        ("It’s 25 °C", "cp1252"),
    ],
)
def test_a_single_short_line(line: str, codec: str) -> None:
    assert decode(line.encode(codec)).text == line


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_of_a_wide_encoding_is_taken_off(mark: bytes, codec: str) -> None:
    assert decode(mark + SIMPLIFIED.encode(codec)).text == SIMPLIFIED
    assert decode(mark).text == ""


def test_that_of_utf_8_stays_for_the_file_is_sound() -> None:
    data = codecs.BOM_UTF8 + SIMPLIFIED.encode()
    assert repair_bytes(data).data == data


#: Valid UTF-8 that looks like something else: mojibake, Latin-1 in disguise, one pair that is a character in GBK, too.
VALID = ["ä½ å¥½ RenÃ©", "֧", "é", "ϵͳģ", "缂栫爜", "\ufeff", "", "plain", "\x1b[0m", "a\tb\r\nc\rd"]


@pytest.mark.parametrize("text", VALID)
def test_valid_utf_8_is_never_questioned(text: str) -> None:
    assert decode(text.encode()).text == text


@given(st.text())
def test_nor_is_any_other(text: str) -> None:
    if "\0" not in text:
        data = text.encode()
        assert decode(data, "utf-8").text == text
        try:
            assert decode(data).text == text
        except InputError as error:
            assert "control characters" in str(error)  # noqa: PT017 - only full of these it is no text


Parts = list[tuple[str, str]]
MIXED: dict[str, Parts] = {
    "a few lines of GBK": [(SIMPLIFIED, "utf-8"), ("新的一行，来自别的程序。\n", "gbk"), (SIMPLIFIED, "utf-8")],
    "GBK and Big5": [(SIMPLIFIED, "gbk"), (TRADITIONAL, "cp950"), (SIMPLIFIED, "gbk")],
    "GBK, Big5 and UTF-8": [(SIMPLIFIED, "gbk"), (TRADITIONAL, "cp950"), ("Größe – 大小\n", "utf-8")],
    "a line of Latin-1": [(SIMPLIFIED, "utf-8"), ("By André Müller\n", "latin-1")],
    "short lines": [(f"{word}\n", codec) for word in ("模型", "数据", "训练", "方法") for codec in ("utf-8", "gbk")],
    "a short line of GBK that is valid UTF-8": [(SIMPLIFIED, "gbk"), ("支\n系统\n", "gbk")],
    "Russian among Chinese": [(SIMPLIFIED, "utf-8"), (RUSSIAN, "cp1251")],
}


@pytest.mark.parametrize("name", MIXED)
def test_lines_in_different_encodings(name: str) -> None:
    parts = MIXED[name]
    decoded = decode(b"".join(text.encode(codec) for text, codec in parts))
    assert decoded.text == "".join(text for text, _ in parts)
    assert not decoded.undecoded


def test_passages_say_where_other_encodings_stand() -> None:
    added = "新的一行，来自别的程序。\n再来一行。"
    decoded = decode(SIMPLIFIED.encode() + added.encode("gbk") + f"\n{SIMPLIFIED}".encode())
    assert decoded.encoding == "UTF-8"
    assert [(passage.span.of(decoded.text), passage.encoding) for passage in decoded.passages] == [(added, "GB18030")]
    assert decoded.lines == {"UTF-8": 8, "GB18030": 2}
    assert decoded.in_words == "2 lines read as GB18030, the rest as UTF-8"


def test_encodings_within_a_line() -> None:
    line = "名称：状态空间 ".encode() + "选择性扫描机制".encode("gbk") + " 以及其他方法".encode()
    decoded = decode(f"{SIMPLIFIED}\n".encode() + line)
    assert decoded.text.endswith("名称：状态空间 选择性扫描机制 以及其他方法")
    assert {passage.encoding for passage in decoded.passages} == {"GB18030"}


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "cp950"])
@pytest.mark.parametrize("place", [30, 60, 100, 121])
def test_a_lost_byte_spoils_its_character_and_no_more(codec: str, place: int) -> None:
    text = TRADITIONAL if codec == "cp950" else SIMPLIFIED
    data = text.encode(codec)
    while data[place] < 0x80:
        place += 1
    damaged = data[:place] + data[place + 1 :]
    decoded = decode(damaged)
    assert to_bytes(decoded.text) == damaged if codec == "utf-8" else decoded.text.count("\n") == text.count("\n")
    same = sum(a == b for a, b in zip(text, decoded.text, strict=False))
    same += sum(a == b for a, b in zip(reversed(text), reversed(decoded.text), strict=False))
    assert same >= len(text) - 4


def test_bytes_in_no_encoding_are_kept_and_listed() -> None:
    data = SIMPLIFIED.encode() + b"cut \x9d here\nand \x81 there\n"
    done = repair_bytes(data)
    assert done.data == data
    assert [one.text for one in done.unresolved] == ["\udc9d", "\udc81"]
    assert [one.span.of(done.decoded.text) for one in done.unresolved] == ["\udc9d", "\udc81"]
    assert "9D" in done.unresolved[0].reason
    assert done.decoded.is_lossless


def test_what_is_left_of_a_cut_character_is_restored() -> None:
    data = "这是一种新的状态空间模型，速度更快。".encode()
    done = repair_bytes(data.replace("是".encode(), "是".encode()[:2]).replace("快".encode(), "快".encode()[1:]))
    assert done.data == data
    assert not done.unresolved
    assert {edit.channel for edit in done.edits} == {"UTF-8 cut short, 1 byte lost"}


def test_what_cannot_be_kept_is_said() -> None:
    decoded = decode("你好".encode("utf-16") + b"\x00\xd8a\x00")
    assert decoded.text == "你好\ufffda"
    assert not decoded.is_lossless
    assert decoded.in_words == "read as UTF-16LE; bytes in 1 place cannot be decoded"


def test_the_euro_sign_of_code_page_936() -> None:
    assert decode("价格：".encode("gbk") + b"\x80 5").text == "价格：€ 5"


def test_damage_is_repaired_after_decoding() -> None:
    text = "正常的一行文字\nç®€ä»‹\n"
    done = repair_bytes(text.encode("utf-16"))
    assert done.text == "正常的一行文字\n简介\n"
    assert apply_edits(done.decoded.text, done.repair.plain_edits()) == done.text
    assert done.data.decode() == done.text


BINARY = {
    "an image": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0",
    "an archive": b"PK\x03\x04\x14\0\0\0\x08\0" + bytes(range(256)) * 4,
    "controls": bytes(range(1, 32)) * 8,
    "numbers": b"".join(number.to_bytes(8, "little") for number in range(3000, 3400, 7)),
    "a text with a zero": b"text\0text",
}


@pytest.mark.parametrize("name", BINARY)
def test_binary_data_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="is binary data, not text"):
        decode(BINARY[name])


def test_bytes_in_no_encoding_at_all_are_refused() -> None:
    with pytest.raises(InputError, match="in no encoding that is known"):
        decode(bytes(range(0x80, 0x100)) * 3)


def test_an_encoding_that_is_given() -> None:
    assert decode("été".encode("mac-roman"), "mac-roman").text == "été"
    assert decode("Größe".encode("cp037"), "cp037").text == "Größe"
    assert decode("你好".encode("gbk"), "latin-1").text == "ÄãºÃ"
    assert decode("你好".encode("utf-16"), "utf-16").text == "你好"
    assert decode(codecs.BOM_UTF16_BE + "你好".encode("utf-16-be"), "utf-16").text == "你好"
    assert decode(b"a\x81b", "cp1252").text == "a\udc81b"
    assert decode("日本".encode("iso2022_jp"), "iso2022_jp").text == "日本"


@pytest.mark.parametrize("name", ["no-such-thing", "base64", "rot13", "", "gbk\0"])
def test_an_encoding_that_there_is_not(name: str) -> None:
    with pytest.raises(UsageError, match="unknown encoding"):
        decode(b"a", name or " ")


def test_what_a_block_shows_holds_for_the_next() -> None:
    decoder = Decoder()
    assert decoder.decode((TRADITIONAL * 20).encode("cp950")).encoding == "Big5"
    assert decoder.decode("試試\n".encode("cp950")).text == "試試\n"
    assert decode("試試\n".encode("cp950")).encoding in {"Big5", "GB18030"}  # alone, it may be either


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused_and_none_gets_lost(data: bytes) -> None:
    try:
        decoded = decode(data)
    except InputError:
        return
    assert all(one.span.of(decoded.text) for one in decoded.undecoded)
    assert all(passage.span.of(decoded.text) for passage in decoded.passages)
    assert 0 <= decoded.confidence <= 1
    if decoded.encoding == "UTF-8" and not decoded.passages:
        assert to_bytes(decoded.text) == data
    if not decoded.encoding.startswith("UTF-16"):
        assert decoded.text.count("\n") == data.count(b"\n")


@pytest.mark.parametrize("encoding", [UTF_8, GB18030, BIG5, BIG5_HKSCS, WINDOWS_1252], ids=lambda one: one.name)
@given(data=st.lists(st.binary(max_size=20), max_size=8))
def test_no_encoding_swallows_a_line_end(encoding: Encoding, data: list[bytes]) -> None:
    lines = [line.replace(b"\n", b"") for line in data]
    assert encoding.read(b"\n".join(lines)).count("\n") == max(0, len(lines) - 1)


@given(st.text(alphabet="我们提出了一种新的方法并在数据集上验证，。abc 12\n", min_size=12, max_size=80))
def test_a_file_and_its_repair_replay(text: str) -> None:
    done = repair_bytes(text.encode("gbk"))
    assert apply_edits(done.decoded.text, done.repair.plain_edits()) == done.text


LONG = {
    "lead bytes": b"\xe4" * 50_000,
    "bytes beyond ASCII": bytes(range(0x80, 0x100)) * 500,
    "half a line of GBK": "很长的一行".encode("gbk") * 5_000 + b"\xd6",
    "cut characters": ("模型".encode()[:-1] + b" ") * 5_000,
    "short lines": "词\n".encode("gbk") * 50_000,
    "one line of two encodings": ("词典".encode() + b" " + "语料".encode("gbk") + b" ") * 2_000,
}


@pytest.mark.parametrize("name", LONG)
def test_long_and_hostile_files_are_handled(name: str) -> None:
    """Each takes minutes where the cost grows with the square of the length."""
    try:
        decode(LONG[name])
    except InputError as error:
        assert "no encoding" in str(error)  # noqa: PT017 - junk may be refused


def test_sound_utf_8_imports_neither_numpy_nor_chardet() -> None:
    code = """
import sys
from i18n_tool import repair_bytes
assert repair_bytes("你好".encode()).text == "你好"
assert not {"numpy", "chardet"} & set(sys.modules)
assert repair_bytes("你好世界".encode("gbk")).text == "你好世界"
assert "chardet" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
