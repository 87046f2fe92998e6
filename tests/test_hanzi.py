"""Simplified and traditional characters, which are told apart and turned into each other by the tables of OpenCC."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.hanzi import convert, count_only_in, only_in, script_of, simplify

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from("a1，。 "))


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("这篇论文介绍了一种模型。", "Hans"),
        ("這篇論文介紹了一種模型。", "Hant"),
        ("本文的方法", None),
        # Each of these is a character of its own in traditional text as well: 皇后, 公里, 干戈, 茶几.
        ("皇后 公里 干戈 茶几", None),
        ("Mamba 2024", None),
        ("", None),
    ],
)
def test_the_script_of_a_text(text: str, script: str | None) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("头发后面", "頭髮後面"),
        ("发展神经网络", "發展神經網絡"),
        ("在这里干什么", "在這裡幹什麼"),
        ("为了 Mamba，见 `a`。", "為了 Mamba，見 `a`。"),
    ],
)
def test_phrases_decide_what_a_character_becomes(simplified: str, traditional: str) -> None:
    assert convert(simplified, "Hant") == traditional
    assert convert(traditional, "Hans") == simplified


@given(CHINESE)
def test_what_is_converted_has_nothing_left_to_convert(text: str) -> None:
    simplified = convert(text, "Hans")
    assert convert(simplified, "Hans") == simplified


@given(CHINESE)
def test_simplifying_keeps_offsets(text: str) -> None:
    assert len(simplify(text)) == len(text)
    assert count_only_in("Hant", simplify(text)) == 0
    assert len(only_in("Hans", text)) == count_only_in("Hans", text)


@pytest.mark.parametrize("piece", ["1", "(", "word", "后", "發", "头发"])
def test_a_long_text_of_anything_is_converted(piece: str) -> None:
    text = piece * (10**5 // len(piece))
    assert script_of(convert(text, "Hant")) != "Hans"
