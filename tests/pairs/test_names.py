"""Names that stand on one side only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.pairs.names import names_only_in_chinese
from i18n_tool.pairs.pair import Pair


def missing(en: str, zh: str, title: str = "") -> list[str]:
    pair = Pair("summary", en, zh, "translation", title)
    names = names_only_in_chinese(pair)
    assert all(name.span.of(zh) == name.text for name in names)
    return [name.text for name in names]


@pytest.mark.parametrize(
    ("en", "zh"),
    [
        ("the Swin-UMamba network", "SwinUMamba 网络"),
        ("Swin UMamba", "Swin-UMamba"),
        ("ResNet-50", "ResNet50 网络"),
        ("several LLaMAs", "LLaMA 模型"),
        ("Poincaré maps", "Poincare 映射"),
        ("Pokemon", "Pokémon 游戏"),
        ("a state space model", "SSM 模型"),
        ("SSMs", "State Space Model"),
        ("two SSMs", "两个 State Space Models 模型"),
        ("long short-term memory", "LSTM 网络"),
        ("retrieval-augmented generation", "RAG 系统"),
        ("the gPRC client", "gRPC 客户端"),
        ("see `Runner.run`", "见 Runner"),
        ("It runs in real time.", "在 GPU 上以 30FPS 运行，占用 2GB"),
        ("nothing", "只有小写的 token 和 mamba"),
        ("nothing", "代码 `SegMamba`、公式 $SegMamba$、链接 https://example.org/SegMamba 和 <SegMamba> 标签"),
    ],
)
def test_other_ways_of_writing_a_name(en: str, zh: str) -> None:
    assert missing(en, zh) == []


@pytest.mark.parametrize(
    ("en", "zh", "names"),
    [
        ("Mamba is fast.", "VMamba 很快。", ["VMamba"]),
        ("It follows Zamba.", "它沿用 Jamba。", ["Jamba"]),
        ("GPT-4 is better.", "GPT-5 更好。", ["GPT-5"]),
        ("The result is there.", "There 的结果", []),
        ("We rely on the report.", "Therefore 的结果", ["Therefore"]),
        ("one", "COCO 与 LVIS，再加上 COCO", ["COCO", "LVIS"]),
        ("If it fails, ask.", "见 Image Falcon 一节", ["Image", "Falcon"]),
        ("the SK kernels", "SK Kestrel 的内核", ["Kestrel"]),
        ("In this case it stops.", "由 Access 停止", ["Access"]),
    ],
)
def test_names_of_the_chinese_side_alone(en: str, zh: str, names: list[str]) -> None:
    assert missing(en, zh) == names


def test_the_title_is_known_to_both_sides() -> None:
    assert missing("Our model is fast.", "MambaByte 很快。", "MambaByte: Token-free Models") == []
    assert missing("Our model is fast.", "MambaByte 很快。") == ["MambaByte"]


@given(st.text(st.sampled_from("abAB12 -_.,:字（）()")), st.text(st.sampled_from("abAB12 -_.,:字（）()")))
def test_what_both_sides_have_is_never_missing(text: str, more: str) -> None:
    assert missing(f"{text} {more}", text) == []


@pytest.mark.parametrize("piece", ["1", "(", "A", "aB-", "A ", "Ab ", "A_", " "])
def test_a_megabyte_of_anything_is_compared(piece: str) -> None:
    missing("VMamba is fast. " + piece * 1000, "字" + piece * (10**6 // len(piece)))
