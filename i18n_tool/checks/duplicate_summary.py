"""Finds papers whose summary is that of another paper, nearly or in part.

## What it does

Compares the summaries of all papers, each language by itself, by the runs of four words (in Chinese, of four
characters) that they are made of. It reports those that share at least four fifths of them with another one, and those
of which a good part, a quarter or more, is made of long passages of another one: a summary that was pasted and then
partly rewritten. Of a group of such summaries the first by id stands; each other gets a finding that names it, says how
much they share, and points at the longest passage. Summaries of less than a dozen words are not compared.

## Why

Entries are written by copying the one above. When the summary is not replaced, the list describes another paper.

## Example

    summaries/moe-mamba.yaml:12:5: DUP402 the Chinese summary is the same as that of 'mambabyte'

## Fix

Find out which of the two papers the summary belongs to, and rewrite the other. Where the records are one paper
entered twice (DUP401), merge them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from zlib import crc32

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._wording import LANGUAGE_NAMES, excerpt
from i18n_tool.coverage import is_present
from i18n_tool.language import TOKEN
from i18n_tool.model import LANGUAGES, Catalogue, Language, Paper
from i18n_tool.spans import Span

#: A run is so many tokens in a row.
_RUN = 4
#: A dozen words in a row make nine runs of four.
_MIN_RUNS = 9
#: The share of common runs above which two summaries are one. Free summaries of the same paper by two authors stay
#: below 0.2, a copy with every mention of a name replaced is mostly above 0.8.
_THRESHOLD = 0.8
#: A run stands for its text when the number of its first token divides by this, so that the same passage is known by
#: the same runs wherever it stands: some eight tokens apart. A short text has its smallest runs besides.
_SAMPLED = 8
_SHORT = 64
_SKETCH = 16
#: A text of fewer bytes may be one clause; a clause of fewer is a phrase, such as `on three data sets`.
_SHORT_TEXT = 240
_CLAUSE = 30
_MARKS = re.compile("[.,;:!?，。；：！？\n]+ ?")
#: How many of these two texts must share to be compared.
_SHARED = 3
#: A run that this many different summaries have is a phrase of the trade and leads nowhere.
_COMMON = 8
#: A copied passage is so many tokens long; shorter ones are phrases that every author uses. A word may differ in it.
_PASSAGE: dict[Language, int] = {"en": 16, "zh": 28}
_GAP = _RUN + 1
#: The share of a summary that such passages must make up. Of 20,000 abstracts, seven pairs reach it, and all of them
#: are by the same authors about the same matter.
_COPIED_SHARE = 0.25


class _TokenNumbers(dict[str, int]):
    """A number for each token, the same in every run of the program, unlike `hash`."""

    def __missing__(self, token: str) -> int:
        value = self[token] = crc32(token.encode("utf-8", "surrogatepass"))
        return value


@dataclass(frozen=True, slots=True)
class _Twin:
    """What a summary shares with an earlier one: the share of it, and where the longest passage stands in it."""

    paper: str
    share: float
    passage: Span
    is_whole: bool


@dataclass(slots=True)
class _Index:
    """The summaries seen so far that are not copies of an earlier one, by some of their runs.

    It keeps no more runs than these, which take a hundred times the room of the text: those of a likely twin are made
    again. Each text costs what it is long; the texts that share a run are at most `_COMMON`.
    """

    language: Language
    numbers: _TokenNumbers
    summaries: list[tuple[str, str]] = field(default_factory=list)
    postings: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def twin(self, paper: str, text: str) -> _Twin | None:
        """Return the summary that this one is most like; remember this one unless it is a copy as a whole."""
        numbers = self._numbers(text)
        if len(numbers) - _RUN + 1 < _MIN_RUNS:
            return None
        sketch = _sketch(numbers)
        hits = Counter(number for value in sketch for number in self.postings.get(value, ()))
        least = min(_SHARED, len(sketch))
        likely = sorted(number for number, shared in hits.items() if shared >= least)
        found = self._most_alike(text, _runs(numbers), likely) if likely else None
        if found is None or not found.is_whole:
            self._add(paper, text, sketch)
        return found

    def _most_alike(self, text: str, runs: list[int], likely: list[int]) -> _Twin | None:
        own = frozenset(runs)
        best: _Twin | None = None
        for number in likely:
            paper, other = self.summaries[number]
            theirs = frozenset(_runs(self._numbers(other)))
            likeness = _likeness(own, theirs)
            if likeness >= _THRESHOLD:
                found = _Twin(paper, likeness, Span(0, len(text)), is_whole=True)
            else:
                found = self._copied(paper, text, runs, theirs)
            if best is None or (found.is_whole, found.share) > (best.is_whole, best.share):
                best = found
        return best if best and (best.is_whole or best.share >= _COPIED_SHARE) else None

    def _copied(self, paper: str, text: str, runs: list[int], theirs: frozenset[int]) -> _Twin:
        """Return how much of a text is made of long passages of the other, and where the longest one stands."""
        passages = [
            (first, last) for first, last in _stretches(runs, theirs) if last - first >= _PASSAGE[self.language]
        ]
        if not passages:
            return _Twin(paper, 0.0, Span(0, 0), is_whole=False)
        tokens = [match.span() for match in TOKEN.finditer(text)]
        first, last = max(passages, key=lambda passage: passage[1] - passage[0])
        share = sum(last - first for first, last in passages) / len(tokens)
        return _Twin(paper, share, Span(tokens[first][0], tokens[last - 1][1]), is_whole=False)

    def _add(self, paper: str, text: str, sketch: set[int]) -> None:
        for value in sketch:
            # Most runs stand in one text: a tuple of one number is small, and nothing that is to be collected.
            posting = self.postings.get(value, ())
            if len(posting) < _COMMON:
                self.postings[value] = (*posting, len(self.summaries))
        self.summaries.append((paper, text))

    def _numbers(self, text: str) -> list[int]:
        # In lower case, which leaves the places of the tokens alone but for a few letters of Turkish.
        return list(map(self.numbers.__getitem__, TOKEN.findall(text.lower())))


def _runs(numbers: list[int]) -> list[int]:
    """Return a number for each run of tokens; the hash of a tuple of integers is the same in every run."""
    return list(map(hash, zip(numbers, numbers[1:], numbers[2:], numbers[3:], strict=False)))


def _sketch(numbers: list[int]) -> set[int]:
    """Return the runs that stand for a text."""
    starts = [place for place, number in enumerate(numbers[: 1 - _RUN]) if not number % _SAMPLED]
    sketch = {hash((numbers[i], numbers[i + 1], numbers[i + 2], numbers[i + 3])) for i in starts}
    if len(numbers) < _SHORT:
        sketch.update(sorted(set(_runs(numbers)))[:_SKETCH])
    return sketch


def _stretches(runs: list[int], theirs: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of tokens whose runs the other text has; a changed word breaks as many runs as it is in."""
    first = last = -1
    for place, run in enumerate(runs):
        if run not in theirs:
            continue
        if first < 0 or place - last > _GAP:
            if first >= 0:
                yield first, last + _RUN
            first = place
        last = place
    if first >= 0:
        yield first, last + _RUN


def find_duplicate_summaries(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each summary that is that of a paper whose id comes before its own, nearly or in part."""
    numbers = _TokenNumbers()
    papers = sorted(catalogue.papers, key=lambda paper: paper.id)
    for language in LANGUAGES:
        index = _Index(language, numbers)
        texts = [(paper, text) for paper in papers if (text := paper.summary.get(language)) and is_present(text)]
        for paper, text in _repeating(texts):
            if twin := index.twin(paper.id, text):
                message = _degree(twin, LANGUAGE_NAMES[language])
                if not twin.is_whole:
                    message += f": {excerpt(twin.passage.of(text))}"
                span = twin.passage
                yield Problem(message, ("summary", language), language, paper.id, span.start, span.end)


def _repeating(texts: list[tuple[Paper, str]]) -> list[tuple[Paper, str]]:
    """Return the texts that can be like another one: the short ones, and those that have a clause with another.

    A long text that shares four fifths of its runs has whole clauses in common, and marks are found ten times as fast
    as words. Of 20,000 abstracts every seventh is left, and nothing is missed that the runs of all of them would find.
    """
    first: dict[int, int] = {}
    found = set()
    for place, (_, text) in enumerate(texts):
        if not _has_bytes(text, _SHORT_TEXT):
            found.add(place)
        for clause in _MARKS.split(text.lower()):
            if _has_bytes(clause, _CLAUSE) and (other := first.setdefault(hash(clause), place)) != place:
                found.update((place, other))
    return [texts[place] for place in sorted(found)]


def _has_bytes(text: str, least: int) -> bool:
    """Return whether a text is of so many bytes in UTF-8."""
    # A character has at least one, and one that is no ASCII has four at most.
    if len(text) >= least or len(text) * 4 < least or text.isascii():
        return len(text) >= least
    return len(text.encode("utf-8", "surrogatepass")) >= least


def _degree(twin: _Twin, language: str) -> str:
    if twin.is_whole:
        degree = "the same as" if twin.share == 1 else f"{int(100 * twin.share)} % the same as"
        return f"the {language} summary is {degree} that of {twin.paper!r}"
    return f"{int(100 * twin.share)} % of the {language} summary stands in that of {twin.paper!r}, too"


def _likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the Jaccard index of two sets: the size of what they share by the size of what either has."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


PLUGIN = Check(
    code="DUP402",
    name="duplicate-summary",
    severity="warning",
    documentation=__doc__,
    on_catalogue=find_duplicate_summaries,
)
