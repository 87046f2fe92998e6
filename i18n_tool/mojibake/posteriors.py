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


def shortened(posterior: Posterior) -> Posterior:
    """Return the likeliest candidates alone."""
    if len(posterior.characters) <= MOST_TOLD:
        return posterior
    return Posterior(posterior.characters[:MOST_TOLD], posterior.probabilities[:MOST_TOLD])
