"""Fills gaps: which characters were most likely there, given all that stands around them.

All gaps of a document are scored together, in batches of array operations. Gaps that are close enough to share context
are decoded jointly by a beam search, all such clusters in step; then each gap gets its distribution given the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from i18n_tool.mojibake.beam_search import (
    REACH,
    Filled,
    add_rest,
    best_of_each,
    contexts_at,
    decode,
    fill,
    near_best,
    ragged,
    read,
    runs,
)
from i18n_tool.mojibake.channels._base import GAP
from i18n_tool.mojibake.choices import Choices, choices_of
from i18n_tool.mojibake.distributions import Distributions, Posterior
from i18n_tool.mojibake.evidence import Evidence
from i18n_tool.mojibake.language_model import LanguageModel, State, model_for
from i18n_tool.mojibake.posteriors import told, weigh
from i18n_tool.mojibake.reranking import Scored, normalised, rerank
from i18n_tool.mojibake.symbols import ORDER, simplify

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Logs = NDArray[np.float32]
    Indices = NDArray[np.intp]
    Points = NDArray[np.uint32]

#: First symbols this much less likely after what precedes the gap are given up, before longer candidates are scored.
FIRST_MARGIN: Final = 12.0
#: Choices of a gap this much less likely than the best so far are given up, before all that follows is considered.
CHOICE_MARGIN: Final = 12.0
#: A gap is decided where its best choice is at least so likely (log) whatever stands in the gaps near by.
SURE: Final = -1e-4
#: Candidates scored at once; bounds the memory, and the arrays stay in the cache.
CANDIDATES_AT_ONCE: Final = 1 << 15
#: How much text on each side of a gap is looked at; the model needs four symbols, a symbol can be some words.
WINDOW: Final = 80
#: So many gaps with nothing certain between them say nothing about each other.
HOPELESS_RUN: Final = 48

#: What would belong to a number that ends in a gap.
_POINTS: Final = [ord(point) for point in ".,"]
#: Stands after a text, so that two characters follow each gap.
_END: Final = "\n\n"


def infer(text: str, gaps: Sequence[tuple[str, ...]], context: str = "") -> Distributions:
    """Return the distribution of each gap.

    Args:
        text: the text, with GAP for each gap.
        gaps: the candidates of each, of one to three characters; there can be thousands. Gaps that look alike had
            better share the tuple.
        context: sound text about the same matter: candidates that occur there are likelier.
    """
    trimmed, candidates, following, stops = _trimmed(text, gaps)
    model = model_for(trimmed)
    scored, hopeful = _score(model, trimmed, candidates, following)
    all_told = told(rerank(scored, model, model.symbols(simplify(context))), hopeful, len(gaps))
    for gap, stop in stops.items():
        for distributions in (all_told.found, all_told.raw):
            distributions.put(gap, _without(distributions[gap], len(stop)))
    weigh(text, all_told, Evidence(context))
    return all_told.found


def _score(
    model: LanguageModel, text: str, gaps: Sequence[tuple[str, ...]], following: Points
) -> tuple[Scored, Indices]:
    """Return what a model says of all gaps but the hopeless ones, and which these are."""
    symbols, places = _symbols(model, text)
    hopeful = np.flatnonzero(~_hopeless(places))
    if len(hopeful) < len(gaps):
        places, following = places[hopeful], following[hopeful]
        gaps = [gaps[gap] for gap in hopeful.tolist()]
    choices, spellings = choices_of(model, gaps, following)
    nothing = np.full(len(places), -1, dtype=np.intp)
    scores = _conditional_scores(model, fill(symbols, places, choices, nothing), choices)
    # Most gaps are beyond doubt whatever stands in those near by. That parts the rest into short clusters. Where none
    # is near by, no more is to be said.
    best = scores.best()
    open_ = np.flatnonzero((scores.scores[best] < SURE) & _has_neighbour(places))
    chosen = scores.chosen[best]
    if len(open_):
        chosen[open_] = -1
        filled = fill(symbols, places, choices, chosen)
        in_question, numbers = scores.likely_of(open_)
        rest = choices.limited(in_question, numbers)
        decoded = decode(model, filled.symbols, filled.starts[open_], rest)
        chosen[open_] = np.where(decoded >= 0, numbers[decoded], -1)
        filled = fill(symbols, places, choices, chosen)
        together = _conditional_scores(model, filled.of_gaps(open_), rest)
        scores = scores.replaced(open_, together._replace(chosen=numbers[together.chosen]))
        chosen = scores.chosen[scores.best()]
    filled = fill(symbols, places, choices, chosen)
    return Scored(choices, spellings, filled, *scores), hopeful


def _trimmed(
    text: str, gaps: Sequence[tuple[str, ...]]
) -> tuple[str, Sequence[tuple[str, ...]], Points, dict[int, str]]:
    """Return of a text only what is near its gaps, the candidates of these, and the characters that follow them.

    A decimal point after a digit belongs to the number: after a gap that may end in one it is taken as part of the gap.
    So, lastly, what was added to the candidates of a gap, where something was.
    """
    points = np.frombuffer((text + _END).encode("utf-32-le", "surrogatepass"), dtype=np.uint32).copy()
    places = np.flatnonzero(points == ord(GAP))
    kept = np.ones(len(points), dtype=bool)
    kept[-len(_END) :] = False
    stops = _points_of_numbers(points, places, gaps)
    if stops:
        gaps = _extended(gaps, stops)
    begins = places + 1
    kept[begins[list(stops)]] = False
    begins[list(stops)] += 1
    following = points[begins]
    starts, ends = np.append(0, begins), np.append(places, len(text))
    far = np.flatnonzero(ends - starts > 2 * WINDOW)
    points[starts[far] + WINDOW] = ord("\n")
    for start, end in zip(starts[far].tolist(), ends[far].tolist(), strict=True):
        kept[start + WINDOW + 1 : end - WINDOW] = False
    return points[kept].tobytes().decode("utf-32-le", "surrogatepass"), gaps, following, stops


def _points_of_numbers(points: Points, places: Indices, gaps: Sequence[tuple[str, ...]]) -> dict[int, str]:
    """Return the decimal points that follow gaps which may end in a digit, by the number of the gap."""
    first, second = points[places + 1], points[places + 2]
    is_point = np.isin(first, _POINTS) & (second >= ord("0")) & (second <= ord("9"))
    likely = np.flatnonzero(is_point).tolist()
    return {gap: chr(first[gap]) for gap in likely if any(map(_ends_in_digit, gaps[gap]))}


def _extended(gaps: Sequence[tuple[str, ...]], stops: dict[int, str]) -> Sequence[tuple[str, ...]]:
    """Return the candidates of all gaps, some of them with what follows the gap."""
    extended: dict[tuple[int, str], tuple[str, ...]] = {}
    every = list(gaps)
    for gap, stop in stops.items():
        if (key := (id(gaps[gap]), stop)) not in extended:
            extended[key] = tuple([text + stop for text in gaps[gap]])
        every[gap] = extended[key]
    return every


def _ends_in_digit(text: str) -> bool:
    return "0" <= text[-1] <= "9"


def _without(posterior: Posterior, length: int) -> Posterior:
    return Posterior(tuple([text[:-length] for text in posterior.characters]), posterior.probabilities)


def _symbols(model: LanguageModel, text: str) -> tuple[Keys, Indices]:
    """Return the text as symbols, with NONE in the gaps, and where the gaps are."""
    around = "\n" * ORDER
    points = np.frombuffer(f"{around}{simplify(text)}{around}".encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    symbols = model.classes_of(points)
    places = np.flatnonzero(points == ord(GAP))
    symbols[places] = 0
    return symbols, places


def _hopeless(places: Indices) -> NDArray[np.bool_]:
    """Tell which gaps lie in a long run of nothing but gaps."""
    edges = np.concatenate(([0], np.flatnonzero(np.diff(places) > 1) + 1, [len(places)]))
    lengths = np.diff(edges)
    return np.repeat(lengths > HOPELESS_RUN, lengths)


def _has_neighbour(places: Indices) -> NDArray[np.bool_]:
    """Tell which gaps have others so near that what is likely in one depends on the other."""
    near: NDArray[np.bool_] = np.diff(places, prepend=-ORDER, append=places[-1:].sum() + ORDER) <= REACH
    return near[:-1] | near[1:]


class _Scores(NamedTuple):
    """The choices of each gap that are not hopeless, in the order of the gaps, and their log-probabilities."""

    gaps: Indices
    chosen: Indices
    scores: Logs

    def best(self) -> Indices:
        """Return, for each gap, where the best of its choices lies."""
        best = np.flatnonzero(self.scores == best_of_each(self.gaps, self.scores))
        return best[runs(self.gaps[best])[0]]

    def likely_of(self, gaps: Indices) -> tuple[Indices, Indices]:
        """Return the choices of some gaps that are still likely enough, with the number of the gap among these."""
        number = np.full(int(self.gaps[-1]) + 1, -1, dtype=np.intp)
        number[gaps] = np.arange(len(gaps))
        rows = np.flatnonzero(number[self.gaps] >= 0)
        rows = rows[near_best(self.gaps[rows], self.scores[rows], CHOICE_MARGIN)]
        return number[self.gaps[rows]], self.chosen[rows]

    def replaced(self, gaps: Indices, others: _Scores) -> _Scores:
        """Return these scores with others in the place of those of some gaps."""
        kept = ~np.isin(self.gaps, gaps)
        merged = np.concatenate((self.gaps[kept], gaps[others.gaps]))
        order = np.argsort(merged, kind="stable")
        return _Scores(
            merged[order],
            np.concatenate((self.chosen[kept], others.chosen))[order],
            np.concatenate((self.scores[kept], others.scores))[order],
        )


def _conditional_scores(model: LanguageModel, filled: Filled, choices: Choices) -> _Scores:
    """Return how likely the choices of each gap are given the text around it."""
    sizes = np.cumsum(choices.first_counts)
    edges = np.searchsorted(sizes, np.arange(0, sizes[-1:].sum() + CANDIDATES_AT_ONCE, CANDIDATES_AT_ONCE))
    edges[-1] = len(sizes)
    parts = [
        _scores_of(model, filled, choices, np.arange(start, end))
        for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
        if start < end
    ]
    if not parts:
        return _Scores(edges[:0], edges[:0], np.zeros(0, dtype=np.float32))
    gaps, chosen, scores = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return _Scores(gaps, chosen, normalised(gaps, scores))


def _scores_of(model: LanguageModel, filled: Filled, choices: Choices, gaps: Indices) -> tuple[Indices, Indices, Logs]:
    """Return how likely the choices of some gaps and the four symbols after them are, given the four before."""
    rows, offset = ragged(choices.first_counts[gaps])
    first = choices.first_start[choices.entry_of[gaps[rows]]] + offset
    before = model.state_of(contexts_at(filled.symbols, filled.starts[gaps]))
    scores, state = read(model, before.take(rows), choices.first_symbols[first])
    sizes = choices.choice_start[first + 1] - choices.choice_start[first]
    if int(sizes.max()) > 1:
        near = near_best(rows, scores, FIRST_MARGIN)
        inner, offset = ragged(sizes[near])
        inner = near[inner]
        rows, first, state, scores = rows[inner], first[inner], state.take(inner), scores[inner]
        choice = choices.choice_start[first] + offset
    else:
        choice = choices.choice_start[first]
    add_rest(model, state, scores, choice, choices)
    gap_of = gaps[rows]
    kept = _read_on(model, filled, gap_of, state, scores)
    return gap_of[kept], choice[kept], scores[kept]


def _read_on(model: LanguageModel, filled: Filled, gap_of: Indices, state: State, scores: Logs) -> Indices:
    """Add how likely the four symbols after the choices of gaps are; return which choices are left.

    Where one choice is left, or the last symbols read say all that the model knows of the next ones whatever the
    choice, the rest adds nothing to choose by.
    """
    left = np.ones(len(gap_of), dtype=bool)
    open_ = np.arange(len(gap_of))
    for ahead in range(REACH):
        near = near_best(gap_of[open_], scores[open_], CHOICE_MARGIN)
        left[open_] = False
        open_, state = open_[near], state.take(near)
        left[open_] = True
        starts, counts = runs(gap_of[open_])
        matters = np.logical_or.reduceat(state.matched > ahead, starts) & (counts > 1)
        on = np.flatnonzero(np.repeat(matters, counts))
        if not len(on):
            break
        open_ = open_[on]
        gained, state = read(model, state.take(on), filled.symbols[filled.ends[gap_of[open_]] + ahead])
        scores[open_] += gained
    return np.flatnonzero(left)
