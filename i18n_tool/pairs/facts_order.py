"""What speaks against an exchange of two numbers that stand in the other order: Chinese puts the modifier first.

`350 problems across 7 subfields` is 7 个子领域的 350 个问题, and `11 out of 14` is 14 个中的 11 个. What a
number counts stands right behind it in both languages, and tells whether the number has moved along with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from i18n_tool.pairs.dictionary import Word, chinese_words, english_words
from i18n_tool.pairs.pair import Pair
from i18n_tool.sentences import sentences
from i18n_tool.spans import Span

_END = re.compile(r"[，。、；：！？,;:!?()（）\[\]\n0-9]|\.(?![A-Za-z0-9])")
_MODIFIES = re.compile("[的中里内]|每")
_PREPOSITION = re.compile(
    r"\b(?:of|across|over|in|from|for|with|on|at|per|to|among|covering|spanning|using|by|within|under|against)\b"
)
_AMONG = re.compile("[中里][的有]?")
_OUT_OF = re.compile(r"\bout of\b")
_CLAUSE_END = re.compile(r"[，。；！？;!?\n]")
_DIGITS = re.compile("[0-9]+(?:[.,][0-9]+)*")

#: How far behind a number the word may stand that it counts, and how many words are looked at.
_CHINESE_FAR, _ENGLISH_FAR = 12, 40
_CHINESE_WORDS, _ENGLISH_WORDS = 3, 4


def moved_together(pair: Pair, here: tuple[Span, Span], there: tuple[Span, Span]) -> bool:
    """Return whether two numbers stand in the other order together with what they count.

    Args:
        pair: the texts.
        here: the two in the Chinese text, in order.
        there: the same two in the English text.

    >>> pair = Pair("summary", "350 problems across 7 fields", "7个领域的350个问题", "summary")
    >>> moved_together(pair, (Span(0, 1), Span(5, 8)), (Span(20, 21), Span(0, 3)))
    True
    """
    if _is_part_of_whole(pair, here, there):
        return True
    chinese = [_chinese_behind(pair.zh, span) for span in here]
    english = [_english_behind(pair.en, span, there) for span in there]
    own = sum(_agreement(chinese[index], english[index]) for index in (0, 1))
    crossed = sum(_agreement(chinese[index], english[1 - index]) for index in (0, 1))
    if own:
        return own >= crossed
    return not crossed and _is_turned(pair, here, there)


def _is_part_of_whole(pair: Pair, here: tuple[Span, Span], there: tuple[Span, Span]) -> bool:
    """Return whether Chinese names the whole first, as in 14 个中的 11 个 for `11 out of 14`, as it always does."""
    left, right = sorted(there)
    return (
        _AMONG.search(pair.zh, here[0].end, here[1].start) is not None
        and _OUT_OF.search(pair.en, left.end, right.start) is not None
    )


def _is_turned(pair: Pair, here: tuple[Span, Span], there: tuple[Span, Span]) -> bool:
    """Return whether a modifier before its noun in the Chinese text stands behind it in the English one."""
    left, right = sorted(there)
    zh, en = pair.zh[here[0].end : here[1].start], pair.en[left.end : right.start]
    is_clause = not _CLAUSE_END.search(zh)
    return is_clause and _MODIFIES.search(zh) is not None and _PREPOSITION.search(en) is not None


def _chinese_behind(text: str, span: Span) -> list[Word]:
    words = _chinese(text)
    return _behind(words, span.end, _limit(text, span.end, _CHINESE_FAR))[:_CHINESE_WORDS]


def _english_behind(text: str, span: Span, numbers: tuple[Span, Span]) -> list[Word]:
    # A number in words is no digit, but ends what the one before it counts as well.
    ends = [number.start for number in numbers if number.start > span.start]
    limit = min(_limit(text, span.end, _ENGLISH_FAR), *ends, len(text))
    return _behind(english_words(text), span.end, limit)[:_ENGLISH_WORDS]


@lru_cache(maxsize=2)
def _chinese(text: str) -> tuple[Word, ...]:
    return tuple(sorted((*chinese_words(text), *english_words(text))))


def _limit(text: str, start: int, far: int) -> int:
    found = _END.search(text, start, start + far)
    return found.start() if found else start + far


def _behind(words: Sequence[Word], start: int, end: int) -> list[Word]:
    first = bisect_left(words, start, key=lambda word: word.start)
    last = bisect_left(words, end, lo=first, key=lambda word: word.start)
    return [word for word in words[first:last] if word.stems]


def _agreement(chinese: Sequence[Word], english: Sequence[Word]) -> int:
    """Return how many of the Chinese words have one of their meaning among the English ones."""
    stems = frozenset[str]().union(*(word.stems for word in english))
    return sum(not stems.isdisjoint(word.stems) for word in chinese)


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
