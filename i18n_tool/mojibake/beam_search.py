"""Beam search: fills gaps that are near each other jointly, in many places of a document in step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from i18n_tool.mojibake.choices import LONGEST, Choices
from i18n_tool.mojibake.language_model import LanguageModel, State, mix
from i18n_tool.mojibake.symbols import BITS, ORDER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Logs = NDArray[np.float32]
    Indices = NDArray[np.intp]

BEAM: Final = 12
#: Hypotheses this much less likely than the best of their cluster are given up (nats).
BEAM_MARGIN: Final = 7.0
#: Longest cluster that is decoded jointly, in gaps.
LONGEST_CLUSTER: Final = 40
#: Clusters decoded in step; bounds the memory.
CLUSTERS_AT_ONCE: Final = 1024

#: How many symbols before it a symbol depends on.
REACH: Final = ORDER - 1


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """The text with the best choice in each gap, as symbols, and where the gaps begin and end there.

    A gap that stands alone needs no search: it takes up one symbol, which is NONE.
    """

    symbols: Keys
    starts: Indices
    ends: Indices

    def of_gaps(self, gaps: Indices) -> Filled:
        """Return the same text with some of the gaps."""
        return Filled(self.symbols, self.starts[gaps], self.ends[gaps])


def contexts_at(symbols: Keys, places: Indices) -> Keys:
    """Return the four symbols before each of some places, packed."""
    packed = np.zeros(len(places), dtype=np.uint64)
    for back in range(REACH, 0, -1):
        packed = (packed << np.uint64(BITS)) | symbols[places - back]
    return packed


def _clusters(places: Indices) -> tuple[Indices, Indices]:
    """Return the first and the last gap of each cluster of at least two; long ones are cut."""
    far = np.flatnonzero(np.diff(places) > REACH) + 1
    edges = np.concatenate(([0], far, [len(places)]))
    first: list[int] = []
    last: list[int] = []
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if end - start > 1:
            first += range(start, end, LONGEST_CLUSTER)
            last += (min(end, begin + LONGEST_CLUSTER) - 1 for begin in range(start, end, LONGEST_CLUSTER))
    return np.array(first, dtype=np.intp), np.array(last, dtype=np.intp)


def decode(model: LanguageModel, symbols: Keys, places: Indices, choices: Choices) -> Indices:
    """Return the best choices of all gaps that are near others, -1 for those that stand alone."""
    chosen = np.full(len(places), -1, dtype=np.intp)
    first, last = _clusters(places)
    gap_at = np.full(len(symbols), -1, dtype=np.intp)
    gap_at[places] = np.arange(len(places))
    # Clusters of like length go together, so that few steps are taken for few of them.
    order = np.argsort(places[last] - places[first], kind="stable")
    for start in range(0, len(order), CLUSTERS_AT_ONCE):
        some = np.sort(order[start : start + CLUSTERS_AT_ONCE])
        _Search(model, symbols, places, choices, gap_at, chosen).run(first[some], last[some])
    return chosen


def fill(symbols: Keys, places: Indices, choices: Choices, chosen: Indices) -> Filled:
    """Return the text with the chosen choices; a gap without any (-1) takes up one symbol, which is NONE."""
    extra = np.where(chosen >= 0, choices.lengths[chosen] - 1, 0)
    ends = places + 1 + np.cumsum(extra)
    starts = ends - 1 - extra
    if extra.any():
        lengths = np.ones(len(symbols), dtype=np.intp)
        lengths[places] += extra
        filled = np.repeat(symbols, lengths)
    else:
        filled = symbols.copy()
    filled[starts] = 0
    for place in range(LONGEST):
        these = np.flatnonzero((chosen >= 0) & (extra >= place))
        filled[starts[these] + place] = choices.symbols[chosen[these], place]
    return Filled(filled, starts, ends)


@dataclass(slots=True, eq=False)
class _Search:
    """Beam search over some clusters, one place of each at a time; writes to `chosen`."""

    model: LanguageModel
    symbols: Keys
    places: Indices
    choices: Choices
    gap_at: Indices
    chosen: Indices

    def run(self, first: Indices, last: Indices) -> None:
        """Decode the clusters from their first to their last gaps."""
        begins = self.places[first]
        ends = np.minimum(self.places[last] + REACH, len(self.symbols) - 1)
        state = self.model.state_of(contexts_at(self.symbols, begins))
        cluster = np.arange(len(first))
        scores = np.zeros(len(first), dtype=np.float32)
        history: list[tuple[Indices, Indices]] = []
        for step in range(int((ends - begins).max()) + 1):
            alive = begins[cluster] + step <= ends[cluster]
            parents = np.flatnonzero(alive)
            if len(parents) < len(alive):
                self._trace_back(begins, cluster, scores, np.flatnonzero(~alive), history)
                cluster, state, scores = cluster[parents], state.take(parents), scores[parents]
            here = begins[cluster] + step
            gaps = self.gap_at[here]
            # A gap beyond the last one of a long cluster belongs to the next cluster: it is not filled yet.
            gaps[gaps > last[cluster]] = -1
            if (gaps >= 0).any():
                rows, choice, state, scores = self._expanded(state, scores, cluster, here, gaps)
                kept = _prune(cluster[rows], state.contexts, scores)
                rows, choice = rows[kept], choice[kept]
                state, scores = state.take(kept), scores[kept]
                cluster, parents = cluster[rows], parents[rows]
            else:
                gained, state = read(self.model, state, self.symbols[here])
                scores = scores + gained
                choice = np.full(len(cluster), -1, dtype=np.intp)
            history.append((parents, choice))
        self._trace_back(begins, cluster, scores, np.arange(len(cluster)), history)

    def _expanded(
        self, state: State, scores: Logs, cluster: Indices, here: Indices, gaps: Indices
    ) -> tuple[Indices, Indices, State, Logs]:
        """Return what can follow: for each its row, its choice (-1: a known symbol), its state and its score."""
        choices = self.choices
        in_gap = gaps >= 0
        entry = choices.entry_of[gaps]
        counts = np.where(in_gap, choices.first_start[entry + 1] - choices.first_start[entry], 1)
        rows, offset = ragged(counts)
        first = np.where(in_gap[rows], choices.first_start[entry[rows]] + offset, -1)
        nexts = np.where(first >= 0, choices.first_symbols[first], self.symbols[here[rows]])
        gained, state = read(self.model, state.take(rows), nexts)
        scores = scores[rows] + gained
        sizes = np.where(first >= 0, choices.choice_start[first + 1] - choices.choice_start[first], 1)
        if int(sizes.max()) > 1:
            near = near_best(cluster[rows], scores, BEAM_MARGIN)
            inner, offset = ragged(sizes[near])
            inner = near[inner]
            rows, first, state, scores = rows[inner], first[inner], state.take(inner), scores[inner]
        else:
            offset = np.zeros(len(rows), dtype=np.intp)
        choice = np.where(first >= 0, choices.choice_start[first] + offset, -1)
        add_rest(self.model, state, scores, choice, choices)
        return rows, choice, state, scores

    def _trace_back(
        self,
        begins: Indices,
        cluster: Indices,
        scores: Logs,
        finished: Indices,
        history: list[tuple[Indices, Indices]],
    ) -> None:
        """Note the choices of the best hypothesis of each finished cluster."""
        order = finished[np.lexsort((-scores[finished], cluster[finished]))]
        groups = cluster[order]
        best = np.concatenate(([True], groups[1:] != groups[:-1]))
        rows, places = order[best], begins[groups[best]] + len(history)
        for parents, choice in reversed(history):
            places = places - 1
            made = choice[rows]
            in_gap = made >= 0
            self.chosen[self.gap_at[places[in_gap]]] = made[in_gap]
            rows = parents[rows]


def ragged(counts: Indices) -> tuple[Indices, Indices]:
    """Return, for `counts` of items in each row, the row of each item and its place there."""
    rows = np.repeat(np.arange(len(counts)), counts)
    return rows, np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)


def runs(groups: Indices) -> tuple[Indices, Indices]:
    """Return where the rows of each group begin, and how many they are; rows of a group stand together."""
    edges = np.ones(len(groups) + 1, dtype=bool)
    np.not_equal(groups[1:], groups[:-1], out=edges[1:-1])
    starts = np.flatnonzero(edges)
    return starts[:-1], starts[1:] - starts[:-1]


def read(model: LanguageModel, state: State, nexts: Keys) -> tuple[Logs, State]:
    """Return what the next symbols add; those that are not known yet, or are none, add nothing."""
    gained, state = model.extend(state, nexts)
    gained[nexts == 0] = 0
    return gained, state


def add_rest(model: LanguageModel, state: State, scores: Logs, choice: Indices, choices: Choices) -> None:
    """Add what is left of the choices after their first symbols: the others, and how frequent their texts are."""
    made = np.flatnonzero(choice >= 0)
    scores[made] += choices.priors[choice[made]]
    for place in range(1, LONGEST):
        made = made[choices.lengths[choice[made]] > place]
        if not len(made):
            break
        gained, following = model.extend(state.take(made), choices.symbols[choice[made], place])
        scores[made] += gained
        state.replace(made, following)


def near_best(groups: Indices, scores: Logs, margin: float) -> Indices:
    """Return the rows that are not much worse than the best of their group; rows of a group stand together."""
    return np.flatnonzero(scores > best_of_each(groups, scores) - margin)


def best_of_each(groups: Indices, scores: Logs) -> Logs:
    """Return, for each row, the best score of its group; rows of a group stand together."""
    starts, counts = runs(groups)
    return np.repeat(np.maximum.reduceat(scores, starts), counts)


def _prune(cluster: Indices, contexts: Keys, scores: Logs) -> Indices:
    """Return which hypotheses go on: the best of each cluster, and of those with the same context the best."""
    behind = best_of_each(cluster, scores) - scores
    order = np.flatnonzero(behind < BEAM_MARGIN)
    # One number sorts by cluster and score.
    order = order[np.argsort(cluster[order] + behind[order] / (2 * BEAM_MARGIN))]
    starts, counts = runs(cluster[order])
    rank = np.arange(len(order)) - np.repeat(starts, counts)
    order = order[rank < BEAM]
    _, first = np.unique(mix(contexts[order]) ^ mix(cluster[order].astype(np.uint64)), return_index=True)
    kept: Indices = order[np.sort(first)]
    return kept
