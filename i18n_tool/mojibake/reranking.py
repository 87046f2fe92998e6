"""Looks again at the gaps that n-grams leave uncertain, with the rest of the document and related text in view."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from i18n_tool.mojibake.recurrence import Recurrences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from i18n_tool.mojibake.beam_search import Filled
    from i18n_tool.mojibake.choices import Choices, Spellings
    from i18n_tool.mojibake.language_model import LanguageModel

    Keys = NDArray[np.uint64]
    Logs = NDArray[np.float32]
    Indices = NDArray[np.intp]

#: Gaps are looked at again whose best choice is less likely than this (log).
UNCERTAIN: Final = -0.005
#: What is at least so likely (log) says something about the rest of the document.
CERTAIN: Final = -0.01
#: Choices of a gap that are looked at again: the best of those that are not much worse than all together (log).
MOST_CHOICES: Final = 12
LEAST_LIKELY: Final = -12.0


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """How likely the choices of all gaps are; those that are hopeless are left out.

    Attributes:
        choices: the choices.
        spellings: how they are spelled.
        filled: the text with the best of them.
        gaps: of each choice that was scored, its gap; in order.
        chosen: the choice.
        scores: its log-probability given all else.
    """

    choices: Choices
    spellings: Spellings
    filled: Filled
    gaps: Indices
    chosen: Indices
    scores: Logs

    def best(self) -> Logs:
        """Return how likely the best choice of each gap is (log)."""
        best = np.full(len(self.choices.entry_of), -np.inf, dtype=np.float32)
        np.maximum.at(best, self.gaps, self.scores)
        return best

    def contested(self, gaps: Indices) -> Indices:
        """Return where the best choices of some gaps lie."""
        wanted = np.zeros(len(self.choices.entry_of), dtype=bool)
        wanted[gaps] = True
        rows = np.flatnonzero(wanted[self.gaps] & (self.scores >= LEAST_LIKELY))
        order = rows[np.lexsort((-self.scores[rows], self.gaps[rows]))]
        starts = np.searchsorted(self.gaps[order], self.gaps[order])
        return np.sort(order[np.arange(len(order)) - starts < MOST_CHOICES])

    def revised(self, rows: Indices, scores: Logs) -> Scored:
        """Return new scores of some rows, normalised for each gap; the other rows of the same gaps are left out."""
        kept = np.ones(len(self.gaps), dtype=bool)
        kept[np.isin(self.gaps, self.gaps[rows])] = False
        kept[rows] = True
        merged = self.scores.copy()
        merged[rows] = normalised(self.gaps[rows], scores)
        return replace(self, gaps=self.gaps[kept], chosen=self.chosen[kept], scores=merged[kept])


def normalised(gaps: Indices, scores: Logs) -> Logs:
    """Return the scores of each gap as log-probabilities; the gaps are in order."""
    if not len(gaps):
        return scores
    starts = np.flatnonzero(np.diff(gaps, prepend=-1))
    counts = np.diff(np.append(starts, len(gaps)))
    scores = scores - np.repeat(np.maximum.reduceat(scores, starts), counts)
    logs: Logs = scores - np.repeat(np.log(np.add.reduceat(np.exp(scores), starts)), counts)
    return logs


def rerank(scored: Scored, model: LanguageModel, context: Keys) -> Scored:
    """Return the scores with those of uncertain gaps revised.

    Args:
        scored: what n-grams say.
        model: the n-grams.
        context: symbols of sound text about the same matter.
    """
    uncertain = np.flatnonzero(scored.best() < UNCERTAIN)
    if not len(uncertain):
        return scored
    rows = scored.contested(uncertain)
    gaps = scored.gaps[rows]
    first = scored.choices.symbols[scored.chosen[rows], 0]
    starts, ends = scored.filled.starts, scored.filled.ends
    scores = scored.scores[rows]
    scores += _recurrences(scored, model, context).scores(scored.filled.symbols, starts[gaps], ends[gaps], first)
    return scored.revised(rows, scores)


def _recurrences(scored: Scored, model: LanguageModel, context: Keys) -> Recurrences:
    """Count what is beyond doubt in the text, and all of its context."""
    symbols = scored.filled.symbols
    certain = symbols != 0
    doubtful = scored.best() < CERTAIN
    edges = np.zeros(len(symbols) + 1, dtype=np.intp)
    edges[scored.filled.starts[doubtful]] += 1
    edges[scored.filled.ends[doubtful]] -= 1
    certain &= np.cumsum(edges[:-1]) == 0
    return Recurrences(model, [(symbols, certain), (context, context != 0)])
