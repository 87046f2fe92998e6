"""Names that only the Chinese side has, and whether they stand there in place of others."""

from __future__ import annotations

import pytest

from i18n_tool.model import Relation
from i18n_tool.pairs.foreign_names import evidence_of_names, foreign_names
from i18n_tool.pairs.pair import Pair

REPLACED = [
    ("It is compared with VMamba on ImageNet.", "它在 ImageNet 上与 SegMamba 作了比较。", ["SegMamba"]),
    ("The kernel is written in Triton for speed.", "为了速度，内核用 Python 编写。", ["Python"]),
    ("Our encoder follows Zamba and Jamba.", "编码器沿用 Zamba 和 Samba。", ["Samba"]),
    ("VMamba scans faster. VMamba is public.", "VMamba 扫描更快。Vim 已公开。", ["Vim"]),
    ("It is fast. It scans patches of an image.", "它很快。它扫描 SegMamba 图像的各块。", ["SegMamba"]),
    ("One compares it with Selective Copying.", "与 Induction Heads 作了比较。", ["Induction Heads"]),
]
ADDED = [
    ("It is faster than before.", "与之前的版本相比，PlainMamba 在各种任务中的速度都有明显的提升。"),
    ("The kernel is written for speed.", "这个 GPU 内核为速度而写。"),
    ("The kernel is fast.", "该内核速度很快。与此不同的是，SegMamba 的内核只适用于体积较小的三维图像，占用更多显存。"),
    ("It is trained with the mask weights.", "它用 MaskFormer 的权重训练。"),
    ("The kernel is fast and small.", "SegMamba 的内核又快又小，SegMamba 已公开。"),
    ("The process is partially observed.", "这一过程是部分可观测的 Partially Visible Markov Decision Chain。"),
]


SAID_ANYWAY = [
    ("Frontier models of Zamba are compared.", "与 Zamba 的前沿 AI 模型作了比较。"),
    ("Zamba and Jamba fill the memory quickly.", "Zamba 很快占满数 GB 显存。"),
]


def found(en: str, zh: str, relation: Relation = "translation") -> list[str]:
    names = foreign_names(Pair("summary", en, zh, relation))
    assert all(name.span.of(zh) == name.text for name in names)
    return [name.text for name in names]


@pytest.mark.parametrize(("en", "zh", "names"), REPLACED)
@pytest.mark.parametrize("relation", ["translation", "summary"])
def test_a_name_in_place_of_another(en: str, zh: str, names: list[str], relation: Relation) -> None:
    assert found(en, zh, relation) == names


@pytest.mark.parametrize(("en", "zh"), ADDED)
def test_a_name_that_was_added(en: str, zh: str) -> None:
    assert list(evidence_of_names(Pair("summary", en, zh, "translation")))
    assert found(en, zh) == []


@pytest.mark.parametrize(("en", "zh"), SAID_ANYWAY)
def test_a_word_that_a_summary_uses_of_its_own_accord(en: str, zh: str) -> None:
    assert list(evidence_of_names(Pair("summary", en, zh, "summary")))
    assert found(en, zh, "summary") == []


@pytest.mark.parametrize("piece", ["Ab ", "VMamba1。"])
def test_long_text_is_judged_in_the_end(piece: str) -> None:
    zh = "字 SegMamba 和 " + piece * (200_000 // len(piece))
    assert set(found("VMamba is fast. " + piece * 1000, zh)) <= {"SegMamba"}
