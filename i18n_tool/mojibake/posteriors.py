"""From the scores of choices to the distribution of each gap: texts, how likely they are, the likeliest first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from i18n_tool.mojibake.beam_search import ragged
from i18n_tool.mojibake.pairing import REACH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from i18n_tool.mojibake.evidence import Evidence
    from i18n_tool.mojibake.reranking import Scored

    Indices = NDArray[np.intp]
    Shares = NDArray[np.float64]

#: Candidates of a gap that are told, and how likely they must be, the likeliest apart.
MOST_TOLD: Final = 5
LEAST_TOLD: Final = 1e-5
_LEAST: Final = math.log(LEAST_TOLD)
#: Gaps whose best candidate is less likely than this (log) are looked at for how the candidates are spelled.
_DOUBTFUL: Final = -0.001
#: How likely best candidates are said to be, and how many of them are right, measured on documents that no model had
#: seen; in between, the logarithms of the odds are interpolated.
_SAID: Final = (0.0001, 0.85, 0.943, 0.982, 0.9928, 0.9976, 0.9996, 0.99999)
_RIGHT: Final = (0.0001, 0.85, 0.935, 0.964, 0.980, 0.9945, 0.9976, 0.9998)
_CLOSEST: Final = 1e-7
_SAID_ODDS: Final = [math.log(share / (1 - share)) for share in (*_SAID, 1 - _CLOSEST)]
_RIGHT_ODDS: Final = [math.log(share / (1 - share)) for share in (*_RIGHT, 0.99999)]
#: What stands for a gap of which nothing is known.
_NOTHING: Final = "\ufffd"

Pieces = Sequence[str | tuple[str, ...]]


class Posterior(NamedTuple):
    """The likeliest candidates of a gap and how likely they are, in that order; none where nothing tells."""

    characters: tuple[str, ...]
    probabilities: tuple[float, ...]


UNKNOWN: Final = Posterior((), ())


def told(scored: Scored) -> tuple[list[Posterior], list[int]]:
    """Return the distributions, and which of them are in doubt; a choice's share is divided among its texts.

    Those that are not in doubt are calibrated; of the others, the spelling is to be weighed first.
    """
    choices = scored.choices
    likely = np.flatnonzero(scored.scores >= _LEAST)
    chosen = scored.chosen[likely]
    rows, offset = ragged(choices.text_start[chosen + 1] - choices.text_start[chosen])
    texts = choices.text_start[chosen[rows]] + offset
    logs, gaps = scored.scores[likely[rows]] + choices.shares[texts], scored.gaps[likely[rows]]
    kept = np.flatnonzero(logs >= _LEAST)
    order = kept[np.lexsort((-logs[kept], gaps[kept]))]
    edges = np.searchsorted(gaps[order], np.arange(len(choices.entry_of) + 1))
    shares, ends, doubtful = _calibrated(np.exp(logs[order]).astype(np.float64), edges)
    names = [choices.texts[place] for place in texts[order].tolist()]
    said, bounds = shares.tolist(), list(zip(edges[:-1].tolist(), ends.tolist(), strict=True))
    characters = [tuple(names[start:end]) for start, end in bounds]
    probabilities = [tuple(said[start:end]) for start, end in bounds]
    return list(map(Posterior, characters, probabilities)), doubtful.tolist()


def _calibrated(shares: Shares, edges: Indices) -> tuple[Shares, Indices, Indices]:
    """Return the shares of the candidates of all gaps calibrated, where those that are told end, and what is in doubt.

    Args:
        shares: how likely each candidate is, those of a gap together, the likeliest first.
        edges: where the candidates of each gap begin; one more at the end.
    """
    counts = np.diff(edges)
    known = counts > 0
    first = edges[:-1][known]
    best = shares[first]
    sure = best >= 1 + _DOUBTFUL
    right = np.where((best == 1) & (counts[known] == 1), 1.0, _right(best))
    scale = np.where(sure, (1 - right) / np.maximum(1 - best, _CLOSEST), 1.0)
    scaled = shares * np.repeat(scale, counts[known])
    scaled[first] = np.where(sure, right, best)
    is_sure = np.zeros(len(counts), dtype=bool)
    is_sure[known] = sure
    ends = edges[:-1] + np.where(is_sure, np.minimum(counts, MOST_TOLD), counts)
    return np.where(np.repeat(is_sure, counts), scaled.round(6), shares), ends, np.flatnonzero(known & ~is_sure)


def _right(best: Shares) -> Shares:
    """Return how many of those that are said to be so likely are right."""
    said = np.clip(best, _CLOSEST, 1 - _CLOSEST)
    odds: Shares = np.interp(np.log(said / (1 - said)), _SAID_ODDS, _RIGHT_ODDS)
    return 1 / (1 + np.exp(-odds))


def weighed(
    pieces: Pieces, posteriors: list[Posterior], doubtful: Sequence[int], evidence: Evidence
) -> list[Posterior]:
    """Return the distributions, those in doubt weighed by how the candidates are spelled, and calibrated.

    Args:
        pieces: the text in order: strings that are known, and the candidates of each gap.
        posteriors: what is known of each gap.
        doubtful: which of them are in doubt.
        evidence: what the text and its context say.
    """
    raw = {gap: posteriors[gap] for gap in doubtful}
    wanted = [gap for gap, (texts, _) in raw.items() if len(texts) > 1 and any(map(evidence.concerns, texts))]
    if wanted:
        gaps = [place for place, piece in enumerate(pieces) if not isinstance(piece, str)]
        for gap in wanted:
            before = _beside(pieces, posteriors, gaps[gap], gap, -1)
            after = _beside(pieces, posteriors, gaps[gap], gap, 1)
            raw[gap] = _weighed(posteriors[gap], before, after, evidence)
    found = posteriors.copy()
    for gap, posterior in zip(raw, calibrated(list(raw.values())), strict=True):
        found[gap] = posterior
    return found


def _beside(pieces: Pieces, posteriors: Sequence[Posterior], place: int, gap: int, step: int) -> str:
    """Return what stands before a gap (`step` -1) or after it (1), with the likeliest candidates."""
    parts: list[str] = []
    length = 0
    while length < REACH and 0 <= (place := place + step) < len(pieces):
        piece = pieces[place]
        if not isinstance(piece, str):
            characters = posteriors[gap := gap + step].characters
            piece = characters[0] if characters else _NOTHING
        parts.append(piece)
        length += len(piece)
    text = "".join(parts[::step])
    return text[:REACH] if step > 0 else text[-REACH:]


def _weighed(posterior: Posterior, before: str, after: str, evidence: Evidence) -> Posterior:
    logs = [
        math.log(share) + evidence.support(before, text, after)
        for text, share in zip(posterior.characters, posterior.probabilities, strict=True)
    ]
    best = max(logs)
    weights = [math.exp(log - best) for log in logs]
    total = sum(weights)
    ranked = sorted(zip(weights, posterior.characters, strict=True), key=lambda one: -one[0])
    return Posterior(tuple([text for _, text in ranked]), tuple([weight / total for weight, _ in ranked]))


def calibrated(posteriors: list[Posterior]) -> list[Posterior]:
    """Return the likeliest candidates alone, each best one as likely as such turn out to be right.

    >>> calibrated([Posterior(("中", "与"), (0.9928, 0.0072)), UNKNOWN])[0].probabilities
    (0.98, 0.02)
    """
    best = _right(np.array([probabilities[0] if probabilities else 0.5 for _, probabilities in posteriors])).tolist()
    return [_with_best(*one) for one in zip(posteriors, best, strict=True)]


def _with_best(posterior: Posterior, best: float) -> Posterior:
    characters, probabilities = posterior
    if not probabilities:
        return posterior
    if len(probabilities) == 1:
        return posterior if probabilities[0] == 1 else Posterior(characters, (best,))
    share = (1 - best) / max(1 - probabilities[0], _CLOSEST)
    others = [min(best, share * other) for other in probabilities[1:MOST_TOLD]]
    return Posterior(characters[:MOST_TOLD], tuple([round(one, 6) for one in (best, *others)]))
