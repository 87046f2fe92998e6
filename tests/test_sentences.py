"""One sentence a line, and back."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.sentences import is_layable, join_lines, join_with_map, sentences, split_lines

_UNBROKEN = [
    "It follows Fig. 3 and Eq. (5) of S. Kim et al. (2023).",
    "Methods, e.g. Mamba, i.e. state spaces, vs. Transformers.",
    "It gains 3.5 points on No. 5 and p. 7.",
    "The U.S. and a Ph.D. thesis by Dr. Gu.",
    "It asks why? and how! in lower case.",
    "Two spaces.  They stay.",
    "使用 Mamba。 空格不丢。",
    "他说（见上。）然后走了。",
    "只有一句；分号不算；还是一句。",
    "- an item. With two sentences.",
    "1. a numbered item. With two sentences.",
    "| a. B | c. D |",
    "# A heading. Still one.",
    "> A quotation. Still one.",
    "```\nx. Y\n\n\nz。W\n```",
    "$$\na. B\n$$",
    "\\begin{align}\na. B\n\\end{align}",
    "a.b.c",
    "",
]


@pytest.mark.parametrize("text", _UNBROKEN)
def test_text_that_is_not_broken(text: str) -> None:
    assert split_lines(text) == text
    assert join_lines(text) == text


_BROKEN = [
    ("One. Two! Three? Four", "One.\nTwo!\nThree?\nFour"),
    ("一。二！三？四", "一。\n二！\n三？\n四"),
    ("He said “Go.” She went.", "He said “Go.”\nShe went."),
    ('He said "Go." "Why?" she asked.', 'He said "Go."\n"Why?" she asked.'),
    ("他说：“走。”她走了。", "他说：“走。”\n她走了。"),
    ("（整句。）下一句。", "（整句。）\n下一句。"),
    ("**重点。**下一句。**重点**是。", "**重点。**\n下一句。\n**重点**是。"),
    ("In 2023. The end. 3D too. xLSTM is it.", "In 2023.\nThe end.\n3D too.\nxLSTM is it."),
    ("He says no. We say yes.", "He says no.\nWe say yes."),
    ("曼巴很快。Mamba is fast. 它好。", "曼巴很快。\nMamba is fast. 它好。"),
    ("One. Two.\n\nThree. Four.", "One.\nTwo.\n\nThree.\nFour."),
    ("One. Two.\n- item. One\n- item\n\n一。二。", "One.\nTwo.\n- item. One\n- item\n\n一。\n二。"),
    ("A formula. Here:\n$$\nx. Y\n$$\nOne. Two.", "A formula.\nHere:\n$$\nx. Y\n$$\nOne.\nTwo."),
]


@pytest.mark.parametrize(("text", "body"), _BROKEN)
def test_text_that_is_broken_after_its_sentences(text: str, body: str) -> None:
    assert split_lines(text) == body
    assert join_lines(body) == text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("One line\nof two.  ", "One line of two."),
        ("曼巴是\n一种模型，\n它叫\nMamba。", "曼巴是一种模型，它叫Mamba。"),
        ("Mamba\n曼巴", "Mamba曼巴"),
        ("全角。”\nLatin", "全角。”Latin"),
        ("the term “曼巴”\nis", "the term “曼巴” is"),
        ("One.\n\n\nTwo.", "One.\n\n\nTwo."),
        ("Line<br>\nbreak", "Line<br>\nbreak"),
        ("- item\n  goes on", "- item\n  goes on"),
        ("```\nkeeps  \n  all\n```\nOne.\nTwo.", "```\nkeeps  \n  all\n```\nOne. Two."),
    ],
)
def test_lines_as_people_write_them_are_joined(body: str, text: str) -> None:
    assert join_lines(body) == text


@pytest.mark.parametrize("text", ["a\nb", "一\n二", "a. \nb", "trailing ", "tail\n", "- x\n\ny "])
def test_text_that_lines_cannot_hold_is_known(text: str) -> None:
    assert is_layable(text) is (join_lines(split_lines(text)) == text)
    assert is_layable(text) is (text == "tail\n")


@given(st.text(st.sampled_from("aB.。!？ \n-|#>1$`“”\"'*()（），\\\t曼"), max_size=40))
def test_joining_what_was_split_gives_the_text_or_is_known_not_to(text: str) -> None:
    body = split_lines(text)
    assert is_layable(text) is (join_lines(body) == text)
    if "\n" not in text and text == text.rstrip(" \t"):
        assert join_lines(body) == text


@given(st.text(st.sampled_from("aB.。!？ \n-|#`“”\"'*（）曼"), max_size=40))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    spans = sentences(text)
    assert [(span.start, span.end) for span in spans] == sorted((span.start, span.end) for span in spans)
    assert all(span.of(text).strip() == span.of(text) != "" for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    between = [text[before.end : after.start] for before, after in pairwise(spans)]
    assert not set("".join(between)) - set(" \n-#*")


def test_sentences_of_lists_and_blocks() -> None:
    text = "# Title\n- One. Two.\n1. Three\n\n```\na. B\n```\n| x. Y |\nFour\nfive. Six."
    assert [span.of(text) for span in sentences(text)] == [
        *("Title", "One.", "Two.", "Three", "```\na. B\n```", "| x. Y |", "Four\nfive.", "Six."),
    ]


def test_offsets_lead_back_to_the_lines() -> None:
    joined = join_with_map("One.  \nTwo.\n\n一。\n二。")
    assert joined.text == "One. Two.\n\n一。二。"
    found = {text: joined.body_offset(joined.text.index(text)) for text in ("One", "Two", "一", "二")}
    assert found == {"One": 0, "Two": 7, "一": 13, "二": 16}
