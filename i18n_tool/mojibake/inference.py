"""Fills gaps: which characters were most likely there, given all that stands around them.

All gaps of a document are scored together, in batches of array operations. Gaps that are close enough to share context
are decoded jointly by a beam search, all such clusters in step; then each gap gets its distribution given the rest.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from i18n_tool.mojibake.choices import LONGEST, Choices, choices_of, neighbour
from i18n_tool.mojibake.language_model import LanguageModel, State, default_model
from i18n_tool.mojibake.symbols import BITS, ORDER, simplify

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Logs = NDArray[np.float32]
    Indices = NDArray[np.intp]

BEAM: Final = 12
#: Hypotheses this much less likely than the best of their cluster are given up (nats).
BEAM_MARGIN: Final = 9.0
#: First symbols this much less likely after what precedes the gap are given up, before longer candidates are scored.
FIRST_MARGIN: Final = 12.0
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
_LEAST: Final = math.log(LEAST_TOLD)

_PLACEHOLDER: Final = "\U0010ffff"
_REACH: Final = ORDER - 1
#: What would belong to a number that ends in a gap.
_DECIMALS: Final = re.compile("[.,](?=[0-9])")


class Posterior(NamedTuple):
    """The likeliest candidates of a gap and how likely they are, in that order; none where nothing tells."""

    characters: tuple[str, ...]
    probabilities: tuple[float, ...]


UNKNOWN: Final = Posterior((), ())


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """The text with the best choice in each gap, as symbols, and where the gaps begin and end there."""

    symbols: Keys
    starts: Indices
    ends: Indices


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """What the n-grams say of the choices of all gaps, the hopeless ones left out.

    Attributes:
        choices: the choices.
        filled: the text with the best of them.
        gap_of: of each choice that was scored, its gap; in order.
        chosen: the choice.
        scores: its log-probability given all else.
    """

    choices: Choices
    filled: Filled
    gap_of: Indices
    chosen: Indices
    scores: Logs


def infer(pieces: Sequence[str | tuple[str, ...]]) -> list[Posterior]:
    """Return the distribution of each gap.

    Args:
        pieces: the text in order: strings that are known, and for each gap its candidates, of one to three characters;
            there can be thousands.
    """
    model = default_model()
    known, gaps, stops = _parted(pieces)
    symbols, places = _symbols(model, known)
    hopeful = np.flatnonzero(~_hopeless(places))
    posteriors = [UNKNOWN] * len(gaps)
    if len(hopeful):
        scored = _score(model, symbols, places[hopeful], [gaps[index] for index in hopeful.tolist()])
        for index, posterior in zip(hopeful.tolist(), _posteriors(scored), strict=True):
            stop = stops[index]
            posteriors[index] = posterior if not stop else _without(posterior, len(stop))
    return posteriors


def score(model: LanguageModel, pieces: Sequence[str | tuple[str, ...]]) -> tuple[Scored, Indices]:
    """Return what a model says of all gaps but the hopeless ones, and which these are."""
    known, gaps, _ = _parted(pieces)
    symbols, places = _symbols(model, known)
    hopeful = np.flatnonzero(~_hopeless(places))
    return _score(model, symbols, places[hopeful], [gaps[index] for index in hopeful.tolist()]), hopeful


def _score(model: LanguageModel, symbols: Keys, places: Indices, gaps: list[tuple[tuple[str, ...], str]]) -> Scored:
    choices = choices_of(model, gaps)
    filled = _decoded(model, symbols, places, choices)
    gap_of, chosen, scores = _conditional_scores(model, filled, choices)
    starts = np.flatnonzero(np.diff(gap_of, prepend=-1))
    sizes = np.diff(np.append(starts, len(gap_of)))
    scores = scores - np.repeat(np.maximum.reduceat(scores, starts), sizes)
    scores -= np.repeat(np.log(np.add.reduceat(np.exp(scores), starts)), sizes)
    return Scored(choices, filled, gap_of, chosen, scores)


def _parted(
    pieces: Sequence[str | tuple[str, ...]],
) -> tuple[list[str], list[tuple[tuple[str, ...], str]], list[str]]:
    """Return the text with a placeholder for each gap, and the gaps with what matters of the text that follows them.

    A decimal point after a digit belongs to the number: after a gap that may end in one it is taken as part of the gap.
    So, thirdly, what was added to the candidates of each gap.
    """
    known = ["\n" * ORDER]
    gaps: list[tuple[tuple[str, ...], str]] = []
    stops: list[str] = []
    extended: dict[tuple[int, str], tuple[str, ...]] = {}
    taken = 0
    for place, piece in enumerate(pieces):
        if isinstance(piece, str):
            text = piece[taken:]
            taken = 0
            short = text if len(text) <= 2 * WINDOW else f"{text[:WINDOW]}\n{text[-WINDOW:]}"
            known.append(short.replace(_PLACEHOLDER, " "))
            continue
        following = pieces[place + 1] if place + 1 < len(pieces) else ""
        after = following if isinstance(following, str) else ""
        stop = ""
        if _DECIMALS.match(after) and any(map(_ends_in_digit, piece)):
            stop, after, taken = after[0], after[1:], 1
            key = (id(piece), stop)
            piece = extended.setdefault(key, tuple([text + stop for text in piece]))
        known.append(_PLACEHOLDER)
        gaps.append((piece, neighbour(after)))
        stops.append(stop)
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


def _contexts(symbols: Keys, places: Indices) -> Keys:
    """Return the four symbols before each of some places, packed."""
    packed = np.zeros(len(places), dtype=np.uint64)
    for back in range(_REACH, 0, -1):
        packed = (packed << np.uint64(BITS)) | symbols[places - back]
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


def _decoded(model: LanguageModel, symbols: Keys, places: Indices, choices: Choices) -> Filled:
    """Fill in all gaps that are near others, the clusters of like length together."""
    chosen = np.full(len(places), -1, dtype=np.intp)
    first, last = _clusters(places)
    gap_at = np.full(len(symbols), -1, dtype=np.intp)
    gap_at[places] = np.arange(len(places))
    order = np.argsort(places[last] - places[first], kind="stable")
    for start in range(0, len(order), CLUSTERS_AT_ONCE):
        some = np.sort(order[start : start + CLUSTERS_AT_ONCE])
        _Search(model, symbols, places, choices, gap_at, chosen).run(first[some], last[some])
    return _filled(symbols, places, choices, chosen)


def _filled(symbols: Keys, places: Indices, choices: Choices, chosen: Indices) -> Filled:
    """Return the text with the chosen choices; a gap that stands alone takes up one symbol, which is NONE."""
    lengths = np.ones(len(symbols), dtype=np.intp)
    lengths[places] = np.where(chosen >= 0, choices.lengths[chosen], 1)
    ends = np.cumsum(lengths)
    filled = np.zeros(int(ends[-1]), dtype=np.uint64)
    starts = ends - lengths
    whole = np.ones(len(symbols), dtype=bool)
    whole[places] = False
    filled[starts[whole]] = symbols[whole]
    for place in range(LONGEST):
        these = np.flatnonzero((chosen >= 0) & (choices.lengths[chosen] > place))
        filled[starts[places[these]] + place] = choices.symbols[chosen[these], place]
    return Filled(filled, starts[places], ends[places])


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
        ends = np.minimum(self.places[last] + _REACH, len(self.symbols) - 1)
        state = self.model.state_of(_contexts(self.symbols, begins))
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
                gained, state = _read(self.model, state, self.symbols[here])
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
        rows, offset = _ragged(counts)
        first = np.where(in_gap[rows], choices.first_start[entry[rows]] + offset, -1)
        nexts = np.where(first >= 0, choices.first_symbols[first], self.symbols[here[rows]])
        gained, state = _read(self.model, state.take(rows), nexts)
        scores = scores[rows] + gained
        sizes = np.where(first >= 0, choices.choice_start[first + 1] - choices.choice_start[first], 1)
        if int(sizes.max()) > 1:
            near = _near(cluster[rows], scores, BEAM_MARGIN)
            inner, offset = _ragged(sizes[near])
            inner = near[inner]
            rows, first, state, scores = rows[inner], first[inner], state.take(inner), scores[inner]
        else:
            offset = np.zeros(len(rows), dtype=np.intp)
        choice = np.where(first >= 0, choices.choice_start[first] + offset, -1)
        _add_rest(self.model, state, scores, choice, choices)
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


def _ragged(counts: Indices) -> tuple[Indices, Indices]:
    """Return, for `counts` of items in each row, the row of each item and its place there."""
    rows = np.repeat(np.arange(len(counts)), counts)
    return rows, np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)


def _read(model: LanguageModel, state: State, nexts: Keys) -> tuple[Logs, State]:
    """Return what the next symbols add; those that are not known yet, or are none, add nothing."""
    gained, state = model.extend(state, nexts)
    gained[nexts == 0] = 0
    return gained, state


def _add_rest(model: LanguageModel, state: State, scores: Logs, choice: Indices, choices: Choices) -> None:
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


def _near(groups: Indices, scores: Logs, margin: float) -> Indices:
    """Return the rows that are not much worse than the best of their group."""
    best = np.full(int(groups.max()) + 1, -np.inf, dtype=np.float32)
    np.maximum.at(best, groups, scores)
    return np.flatnonzero(scores > best[groups] - margin)


def _prune(cluster: Indices, contexts: Keys, scores: Logs) -> Indices:
    """Return which hypotheses go on: the best of each context, and of these the best of each cluster."""
    near = _near(cluster, scores, BEAM_MARGIN)
    order = near[np.lexsort((-scores[near], contexts[near], cluster[near]))]
    same = (cluster[order][1:] == cluster[order][:-1]) & (contexts[order][1:] == contexts[order][:-1])
    order = order[np.concatenate(([True], ~same))]
    order = order[np.lexsort((-scores[order], cluster[order]))]
    groups = cluster[order]
    starts = np.flatnonzero(np.concatenate(([True], groups[1:] != groups[:-1])))
    rank = np.arange(len(groups)) - np.repeat(starts, np.diff(np.append(starts, len(groups))))
    return order[rank < BEAM]


def _conditional_scores(model: LanguageModel, filled: Filled, choices: Choices) -> tuple[Indices, Indices, Logs]:
    """Return the log-likelihood of the choices given the text around them, up to a constant for each gap.

    Returns:
        For each choice that is not hopeless: its gap, the choice, and its score; in this order.
    """
    entry = choices.entry_of
    sizes = np.cumsum(choices.first_start[entry + 1] - choices.first_start[entry])
    edges = np.searchsorted(sizes, np.arange(0, int(sizes[-1]) + CANDIDATES_AT_ONCE, CANDIDATES_AT_ONCE))
    edges[-1] = len(entry)
    parts = [
        _scores_of(model, filled, choices, np.arange(start, end))
        for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)
        if start < end
    ]
    gaps, chosen, scores = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return gaps, chosen, scores


def _scores_of(model: LanguageModel, filled: Filled, choices: Choices, gaps: Indices) -> tuple[Indices, Indices, Logs]:
    """Return how likely the choices of some gaps and the four symbols after them are, given the four before."""
    entry = choices.entry_of[gaps]
    rows, offset = _ragged(choices.first_start[entry + 1] - choices.first_start[entry])
    first = choices.first_start[entry[rows]] + offset
    before = model.state_of(_contexts(filled.symbols, filled.starts[gaps]))
    scores, state = _read(model, before.take(rows), choices.first_symbols[first])
    sizes = choices.choice_start[first + 1] - choices.choice_start[first]
    if int(sizes.max()) > 1:
        near = _near(rows, scores, FIRST_MARGIN)
        inner, offset = _ragged(sizes[near])
        inner = near[inner]
        rows, first, state, scores = rows[inner], first[inner], state.take(inner), scores[inner]
        choice = choices.choice_start[first] + offset
    else:
        choice = choices.choice_start[first]
    _add_rest(model, state, scores, choice, choices)
    after = filled.ends[gaps[rows]]
    for ahead in range(_REACH):
        gained, state = model.extend(state, filled.symbols[after + ahead])
        scores += gained
    return gaps[rows], choice, scores


def _posteriors(scored: Scored) -> list[Posterior]:
    """Return the distributions; a choice's share is divided among its texts by how frequent they are."""
    choices = scored.choices
    likely = np.flatnonzero(scored.scores >= _LEAST)
    chosen = scored.chosen[likely]
    rows, offset = _ragged(choices.text_start[chosen + 1] - choices.text_start[chosen])
    texts = choices.text_start[chosen[rows]] + offset
    logs, gaps = scored.scores[likely[rows]] + choices.shares[texts], scored.gap_of[likely[rows]]
    told = np.flatnonzero(logs >= _LEAST)
    order = told[np.lexsort((-logs[told], gaps[told]))]
    starts = np.searchsorted(gaps[order], np.arange(len(choices.entry_of) + 1))
    ends = np.minimum(starts[1:], starts[:-1] + MOST_TOLD).tolist()
    names = [choices.texts[place] for place in texts[order].tolist()]
    shares = np.exp(logs[order]).tolist()
    return [
        Posterior(tuple(names[start:end]), tuple(shares[start:end]))
        for start, end in zip(starts[:-1].tolist(), ends, strict=True)
    ]
