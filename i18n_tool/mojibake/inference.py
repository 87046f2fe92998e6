"""Fills gaps: which characters were most likely there, given all that stands around them.

All gaps of a document are scored together, in batches of array operations. Gaps that are close enough to share context
are decoded jointly by a beam search, all such clusters in step; then each gap gets its distribution given the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from i18n_tool.hanzi import script_of
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
from i18n_tool.mojibake.choices import Choices, choices_of, neighbour
from i18n_tool.mojibake.distributions import Distributions, Posterior
from i18n_tool.mojibake.evidence import Evidence
from i18n_tool.mojibake.language_model import LanguageModel, State, default_model
from i18n_tool.mojibake.posteriors import told, weigh
from i18n_tool.mojibake.reranking import Scored, normalised, rerank
from i18n_tool.mojibake.symbols import ORDER, simplify

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Logs = NDArray[np.float32]
    Indices = NDArray[np.intp]

#: First symbols this much less likely after what precedes the gap are given up, before longer candidates are scored.
FIRST_MARGIN: Final = 12.0
#: Choices of a gap this much less likely than the best so far are given up, before all that follows is considered.
CHOICE_MARGIN: Final = 14.0
#: A gap is decided where its best choice is at least so likely (log) whatever stands in the gaps near by.
SURE: Final = -1e-4
#: Candidates scored at once; bounds the memory, and the arrays stay in the cache.
CANDIDATES_AT_ONCE: Final = 1 << 15
#: How much text on each side of a gap is looked at; the model needs four symbols, a symbol can be some words.
WINDOW: Final = 80
#: So many gaps with nothing certain between them say nothing about each other.
HOPELESS_RUN: Final = 48

_PLACEHOLDER: Final = "\U0010ffff"
#: What would belong to a number that ends in a gap.
_POINTS: Final = frozenset(".,")
_DECIMALS: Final = re.compile("[.,](?=[0-9])")


def infer(pieces: Sequence[str | tuple[str, ...]], context: str = "") -> Distributions:
    """Return the distribution of each gap.

    Args:
        pieces: the text in order: strings that are known, and for each gap its candidates, of one to three characters;
            there can be thousands.
        context: sound text about the same matter: candidates that occur there are likelier.
    """
    known, gaps, stops = _parted(pieces)
    model = default_model(script_of("".join(known)) or "Hans")
    scored, hopeful = _score(model, known, gaps)
    all_told = told(rerank(scored, model, model.symbols(simplify(context))), hopeful, len(gaps))
    for gap, stop in stops.items():
        for distributions in (all_told.found, all_told.raw):
            distributions.put(gap, _without(distributions[gap], len(stop)))
    weigh(pieces, all_told, Evidence(context))
    return all_told.found


def _score(model: LanguageModel, known: list[str], gaps: list[tuple[tuple[str, ...], str]]) -> tuple[Scored, Indices]:
    symbols, places = _symbols(model, known)
    hopeful = np.flatnonzero(~_hopeless(places))
    places = places[hopeful]
    choices = choices_of(model, [gaps[index] for index in hopeful.tolist()])
    nothing = np.full(len(places), -1, dtype=np.intp)
    alone = _conditional_scores(model, fill(symbols, places, choices, nothing), choices)
    # Most gaps are beyond doubt whatever stands in those near by. That parts the rest into short clusters. Of a gap that
    # has none near by all is said.
    best = alone.best()
    open_ = np.flatnonzero((alone.scores[best] < SURE) & _has_neighbour(places))
    chosen = alone.chosen[best]
    chosen[open_] = -1
    filled = fill(symbols, places, choices, chosen)
    rest = choices.of_gaps(open_)
    chosen[open_] = decode(model, filled.symbols, filled.starts[open_], rest)
    filled = fill(symbols, places, choices, chosen)
    together = _conditional_scores(model, filled.of_gaps(open_), rest)
    scored = alone.replaced(open_, together)
    filled = fill(symbols, places, choices, scored.chosen[scored.best()])
    return Scored(choices, filled, scored.gaps, scored.chosen, scored.scores), hopeful


def _parted(
    pieces: Sequence[str | tuple[str, ...]],
) -> tuple[list[str], list[tuple[tuple[str, ...], str]], dict[int, str]]:
    """Return the text with a placeholder for each gap, and the gaps with what matters of the text that follows them.

    A decimal point after a digit belongs to the number: after a gap that may end in one it is taken as part of the gap.
    So, thirdly, what was added to the candidates of a gap, where something was.
    """
    known = ["\n" * ORDER]
    gaps: list[tuple[tuple[str, ...], str]] = []
    stops: dict[int, str] = {}
    extended: dict[tuple[int, str], tuple[str, ...]] = {}
    taken = 0
    for piece, following in pairwise((*pieces, "")):
        if isinstance(piece, str):
            text = piece[taken:] if taken else piece
            taken = 0
            if _PLACEHOLDER in text:
                text = text.replace(_PLACEHOLDER, " ")
            known.append(text if len(text) <= 2 * WINDOW else f"{text[:WINDOW]}\n{text[-WINDOW:]}")
            continue
        known.append(_PLACEHOLDER)
        if not isinstance(following, str):
            gaps.append((piece, ""))
        elif following[:1] in _POINTS and _DECIMALS.match(following) and any(map(_ends_in_digit, piece)):
            stop = stops[len(gaps)] = following[0]
            taken = 1
            if (key := (id(piece), stop)) not in extended:
                extended[key] = tuple([text + stop for text in piece])
            gaps.append((extended[key], neighbour(following[1:])))
        else:
            gaps.append((piece, neighbour(following)))
    return known, gaps, stops


def _ends_in_digit(text: str) -> bool:
    return "0" <= text[-1] <= "9"


def _without(posterior: Posterior, length: int) -> Posterior:
    return Posterior(tuple([text[:-length] for text in posterior.characters]), posterior.probabilities)


def _symbols(model: LanguageModel, known: list[str]) -> tuple[Keys, Indices]:
    """Return the text as symbols, with NONE in the gaps, and where the gaps are."""
    text = simplify("".join(known)) + "\n" * ORDER
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    symbols = model.classes_of(points)
    places = np.flatnonzero(points == ord(_PLACEHOLDER))
    symbols[places] = 0
    return symbols, places


def _hopeless(places: Indices) -> NDArray[np.bool_]:
    """Tell which gaps lie in a long run of nothing but gaps."""
    edges = np.concatenate(([0], np.flatnonzero(np.diff(places) > 1) + 1, [len(places)]))
    lengths = np.diff(edges)
    return np.repeat(lengths > HOPELESS_RUN, lengths)


def _has_neighbour(places: Indices) -> NDArray[np.bool_]:
    """Tell which gaps have others so near that what is likely in one depends on the other."""
    near = np.diff(places) <= REACH
    return np.append(near, False) | np.append(False, near)


class _Scores(NamedTuple):
    """The choices of each gap that are not hopeless, in the order of the gaps, and their log-probabilities."""

    gaps: Indices
    chosen: Indices
    scores: Logs

    def best(self) -> Indices:
        """Return, for each gap, where the best of its choices lies."""
        best = np.flatnonzero(self.scores == best_of_each(self.gaps, self.scores))
        return best[runs(self.gaps[best])[0]]

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
