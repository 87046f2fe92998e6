"""Acronyms that stand behind each other's phrase: 骨密度（TTA） for `Bone Mineral Density (BMD)`.

An English text spells an acronym out before the bracket that brings it in, and the Chinese one translates these words.
So the words before an acronym in brackets are compared by the dictionary with those of its own definition and with
those of the others; where they fit another one much better, the two have been exchanged.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, islice
from typing import NamedTuple

from i18n_tool.pairs.dictionary import Word, chinese_words, english_words
from i18n_tool.pairs.facts_exchanged import Exchanged
from i18n_tool.pairs.pair import Pair
from i18n_tool.spans import Span

_ACRONYM = r"[A-Za-z][A-Za-z0-9.+-]*[A-Za-z0-9+]"
_ENGLISH = re.compile(rf"\(({_ACRONYM})\)")
_CHINESE = re.compile(rf"[(（](?:简称|即)?\s?({_ACRONYM})\s?[)）]")
_NAME = re.compile(_ACRONYM)
_OPEN = ("(", "（")
_CHINESE_BREAK = re.compile("[，。；：、！？\n,;:()（）]")
_ENGLISH_BREAK = re.compile(r"[.;:)]\s|, ")
#: How many characters before a bracket are looked at, and how many brackets of a text, which keeps the cost linear.
_LONGEST_ENGLISH, _LONGEST_CHINESE = 100, 30
_MOST = 50
#: A definition may have so many words more than its acronym has letters.
_MORE_WORDS = 2

# Measured on true summaries, and on the same with two names exchanged.
#: How many words of the other definition must be there, which share of them, and how much more of it than of the own.
_LEAST_WORDS, _LEAST_SHARE, _GAIN = 2, 0.6, 0.5


class _Spelt(NamedTuple):
    """An acronym in brackets, the meanings of the words before it, and where it stands; in English, with these."""

    plain: str
    words: list[frozenset[str]]
    span: Span


def misplaced_acronyms(pair: Pair) -> Iterator[Exchanged]:
    """Yield the acronyms of the Chinese text that stand behind another one's phrase.

    >>> en = "Graph search (GS) is faster than a decision tree (DT)."
    >>> pair = Pair("summary", en, "图搜索（DT）比决策树（GS）更快。", "summary")
    >>> [(item.first.of(pair.zh), item.second.of(pair.zh)) for item in misplaced_acronyms(pair)]
    [('DT', 'GS')]
    """
    # Half of all texts have none in brackets, which is found out faster than the words before them.
    if not _CHINESE.search(pair.zh) or not _ENGLISH.search(pair.en):
        return
    definitions = _definitions(pair.en)
    phrases = _phrases(pair.zh) if definitions else []
    if not phrases:
        return
    foreign, rightful = [], set()
    for item in phrases:
        own = definitions.get(item.plain)
        if own and _share(own.words, item.words) > 1 - _GAIN:
            rightful.add(item.plain)
        else:
            foreign.append(item)
    done: set[Span] = set()
    for item in foreign:
        own = definitions.get(item.plain)
        there = own.span if own else next(iter(_acronyms(pair.en).get(item.plain, ())), None)
        # What stands in brackets is spelt out, if not by its letters.
        if not there or (not own and pair.en[: there.start].endswith("(")):
            continue
        for other in definitions.values():
            # An acronym that has its own phrase is not missing where a name without one stands behind that, too.
            if (own or other.plain not in rightful) and _fits(item, own, other):
                place = next((place for place in _acronyms(pair.zh).get(other.plain, ()) if place != item.span), None)
                if place and done.isdisjoint((item.span, place)):
                    done |= {item.span, place}
                    first, second = sorted((item.span, place))
                    left, right = sorted((there, other.span))
                    yield Exchanged("names", first, second, (left, right))
                    break


def _phrases(text: str) -> list[_Spelt]:
    """Return the acronyms in brackets of a Chinese text, with the words before them in their clause."""
    brackets = list(islice(_CHINESE.finditer(text), _MOST))
    clauses = []
    for bracket in brackets:
        start = max(0, bracket.start() - _LONGEST_CHINESE)
        start = max((end.end() for end in _CHINESE_BREAK.finditer(text, start, bracket.start())), default=start)
        clauses.append(text[start : bracket.start()])
    phrases = _meanings(clauses, lambda joined: sorted((*chinese_words(joined), *english_words(joined))))
    return [
        _Spelt(_plain(bracket[1]), [stems for stems in phrase if stems], Span(*bracket.span(1)))
        for bracket, phrase in zip(brackets, phrases, strict=True)
    ]


def _definitions(text: str) -> dict[str, _Spelt]:
    """Return what a text spells out before each acronym in brackets, by the acronym."""
    places = []
    for bracket in islice(_ENGLISH.finditer(text), _MOST):
        plain = _plain(bracket[1])
        start = _start(text, bracket.start(), [letter for letter in plain if letter.isalnum()])
        if start is not None and not _ENGLISH_BREAK.search(text, start, bracket.start()):
            places.append((plain, start, bracket))
    found: dict[str, _Spelt] = {}
    meanings = _meanings([text[start : bracket.start()] for _, start, bracket in places], english_words)
    for (plain, start, bracket), words in zip(places, meanings, strict=True):
        if _LEAST_WORDS <= len(words) <= sum(map(str.isalnum, plain)) + _MORE_WORDS:
            found.setdefault(plain, _Spelt(plain, words, Span(start, bracket.end())))
    return found


def _meanings(parts: Sequence[str], divide: Callable[[str], Iterable[Word]]) -> list[list[frozenset[str]]]:
    """Return the meanings of the words of parts of a text, without dividing all of it."""
    found: list[list[frozenset[str]]] = [[] for _ in parts]
    ends = list(accumulate(len(part) + 1 for part in parts))
    for word in divide("\n".join(parts)):
        found[bisect_right(ends, word.start)].append(word.stems)
    return found


def _start(text: str, end: int, letters: Sequence[str]) -> int | None:
    """Return where the words begin that some letters stand for, the first of them at the beginning of a word.

    Each letter is looked for from the right, as by Schwartz and Hearst (2003), A simple algorithm for identifying
    abbreviation definitions in biomedical text.
    """
    first = max(0, end - _LONGEST_ENGLISH)
    before = text[first:end].lower()
    place = len(before)
    for index in reversed(range(len(letters))):
        place = before.rfind(letters[index], 0, place)
        while index == 0 and place > 0 and before[place - 1].isalnum():
            place = before.rfind(letters[index], 0, place)
        if place < 0:
            return None
    return first + place


def _share(wanted: Sequence[frozenset[str]], words: Sequence[frozenset[str]]) -> float:
    """Return the share of words that have one of the same meaning among others."""
    return sum(any(not stems.isdisjoint(word) for word in words) for stems in wanted) / len(wanted)


def _fits(item: _Spelt, own: _Spelt | None, other: _Spelt) -> bool:
    """Return whether the words before an acronym are much more likely to translate another definition than its own."""
    if _is_part(item.plain, other.plain):
        return False
    if own:
        share = _share(other.words, item.words[-len(other.words) :])
        is_known = share >= _LEAST_SHARE and share * len(other.words) >= _LEAST_WORDS
        return is_known and share - _share(own.words, item.words) >= _GAIN
    # What the text does not define may well be named as an example, unless the words are the definition.
    ends = (item.words[-count:] for count in range(1, min(len(item.words), len(other.words)) + 1))
    return any(_share(other.words, end) == _share(end, other.words) == 1 for end in ends)


def _is_part(one: str, two: str) -> bool:
    """Return whether one of two acronyms has all letters of the other one in their order: VLM, LVLM."""
    short, long = sorted((one, two), key=len)
    letters = iter(long)
    return all(letter in letters for letter in short)


@lru_cache(maxsize=2)
def _acronyms(text: str) -> dict[str, list[Span]]:
    """Return where a text has each acronym, the places in brackets first."""
    found: dict[str, list[Span]] = {}
    for match in sorted(_NAME.finditer(text), key=lambda match: text[match.start() - 1 : match.start()] not in _OPEN):
        found.setdefault(_plain(match.group()), []).append(Span(*match.span()))
    return found


def _plain(acronym: str) -> str:
    return acronym.removesuffix("s").lower()
