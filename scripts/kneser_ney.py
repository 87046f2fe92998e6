"""Modified Kneser-Ney models of packed n-grams (Chen and Goodman 1999), pruned by relative entropy (Stolcke 1998)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from i18n_tool.mojibake.symbols import BITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Values = NDArray[np.float64]


def pack(symbols: Keys, order: int) -> Keys:
    """Return the n-grams of `order` symbols, packed; those that run over the end of a line are left out."""
    length = len(symbols) - order + 1
    keys = np.zeros(length, dtype=np.uint64)
    for place in range(order):
        keys = (keys << np.uint64(BITS)) | symbols[place : place + length]
    return keys


def count_ngrams(symbols: Keys, newline: int, order: int) -> tuple[Keys, NDArray[np.int64]]:
    """Return the sorted n-grams of `order` and how often each occurs."""
    keys = pack(symbols, order)
    inside = np.zeros(len(keys), dtype=bool)
    for place in range(1, order - 1):
        inside |= symbols[place : place + len(keys)] == newline
    return np.unique(keys[~inside], return_counts=True)


@dataclass(slots=True, eq=False)
class Level:
    """The n-grams of one order: packed and sorted, their counts, probabilities and back-off weights."""

    order: int
    keys: Keys
    counts: NDArray[np.int64]
    probabilities: Values
    backoffs: Values
    """Of each n-gram as a context of the next order; 1 where it is none."""

    def find(self, keys: Keys) -> NDArray[np.intp]:
        """Return where each key lies; all of them must be there."""
        return np.searchsorted(self.keys, keys)

    def keep(self, kept: NDArray[np.bool_]) -> None:
        """Drop the n-grams that are not `kept`."""
        self.keys, self.counts = self.keys[kept], self.counts[kept]
        self.probabilities, self.backoffs = self.probabilities[kept], self.backoffs[kept]


def adjusted_counts(lower: Level, higher: Level | None, newline: int) -> NDArray[np.int64]:
    """Return Kneser-Ney's counts: of how many symbols an n-gram is the continuation.

    N-grams of the highest order, and those at the beginning of a line, which nothing precedes, keep their own count.
    """
    if higher is None:
        return lower.counts
    suffixes, continuations = np.unique(higher.keys & _mask(lower.order), return_counts=True)
    counts = np.zeros(len(lower.keys), dtype=np.int64)
    counts[lower.find(suffixes)] = continuations
    first = lower.keys >> np.uint64(BITS * (lower.order - 1))
    at_start = (first == newline) | (counts == 0)
    return np.where(at_start, lower.counts, counts)


def discounts_of(counts: NDArray[np.int64]) -> Values:
    """Return how much is taken from counts of 0, 1, 2, and 3 or more."""
    ones, twos, threes, fours = (float((counts == times).sum()) for times in (1, 2, 3, 4))
    share = ones / (ones + 2 * twos)
    return np.array([0, 1 - 2 * share * twos / ones, 2 - 3 * share * threes / twos, 3 - 4 * share * fours / threes])


def estimate(levels: list[Level], newline: int) -> None:
    """Fill in the interpolated probabilities of every order, lowest first."""
    for position, level in enumerate(levels):
        higher = levels[position + 1] if position + 1 < len(levels) else None
        counts = adjusted_counts(level, higher, newline)
        if level.order == 1:
            level.probabilities = (counts + 0.5) / (counts + 0.5).sum()
            continue
        lower = levels[position - 1]
        taken = discounts_of(counts)[np.minimum(counts, 3)]
        contexts, starts = np.unique(level.keys >> np.uint64(BITS), return_index=True)
        totals = np.add.reduceat(counts, starts).astype(float)
        left_over = np.add.reduceat(taken, starts) / totals
        context_of = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(counts))))
        below = lower.probabilities[lower.find(level.keys & _mask(level.order - 1))]
        level.probabilities = (counts - taken) / totals[context_of] + left_over[context_of] * below
        lower.backoffs[lower.find(contexts)] = left_over


def losses(level: Level, lower: Level, total: int, fragile: NDArray[np.bool_], sturdy_weight: float) -> Values:
    """Return by how much the model's relative entropy grows when an n-gram is left to back-off."""
    contexts = lower.find(level.keys >> np.uint64(BITS))
    below = lower.probabilities[lower.find(level.keys & _mask(level.order - 1))]
    change = np.log(level.probabilities) - np.log(lower.backoffs[contexts] * below)
    weights = np.where(_holds_any(level, fragile), 1.0, sturdy_weight)
    worth: Values = weights * level.counts / total * np.maximum(change, 0)
    return worth


def _holds_any(level: Level, symbols: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which n-grams hold one of the symbols."""
    found = np.zeros(len(level.keys), dtype=bool)
    for place in range(level.order):
        found |= symbols[((level.keys >> np.uint64(BITS * place)) & _mask(1)).astype(np.intp)]
    return found


def prune(levels: list[Level], cells: int, fragile: NDArray[np.bool_], sturdy_weight: float) -> None:
    """Keep at most `cells` n-grams of two and more symbols; the context of a kept one is kept too.

    Args:
        levels: the model, lowest order first.
        cells: how many n-grams to keep.
        fragile: which symbols matter.
        sturdy_weight: what an n-gram without any of these counts for.
    """
    total = int(levels[0].counts.sum())
    worth = [losses(level, lower, total, fragile, sturdy_weight) for lower, level in pairwise(levels)]
    for level, value in zip(levels[1:], worth, strict=True):
        if level.order > 2:
            value[level.counts < 2] = 0
    low, high = 0.0, 1e-3
    for _ in range(40):
        middle = (low + high) / 2
        if sum(int(kept.sum()) for kept in _kept(levels, worth, middle)) > cells:
            low = middle
        else:
            high = middle
    for level, kept in zip(levels[1:], _kept(levels, worth, high), strict=True):
        level.keep(kept)


def _kept(levels: list[Level], worth: list[Values], threshold: float) -> list[NDArray[np.bool_]]:
    kept = [value > threshold for value in worth]
    for position in range(len(kept) - 1, 0, -1):
        contexts = np.unique(levels[position + 1].keys[kept[position]] >> np.uint64(BITS))
        kept[position - 1][levels[position].find(contexts)] = True
    return kept


def renormalise(levels: list[Level], full: list[Level]) -> None:
    """Set the back-off weights so that what was pruned shares what is left."""
    for position in range(len(levels) - 1):
        lower, level = levels[position], levels[position + 1]
        contexts, starts = np.unique(level.keys >> np.uint64(BITS), return_index=True)
        below = full[position].probabilities[full[position].find(level.keys & _mask(level.order - 1))]
        left = 1 - np.add.reduceat(level.probabilities, starts)
        left_below = 1 - np.add.reduceat(below, starts)
        lower.backoffs[:] = 1
        lower.backoffs[lower.find(contexts)] = np.maximum(left, 1e-6) / np.maximum(left_below, 1e-6)


def _mask(order: int) -> np.uint64:
    return np.uint64((1 << (BITS * order)) - 1)
