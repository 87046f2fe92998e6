"""From the scores of choices to the distribution of each gap: texts, how likely they are, the likeliest first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from i18n_tool.mojibake.beam_search import ragged
from i18n_tool.mojibake.pairing import REACH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from i18n_tool.mojibake.evidence import Evidence
    from i18n_tool.mojibake.reranking import Scored

    Indices = NDArray[np.intp]

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


def told(scored: Scored) -> list[Posterior]:
    """Return the distributions; a choice's share is divided among its texts by how frequent they are."""
    choices = scored.choices
    likely = np.flatnonzero(scored.scores >= _LEAST)
    chosen = scored.chosen[likely]
    rows, offset = ragged(choices.text_start[chosen + 1] - choices.text_start[chosen])
    texts = choices.text_start[chosen[rows]] + offset
    logs, gaps = scored.scores[likely[rows]] + choices.shares[texts], scored.gaps[likely[rows]]
    kept = np.flatnonzero(logs >= _LEAST)
    order = kept[np.lexsort((-logs[kept], gaps[kept]))]
    edges = np.searchsorted(gaps[order], np.arange(len(choices.entry_of) + 1)).tolist()
    names = [choices.texts[place] for place in texts[order].tolist()]
    shares = np.exp(logs[order]).tolist()
    return [Posterior(tuple(names[start:end]), tuple(shares[start:end])) for start, end in pairwise(edges)]


def weighed(pieces: Pieces, posteriors: list[Posterior], evidence: Evidence) -> list[Posterior]:
    """Return the distributions once the spelling of the candidates is considered.

    Args:
        pieces: the text in order: strings that are known, and the candidates of each gap.
        posteriors: what is known of each gap.
        evidence: what the text and its context say.
    """
    wanted = [
        place
        for place, (characters, probabilities) in enumerate(posteriors)
        if len(probabilities) > 1 and probabilities[0] < 1 + _DOUBTFUL and any(map(evidence.concerns, characters))
    ]
    if not wanted:
        return posteriors
    text, starts = _filled(pieces, posteriors)
    weighed = posteriors.copy()
    for place in wanted:
        start = starts[place]
        end = start + len(posteriors[place].characters[0])
        before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
        weighed[place] = _weighed(posteriors[place], before, after, evidence)
    return weighed


def _filled(pieces: Pieces, posteriors: list[Posterior]) -> tuple[str, list[int]]:
    """Return the text with the likeliest candidates, and where the gaps begin."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    found = iter(posteriors)
    for piece in pieces:
        if isinstance(piece, str):
            part = piece
        else:
            characters = next(found).characters
            part = characters[0] if characters else _NOTHING
            starts.append(length)
        parts.append(part)
        length += len(part)
    return "".join(parts), starts


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
    said = np.array([probabilities[0] if probabilities else 0.5 for _, probabilities in posteriors])
    said = np.clip(said, _CLOSEST, 1 - _CLOSEST)
    odds = np.interp(np.log(said / (1 - said)), _SAID_ODDS, _RIGHT_ODDS)
    best = (1 / (1 + np.exp(-odds))).tolist()
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
