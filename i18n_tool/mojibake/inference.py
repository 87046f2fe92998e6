"""Fills gaps: which characters were most likely there, given all that stands around them.

All gaps of a document are scored together, in batches of array operations. Gaps that are close enough to share context
are decoded jointly by a beam search, all such clusters in step; then each gap gets its distribution given the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from i18n_tool.mojibake.language_model import LanguageModel, State, default_model
from i18n_tool.mojibake.symbols import BITS, ORDER, simplify

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Logs = NDArray[np.float32]
    Indices = NDArray[np.intp]

#: Candidates of one gap that are looked at, the most frequent ones.
MOST_CANDIDATES: Final = 48
BEAM: Final = 12
#: Hypotheses this much less likely than the best of their cluster are given up (nats).
BEAM_MARGIN: Final = 9.0
#: Longest cluster that is decoded jointly, in gaps.
LONGEST_CLUSTER: Final = 40
#: Clusters decoded in step; bounds the memory.
CLUSTERS_AT_ONCE: Final = 1024
#: Candidates scored at once; bounds the memory, and the arrays stay in the cache.
CANDIDATES_AT_ONCE: Final = 1 << 15
#: How much text on each side of a gap is looked at; the model needs four symbols, a symbol can be some words.
WINDOW: Final = 80
#: So many gaps with nothing certain between them say nothing about each other.
HOPELESS_RUN: Final = 48
#: Candidates of a gap that are told, and how likely they must be, the likeliest apart.
MOST_TOLD: Final = 5
LEAST_TOLD: Final = 1e-5

_PLACEHOLDER: Final = "\U0010ffff"
_REACH: Final = ORDER - 1


class Posterior(NamedTuple):
    """The likeliest candidates of a gap and how likely they are, in that order; none where nothing tells."""

    characters: tuple[str, ...]
    probabilities: tuple[float, ...]


UNKNOWN: Final = Posterior((), ())


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """The candidates of a gap; those that the model takes for the same symbols are one choice."""

    texts: tuple[str, ...]
    choice_of: Indices
    priors: Logs
    """How frequent each text is within its symbol."""
    symbols: Keys
    """The first symbol of each choice."""
    seconds: Keys
    """The second one, NONE where there is none."""
    choice_priors: Logs


@dataclass(frozen=True, slots=True, eq=False)
class _Choices:
    """The choices of all gaps, one after the other."""

    entries: list[_Entry]
    symbols: Keys
    seconds: Keys
    priors: Logs
    starts: Indices
    sizes: Indices


def infer(pieces: Sequence[str | tuple[str, ...]]) -> list[Posterior]:
    """Return the distribution of each gap.

    Args:
        pieces: the text in order: strings that are known, and for each gap its candidates, of one character or two.
    """
    model = default_model()
    gaps = [piece for piece in pieces if not isinstance(piece, str)]
    symbols, places = _symbols(model, pieces)
    hopeful = np.flatnonzero(~_hopeless(places))
    choices = _choices([gaps[index] for index in hopeful.tolist()])
    posteriors = [UNKNOWN] * len(gaps)
    if len(hopeful):
        places = places[hopeful]
        _decode_clusters(model, symbols, places, choices)
        scores = _conditional_scores(model, symbols, places, choices)
        for index, posterior in zip(hopeful.tolist(), _posteriors(choices, scores), strict=True):
            posteriors[index] = posterior
    return posteriors


def _symbols(model: LanguageModel, pieces: Sequence[str | tuple[str, ...]]) -> tuple[Keys, Indices]:
    """Return the text as symbols, with NONE in the gaps, and where the gaps are."""
    parts = ["\n" * ORDER]
    for piece in pieces:
        if isinstance(piece, str):
            short = piece if len(piece) <= 2 * WINDOW else f"{piece[:WINDOW]}\n{piece[-WINDOW:]}"
            parts.append(short.replace(_PLACEHOLDER, " "))
        else:
            parts.append(_PLACEHOLDER)
    text = simplify("".join(parts)) + "\n" * ORDER
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


def _choices(gaps: Sequence[tuple[str, ...]]) -> _Choices:
    entries = list(map(_entry, gaps))
    sizes = np.array([len(entry.symbols) for entry in entries], dtype=np.intp)
    if not entries:
        nothing = np.zeros(0, dtype=np.uint64)
        return _Choices([], nothing, nothing, np.zeros(0, dtype=np.float32), sizes, sizes)
    return _Choices(
        entries,
        np.concatenate([entry.symbols for entry in entries]),
        np.concatenate([entry.seconds for entry in entries]),
        np.concatenate([entry.choice_priors for entry in entries]),
        np.cumsum(sizes) - sizes,
        sizes,
    )


@lru_cache(maxsize=1 << 14)
def _entry(gap: tuple[str, ...]) -> _Entry:
    model = default_model()
    points = np.array([ord(text[0]) for text in gap], dtype=np.uint32)
    next_points = np.array([ord(text[1]) if len(text) > 1 else 0 for text in gap], dtype=np.uint32)
    symbols, priors = model.classes_of(points), model.within_of(points)
    seconds = np.where(next_points > 0, model.classes_of(next_points), 0).astype(np.uint64)
    best = np.argsort(-(priors + model.unigrams[symbols]), kind="stable")[:MOST_CANDIDATES]
    symbols, seconds, priors = symbols[best], seconds[best], priors[best]
    packed, choice_of = np.unique((symbols << np.uint64(BITS)) | seconds, return_inverse=True)
    shares = np.zeros(len(packed))
    np.add.at(shares, choice_of, np.exp(priors))
    return _Entry(
        tuple(gap[index] for index in best.tolist()),
        choice_of,
        priors - np.log(shares).astype(np.float32)[choice_of],
        packed >> np.uint64(BITS),
        packed & np.uint64((1 << BITS) - 1),
        np.log(shares).astype(np.float32),
    )


def _contexts(symbols: Keys) -> Keys:
    """Return, for each place, the four symbols before it, packed."""
    packed = np.zeros(len(symbols), dtype=np.uint64)
    for back in range(_REACH, 0, -1):
        packed[back:] |= symbols[:-back] << np.uint64(BITS * (back - 1))
    return packed


def _clusters(places: Indices) -> tuple[Indices, Indices]:
    """Return the first and the last gap of each cluster of at least two; long ones are cut."""
    far = np.flatnonzero(np.diff(places) > _REACH) + 1
    edges = np.concatenate(([0], far, [len(places)]))
    first: list[int] = []
    last: list[int] = []
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if end - start > 1:
            first += range(start, end, LONGEST_CLUSTER)
            last += (min(end, begin + LONGEST_CLUSTER) - 1 for begin in range(start, end, LONGEST_CLUSTER))
    return np.array(first, dtype=np.intp), np.array(last, dtype=np.intp)


def _decode_clusters(model: LanguageModel, symbols: Keys, places: Indices, choices: _Choices) -> None:
    """Fill in the symbols of all gaps that are near others, the clusters of like length together."""
    first, last = _clusters(places)
    if not len(first):
        return
    gap_at = np.full(len(symbols), -1, dtype=np.intp)
    gap_at[places] = np.arange(len(places))
    contexts = _contexts(symbols)
    order = np.argsort(places[last] - places[first], kind="stable")
    for start in range(0, len(order), CLUSTERS_AT_ONCE):
        chosen = np.sort(order[start : start + CLUSTERS_AT_ONCE])
        _search(model, symbols, places, choices, first[chosen], last[chosen], gap_at, contexts)


def _search(
    model: LanguageModel,
    symbols: Keys,
    places: Indices,
    choices: _Choices,
    first: Indices,
    last: Indices,
    gap_at: Indices,
    contexts: Keys,
) -> None:
    """Beam search over some clusters, one symbol of each at a time."""
    begins = places[first]
    ends = np.minimum(places[last] + _REACH, len(symbols) - 1)
    state = model.state_of(contexts[begins])
    cluster = np.arange(len(first))
    scores = np.zeros(len(first), dtype=np.float32)
    history: list[tuple[Indices, Indices]] = []
    for step in range(int((ends - begins).max()) + 1):
        alive = begins[cluster] + step <= ends[cluster]
        parents = np.flatnonzero(alive)
        if len(parents) < len(alive):
            _trace_back(cluster, scores, np.flatnonzero(~alive), history, symbols, places, choices)
            cluster, state, scores = cluster[parents], state.take(parents), scores[parents]
        here = begins[cluster] + step
        gaps = gap_at[here]
        # A gap beyond the last one of a long cluster belongs to the next cluster: it is not filled yet.
        gaps[gaps > last[cluster]] = -1
        if (gaps >= 0).any():
            rows, choice, nexts = _expand(symbols, here, gaps, choices)
            cluster, parents = cluster[rows], parents[rows]
            gained, state = _read(model, state.take(rows), nexts)
            scores = scores[rows] + gained
            _add_choices(model, state, scores, choice, choices)
            kept = _prune(cluster, state.contexts, scores)
            cluster, state, scores = cluster[kept], state.take(kept), scores[kept]
            parents, choice = parents[kept], choice[kept]
        else:
            gained, state = _read(model, state, symbols[here])
            scores = scores + gained
            choice = np.full(len(cluster), -1, dtype=np.intp)
        history.append((parents, choice))
    _trace_back(cluster, scores, np.arange(len(cluster)), history, symbols, places, choices)


def _read(model: LanguageModel, state: State, nexts: Keys) -> tuple[Logs, State]:
    """Return what the next symbols add; those that are not known yet add nothing."""
    gained, state = model.extend(state, nexts)
    gained[nexts == 0] = 0
    return gained, state


def _add_choices(model: LanguageModel, state: State, scores: Logs, choice: Indices, choices: _Choices) -> None:
    """Add what is left of the choices: how frequent the characters of a symbol are, and second symbols."""
    made = np.flatnonzero(choice >= 0)
    scores[made] += choices.priors[choice[made]]
    seconds = choices.seconds[choice[made]]
    double = made[seconds != 0]
    if len(double):
        gained, following = model.extend(state.take(double), choices.seconds[choice[double]])
        scores[double] += gained
        state.replace(double, following)


def _expand(symbols: Keys, here: Indices, gaps: Indices, choices: _Choices) -> tuple[Indices, Indices, Keys]:
    """Return the hypotheses' next symbols: for each its row, the choice (-1: none) and the symbol."""
    sizes = np.where(gaps >= 0, choices.sizes[gaps], 1)
    rows = np.repeat(np.arange(len(gaps)), sizes)
    offset = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    in_gap = gaps[rows] >= 0
    choice = np.where(in_gap, choices.starts[gaps[rows]] + offset, -1)
    nexts = np.where(in_gap, choices.symbols[np.maximum(choice, 0)], symbols[here[rows]])
    return rows, choice, nexts


def _prune(cluster: Indices, contexts: Keys, scores: Logs) -> Indices:
    """Return which hypotheses go on: the best of each context, and of these the best of each cluster."""
    best = np.full(int(cluster[-1]) + 1, -np.inf, dtype=np.float32)
    np.maximum.at(best, cluster, scores)
    near = np.flatnonzero(scores > best[cluster] - BEAM_MARGIN)
    order = near[np.lexsort((-scores[near], contexts[near], cluster[near]))]
    same = (cluster[order][1:] == cluster[order][:-1]) & (contexts[order][1:] == contexts[order][:-1])
    order = order[np.concatenate(([True], ~same))]
    order = order[np.lexsort((-scores[order], cluster[order]))]
    groups = cluster[order]
    starts = np.flatnonzero(np.concatenate(([True], groups[1:] != groups[:-1])))
    rank = np.arange(len(groups)) - np.repeat(starts, np.diff(np.append(starts, len(groups))))
    return order[rank < BEAM]


def _trace_back(
    cluster: Indices,
    scores: Logs,
    finished: Indices,
    history: list[tuple[Indices, Indices]],
    symbols: Keys,
    places: Indices,
    choices: _Choices,
) -> None:
    """Write the symbols of the best hypothesis of each finished cluster."""
    order = finished[np.lexsort((-scores[finished], cluster[finished]))]
    groups = cluster[order]
    rows = order[np.concatenate(([True], groups[1:] != groups[:-1]))]
    for parents, choice in reversed(history):
        chosen = choice[rows]
        filled = chosen[chosen >= 0]
        owner = np.searchsorted(choices.starts, filled, side="right") - 1
        symbols[places[owner]] = choices.symbols[filled]
        rows = parents[rows]


def _conditional_scores(model: LanguageModel, symbols: Keys, places: Indices, choices: _Choices) -> Logs:
    """Return the log-likelihood of each choice given the text around it, up to a constant for each gap."""
    contexts = _contexts(symbols)
    gap_of = np.repeat(np.arange(len(places)), choices.sizes)
    edges = np.searchsorted(choices.starts, np.arange(0, len(gap_of) + CANDIDATES_AT_ONCE, CANDIDATES_AT_ONCE))
    parts = [
        _scores_of(model, symbols, contexts, places, choices, gap_of, start, end)
        for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
        if start < end
    ]
    scores: Logs = np.concatenate(parts) + choices.priors
    return scores


def _scores_of(
    model: LanguageModel,
    symbols: Keys,
    contexts: Keys,
    places: Indices,
    choices: _Choices,
    gap_of: Indices,
    start: int,
    end: int,
) -> Logs:
    """Return how likely the choices of some gaps and the four symbols after them are, given the four before."""
    first = choices.starts[start]
    chosen = slice(first, choices.starts[end] if end < len(places) else len(gap_of))
    here = places[gap_of[chosen]]
    before = model.state_of(contexts[places[start:end]])
    scores, state = model.extend(before.take(gap_of[chosen] - start), choices.symbols[chosen])
    seconds = choices.seconds[chosen]
    double = np.flatnonzero(seconds)
    if len(double):
        gained, following = model.extend(state.take(double), seconds[double])
        scores[double] += gained
        state.replace(double, following)
    for ahead in range(1, _REACH + 1):
        gained, state = model.extend(state, symbols[here + ahead])
        scores += gained
    return scores


def _posteriors(choices: _Choices, scores: Logs) -> list[Posterior]:
    """Return the distributions; a choice's share is divided among its characters by how frequent they are."""
    sizes = [len(entry.texts) for entry in choices.entries]
    starts = np.cumsum([0, *sizes[:-1]])
    choice_of = np.concatenate([entry.choice_of for entry in choices.entries]) + np.repeat(choices.starts, sizes)
    scores = scores[choice_of] + np.concatenate([entry.priors for entry in choices.entries])
    weights = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
    weights /= np.repeat(np.add.reduceat(weights, starts), sizes)
    gap_of = np.repeat(np.arange(len(sizes)), sizes)
    order = np.lexsort((-weights, gap_of))
    inside = (order - starts[gap_of]).tolist()
    shares = weights[order].tolist()
    told = np.minimum(np.add.reduceat(weights >= LEAST_TOLD, starts, dtype=np.intp), MOST_TOLD)
    return [
        Posterior(tuple([entry.texts[place] for place in inside[start:end]]), tuple(shares[start:end]))
        for entry, start, end in zip(choices.entries, starts.tolist(), (starts + told).tolist(), strict=True)
    ]
