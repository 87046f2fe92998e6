"""Properties of the channels of double-byte character sets: what was there is always among the readings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_tool.discovery import plugins
from i18n_tool.mojibake import repair
from i18n_tool.mojibake.channels._base import Channel, Gap, Passage

CHANNELS: Final[dict[str, Channel]] = plugins("i18n_tool.mojibake.channels")
#: Characters of everyday simplified Chinese with full-width punctuation; some leave a byte that pairs with nothing.
CHINESE = "我们提出了一种新的方法并在多个数据集上验证它优于现有模型的效果未来称请人然前，。：（）“”"
ASCII = " ()-.:0123456789\"'*abcXYZ/<>"

chinese = st.text(alphabet=st.sampled_from(CHINESE), min_size=4, max_size=30)
mixed = st.text(alphabet=st.sampled_from(CHINESE + ASCII), min_size=2, max_size=40).map(str.strip)


def windows_936(text: str, lost: str) -> str:
    """Return the UTF-8 of a text as Windows reads it in code page 936: what is no pair is lost as one."""
    data = text.encode()
    read = ""
    while data:
        if data[0] < 0x81:
            read, data = read + ("€" if data[0] == 0x80 else chr(data[0])), data[1:]
            continue
        try:
            read += data[:2].decode("gb18030")
        except UnicodeDecodeError:
            read += lost
        data = data[2:]
    return read


def codec(true: str, read_as: str, errors: str) -> Callable[[str], str]:
    """Return what damages a text by reading one encoding in another."""
    return lambda text: text.encode(true, "ignore").decode(read_as, errors)


def in_big5(text: str) -> str:
    """Return a text without the characters that Big5 lacks."""
    return text.encode("big5", "ignore").decode("big5")


LOSSY: Final = {
    ("utf8_as_cp936", "question mark"): lambda text: windows_936(text, "?"),
    ("utf8_as_cp936", "U+FFFD"): lambda text: windows_936(text, "\ufffd"),
    ("utf8_as_gbk", "dropped"): codec("utf-8", "gbk", "ignore"),
    ("utf8_as_gbk", "U+FFFD"): codec("utf-8", "gbk", "replace"),
    ("utf8_as_cp932", "U+FFFD"): codec("utf-8", "cp932", "replace"),
    ("gbk_as_big5", "U+FFFD"): codec("gbk", "big5", "replace"),
    ("big5_as_gbk", "U+FFFD"): codec("big5", "gbk", "replace"),
}
LOSSLESS: Final = ("gb18030", "gbk", "cp949")


def can_be(passages: list[Passage], line: str, original: str) -> bool:
    """Tell whether some choice of candidates makes the passages the original, the rest of the line as it is."""
    ends = {0}
    done = 0
    for passage in [*passages, Passage(len(line), len(line), ())]:
        ends = _after(ends, original, (line[done : passage.start],))
        for part in passage.parts:
            if isinstance(part, Gap):
                texts = [f"{part.before}{one}{part.after}" for one in part.candidates.characters]
                ends = _after(ends, original, texts)
            else:
                ends = _after(ends, original, (part,))
        done = passage.end
    return len(original) in ends


def _after(ends: set[int], original: str, texts: list[str] | tuple[str, ...]) -> set[int]:
    return {end + len(text) for end in ends for text in texts if original.startswith(text, end)}


@pytest.mark.parametrize(("stem", "way"), LOSSY)
@settings(max_examples=150, deadline=None)
@given(st.one_of(chinese, mixed))
def test_the_original_is_among_the_readings(stem: str, way: str, text: str) -> None:
    if stem == "utf8_as_cp936" and way == "question mark":
        text = text.replace("?", "")
    if stem == "big5_as_gbk":
        text = in_big5(text)
    damaged = LOSSY[stem, way](text)
    passages = CHANNELS[stem].read(damaged)
    assert not _outside(damaged, passages).isascii() or can_be(passages, damaged, text)


@settings(max_examples=150, deadline=None)
@given(chinese)
def test_chinese_read_in_windows_936_is_read_whole(text: str) -> None:
    damaged = windows_936(text, "?")
    passages = CHANNELS["utf8_as_cp936"].read(damaged)
    assert _outside(damaged, passages) == ""
    assert can_be(passages, damaged, text)


def _outside(line: str, passages: list[Passage]) -> str:
    edges = [0, *(edge for passage in passages for edge in (passage.start, passage.end)), len(line)]
    return "".join(line[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))


@settings(max_examples=100, deadline=None)
@given(chinese, st.sampled_from(LOSSLESS))
def test_chinese_comes_back_where_nothing_is_lost(text: str, read_as: str) -> None:
    try:
        damaged = text.encode().decode(read_as)
    except UnicodeDecodeError:
        return
    assert repair(damaged).text == text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["浣犲ソ", "鏂囧瓧?", "锟斤拷", "笢恅", "ÄãºÃ", "いゅ", "縲�", "a", " ", "\n", "。"]),
        max_size=30,
    )
)
def test_a_second_pass_changes_nothing(pieces: list[str]) -> None:
    repaired = repair("".join(pieces)).text
    assert repair(repaired).text is repaired


SENTENCES: Final = (
    "这个模型的速度更快。",
    "它在三个数据集上都取得了更好的结果。",
    "训练需要的显存也更少。",
    "作者还讨论了它的局限。",
    "未来的工作会研究更长的序列。",
    "附录列出了所有的超参数。",
)


def test_line_ends_are_not_invented_where_lines_were_read_one_by_one() -> None:
    lines = (*SENTENCES, "代码 (见附录。) 已经公开。") * 2
    assert any(windows_936(line, "?").endswith("?") for line in lines)
    damaged = "\n".join(windows_936(line, "?") for line in lines)
    assert repair(damaged).text.split("\n") == list(lines)


def test_line_ends_are_restored_where_the_text_was_read_as_a_whole() -> None:
    text = "\n".join(SENTENCES * 2)
    damaged = windows_936(text, "?")
    assert damaged.count("\n") < text.count("\n")
    assert repair(damaged).text == text
