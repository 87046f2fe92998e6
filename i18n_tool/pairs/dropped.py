"""English sentences that a Chinese translation left out.

A sentence that was left out has no counterpart in the alignment, few of its words stand anywhere in the Chinese text,
and that text is the shorter for it. None of these is enough: translators join sentences, move them and reword them.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import log

from i18n_tool.pairs.alignment import MOST_SENTENCES, Key, Sentence, align, chinese_sentences, english_sentences
from i18n_tool.pairs.content import Shared
from i18n_tool.pairs.lengths import size
from i18n_tool.pairs.pair import Pair
from i18n_tool.spans import Span

#: With fewer sentences the length and the content of the whole say more than those of a part.
_MIN_SENTENCES = 3
#: A sentence of fewer words is a heading or a phrase to lead over.
_MIN_WORDS = 3
# The score is the sum of the logarithms of the odds that a word is found in the counterpart and in the whole text, of
# the length of the counterpart (twice) and of that of the text. Of true translations 0.8 % have a sentence below the
# threshold, and most of these did leave it out; of those of four sentences that lost one, 42 %.
_THRESHOLD = -3.1
#: Keeps the logarithm of the length of no counterpart finite.
_LEAST_RATIO = 0.1


def dropped_sentences(pair: Pair) -> list[Span]:
    """Return the English sentences that have no counterpart in the Chinese text, in order.

    >>> en = "The scan is fast. It is compared with attention on three data sets. The code is public."
    >>> pair = Pair("notes", en, "扫描很快。如图所示。代码已公开。", "translation")
    >>> [span.of(en) for span in dropped_sentences(pair)]
    ['It is compared with attention on three data sets.']
    """
    english = english_sentences(pair.en)
    chinese = chinese_sentences(pair.zh)
    if min(len(english), len(chinese)) < _MIN_SENTENCES or max(len(english), len(chinese)) > MOST_SENTENCES:
        return []
    keys = {sentence.span: sentence.keys for sentence in chinese}
    everywhere = _stems(key for sentence in chinese for key in sentence.keys)
    whole = log(size(pair.zh) / max(size(pair.en), 1) + _LEAST_RATIO)
    by_span = {sentence.span: sentence for sentence in english}
    dropped = []
    for bead in align(pair.en, pair.zh):
        there = _stems(key for span in bead.zh for key in keys[span])
        length = _length(pair.zh, bead.zh) / max(_length(pair.en, bead.en), 1)
        for sentence in map(by_span.__getitem__, bead.en):
            odds = _odds(sentence, there) + _odds(sentence, everywhere)
            if len(sentence.keys) >= _MIN_WORDS and odds + 2 * log(length + _LEAST_RATIO) + whole < _THRESHOLD:
                dropped.append(sentence.span)
    return dropped


def _odds(sentence: Sentence, stems: frozenset[str]) -> float:
    return Shared(sum(not key.isdisjoint(stems) for key in sentence.keys), len(sentence.keys)).odds


def _stems(keys: Iterable[Key]) -> frozenset[str]:
    return frozenset[str]().union(*keys)


def _length(text: str, spans: Iterable[Span]) -> float:
    return sum(size(span.of(text)) for span in spans)
