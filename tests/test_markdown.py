"""Text that is kept from being HTML, and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.markdown import code_places, escape_html, unescape_html

pieces = st.lists(
    st.sampled_from(
        ["<b>", "<", ">", "`", "``", "\\", "&lt;", "&amp;", "&", "lt;", "&#96;", "\n", "字", "a ", "<https://x>"]
    )
)


@given(pieces.map("".join))
def test_what_is_escaped_is_read_back(text: str) -> None:
    assert unescape_html(escape_html(text)) == text


@given(st.text())
def test_any_text_is_read_back(text: str) -> None:
    assert unescape_html(escape_html(text)) == text


def test_a_long_run_of_backticks_takes_no_longer_than_its_length() -> None:
    text = "`" * 200_000 + "<b>" + "` " * 200_000
    assert unescape_html(escape_html(text)) == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("`a` b ``c ` d`` `e", ["`a`", "``c ` d``"]),
        ("a\n```py\nb\n```\nc", ["```py\nb\n```"]),
        ("~~~\n```\n~~~~ \nb", ["~~~\n```\n~~~~ "]),
        ("> - ```\n> b\n> ```\nc", ["> - ```\n> b\n> ```"]),
        ("```\n``\n``` py\nto the end", ["```\n``\n``` py\nto the end"]),
        ("~~ a ~~ `` b", []),
    ],
)
def test_code_is_found(text: str, code: list[str]) -> None:
    assert [span.of(text) for span in code_places(text)] == code
