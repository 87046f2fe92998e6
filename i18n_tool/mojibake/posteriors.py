"""From the scores of choices to the distribution of each gap: texts, how likely they are, the likeliest first."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from i18n_tool.mojibake.beam_search import ragged
from i18n_tool.mojibake.distributions import Distributions, Posterior, filled
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


class Told(NamedTuple):
    """The distributions of all gaps.

    Attributes:
        found: as they are told, calibrated.
        raw: as the models have them, with less likely candidates, too.
        doubtful: which of them are in doubt, so that the spelling of the candidates matters.
    """

    found: Distributions
    raw: Distributions
    doubtful: list[int]


def told(scored: Scored, gaps: Indices, count: int) -> Told:
    """Return the distributions; a choice's share is divided among its texts.

    Args:
        scored: how likely the choices of some gaps are.
        gaps: which these are.
        count: how many there are in all; nothing tells what stood in the others.
    """
    spellings = scored.spellings
    likely = np.flatnonzero(scored.scores >= _LEAST)
    chosen = scored.chosen[likely]
    rows, offset = ragged(spellings.starts[chosen + 1] - spellings.starts[chosen])
    texts = spellings.starts[chosen[rows]] + offset
    logs, gap_of = scored.scores[likely[rows]] + spellings.shares[texts], scored.gaps[likely[rows]]
    kept = np.flatnonzero(logs >= _LEAST)
    order = kept[np.lexsort((-logs[kept], gap_of[kept]))]
    names = list(map(spellings.texts.__getitem__, texts[order].tolist()))
    shares = np.exp(logs[order]).astype(np.float64)
    edges = np.searchsorted(gap_of[order], np.arange(len(gaps) + 1))
    starts, ends = np.zeros((2, count), dtype=np.intp)
    starts[gaps], ends[gaps] = edges[:-1], edges[1:]
    calibrated, doubtful = _calibrated(shares, edges)
    found = Distributions(names, calibrated, starts, np.minimum(ends, starts + MOST_TOLD))
    return Told(found, Distributions(names, shares, starts, ends), gaps[doubtful].tolist())


def _calibrated(shares: Shares, edges: Indices) -> tuple[Shares, Indices]:
    """Return the shares of the candidates of all gaps calibrated, and which gaps are in doubt.

    Args:
        shares: how likely each candidate is, those of a gap together, the likeliest first.
        edges: where the candidates of each gap begin; one more at the end.
    """
    counts = np.diff(edges)
    known = np.flatnonzero(counts)
    first = edges[known]
    best, counts = shares[first], counts[known]
    right = np.where((best == 1) & (counts == 1), 1.0, _right(best))
    scaled = shares * np.repeat((1 - right) / np.maximum(1 - best, _CLOSEST), counts)
    scaled = np.minimum(scaled, np.repeat(right, counts))
    scaled[first] = right
    return scaled.round(6), known[best < 1 + _DOUBTFUL]


def _right(best: Shares) -> Shares:
    """Return how many of those that are said to be so likely are right."""
    said = np.clip(best, _CLOSEST, 1 - _CLOSEST)
    odds: Shares = np.interp(np.log(said / (1 - said)), _SAID_ODDS, _RIGHT_ODDS)
    return 1 / (1 + np.exp(-odds))


def weigh(text: str, all_told: Told, evidence: Evidence) -> None:
    """Weigh the candidates of gaps in doubt by how they are spelled, and calibrate what comes of it.

    Args:
        text: the text, with GAP for each gap.
        all_told: what is known of each gap; what is found is changed.
        evidence: what the text and its context say.
    """
    found, raw, doubtful = all_told
    posteriors = [raw[gap] for gap in doubtful]
    spelled = {candidate for posterior in posteriors for candidate in posterior.characters}
    concerned = set(filter(evidence.concerns, spelled))
    wanted = [
        (gap, posterior)
        for gap, posterior in zip(doubtful, posteriors, strict=True)
        if not concerned.isdisjoint(posterior.characters)
    ]
    if not wanted:
        return
    parts = filled(text, [best or _NOTHING for best in found.best])
    whole, ends = "".join(parts), list(accumulate(map(len, parts)))
    weighed = [
        _weighed(
            posterior,
            whole[max(0, ends[2 * gap] - REACH) : ends[2 * gap]],
            whole[ends[2 * gap + 1] : ends[2 * gap + 1] + REACH],
            evidence,
        )
        for gap, posterior in wanted
    ]
    for (gap, _), posterior in zip(wanted, calibrated(weighed), strict=True):
        found.put(gap, posterior)


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

    >>> calibrated([Posterior(("中", "与"), (0.9928, 0.0072))])[0].probabilities
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
