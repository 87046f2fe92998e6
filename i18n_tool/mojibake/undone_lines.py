"""Lines that were undone at once: what is known of them, and what they come to once their gaps are filled.

There can be a million of them, so they share what they have in common and work out single changes only when asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from i18n_tool.mojibake.channels._base import GAP, Channel, Lost, Sketch
from i18n_tool.mojibake.composition import Change
from i18n_tool.mojibake.results import Inference

if TYPE_CHECKING:
    from i18n_tool.mojibake.distributions import Distributions, Posterior

#: Passages of an original that are not ASCII; where nothing was lost, damaged passages, too.
RUN: Final = re.compile("[^\x00-\x7f]+")


class UndoneLine(NamedTuple):
    """A line that a channel explains.

    Attributes:
        source: the text that it is in.
        start: where it begins.
        end: where it ends.
        text: what it was, with GAP for each character of which bytes were lost.
        channel: what happened to it.
        sketch: of this line and others, without the text.
        origin: where the sketch begins.
        gap: the number of the line's first gap in the sketch.
        passage: the number of its first passage.
    """

    source: str
    start: int
    end: int
    text: str
    channel: Channel
    sketch: Sketch
    origin: int
    gap: int
    passage: int

    @property
    def damaged(self) -> str:
        """The line as it was given."""
        return self.source[self.start : self.end]

    @property
    def is_settled(self) -> bool:
        """Whether it is settled what happened to the document; otherwise it is known of this line alone."""
        return self.sketch.spans is not None

    @property
    def gaps(self) -> Sequence[Lost]:
        """What its gaps can have been, in order."""
        return self.sketch.gaps[self.gap : self.gap + self.text.count(GAP)]

    def spans(self, passages: int) -> Sequence[tuple[int, int]]:
        """Return where its passages, which are so many, lie: from where the line begins, or the sketch if settled."""
        if self.sketch.spans is None:
            return [match.span() for match in RUN.finditer(self.damaged)]
        return self.sketch.spans[self.passage : self.passage + passages]

    def passages(self) -> Iterator[tuple[int, int, str]]:
        """Yield where each damaged passage lies, and what it was, with GAP for what was lost."""
        runs = RUN.findall(self.text)
        origin = self.origin if self.is_settled else self.start
        for (start, end), run in zip(self.spans(len(runs)), runs, strict=True):
            yield origin + start, origin + end, run


class RepairedLine(NamedTuple):
    """What a line comes to.

    Attributes:
        start: where it begins.
        end: where it ends.
        after: what becomes of it.
        line: the line.
        posteriors: what is likely in its gaps, and in others; None if it has no gaps.
        first: the number of its first gap in `posteriors`.
        least: how likely what is least likely of `after` is.
    """

    start: int
    end: int
    after: str
    line: UndoneLine
    posteriors: Distributions | None
    first: int
    least: float

    def work_out(self) -> list[Change]:
        """Return what becomes of each of its passages."""
        return [passage for passage in self.passages(0.0) if isinstance(passage, Change)]

    def passages(self, min_confidence: float) -> Iterator[Change | Unsure]:
        """Yield what becomes of each of its passages if all of that has to be so likely."""
        return _passages(self.line, self.posteriors, self.first, min_confidence)


class Unsure(NamedTuple):
    """A passage with a gap that is less sure than was asked for."""

    start: int
    end: int
    posteriors: Sequence[Posterior]


def without_gaps(line: UndoneLine) -> RepairedLine:
    """Return what a line comes to of which nothing was lost."""
    return RepairedLine(line.start, line.end, line.text, line, None, 0, 1.0)


def _passages(
    line: UndoneLine, posteriors: Distributions | None, first: int, min_confidence: float
) -> Iterator[Change | Unsure]:
    """Yield what becomes of each passage."""
    gaps = line.gaps
    done = 0
    for start, end, run in line.passages():
        known = run.split(GAP)
        if posteriors is None or len(known) == 1:
            yield Change(start, end, run, line.channel.name, 1.0, ())
            continue
        here, done = done, done + len(known) - 1
        likely = posteriors[first + here : first + done]
        if min(posteriors.probabilities[first + here : first + done]) >= min_confidence:
            yield _change(start, end, line.channel, known, likely, gaps[here:done])
        else:
            yield Unsure(start, end, likely)


def _change(
    start: int, end: int, channel: Channel, known: Sequence[str], likely: Sequence[Posterior], gaps: Sequence[Lost]
) -> Change:
    """Return what becomes of a passage: what is known of it, and between two pieces of that the likeliest in a gap."""
    parts = [known[0]]
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
    return Change(start, end, "".join(parts), channel.name + losses(lost), confidence, tuple(inferences))


def inference_of(posterior: Posterior, offset: int) -> Inference:
    """Return what was most likely in a gap, which stands at `offset` of the repaired passage, with the runners-up."""
    characters, probabilities = posterior
    runners_up = tuple(zip(characters[1:], probabilities[1:], strict=True)) if len(characters) > 1 else ()
    return Inference(offset, characters[0], probabilities[0], runners_up)


@cache
def losses(count: int) -> str:
    """Return how many bytes were lost, in words that follow the name of a channel."""
    return {0: "", 1: ", 1 byte lost"}.get(count, f", {count} bytes lost")
