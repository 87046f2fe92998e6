"""Properties of undoing escapes: what the standard library escapes comes back, and nothing happens unless asked for."""

from __future__ import annotations

import json
import quopri
import subprocess
import sys
from collections.abc import Callable
from email.header import Header
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.mojibake import repair
from i18n_tool.mojibake.unescaping import kinds
from i18n_tool.spans import apply_edits

CHARACTERS = "我们提出了一种新的方法并在多个数据集上验证它优于现有模型的效果，。：（）“”"
SENTENCES = [
    "本文提出了一种新的方法，在三个数据集上优于基线。",
    "这个模型把图像分成小块，再逐一处理。",
    "代码和数据已经公开！",
]
#: Parts of escapes, whole ones, and what they are easily confused with.
FRAGMENTS = [
    *("&#20320;", "&#", "&amp;", "amp;", "#150;", "&#129;", "&nbsp;", "&lt;", "&aelig;", "&ndash;", "&Dagger;", ";"),
    *(
        "\\",
        "\\u4f60",
        "\\u",
        "\\x",
        "\\xe4",
        "\\xbd",
        "\\xa0",
        "\\u00e4",
        "\\u0081",
        "\\ud83c",
        "\\udf89",
        "\\U0001f389",
    ),
    *(
        "\\344",
        "\\275\\240",
        '"',
        "'",
        "b'",
        "%",
        "%E4%BD%A0",
        "%25",
        "%C4%E3",
        "%u4f60",
        "%20",
        "=E4=BD=A0",
        "=\n",
        "=3D",
    ),
    *(
        "=?UTF-8?B?",
        "5L2g",
        "?=",
        "=?utf-8?q?",
        "+",
        "T2BZfQ",
        "-",
        "+T2A-",
        "=",
        "\0",
        "`O}Y",
        "-N",
        "u4f60",
        "25",
        "E4",
    ),
    *(
        "`",
        "```\n",
        "~~~",
        "\n",
        "\r\n",
        " ",
        "](",
        "https://a.org/",
        "href=",
        "[a]: ",
        "diff --git ",
        "a",
        "&",
        "?",
        "/",
    ),
]
BEYOND_ASCII = [
    "\ud83c",
    "\udf89",
    "\udc80",
    "í",
    "\xa0",
    "½",
    "¸",
    "\x80",
    "\x87e\xf6N",
    "你",
    "é",
    "ä½",
    "å¥½",
    "\ufffd",
]

chinese = st.text(alphabet=st.sampled_from(CHARACTERS), min_size=4, max_size=30)
sentences = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map("".join)
escaped = st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join)
anything = st.lists(st.one_of(st.sampled_from(FRAGMENTS + BEYOND_ASCII), st.characters()), max_size=12).map("".join)


def _escape(data: bytes, spelling: str) -> str:
    return "".join(spelling.format(byte) for byte in data)


#: How each way of escaping writes a text.
OF_ANY_CHINESE: dict[str, Callable[[str], str]] = {
    "references": lambda text: text.encode("ascii", "xmlcharrefreplace").decode(),
    "references, escaped again": lambda text: text.encode("ascii", "xmlcharrefreplace").decode().replace("&", "&amp;"),
    "JSON": lambda text: json.dumps(text)[1:-1],
    "JSON in JSON": lambda text: json.dumps(json.dumps(text)[1:-1])[1:-1],
    "backslashreplace": lambda text: text.encode("ascii", "backslashreplace").decode(),
    "bytes": lambda text: _escape(text.encode(), "\\x{:02x}"),
    "octal": lambda text: _escape(text.encode(), "\\{:03o}"),
    "percent": quote,
    "percent, escaped again": lambda text: quote(quote(text)),
    "quoted-printable": lambda text: quopri.encodestring(text.encode()).decode(),
    "mail header": lambda text: Header(text, "utf-8").encode(),
    "repr": lambda text: repr(text.encode()),
    "damaged, then JSON": lambda text: json.dumps(text.encode().decode("latin-1"))[1:-1],
    "damaged, then percent": lambda text: quote(text.encode().decode("latin-1")),
}
OF_SENTENCES: dict[str, Callable[[str], str]] = {
    "UTF-7": lambda text: text.encode("utf-7").decode(),
    "bytes of GBK": lambda text: _escape(text.encode("gbk"), "\\x{:02x}"),
    "percent of GBK": lambda text: quote(text.encode("gbk")),
    "quoted-printable of GBK": lambda text: quopri.encodestring(text.encode("gbk")).decode(),
    "mail header in GB18030": lambda text: Header(text, "gb18030").encode(),
    "repr of GBK": lambda text: repr(text.encode("gbk")),
    "UTF-16LE": lambda text: text.encode("utf-16-le").decode("latin-1"),
    "UTF-16BE": lambda text: text.encode("utf-16-be").decode("latin-1"),
}


@pytest.mark.parametrize("way", OF_ANY_CHINESE)
@given(text=chinese)
def test_escaped_chinese_comes_back(way: str, text: str) -> None:
    assert repair(OF_ANY_CHINESE[way](text), escapes=True).text == text


@pytest.mark.parametrize("way", OF_SENTENCES)
@given(text=sentences)
def test_escaped_sentences_come_back(way: str, text: str) -> None:
    assert repair(OF_SENTENCES[way](text), escapes=True).text == text


@given(anything)
def test_edits_replay_and_a_second_pass_changes_nothing(text: str) -> None:
    repaired = repair(text, escapes=True)
    assert apply_edits(text, repaired.plain_edits()) == repaired.text
    assert all(edit.before == edit.span.of(text) for edit in repaired.edits)
    assert repair(repaired.text, escapes=True).text is repaired.text
    if not repaired.edits:
        assert repaired.text is text


@given(escaped)
def test_nothing_happens_unless_asked_for(text: str) -> None:
    assert repair(text).text is text


def test_the_edits_say_what_happened() -> None:
    repaired = repair("&aelig;&ndash;&Dagger;\n%C4%E3%BA%C3, \\xe4\\xbd\\xa0", escapes=True)
    assert [(edit.after, edit.channel) for edit in repaired.edits] == [
        ("文", "HTML character references, then UTF-8 read as windows-1252"),
        ("你好", "percent-encoded GBK"),
        ("你", "backslash escapes of UTF-8 bytes"),
    ]
    assert all(edit.confidence == 1.0 and not edit.lossy for edit in repaired.edits)


def test_lines_with_escapes_and_damage_come_back_together() -> None:
    damaged = "RenÃ© &#20320;\nä½\xa0å¥½ %E4%BD%A0\n`&#20320;` RenÃ©"
    assert repair(damaged, escapes=True).text == "René 你\n你好 你\n`&#20320;` René"


#: Each takes minutes where the cost grows with the square of the length.
LONG_TEXTS = {
    **{
        f"only {part!r}": part * (200_000 // len(part))
        for part in ("&", "%", "\\", "=?", "+", "=", "`", "í", "\0", "](")
    },
    "references of nothing": "&amp;" * 40_000,
    "a reference that never ends": "&" + "amp;" * 50_000,
    "percent signs escaped again and again": "%" + "25" * 100_000,
    "halves of pairs": "\\ud83c" * 30_000,
    "bytes that are no text": "%E4" * 60_000,
    "quotes that never close": '"\\344 ' * 30_000,
    "names as git shows them": "diff --git " + '"\\344\\275\\240" ' * 10_000,
    "encoded words": "=?UTF-8?B?5L2g?= " * 10_000,
    "encoded words that are broken": "=?UTF-8?B?5L2?= " * 10_000,
    "soft line ends": "=\n" * 100_000,
    "text and code": "&#20320;`" * 20_000,
    "queries": "a%E4%BD%A0&b=" * 15_000,
    "UTF-16": "你好，Mamba。".encode("utf-16-le").decode("latin-1") * 5_000,
}


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_long_texts_are_handled(name: str) -> None:
    text = LONG_TEXTS[name]
    repaired = repair(text, escapes=True)
    assert apply_edits(text, repaired.plain_edits()) == repaired.text


def test_without_escapes_none_of_their_modules_is_imported() -> None:
    code = """
import sys
from i18n_tool import repair
assert repair("&#20320; æ–‡å­—").text == "&#20320; 文字"
assert not any("html_references" in name for name in sys.modules)
assert repair("&#20320; 你好", escapes=True).text == "你 你好"
assert "numpy" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_kind_says_where_to_look() -> None:
    for kind in kinds():
        assert all(kind.may_occur(f"a {mark} b") for mark in kind.marks)
        assert kind.may_occur("plain text") is not bool(kind.marks)
