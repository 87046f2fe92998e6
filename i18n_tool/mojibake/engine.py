"""The repair of a text: find damaged lines, weigh the readings, fill the gaps, and once more until nothing changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from i18n_tool.mojibake.blocks import undo_lines
from i18n_tool.mojibake.channels._base import Channel, Gap
from i18n_tool.mojibake.composition import Change, carry, compose, source_of
from i18n_tool.mojibake.hypotheses import settle, settled_channels
from i18n_tool.mojibake.readings import STRONG, Reading, explains_all, read_line
from i18n_tool.mojibake.results import Inference, Repair, RepairEdit, Unresolved
from i18n_tool.mojibake.screening import LOST_IN_GBK, REPLACEMENT, is_suspicious, suspicious
from i18n_tool.spans import Span

if TYPE_CHECKING:
    from i18n_tool.mojibake.inference import Posterior

#: Each pass undoes one layer of damage; text in the wild has at most three or four.
MOST_PASSES: Final = 12
#: Lines with gaps from which a document's channel is settled.
LINES_TO_SETTLE: Final = 40

_LOST: Final = re.compile(f"{REPLACEMENT}+|(?:{LOST_IN_GBK})+锟?")
_LOW: Final = "the lost bytes leave several characters possible, none of them likely enough"
_GONE: Final = "the bytes were replaced by U+FFFD, nothing is left of them"


def repair_text(text: str, *, min_confidence: float) -> Repair:
    """Return the repair of a text; see `i18n_tool.mojibake.repair`."""
    changes: list[Change] = []
    current = text
    left: list[tuple[int, int]] = []
    sound: set[str] = set()
    for _ in range(MOST_PASSES):
        if not is_suspicious(current):
            break
        found, doubtful = _repair_once(current, min_confidence, sound)
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
    found = [(start, end, _LOW) for start, end in _joined(left)]
    if REPLACEMENT in current or LOST_IN_GBK in current:
        found += [(*match.span(), _GONE) for match in _LOST.finditer(current)]
    found.sort()
    reached = 0
    for (start, end), (_, last, reason) in zip(source_of([one[:2] for one in found], changes), found, strict=True):
        if last > reached:
            yield Unresolved(Span(start, end), text[start:end], reason)
            reached = last


def _joined(places: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the places, in order, those that touch as one."""
    first, last = 0, 0
    for start, end in places:
        if start > last:
            if last:
                yield first, last
            first = start
        last = end
    if last:
        yield first, last


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    reading: Reading


def _repair_once(text: str, min_confidence: float, sound: set[str]) -> tuple[list[Change], list[tuple[int, int]]]:
    """Undo one layer of damage; return the changes, and where gaps were left.

    Lines that no channel explains are added to the `sound` ones, which later rounds need not read again.
    """
    reader = _LineReader(text, sound)
    lines = list(reader.read())
    changes = reader.changes
    filled = settle(text, [(line.start, line.reading) for line in lines])
    doubtful: list[tuple[int, int]] = []
    for line in lines:
        channel = filled.channel_of(line.reading)
        for passage in line.reading.passages:
            builder = _Builder(changes, line.start, passage.start, channel)
            for part in passage.parts:
                if isinstance(part, str):
                    builder.add_known(part)
                    continue
                posterior = filled.posteriors[line.start + part.start]
                if posterior.probabilities and posterior.probabilities[0] >= min_confidence:
                    builder.add_inferred(part, posterior)
                else:
                    builder.leave(part)
                    doubtful.append((line.start + part.start, line.start + part.end))
            builder.finish(passage.end)
    changes.sort(key=lambda change: change.start)
    return changes, doubtful


class _LineReader:
    """Reads the suspicious lines of a text.

    Lossless damage that is beyond doubt is undone at once, many lines at a time. Once enough lines have gaps, the
    channel is settled from them: the rest is not read in all that are like it.

    Attributes:
        changes: what was undone at once.
    """

    def __init__(self, text: str, sound: set[str]) -> None:
        self.changes: list[Change] = []
        self._text = text
        self._sound = sound
        self._preferred: list[Channel] = []
        self._exact: Channel | None = None
        self._settled = False
        self._met: list[tuple[int, Reading]] = []
        self._lossy = 0

    def read(self) -> Iterator[_Line]:
        """Yield the readings of all suspicious lines but those that are undone at once or known as sound."""
        position = 0
        search = suspicious().search
        while (match := search(self._text, position)) is not None:
            start = self._text.rfind("\n", 0, match.start()) + 1
            if self._exact is not None:
                undone, position = undo_lines(self._text, start, self._exact)
                self.changes += undone
                if position > start:
                    continue
                self._exact = None
            end = self._text.find("\n", match.start())
            position = len(self._text) if end < 0 else end
            line = self._text[start:position]
            if line not in self._sound:
                yield from self._read_line(start, line)

    def _read_line(self, start: int, line: str) -> Iterator[_Line]:
        readings = read_line(line, self._preferred, settled=self._settled)
        if not readings:
            self._sound.add(line)
        for reading in readings:
            yield _Line(start, reading)
            self._learn(start, line, reading)

    def _learn(self, start: int, line: str, reading: Reading) -> None:
        """Note what a reading says about the lines that follow."""
        if explains_all(line, reading):
            self._exact = reading.channels[0]
        if self._settled:
            return
        if reading.gain >= STRONG:
            self._preferred = [reading.channels[0]]
        self._met.append((start, reading))
        self._lossy += bool(reading.gaps)
        if self._lossy >= LINES_TO_SETTLE:
            self._preferred, self._settled = settled_channels(self._text, self._met), True


class _Builder:
    """Collects the changes of one passage; a gap that is left alone parts them."""

    __slots__ = (
        "_after",
        "_changes",
        "_channel",
        "_confidence",
        "_inferences",
        "_length",
        "_line_start",
        "_lost",
        "_start",
    )

    def __init__(self, changes: list[Change], line_start: int, start: int, channel: Channel) -> None:
        self._changes = changes
        self._line_start = line_start
        self._start = start
        self._channel = channel
        self._reset()

    def _reset(self) -> None:
        self._after: list[str] = []
        self._length = 0
        self._inferences: list[Inference] = []
        self._lost = 0
        self._confidence = 1.0

    def add_known(self, text: str) -> None:
        self._after.append(text)
        self._length += len(text)

    def add_inferred(self, gap: Gap, posterior: Posterior) -> None:
        (best, *characters), (probability, *shares) = posterior
        self._inferences.append(Inference(self._length, best, probability, tuple(zip(characters, shares, strict=True))))
        self._after.append(best)
        self._length += len(best)
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
            self._changes.append(Change(start, self._line_start + gap.end, REPLACEMENT, self._channel.name, 1.0, ()))

    def finish(self, end: int) -> None:
        if self._after:
            words = {0: "", 1: ", 1 byte lost"}.get(self._lost, f", {self._lost} bytes lost")
            start = self._line_start + self._start
            inferences = tuple(self._inferences)
            self._changes.append(
                Change(
                    start,
                    self._line_start + end,
                    "".join(self._after),
                    self._channel.name + words,
                    self._confidence,
                    inferences,
                )
            )
        self._reset()
