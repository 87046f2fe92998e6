"""What speaks against an exchange of two items that stand in the other order: Chinese puts the modifier first.

`350 problems across 7 subfields` is 7 个子领域的 350 个问题, and `11 out of 14` is 14 个中的 11 个.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from i18n_tool.pairs.pair import Pair
from i18n_tool.sentences import sentences
from i18n_tool.spans import Span

_MODIFIES = re.compile("[的中里内时下上后在]|每")
_PREPOSITION = re.compile(
    r"\b(?:of|across|over|in|from|for|with|on|at|per|to|among|covering|spanning|using|by|within|under|against)\b"
)
_AGENT = re.compile(r"\bby\b")
_CLAUSE_END = re.compile(r"[，。；！？;!?\n]")
_DIGITS = re.compile("[0-9]+(?:[.,][0-9]+)*")


def is_turned(pair: Pair, here: tuple[Span, Span], there: tuple[Span, Span]) -> bool:
    """Return whether a modifier before its noun in the Chinese text stands behind it in the English one.

    So does what does something: `used by Numpy` is Numpy 使用的.

    >>> pair = Pair("summary", "the kernels of BERT in JAX", "JAX中的BERT内核", "translation")
    >>> is_turned(pair, (Span(0, 3), Span(5, 9)), (Span(23, 26), Span(15, 19)))
    True
    """
    left, right = sorted(there)
    zh, en = pair.zh[here[0].end : here[1].start], pair.en[left.end : right.start]
    if _CLAUSE_END.search(zh):
        return False
    return bool(_AGENT.search(en) or (_MODIFIES.search(zh) and _PREPOSITION.search(en)))


def is_one_sentence(text: str, one: Span, two: Span) -> bool:
    """Return whether two places are in one sentence of a text.

    >>> is_one_sentence("One a. Two b.", Span(0, 3), Span(7, 10))
    False
    """
    starts = _sentence_starts(text)
    first, last = sorted((one, two))
    return bisect_left(starts, first.end) == bisect_left(starts, last.end)


@lru_cache(maxsize=4)
def _sentence_starts(text: str) -> tuple[int, ...]:
    return tuple(span.start for span in sentences(text))


def is_repeated(text: str, span: Span) -> bool:
    """Return whether the digits at a place stand elsewhere in the text as well.

    >>> is_repeated("8 layers, 8 heads", Span(0, 1)), is_repeated("8 layers, 18 heads", Span(0, 1))
    (True, False)
    """
    found = _DIGITS.search(text, span.start, span.end)
    return found is not None and _counts(text).get(found.group(), 0) > 1


@lru_cache(maxsize=2)
def _counts(text: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for match in _DIGITS.finditer(text):
        counts[match.group()] = counts.get(match.group(), 0) + 1
    return counts
