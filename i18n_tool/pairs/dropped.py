"""English sentences that a Chinese translation left out, and texts whose end is gone.

A sentence that was left out has no counterpart in the alignment, few of its words stand anywhere in the Chinese text,
and that text is the shorter for it. None of these is enough: translators join sentences, move them and reword them. A
text that was cut off is shorter, too, and has less of the words of the English end than of those of its beginning.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import log

from i18n_tool.pairs.alignment import MOST_SENTENCES, Key, Sentence, align, chinese_sentences, english_sentences
from i18n_tool.pairs.content import Shared
from i18n_tool.pairs.lengths import ratio, size
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
#: Translations that say more than so many times as much are complete; above the bounds of a length, the end must tell.
_CUT_RATIO = 0.75
#: How much of the English text is its end, as a share of what it says: every beginning of a sentence between these is
#: tried. True translations have nearly as many of the words of the end as of the rest, but for 0.3 %, and half of these
#: lack a part of the end. Of texts without their second half, 90 % are found by this and by length.
_SHORTEST_END, _LONGEST_END = 0.25, 0.7
_FOUND_LESS = 0.25
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


def lost_ending(pair: Pair) -> Span | None:
    """Return the end of the English text that a Chinese translation cut off lacks; None where it is there.

    >>> en = "The scan is fast and needs less memory. It is compared with attention on three public data sets."
    >>> span = lost_ending(Pair("notes", en, "扫描的速度很快，所需的内存更少。", "translation"))
    >>> span.of(en) if span else None
    'It is compared with attention on three public data sets.'
    """
    says = ratio(pair)
    if says is None or says >= _CUT_RATIO or pair.relation != "translation":
        return None
    stems = _stems(key for sentence in chinese_sentences(pair.zh) for key in sentence.keys)
    english = english_sentences(pair.en)
    found = [[not key.isdisjoint(stems) for key in sentence.keys] for sentence in english]
    whole = size(pair.en)
    total, words, hits = 0.0, 0, 0
    all_words, all_hits = sum(map(len, found)), sum(map(sum, found))
    for index in range(len(english) - 1, 0, -1):
        total += size(english[index].span.of(pair.en))
        words, hits = words + len(found[index]), hits + sum(found[index])
        if total > _LONGEST_END * whole:
            break
        of_rest = (all_hits - hits) / max(1, all_words - words)
        if total >= _SHORTEST_END * whole and (hits + 1) / (words + 2) < of_rest - _FOUND_LESS:
            return Span(english[index].span.start, english[-1].span.end)
    return None


def _odds(sentence: Sentence, stems: frozenset[str]) -> float:
    return Shared(sum(not key.isdisjoint(stems) for key in sentence.keys), len(sentence.keys)).odds


def _stems(keys: Iterable[Key]) -> frozenset[str]:
    return frozenset[str]().union(*keys)


def _length(text: str, spans: Iterable[Span]) -> float:
    return sum(size(span.of(text)) for span in spans)
