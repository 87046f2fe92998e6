"""Fills gaps: which characters were most likely there, given all that stands around them.

All gaps of a document are scored together, in batches of array operations. Gaps that are close enough to share context
are decoded jointly by a beam search, all such clusters in step; then each gap gets its distribution given the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from i18n_tool.mojibake.language_model import LanguageModel, default_model
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
CLUSTERS_AT_ONCE: Final = 4096
#: Candidates scored at once; bounds the memory, and the arrays stay in the cache.
CANDIDATES_AT_ONCE: Final = 1 << 15
#: How much text on each side of a gap is looked at; the model needs four symbols, a symbol can be some words.
WINDOW: Final = 80

_PLACEHOLDER: Final = "\U0010ffff"
_REACH: Final = ORDER - 1
_CONTEXT_MASK: Final = np.uint64((1 << (BITS * _REACH)) - 1)
_SYMBOL_MASK: Final = np.uint64((1 << BITS) - 1)
_BITS: Final = np.uint64(BITS)


@dataclass(frozen=True, slots=True)
class Posterior:
    """How likely each candidate of a gap is, the likeliest first."""

    characters: tuple[str, ...]
    probabilities: tuple[float, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Candidates:
    """The candidates of all gaps, one after the other."""

    texts: list[str]
    symbols: Keys
    """The first symbol of each."""
    seconds: Keys
    """The second one, NONE where there is none."""
    priors: Logs
    starts: Indices
    sizes: Indices


def infer(pieces: Sequence[str | Sequence[str]]) -> list[Posterior]:
    """Return the distribution of each gap.

    Args:
        pieces: the text in order: strings that are known, and for each gap its candidates, of one character or two.
    """
    model = default_model()
    gaps = [piece for piece in pieces if not isinstance(piece, str)]
    symbols, places = _symbols(model, pieces)
    candidates = _candidates(model, gaps)
    _decode_clusters(model, symbols, places, candidates)
    scores = _conditional_scores(model, symbols, places, candidates)
    return _posteriors(candidates, scores)


def _symbols(model: LanguageModel, pieces: Sequence[str | Sequence[str]]) -> tuple[Keys, Indices]:
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


_Entry: TypeAlias = "tuple[list[str], Keys, Keys, Logs]"


def _candidates(model: LanguageModel, gaps: Sequence[Sequence[str]]) -> _Candidates:
    known: dict[int, _Entry] = {}
    chosen: list[_Entry] = []
    for gap in gaps:
        entry = known.get(id(gap))
        if entry is None:
            entry = known[id(gap)] = _most_frequent(model, gap)
        chosen.append(entry)
    sizes = np.array([len(entry[0]) for entry in chosen], dtype=np.intp)
    return _Candidates(
        [text for entry in chosen for text in entry[0]],
        np.concatenate([entry[1] for entry in chosen]),
        np.concatenate([entry[2] for entry in chosen]),
        np.concatenate([entry[3] for entry in chosen]),
        np.cumsum(sizes) - sizes,
        sizes,
    )


def _most_frequent(model: LanguageModel, gap: Sequence[str]) -> _Entry:
    texts = np.array(gap, dtype=object)
    points = np.array([ord(text[0]) for text in gap], dtype=np.uint32)
    seconds = np.array([ord(text[1]) if len(text) > 1 else 0 for text in gap], dtype=np.uint32)
    symbols, priors = model.classes_of(points), model.within_of(points)
    second_symbols = np.where(seconds > 0, model.classes_of(seconds), 0).astype(np.uint64)
    if len(points) > MOST_CANDIDATES:
        best = np.argsort(-(priors + model.unigrams[symbols]), kind="stable")[:MOST_CANDIDATES]
        texts, symbols, second_symbols, priors = texts[best], symbols[best], second_symbols[best], priors[best]
    return texts.tolist(), symbols, second_symbols, priors


def _contexts(symbols: Keys) -> Keys:
    """Return, for each place, the four symbols before it, packed."""
    packed = np.zeros(len(symbols), dtype=np.uint64)
    for back in range(_REACH, 0, -1):
        packed[back:] |= symbols[:-back] << np.uint64(BITS * (back - 1))
    return packed


def _clusters(places: Indices) -> tuple[Indices, Indices]:
    """Return the first and the last gap of each cluster of at least two."""
    if not len(places):
        return places, places
    far = np.flatnonzero(np.diff(places) > _REACH) + 1
    edges = np.concatenate(([0], far, [len(places)]))
    first: list[int] = []
    last: list[int] = []
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        for begin in range(start, end, LONGEST_CLUSTER):
            stop = min(end, begin + LONGEST_CLUSTER)
            if end - start > 1:
                first.append(begin)
                last.append(stop - 1)
    return np.array(first, dtype=np.intp), np.array(last, dtype=np.intp)


def _decode_clusters(model: LanguageModel, symbols: Keys, places: Indices, candidates: _Candidates) -> None:
    """Fill in the symbols of all gaps that are near others."""
    first, last = _clusters(places)
    for start in range(0, len(first), CLUSTERS_AT_ONCE):
        chosen = slice(start, start + CLUSTERS_AT_ONCE)
        _search(model, symbols, places, candidates, first[chosen], last[chosen])


def _search(
    model: LanguageModel, symbols: Keys, places: Indices, candidates: _Candidates, first: Indices, last: Indices
) -> None:
    """Beam search over some clusters, one symbol of each at a time."""
    begins = places[first]
    ends = np.minimum(places[last] + _REACH, len(symbols) - 1)
    gap_at = np.full(len(symbols), -1, dtype=np.intp)
    gap_at[places] = np.arange(len(places))
    contexts = _contexts(symbols)[begins]
    cluster = np.arange(len(first))
    scores = np.zeros(len(first), dtype=np.float32)
    history: list[tuple[Indices, Indices]] = []
    for step in range(int((ends - begins).max()) + 1):
        alive = begins[cluster] + step <= ends[cluster]
        parents = np.flatnonzero(alive)
        finished = np.flatnonzero(~alive)
        if len(finished):
            _trace_back(cluster, scores, finished, history, symbols, places, candidates)
        cluster, contexts, scores = cluster[parents], contexts[parents], scores[parents]
        gaps = gap_at[begins[cluster] + step]
        # A gap beyond the last one of a long cluster belongs to the next cluster: it is not filled yet.
        gaps = np.where(gaps > last[cluster], -1, gaps)
        rows, choice, nexts = _expand(symbols, begins[cluster] + step, gaps, candidates)
        gained = model.log_probability(contexts[rows], nexts)
        scores = scores[rows] + np.where(nexts != 0, gained, 0)
        scores = scores + np.where(choice >= 0, candidates.priors[np.maximum(choice, 0)], 0).astype(np.float32)
        contexts = _advance(contexts[rows], nexts)
        double = np.flatnonzero((choice >= 0) & (candidates.seconds[np.maximum(choice, 0)] != 0))
        if len(double):
            seconds = candidates.seconds[choice[double]]
            scores[double] += model.log_probability(contexts[double], seconds)
            contexts[double] = _advance(contexts[double], seconds)
        cluster, parents = cluster[rows], parents[rows]
        if (choice >= 0).any():
            kept = _prune(cluster, contexts, scores)
            cluster, contexts, scores = cluster[kept], contexts[kept], scores[kept]
            parents, choice = parents[kept], choice[kept]
        history.append((parents, choice))
    _trace_back(cluster, scores, np.arange(len(cluster)), history, symbols, places, candidates)


def _expand(symbols: Keys, here: Indices, gaps: Indices, candidates: _Candidates) -> tuple[Indices, Indices, Keys]:
    """Return the hypotheses' next symbols: for each its row, the candidate (-1: none) and the symbol."""
    sizes = np.where(gaps >= 0, candidates.sizes[gaps], 1)
    rows = np.repeat(np.arange(len(gaps)), sizes)
    offset = np.arange(len(rows)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    in_gap = gaps[rows] >= 0
    choice = np.where(in_gap, candidates.starts[gaps[rows]] + offset, -1)
    nexts = np.where(in_gap, candidates.symbols[np.maximum(choice, 0)], symbols[here[rows]])
    return rows, choice, nexts


def _prune(cluster: Indices, contexts: Keys, scores: Logs) -> Indices:
    """Return which hypotheses go on: the best of each context, and of these the best of each cluster."""
    order = np.lexsort((-scores, contexts, cluster))
    same = (cluster[order][1:] == cluster[order][:-1]) & (contexts[order][1:] == contexts[order][:-1])
    order = order[np.concatenate(([True], ~same))]
    order = order[np.lexsort((-scores[order], cluster[order]))]
    groups = cluster[order]
    starts = np.flatnonzero(np.concatenate(([True], groups[1:] != groups[:-1])))
    lengths = np.diff(np.append(starts, len(groups)))
    rank = np.arange(len(groups)) - np.repeat(starts, lengths)
    best = np.repeat(scores[order][starts], lengths)
    return order[(rank < BEAM) & (scores[order] > best - BEAM_MARGIN)]


def _trace_back(
    cluster: Indices,
    scores: Logs,
    finished: Indices,
    history: list[tuple[Indices, Indices]],
    symbols: Keys,
    places: Indices,
    candidates: _Candidates,
) -> None:
    """Write the symbols of the best hypothesis of each finished cluster."""
    order = finished[np.lexsort((-scores[finished], cluster[finished]))]
    groups = cluster[order]
    rows = order[np.concatenate(([True], groups[1:] != groups[:-1]))]
    for parents, choice in reversed(history):
        chosen = choice[rows]
        filled = chosen[chosen >= 0]
        owner = np.searchsorted(candidates.starts, filled, side="right") - 1
        symbols[places[owner]] = candidates.symbols[filled]
        rows = parents[rows]


def _conditional_scores(model: LanguageModel, symbols: Keys, places: Indices, candidates: _Candidates) -> Logs:
    """Return the log-likelihood of each candidate given the text around it, up to a constant for each gap."""
    here = np.repeat(places, candidates.sizes)
    contexts = _contexts(symbols)
    parts = [
        _scores_of(model, symbols, contexts, here[chosen], candidates.symbols[chosen], candidates.seconds[chosen])
        for start in range(0, len(here), CANDIDATES_AT_ONCE)
        for chosen in (slice(start, start + CANDIDATES_AT_ONCE),)
    ]
    return np.concatenate([*parts, np.zeros(0, dtype=np.float32)]) + candidates.priors


def _scores_of(model: LanguageModel, symbols: Keys, contexts: Keys, here: Indices, firsts: Keys, seconds: Keys) -> Logs:
    """Return how likely candidates and the four symbols after them are, given the four before."""
    running = contexts[here]
    scores = model.log_probability(running, firsts)
    running = _advance(running, firsts)
    double = np.flatnonzero(seconds)
    if len(double):
        scores[double] += model.log_probability(running[double], seconds[double])
        running[double] = _advance(running[double], seconds[double])
    for ahead in range(1, _REACH + 1):
        following = symbols[here + ahead]
        scores += model.log_probability(running, following)
        running = _advance(running, following)
    return scores


def _advance(contexts: Keys, symbols: Keys) -> Keys:
    """Return the contexts with one more symbol read."""
    return ((contexts << _BITS) | symbols) & _CONTEXT_MASK


def _posteriors(candidates: _Candidates, scores: Logs) -> list[Posterior]:
    best = np.maximum.reduceat(scores, candidates.starts)
    weights = np.exp(scores - np.repeat(best, candidates.sizes))
    weights /= np.repeat(np.add.reduceat(weights, candidates.starts), candidates.sizes)
    order = np.lexsort((-weights, np.repeat(np.arange(len(candidates.sizes)), candidates.sizes)))
    texts = [candidates.texts[index] for index in order.tolist()]
    shares = weights[order].tolist()
    return [
        Posterior(tuple(texts[start : start + size]), tuple(shares[start : start + size]))
        for start, size in zip(candidates.starts.tolist(), candidates.sizes.tolist(), strict=True)
    ]
