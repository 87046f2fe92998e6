"""Lines that were undone at once: what is known of them, and the changes that they come to once their gaps are filled."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from i18n_tool.mojibake.channels._base import GAP, Channel, Lost
from i18n_tool.mojibake.composition import Change
from i18n_tool.mojibake.results import Inference

if TYPE_CHECKING:
    from i18n_tool.mojibake.inference import Posterior


class UndoneLine(NamedTuple):
    """A line that a channel explains.

    Attributes:
        start: where it begins.
        end: where it ends.
        channel: what happened to it.
        text: what it was, with GAP for each character of which bytes were lost.
        gaps: what these can have been, in order.
        changes: what becomes of each damaged passage, likewise with GAP.
    """

    start: int
    end: int
    channel: Channel
    text: str
    gaps: Sequence[Lost]
    changes: list[Change]


class Unsure(NamedTuple):
    """A passage with gaps of which one is less sure than was asked for."""

    change: Change
    posteriors: Sequence[Posterior]


def complete(
    line: UndoneLine, posteriors: Sequence[Posterior], min_confidence: float
) -> tuple[list[Change], list[Unsure]]:
    """Return the changes of a line with its gaps filled, and those passages apart where not all are sure.

    Args:
        line: the line.
        posteriors: what is likely in each gap.
        min_confidence: how likely the likeliest must be.
    """
    if not line.gaps:
        return line.changes, []
    changes: list[Change] = []
    unsure: list[Unsure] = []
    done = 0
    for change in line.changes:
        known = change.after.split(GAP)
        if len(known) == 1:
            changes.append(change)
            continue
        first, done = done, done + len(known) - 1
        likely = posteriors[first:done]
        if min([shares[0] if shares else 0.0 for _, shares in likely]) < min_confidence:
            unsure.append(Unsure(change, likely))
        else:
            changes.append(_completed(change, known, likely, line.gaps[first:done]))
    return changes, unsure


def _completed(change: Change, known: list[str], likely: Sequence[Posterior], gaps: Sequence[Lost]) -> Change:
    parts = known[:1]
    length = len(known[0])
    inferences: list[Inference] = []
    lost, confidence = 0, 1.0
    for posterior, gap, after in zip(likely, gaps, known[1:], strict=True):
        inference = inference_of(posterior, length)
        inferences.append(inference)
        parts += (inference.character, after)
        length += len(inference.character) + len(after)
        lost += gap.lost
        confidence *= inference.probability
    start, end, _, channel, _, _ = change
    return Change(start, end, "".join(parts), channel + losses(lost), confidence, tuple(inferences))


def inference_of(posterior: Posterior, offset: int) -> Inference:
    """Return what was most likely in a gap, which stands at `offset` of the repaired passage, with the runners-up."""
    characters, probabilities = posterior
    runners_up = tuple(zip(characters[1:], probabilities[1:], strict=True)) if len(characters) > 1 else ()
    return Inference(offset, characters[0], probabilities[0], runners_up)


@cache
def losses(count: int) -> str:
    """Return how many bytes were lost, in words that follow the name of a channel."""
    return {0: "", 1: ", 1 byte lost"}.get(count, f", {count} bytes lost")
