"""The candidates of gaps as the language model sees them: short sequences of symbols, looked up many gaps at once.

Candidates that the model takes for the same symbols (the digits of a number, the rare characters of a class) are one
*choice*; how likely each of them is within it is known beforehand. Choices that begin alike hang together, so that a
gap of thousands of candidates is searched by its first symbols.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Final

import numpy as np

from i18n_tool.mojibake.symbols import BITS, simplify

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from i18n_tool.mojibake.language_model import LanguageModel

    Keys = NDArray[np.uint64]
    Logs = NDArray[np.float32]
    Indices = NDArray[np.intp]
    Points = NDArray[np.uint32]

_DIGITS: Final = re.compile("[0-9]+")

#: First characters of one gap that are looked at, the most frequent ones.
MOST_FIRSTS: Final = 256
#: Symbols of a candidate; more are not looked at.
LONGEST: Final = 3

#: How likely a digit is alone, at the beginning of a longer number, before a decimal point, and further on in a number:
#: rounded from documentation, after Chinese.
DIGIT_ALONE: Final = (0.16, 0.25, 0.18, 0.13, 0.09, 0.06, 0.04, 0.03, 0.04, 0.02)
FIRST_DIGIT: Final = (0.005, 0.32, 0.36, 0.07, 0.04, 0.08, 0.04, 0.025, 0.03, 0.03)
WHOLE_DIGIT: Final = (0.45, 0.18, 0.11, 0.08, 0.05, 0.04, 0.03, 0.02, 0.02, 0.02)
OTHER_DIGIT: Final = 0.1
#: How likely it is that a character is followed by one that the model does not see: a mark-up sign, a second space.
SKIPPED: Final = 0.001


#: What matters of the character that follows a gap: one that could belong to its candidates, or none.
_NEIGHBOURS: Final = ("", "a", "0", " ")
_NEIGHBOUR_OF: Final = np.zeros(0x80, dtype=np.intp)
for _code, _chars in enumerate(("", ascii_letters, digits, " \t")):
    _NEIGHBOUR_OF[[ord(char) for char in _chars]] = _code


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """The candidates of one kind of gap; choices and texts are in the order of the symbols."""

    texts: tuple[str, ...]
    choice_of: Indices
    """Of each text."""
    shares: Logs
    """How likely each text is within its choice (log)."""
    symbols: Keys
    """Of each choice: LONGEST symbols, NONE where it has fewer."""
    priors: Logs
    """Of each choice: how likely its texts are, given its symbols (log)."""


_NOTHING: Final = Entry(
    (),
    np.zeros(0, dtype=np.intp),
    np.zeros(0, dtype=np.float32),
    np.zeros((0, LONGEST), dtype=np.uint64),
    np.zeros(0, dtype=np.float32),
)


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """The entries of all gaps; `first` counts the distinct first symbols of each entry.

    Attributes:
        entry_of: the entry of each gap; gaps with the same candidates share one.
        first_start: where the first symbols of each entry begin; one more at the end.
        first_symbols: these.
        choice_start: where the choices of each first symbol begin; one more at the end.
        symbols: of each choice.
        priors: of each choice.
        lengths: how many symbols each choice has.
    """

    entry_of: Indices
    first_start: Indices
    first_symbols: Keys
    choice_start: Indices
    symbols: Keys
    priors: Logs
    lengths: Indices

    @property
    def first_counts(self) -> Indices:
        """How many first symbols each gap has."""
        return (self.first_start[1:] - self.first_start[:-1])[self.entry_of]

    def limited(self, gaps: Indices, chosen: Indices) -> Choices:
        """Return some of the choices of some gaps under new numbers: their places in `chosen`.

        Args:
            gaps: the gap of each of these choices, in order.
            chosen: the choices.
        """
        symbols = self.symbols[chosen]
        of_gap = np.diff(gaps, prepend=-1) != 0
        begins = np.append(of_gap | (np.diff(symbols[:, 0], prepend=symbols[:1, 0]) != 0), True)
        choice_start = np.flatnonzero(begins)
        gap_start = np.append(np.flatnonzero(of_gap), len(chosen))
        return Choices(
            np.arange(len(gap_start) - 1),
            np.searchsorted(choice_start, gap_start),
            symbols[choice_start[:-1], 0],
            choice_start,
            symbols,
            self.priors[chosen],
            self.lengths[chosen],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Spellings:
    """The texts of choices.

    Attributes:
        starts: where the texts of each choice begin; one more at the end.
        texts: these.
        shares: how likely each of them is within its choice (log).
    """

    starts: Indices
    texts: list[str]
    shares: Logs


def choices_of(model: LanguageModel, gaps: Sequence[tuple[str, ...]], following: Points) -> tuple[Choices, Spellings]:
    """Return the choices of gaps, and how they are spelled.

    Args:
        model: the model.
        gaps: the candidates of each.
        following: the character after each.
    """
    after = np.where(following < len(_NEIGHBOUR_OF), _NEIGHBOUR_OF[following % len(_NEIGHBOUR_OF)], 0)
    # Gaps that look alike share the tuple, and hashing thousands of strings takes long.
    _, looks = np.unique(np.array([*map(id, gaps)], dtype=np.uint64), return_inverse=True)
    _, first, entry_of = np.unique(looks * len(_NEIGHBOURS) + after, return_index=True, return_inverse=True)
    entries = []
    for texts, code in zip(map(gaps.__getitem__, first.tolist()), after[first].tolist(), strict=True):
        make = _entry if len(texts) <= MOST_FIRSTS else _wide_entry
        entries.append(make(model, texts, _NEIGHBOURS[code]))
    return _joined(entries, entry_of)


def _joined(entries: list[Entry], entry_of: Indices) -> tuple[Choices, Spellings]:
    if not entries:
        entries = [_NOTHING]
    symbols = np.concatenate([entry.symbols for entry in entries])
    entry_starts = np.cumsum([0, *(len(entry.symbols) for entry in entries)])
    begins = np.concatenate((np.diff(symbols[:, 0], prepend=symbols[:1, 0]) != 0, [True]))
    begins[entry_starts] = True
    choice_start = np.flatnonzero(begins)
    text_counts = np.concatenate([np.bincount(entry.choice_of) for entry in entries])
    choices = Choices(
        entry_of,
        np.searchsorted(choice_start, entry_starts),
        symbols[choice_start[:-1], 0],
        choice_start,
        symbols,
        np.concatenate([entry.priors for entry in entries]),
        np.count_nonzero(symbols, axis=1),
    )
    return choices, Spellings(
        np.concatenate(([0], np.cumsum(text_counts))),
        [text for entry in entries for text in entry.texts],
        np.concatenate([entry.shares for entry in entries]),
    )


def _make_entry(model: LanguageModel, texts: tuple[str, ...], after: str) -> Entry:
    spelled, weights = zip(*(_spelled(text, after) for text in texts), strict=True)
    points = np.zeros((len(texts), LONGEST), dtype=np.uint32)
    for place in range(LONGEST):
        points[:, place] = [ord(text[place]) if len(text) > place else 0 for text in spelled]
    symbols = np.where(points > 0, model.classes_of(points), 0).astype(np.uint64)
    shares = np.where(points > 0, model.within_of(points), 0).sum(axis=1) + np.log(weights)
    kept = _most_frequent(model.unigrams, symbols[:, 0], shares)
    packed = _packed(symbols[kept])
    order = kept[np.argsort(packed, kind="stable")]
    packed, first, choice_of = np.unique(_packed(symbols[order]), return_index=True, return_inverse=True)
    totals = np.log(np.bincount(choice_of, weights=np.exp(shares[order])))
    return Entry(
        tuple([texts[index] for index in order.tolist()]),
        choice_of,
        (shares[order] - totals[choice_of]).astype(np.float32),
        symbols[order[first]],
        totals.astype(np.float32),
    )


_entry = lru_cache(maxsize=1 << 14)(_make_entry)
#: Entries of many candidates are large: fewer of them are kept.
_wide_entry = lru_cache(maxsize=1 << 6)(_make_entry)


def _most_frequent(unigrams: Logs, firsts: Keys, shares: NDArray[np.floating]) -> Indices:
    """Return which texts to keep: those with the most frequent first symbols."""
    distinct, group = np.unique(firsts, return_inverse=True)
    if len(distinct) <= MOST_FIRSTS:
        return np.arange(len(firsts))
    best = np.full(len(distinct), -np.inf)
    np.maximum.at(best, group, shares)
    kept = np.zeros(len(distinct), dtype=bool)
    kept[np.argsort(-(best + unigrams[distinct]), kind="stable")[:MOST_FIRSTS]] = True
    return np.flatnonzero(kept[group])


def _packed(symbols: Keys) -> Keys:
    packed = np.zeros(len(symbols), dtype=np.uint64)
    for place in range(LONGEST):
        packed = (packed << np.uint64(BITS)) | symbols[:, place]
    return packed


def _spelled(text: str, after: str) -> tuple[str, float]:
    """Return a candidate as `simplify` sees it before its neighbour, and how likely it is given that.

    >>> _spelled("用1", "0"), _spelled("用 ", ""), _spelled("用*", "a")
    (('用', 0.32), ('用 ', 1.0), ('用', 0.001))
    """
    if text[-1] >= "\x80":
        return text, 1.0
    head, tail = (text[:1], text[1:]) if text[0] >= "\x80" else ("", text)
    spelled, weight = _spelled_tail(tail, after)
    return head + spelled, weight


@lru_cache(maxsize=1 << 14)
def _spelled_tail(tail: str, after: str) -> tuple[str, float]:
    spelled = simplify(tail + (after or "\n"))[:-1]
    seen = len(_DIGITS.sub("", tail)) - len(spelled.replace("0", ""))
    weight = SKIPPED**seen
    for match in _DIGITS.finditer(tail):
        following = tail[match.end() : match.end() + 1] or after
        rates = WHOLE_DIGIT if following in {".", ","} else FIRST_DIGIT if following == "0" else DIGIT_ALONE
        rates = FIRST_DIGIT if len(match[0]) > 1 else rates
        weight *= rates[int(match[0][0])] * OTHER_DIGIT ** (len(match[0]) - 1)
    return spelled, weight
