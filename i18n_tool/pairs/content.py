"""Whether an English and a Chinese text are about the same thing.

Each word of one side is looked for on the other through the dictionary. How many are found, of how many, gives three
odds: those of the Chinese words, of the English ones and of the words in Latin letters that the Chinese text keeps.
Odds of few words are near to even, so that a short text is judged with the caution that it deserves. In a translation,
words in Latin letters that only the Chinese text has tell the most: pages of one manual share all other words. The
weighted sum of these is high for true pairs and low for texts of different papers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, NamedTuple

from i18n_tool.language import HAN
from i18n_tool.model import Relation
from i18n_tool.pairs.dictionary import chinese_meanings, english_stems

if TYPE_CHECKING:
    from i18n_tool.pairs.embedding import Embedder
    from i18n_tool.pairs.pair import Pair

#: How much of a Chinese text is read before each look at whether it tells enough, which the first part mostly does.
_PORTIONS = (0.45, 0.6)
_HAN_RUN = re.compile(f"[{HAN}]+")
_NO_HAN = re.compile(f"[^{HAN}]")


class _Weights(NamedTuple):
    """What each item counts for, and the score below which a pair is taken to be of two different things.

    Args:
        constant: the score of a pair without any evidence.
        chinese: the weight of the odds of the Chinese words.
        english: that of the odds of the English words.
        latin: that of the odds of the words in Latin letters in the Chinese text.
        foreign: that of the logarithm of how many of these the English text lacks, and one.
        size: that of the logarithm of how many Chinese words there are, and one.
        threshold: the score.
        least: with fewer words on a side there is nothing to judge.
    """

    constant: float
    chinese: float
    english: float
    latin: float
    foreign: float
    size: float
    threshold: float
    least: int


# Logistic regressions of true pairs against other texts of the same source, half of them those with the most similar
# titles: documentation of six projects for translations, abstracts and summaries of papers for summaries. A summary
# says less than an abstract, but is longer than a paragraph, and so both are told from others with ease: its threshold
# is where hardly any of 30,000 abstracts and summaries is below, and 6 % of those of the most similar title are above.
_WEIGHTS: dict[Relation, _Weights] = {
    "translation": _Weights(-2.0, 0.0, 2.6, 0.0, -2.5, 0.9, -2.1, least=5),
    "summary": _Weights(0.0, 5.3, 5.4, 2.6, 0.0, 0.0, -6.0, least=7),
}


class Shared(NamedTuple):
    """How many words of one side were found on the other."""

    found: int
    total: int

    @property
    def odds(self) -> float:
        """The logarithm of the odds that a word is found."""
        return log((self.found + 0.5) / (self.total - self.found + 0.5))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found out about a pair.

    Args:
        score: above 0 the more the texts have in common; of no unit.
        threshold: the score below which they are about different things.
        chinese: the Chinese words that have a counterpart in the English text.
        english: the English words that have one in the Chinese text.
        similarity: the cosine of the embeddings of both texts; None without an embedder.
    """

    score: float
    threshold: float
    chinese: Shared
    english: Shared
    similarity: float | None = None

    @property
    def is_different(self) -> bool:
        """Whether the texts are about different things."""
        return self.score < self.threshold


def difference(pair: Pair, embedder: Embedder | None = None) -> Judgement | None:
    """Return the judgement of a pair whose two texts are about different things; None for any other.

    The arguments are those of `judge`, which it asks of few pairs: most have so much in common that a part of the
    Chinese text is enough to tell.
    """
    if embedder is None and _is_plainly_alike(pair):
        return None
    judgement = judge(pair, embedder)
    return judgement if judgement and judgement.is_different else None


def _is_plainly_alike(pair: Pair) -> bool:
    """Return whether the score is high enough even if no word of the last part of the Chinese text has a counterpart.

    No weight but that of foreign words, which are known, is below 0: more words that are found, and fewer that are not,
    only add to it.
    """
    weights = _WEIGHTS[pair.relation]
    english, latin = english_stems(pair.en), english_stems(pair.zh)
    chinese: dict[str, frozenset[str]] = {}
    done = 0
    for share in _PORTIONS:
        end = _NO_HAN.search(pair.zh, max(done, int(len(pair.zh) * share)))
        if end is None:
            return False
        chinese |= chinese_meanings(pair.zh[done : end.start()])
        done = end.start()
        words = len(chinese) + _most_words(pair.zh[done:])
        shared = _shared(english, latin, _known(chinese, english), words)
        if _score(weights, shared, len(latin - english), len(chinese)) >= weights.threshold:
            return True
    return False


def _most_words(text: str) -> int:
    """Return how many different words a text can have at most: each character alone, and what is left in twos.

    >>> _most_words("人人为我")
    3
    """
    characters = "".join(_HAN_RUN.findall(text))
    return (len(characters) + len(set(characters))) // 2


def judge(pair: Pair, embedder: Embedder | None = None) -> Judgement | None:
    """Judge whether the two texts of a pair are about the same thing; None where they are too short to tell.

    Args:
        pair: the texts.
        embedder: a model of meaning, whose similarity then decides together with the words.

    >>> from i18n_tool.pairs.pair import Pair
    >>> en = "A selective scan replaces attention in the encoder and cuts its memory by half."
    >>> judge(Pair("summary", en, "选择性扫描取代了编码器中的注意力，内存减少一半。", "translation")).is_different
    False
    >>> judge(Pair("summary", en, "数据集包含一千张从城市街道上拍摄的照片以及行人的标注。", "translation")).is_different
    True
    """
    english, latin = english_stems(pair.en), english_stems(pair.zh)
    chinese = chinese_meanings(pair.zh)
    weights = _WEIGHTS[pair.relation]
    if min(len(english), len(chinese) + len(latin)) < weights.least:
        return None
    shared = _shared(english, latin, _known(chinese, english), len(chinese))
    score = _score(weights, shared, len(latin - english), len(chinese))
    if embedder is None:
        return Judgement(score, weights.threshold, *shared[:2])
    from i18n_tool.pairs.embedding import evidence, similarity

    cosine = similarity(embedder, pair.en, pair.zh)
    return Judgement(score + evidence(cosine), weights.threshold, *shared[:2], similarity=cosine)


def _known(chinese: Mapping[str, frozenset[str]], english: set[str]) -> list[frozenset[str]]:
    """Return the stems of the Chinese words that have a counterpart in the English text."""
    return [stems for stems in chinese.values() if not english.isdisjoint(stems)]


def _shared(
    english: set[str], latin: set[str], known: Sequence[frozenset[str]], words: int
) -> tuple[Shared, Shared, Shared]:
    """Return what is shared of so many Chinese words, of the English ones, and of those in Latin letters."""
    return (
        Shared(len(known), words),
        Shared(len(english.intersection(latin.union(*known))), len(english)),
        Shared(len(latin & english), len(latin)),
    )


def _score(weights: _Weights, shared: tuple[Shared, Shared, Shared], foreign: int, words: int) -> float:
    """Return the score of a pair of which so much is shared, with some foreign words and so many Chinese ones."""
    items = (*(item.odds for item in shared), log(1 + foreign), log(1 + words))
    return weights.constant + sum(weight * value for weight, value in zip(weights[1:6], items, strict=True))
