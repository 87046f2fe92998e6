"""Which sentences say the same, and which were left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.pairs.alignment import align
from i18n_tool.pairs.dropped import dropped_sentences
from i18n_tool.pairs.pair import Pair
from i18n_tool.sentences import sentences

EN = (
    "Segmentation needs detail. The encoder scans an image in four directions. "
    "It was trained for 300 epochs on COCO. The code is public."
)
ZH = "分割需要细节。编码器从四个方向扫描图像。它在 COCO 上训练了 300 轮。代码已经公开。"
TEXT = st.lists(
    st.sampled_from(
        ["The scan is fast. ", "It wins! ", "扫描很快。", "代码公开。", "42 ", "COCO", "\n\n", "- ", "。", " "]
    )
).map("".join)


def shape(en: str, zh: str) -> list[tuple[int, int]]:
    return [(len(bead.en), len(bead.zh)) for bead in align(en, zh)]


@pytest.mark.parametrize(
    ("zh", "beads"),
    [
        (ZH, [(1, 1)] * 4),
        (ZH.replace("细节。编", "细节，而编"), [(2, 1), (1, 1), (1, 1)]),
        (ZH.replace("它在 COCO 上训练了 300 轮。", ""), [(1, 1), (1, 1), (1, 0), (1, 1)]),
        (ZH.replace("代码", "晚饭后散步有益于健康。代码"), [(1, 1), (1, 1), (1, 1), (0, 1), (1, 1)]),
        ("", [(4, 0)]),
    ],
    ids=["one to one", "joined", "left out", "added", "empty"],
)
def test_the_beads(zh: str, beads: list[tuple[int, int]]) -> None:
    assert shape(EN, zh) == beads


@given(TEXT, TEXT)
def test_the_beads_cover_both_texts_in_order(en: str, zh: str) -> None:
    beads = align(en, zh)
    assert [span for bead in beads for span in bead.en] == sentences(en)
    assert [span for bead in beads for span in bead.zh] == sentences(zh)
    assert all(0 <= bead.score <= 1 for bead in beads)


@given(TEXT, TEXT)
def test_only_sentences_of_the_english_text_are_left_out(en: str, zh: str) -> None:
    assert set(dropped_sentences(Pair("summary", en, zh, "translation"))) <= set(sentences(en))


@pytest.mark.parametrize(
    ("en", "zh"), [("1 ", "1 "), ("word", "字"), ("(", "（"), ("It is fast. ", "很快。"), ("a. ", "。"), (" ", "\n")]
)
def test_a_long_text_of_anything_is_aligned(en: str, zh: str) -> None:
    long_en, long_zh = (piece * (10**5 // len(piece)) for piece in (en, zh))
    dropped_sentences(Pair("summary", long_en, long_zh, "translation"))
