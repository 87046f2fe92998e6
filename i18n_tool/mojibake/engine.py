"""The repair of a text: find damaged lines, weigh the readings, fill the gaps, and once more until nothing changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from i18n_tool.mojibake.channels._base import Channel, Gap
from i18n_tool.mojibake.composition import Change, carry, compose, source_of
from i18n_tool.mojibake.hypotheses import settle, settled_channels
from i18n_tool.mojibake.readings import STRONG, Reading, channels, read_line
from i18n_tool.mojibake.results import Inference, Repair, RepairEdit, Unresolved
from i18n_tool.spans import Span

#: Each pass undoes one layer of damage; text in the wild has at most three or four.
MOST_PASSES: Final = 12
#: Runners-up that are listed for an inferred character.
MOST_RUNNERS_UP: Final = 4

#: Lines with gaps from which a document's channel is settled.
LINES_TO_SETTLE: Final = 40

_REPLACEMENT: Final = "\ufffd"
#: U+FFFD in UTF-8, read as GBK, in the two ways the six bytes of a pair can fall.
_LOST_IN_GBK: Final = "锟斤拷"
_LOST: Final = re.compile(f"{_REPLACEMENT}+|(?:{_LOST_IN_GBK})+锟?")
_LOW: Final = "the lost bytes leave several characters possible, none of them likely enough"
_GONE: Final = "the bytes were replaced by U+FFFD, nothing is left of them"


@cache
def _suspicious() -> re.Pattern[str]:
    first = "".join(channel.first for channel in channels())
    return re.compile(f"[{first}](?:{'|'.join(f'(?<=[{channel.first}])(?:{channel.then})' for channel in channels())})")


def is_suspicious(text: str) -> bool:
    """Tell whether any channel could have damaged the text; a first look, which may err on that side."""
    return not text.isascii() and _suspicious().search(text) is not None


def repair_text(text: str, *, context: str, min_confidence: float) -> Repair:
    """Return the repair of a text; see `i18n_tool.mojibake.repair`."""
    changes: list[Change] = []
    current = text
    left: list[tuple[int, int]] = []
    for _ in range(MOST_PASSES):
        if not is_suspicious(current):
            break
        found, doubtful = _repair_once(current, context, min_confidence)
        carried = [place for place in carry(sorted({*left, *doubtful}), found) if place is not None]
        if not found:
            left = carried
            break
        changes, current = compose(current, changes, found)
        left = carried
    edits = tuple(
        RepairEdit(
            Span(change.start, change.end),
            text[change.start : change.end],
            change.after,
            change.channel,
            change.confidence,
            bool(change.inferences),
            change.inferences,
        )
        for change in changes
    )
    return Repair(current if changes else text, edits, tuple(_unresolved(text, current, changes, left)))


def _unresolved(text: str, current: str, changes: list[Change], left: list[tuple[int, int]]) -> Iterator[Unresolved]:
    """Yield what is still damaged in the `current` text, at its place in the input."""
    found = [(start, end, _LOW) for start, end in left]
    if _REPLACEMENT in current or _LOST_IN_GBK in current:
        found += [(*match.span(), _GONE) for match in _LOST.finditer(current)]
    found.sort()
    reached = 0
    for (start, end), (_, last, reason) in zip(source_of([one[:2] for one in found], changes), found, strict=True):
        if last > reached:
            yield Unresolved(Span(start, end), text[start:end], reason)
            reached = last


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    reading: Reading


def _repair_once(text: str, context: str, min_confidence: float) -> tuple[list[Change], list[tuple[int, int]]]:
    """Undo one layer of damage; return the changes, and where gaps were left."""
    lines = list(_read_lines(text))
    filled = settle(text, [(line.start, line.reading) for line in lines], context)
    changes: list[Change] = []
    doubtful: list[tuple[int, int]] = []
    for line in lines:
        channel = filled.channel_of(line.reading)
        for passage in line.reading.passages:
            builder = _Builder(text, line.start, passage.start, channel)
            for part in passage.parts:
                if isinstance(part, str):
                    builder.add_known(part)
                    continue
                posterior = filled.posterior_of(line.start, part)
                if posterior.probabilities and posterior.probabilities[0] >= min_confidence:
                    runners_up = list(zip(posterior.characters, posterior.probabilities, strict=True))
                    builder.add_inferred(part, runners_up[: MOST_RUNNERS_UP + 1])
                else:
                    builder.leave(part)
                    doubtful.append((line.start + part.start, line.start + part.end))
            builder.finish(passage.end)
            changes += builder.changes
    changes.sort(key=lambda change: change.start)
    return changes, doubtful


def _read_lines(text: str) -> Iterator[_Line]:
    """Yield the readings of all suspicious lines.

    Once enough lines have gaps, the channel is settled from them: the rest is not read in all that are like it.
    """
    preferred: list[Channel] = []
    met: list[tuple[int, Reading]] = []
    undecided = 0
    settled = False
    position = 0
    search = _suspicious().search
    while (match := search(text, position)) is not None:
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.start())
        end = len(text) if end < 0 else end
        for reading in read_line(text[start:end], preferred, settled=settled):
            yield _Line(start, reading)
            if not settled:
                met.append((start, reading))
                undecided += len(reading.channels) > 1 and bool(reading.gaps)
            if reading.gain >= STRONG and not settled:
                preferred = [reading.channels[0]]
        if not settled and undecided >= LINES_TO_SETTLE:
            preferred, settled = settled_channels(text, met), True
        position = end


class _Builder:
    """Collects the changes of one passage; a gap that is left alone parts them."""

    def __init__(self, text: str, line_start: int, start: int, channel: Channel) -> None:
        self._text = text
        self._line_start = line_start
        self._start = start
        self._channel = channel
        self.changes: list[Change] = []
        self._reset()

    def _reset(self) -> None:
        self._after = ""
        self._inferences: list[Inference] = []
        self._lost = 0
        self._confidence = 1.0

    def add_known(self, text: str) -> None:
        self._after += text

    def add_inferred(self, gap: Gap, ranked: list[tuple[str, float]]) -> None:
        (best, probability), *others = ranked
        self._inferences.append(Inference(len(self._after), best, probability, tuple(others)))
        self._after += best
        self._lost += gap.lost
        self._confidence *= probability

    def leave(self, gap: Gap) -> None:
        """Keep a gap as it is; one with U+FFFD becomes just that, unless it may be Chinese, which context can tell."""
        self.finish(gap.start)
        self._start = gap.end
        if (
            gap.marked
            and gap.end - gap.start > 1
            and not any("\u3400" <= char <= "\u9fff" for char in gap.candidates.characters)
        ):
            start = self._line_start + gap.start
            self.changes.append(Change(start, self._line_start + gap.end, _REPLACEMENT, self._channel.name, 1.0, ()))

    def finish(self, end: int) -> None:
        if self._after:
            words = {0: "", 1: ", 1 byte lost"}.get(self._lost, f", {self._lost} bytes lost")
            start = self._line_start + self._start
            inferences = tuple(self._inferences)
            self.changes.append(
                Change(
                    start, self._line_start + end, self._after, self._channel.name + words, self._confidence, inferences
                )
            )
        self._reset()
