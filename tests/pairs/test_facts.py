"""Exchanged numbers and names, reversed claims and lists out of order; and what only looks like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.model import Relation
from i18n_tool.pairs.facts_acronyms import misplaced_acronyms
from i18n_tool.pairs.facts_exchanged import find_exchanged
from i18n_tool.pairs.facts_lists import find_strays
from i18n_tool.pairs.facts_phrases import turned_names
from i18n_tool.pairs.facts_reversed import find_reversed
from i18n_tool.pairs.pair import Pair

RELATIONS: tuple[Relation, ...] = ("translation", "summary")


def pair_of(en: str, zh: str, relation: Relation = "translation") -> Pair:
    return Pair("summary", en, zh, relation)


def exchanged(pair: Pair) -> list[tuple[str, str]]:
    return [(item.first.of(pair.zh), item.second.of(pair.zh)) for item in find_exchanged(pair)]


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize(
    ("en", "zh", "expected"),
    [
        ("sizes of 12, 34 and 56", "大小为 12、56 和 34", ("56", "34")),
        ("from 1024 to 65535", "从 65535 到 1024", ("65535", "1024")),
        ("The state is a|01> + b|10>.", "状态为 a|10> + b|01>。", ("10", "01")),
        ("a recall of 81% and a precision of 64%", "召回率为 64%，精度为 81%", ("64%", "81%")),
        ("It uses 64 layers for an accuracy of 90%.", "它用 90 层达到 64% 的准确率。", ("90", "64%")),
    ],
)
def test_exchanged_items(en: str, zh: str, expected: tuple[str, str], relation: Relation) -> None:
    assert exchanged(pair_of(en, zh, relation)) == [expected]


def test_the_order_of_names_in_a_list_matters_in_translations() -> None:
    en, zh = "compared with BERT and LLaMA", "与 LLaMA 和 BERT 相比"
    assert exchanged(pair_of(en, zh, "translation")) == [("LLaMA", "BERT")]
    assert exchanged(pair_of(en, zh, "summary")) == []


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize(
    ("en", "zh"),
    [
        ("It gains 9% on 12 tasks.", "它在 12 个任务上提升 9%。"),
        ("a precision of 64% and a recall of 81%", "召回率为 81%，精度为 64%"),
        ("the Encoder of BERT reads images", "BERT 的 Encoder 读取图像"),
        ("5 layers, 7 heads, and 5 more layers", "5 层、7 个头，再加 5 层"),
        ("GPT-4 beats GPT-3 by 3%", "GPT-4 比 GPT-3 高 3%"),
    ],
)
def test_items_in_their_place(en: str, zh: str, relation: Relation) -> None:
    assert exchanged(pair_of(en, zh, relation)) == []


@given(st.lists(st.integers(11, 999), min_size=2, max_size=12, unique=True), st.data())
def test_numbers_of_a_list_are_exchanged_when_their_order_differs(numbers: list[int], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(numbers) - 2))
    changed = [*numbers[:place], numbers[place + 1], numbers[place], *numbers[place + 2 :]]
    en = f"sizes of {', '.join(map(str, numbers))}"
    assert exchanged(pair_of(en, f"大小为 {'、'.join(map(str, numbers))}")) == []
    found = exchanged(pair_of(en, f"大小为 {'、'.join(map(str, changed))}"))
    assert found == [(str(numbers[place + 1]), str(numbers[place]))]


@pytest.mark.parametrize(
    ("en", "zh", "expected"),
    [
        ("The tool supports long videos.", "该工具不支持长视频。", ["不支持"]),
        ("You must set the number of layers.", "你不必设置层的数量。", ["不必"]),
        ("The network outperforms older networks on images.", "该网络在图像上劣于旧网络。", ["劣于"]),
        ("An effective attack on large networks.", "对大型网络的无效攻击。", ["无效"]),
        ("The tool does not support long videos.", "该工具不支持长视频。", []),
        ("Long videos remain unsupported by the tool.", "该工具不支持长视频。", []),
        ("Older networks beat the network on images? No.", "该网络在图像上不劣于旧网络。", []),
        ("It avoids an unnecessary copy of the image.", "它避免了不必要的图像复制。", []),
        ("The weather is fine.", "该工具不支持长视频。", []),
    ],
)
def test_reversed_claims(en: str, zh: str, expected: list[str]) -> None:
    pair = pair_of(en, zh)
    assert [item.word.of(zh) for item in find_reversed(pair)] == expected


@pytest.mark.parametrize(
    ("zh", "expected"),
    [
        ("步骤：1. 读取；2. 训练；3. 测试", []),
        ("步骤：1. 读取；2. 训练；测试：1. 读取；2. 比较", []),
        ("步骤：2. 读取；3. 训练", []),
        ("步骤：2）读取；1）训练", ["2", "1"]),
        ("步骤：1. 读取；2. 训练；7. 测试", ["7"]),
    ],
)
def test_lists(zh: str, expected: list[str]) -> None:
    pair = pair_of("First train, then test.", zh)
    assert [stray.span.of(zh) for stray in find_strays(pair)] == expected


def test_a_list_that_is_the_same_in_both_texts_is_in_order() -> None:
    assert find_strays(pair_of("1. read; 3. train.", "1. 读取；3. 训练。")) == []


@pytest.mark.parametrize(
    "piece",
    [
        "12, 7, 3 ",
        "7",
        "1.",
        "Ab.1.",
        "BERT GPT LLaMA ",
        "不支持。",
        "不支持长视频",
        "（2）",
        "A1 ",
        "降低，",
        "树（DT）",
        "decision tree (DT) ",
        "A-B ",
        "Ab-",
    ],
)
def test_long_text_is_read_in_the_end(piece: str) -> None:
    count = 60_000 // len(piece)
    for en, zh in ((piece * count, piece * count), (" ".join(reversed(piece.split())) * count, piece * count)):
        pair = pair_of(en, zh)
        list(find_exchanged(pair))
        list(find_reversed(pair))
        list(find_reversed(pair_of(en, zh, "summary")))
        list(turned_names(pair))
        list(misplaced_acronyms(pair))
        find_strays(pair)
