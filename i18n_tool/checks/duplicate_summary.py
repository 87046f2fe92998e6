"""Finds papers whose summary is nearly that of another paper.

## What it does

Compares the summaries of all papers, each language by itself, by the runs of four words (in Chinese, of four
characters) that they are made of, and reports those that share at least four fifths of them. Of a group of such
summaries the first by id stands; each other gets a finding that names it and says how much they share. Summaries of
less than a dozen words are not compared.

## Why

Entries are written by copying the one above. When the summary is not replaced, the list describes another paper.

## Example

    summaries/moe-mamba.yaml:12:5: DUP402 the Chinese summary is the same as that of 'mambabyte'

## Fix

Find out which of the two papers the summary belongs to, and rewrite the other. Where the records are one paper
entered twice (DUP401), merge them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from zlib import crc32

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._wording import LANGUAGE_NAMES
from i18n_tool.language import TOKEN
from i18n_tool.model import LANGUAGES, Catalogue

#: A dozen words in a row make nine runs of four.
_MIN_RUNS = 9
#: The share of common four-token runs above which two summaries are one. Free summaries of the same paper by two
#: authors stay below 0.2, a copy with every mention of a name replaced is mostly above 0.8.
_THRESHOLD = 0.8
#: How many of the smallest hashes stand for a text, and how many of them two texts must share to be compared. The
#: share of common ones estimates that of common runs: at 0.8, fewer than 8 of 16 come up once in a thousand times.
_SKETCH = 16
_SHARED = 8
#: A hash that this many different summaries have is a phrase of the trade and leads nowhere.
_COMMON = 64


class _TokenHashes(dict[str, int]):
    """A number for each token, the same in every run of the program, unlike `hash`."""

    def __missing__(self, token: str) -> int:
        value = self[token] = crc32(token.encode("utf-8", "surrogatepass"))
        return value


@dataclass(slots=True)
class _Index:
    """The summaries seen so far that are not copies of an earlier one, by the hashes of their sketches.

    It keeps no runs, which take a hundred times the room of the text: those of a likely twin are made again.
    """

    hashes: _TokenHashes
    summaries: list[tuple[str, str]] = field(default_factory=list)
    postings: dict[int, list[int]] = field(default_factory=dict)

    def twin(self, paper: str, text: str) -> tuple[str, float] | None:
        """Return the paper whose summary is most like this one, and how like it is; remember it where none is."""
        runs = self._runs(text)
        if len(runs) < _MIN_RUNS:
            return None
        sketch = sorted(runs)[:_SKETCH]
        hits = Counter(number for value in sketch for number in self.postings.get(value, ()))
        likely = [number for number, shared in hits.items() if shared >= min(_SHARED, len(sketch))]
        alike = [(_likeness(runs, self._runs(self.summaries[number][1])), -number) for number in likely]
        likeness, number = max(alike, default=(0.0, 0))
        if likeness >= _THRESHOLD:
            return self.summaries[-number][0], likeness
        self._add(paper, text, sketch)
        return None

    def _add(self, paper: str, text: str, sketch: list[int]) -> None:
        for value in sketch:
            posting = self.postings.setdefault(value, [])
            if len(posting) < _COMMON:
                posting.append(len(self.summaries))
        self.summaries.append((paper, text))

    def _runs(self, text: str) -> frozenset[int]:
        """Return a number for each four tokens in a row; the hash of a tuple of integers is the same in every run."""
        tokens = list(map(self.hashes.__getitem__, TOKEN.findall(text.casefold())))
        return frozenset(map(hash, zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False)))


def find_duplicate_summaries(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each summary that is nearly that of a paper whose id comes before its own."""
    hashes = _TokenHashes()
    papers = sorted(catalogue.papers, key=lambda paper: paper.id)
    for language in LANGUAGES:
        index = _Index(hashes)
        for paper in papers:
            text = paper.summary.get(language) or ""
            if twin := index.twin(paper.id, text):
                twin_id, likeness = twin
                degree = "the same as" if likeness == 1 else f"{int(100 * likeness)} % the same as"
                message = f"the {LANGUAGE_NAMES[language]} summary is {degree} that of {twin_id!r}"
                yield Problem(message, ("summary", language), language, paper.id, end=len(text))


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
