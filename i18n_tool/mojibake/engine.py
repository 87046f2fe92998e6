"""The repair of a text: find damaged lines, weigh the readings, fill the gaps, and once more until nothing changes."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from i18n_tool.mojibake.blocks import undo_blocks
from i18n_tool.mojibake.channels._base import Candidates, Channel, Gap, Passage
from i18n_tool.mojibake.composition import Change, carry, source_of
from i18n_tool.mojibake.deferral import Deferred, join, worked_out, worked_out_near
from i18n_tool.mojibake.gains import STRONG
from i18n_tool.mojibake.hypotheses import ENOUGH_CERTAIN, SAMPLE, settle, settled_channels
from i18n_tool.mojibake.readings import Reading, explains_all, read_line
from i18n_tool.mojibake.results import DeferredEdits, Inference, Repair, RepairEdit, Unresolved
from i18n_tool.mojibake.screening import LOST_IN_GBK, REPLACEMENT, is_suspicious, suspicious
from i18n_tool.mojibake.undone_lines import RepairedLine, UndoneLine, Unsure, inference_of, losses
from i18n_tool.mojibake.unescaping import unescape
from i18n_tool.spans import Span

if TYPE_CHECKING:
    from i18n_tool.mojibake.distributions import Posterior

#: Each pass undoes one layer of damage; text in the wild has at most three or four.
MOST_PASSES: Final = 12
#: Lines with gaps from which a document's channel is settled.
LINES_TO_SETTLE: Final = 40

_LOST: Final = re.compile(f"{REPLACEMENT}+|(?:{LOST_IN_GBK})+锟?")
_LOW: Final = "the lost bytes leave several characters possible, none of them likely enough"
_GONE: Final = "the bytes were replaced by U+FFFD, nothing is left of them"


class Doubt(NamedTuple):
    """A gap that was left alone: all that fits it, and how likely that is."""

    candidates: Candidates
    posterior: Posterior


#: By start and end.
Doubts = dict[tuple[int, int], Doubt]


def repair_text(text: str, *, min_confidence: float, escapes: bool = False, context: str = "") -> Repair:
    """Return the repair of a text; see `i18n_tool.mojibake.repair`."""
    changes: list[Change | Deferred] = []
    current = text
    left: Doubts = {}
    sound: set[str] = set()
    for _ in range(MOST_PASSES):
        found: list[Change | Deferred] = [*unescape(current)] if escapes else []
        doubtful: Doubts = {}
        if not found:
            if not is_suspicious(current):
                break
            found, doubtful = _repair_once(current, min_confidence, sound, context)
        left = _carried({**left, **doubtful}, found)
        if not found:
            break
        changes, current = join(current, changes, found)
    if not changes:
        return Repair(text, (), tuple(_unresolved(text, current, changes, left)))
    edits = DeferredEdits(partial(_edits, text, changes))
    return Repair(current, edits, tuple(_unresolved(text, current, changes, left)))


def _edits(text: str, changes: list[Change | Deferred]) -> tuple[RepairEdit, ...]:
    return tuple(
        RepairEdit(Span(start, end), text[start:end], after, channel, confidence, bool(inferences), inferences)
        for start, end, after, channel, confidence, inferences in worked_out(changes)
    )


def _carried(left: Doubts, changes: list[Change | Deferred]) -> Doubts:
    """Return what is left in doubt at its places once the changes are made."""
    if not left:
        return left
    before = sorted(left)
    places = carry(before, worked_out_near(changes, before))
    return {now: left[place] for place, now in zip(before, places, strict=True) if now is not None}


def _unresolved(text: str, current: str, changes: list[Change | Deferred], left: Doubts) -> Iterator[Unresolved]:
    """Yield what is still damaged in the `current` text, at its place in the input."""
    found = [(start, end, _LOW, doubts) for start, end, doubts in _joined(left)]
    if REPLACEMENT in current or LOST_IN_GBK in current:
        found += [(*match.span(), _GONE, []) for match in _LOST.finditer(current)]
    found.sort(key=lambda one: one[:2])
    reached = 0
    places = [one[:2] for one in found]
    sources = source_of(places, worked_out_near(changes, places, after=True))
    for (start, end), (_, last, reason, doubts) in zip(sources, found, strict=True):
        if last > reached:
            yield _with_guess(Unresolved(Span(start, end), text[start:end], reason), doubts)
            reached = last


def _with_guess(left: Unresolved, doubts: list[Doubt]) -> Unresolved:
    """Add what was most likely there to a passage of gaps that touch."""
    candidates = tuple(doubt.candidates.characters for doubt in doubts)
    guess, probability, inferences = "", 1.0, []
    for doubt in doubts:
        if not doubt.posterior.characters:
            return replace(left, candidates=candidates)
        inferences.append(inference_of(doubt.posterior, len(guess)))
        guess += inferences[-1].character
        probability *= inferences[-1].probability
    if not inferences:
        return left
    return replace(left, guess=guess, probability=probability, alternatives=tuple(inferences), candidates=candidates)


def _joined(left: Doubts) -> Iterator[tuple[int, int, list[Doubt]]]:
    """Yield what is left in doubt, in order, places that touch as one."""
    first, last = 0, 0
    joined: list[Doubt] = []
    for (start, end), doubt in sorted(left.items()):
        if start > last:
            if joined:
                yield first, last, joined
            first, joined = start, []
        joined.append(doubt)
        last = end
    if joined:
        yield first, last, joined


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    reading: Reading


def _repair_once(
    text: str, min_confidence: float, sound: set[str], context: str
) -> tuple[list[Change | Deferred], Doubts]:
    """Undo one layer of damage; return the changes, and where gaps were left.

    Lines that no channel explains are added to the `sound` ones, which later rounds need not read again.
    """
    reader = _LineReader(text, sound)
    lines = list(reader.read())
    filled = settle(text, [(line.start, line.reading) for line in lines], reader.undone, context)
    round_ = _Round(text, min_confidence)
    round_.add_undone(filled.undone)
    for line in lines:
        channel = filled.channel_of(line.reading)
        for passage in line.reading.passages:
            posteriors = [filled.posteriors[line.start, id(part)] for part in passage.parts if isinstance(part, Gap)]
            round_.add_passage(line.start, passage, channel, posteriors)
    round_.changes.sort(key=attrgetter("start"))
    return round_.changes, round_.doubtful


class _Round:
    """Collects what is changed, and the gaps that are left because none of their candidates is likely enough."""

    def __init__(self, text: str, min_confidence: float) -> None:
        self.changes: list[Change | Deferred] = []
        self.doubtful: Doubts = {}
        self._text = text
        self._min_confidence = min_confidence

    def add_undone(self, lines: Iterable[RepairedLine]) -> None:
        """Add what becomes of lines that were undone at once."""
        for line in lines:
            if line.least >= self._min_confidence:
                self.changes.append(line)
                continue
            channel = line.line.channel
            for done in line.passages(self._min_confidence):
                if isinstance(done, Unsure):
                    for passage in channel.read(self._text[done.start : done.end]):
                        self.add_passage(done.start, passage, channel, done.posteriors)
                else:
                    self.changes.append(done)

    def add_passage(self, start: int, passage: Passage, channel: Channel, posteriors: Iterable[Posterior]) -> None:
        """Add what becomes of a passage of the line that begins at `start`."""
        builder = _Builder(self.changes, start, passage.start, channel)
        likely = iter(posteriors)
        for part in _together(passage.parts):
            if isinstance(part, str):
                builder.add_known(part)
                continue
            group = [(gap, next(likely)) for gap in part]
            least_likely, posterior = min(group, key=lambda one: one[1].probabilities[:1])
            if posterior.probabilities and posterior.probabilities[0] >= self._min_confidence:
                for gap, filling in group:
                    builder.add_inferred(gap, filling)
            else:
                builder.leave(least_likely)
                place = start + least_likely.start, start + least_likely.end
                self.doubtful[place] = Doubt(least_likely.candidates, posterior)
        builder.finish(passage.end)


def _together(parts: Iterable[str | Gap]) -> Iterator[str | list[Gap]]:
    """Yield the parts of a passage, the gaps that share damaged characters as one."""
    gaps: list[Gap] = []
    for part in parts:
        if gaps and (isinstance(part, str) or not part.continues):
            yield gaps
            gaps = []
        if isinstance(part, str):
            yield part
        else:
            gaps.append(part)
    if gaps:
        yield gaps


class _LineReader:
    """Reads the suspicious lines of a text.

    Lossless damage that is beyond doubt is undone at once, many lines at a time. Once enough lines have gaps, the
    channel is settled from them: the rest is not read in all that are like it. Once these tell what was lost, too, they
    are undone at once as well.

    Attributes:
        undone: the lines that were undone at once.
    """

    def __init__(self, text: str, sound: set[str]) -> None:
        self.undone: list[UndoneLine] = []
        self._text = text
        self._sound = sound
        self._preferred: list[Channel] = []
        self._exact: Channel | None = None
        self._settled = False
        self._met: list[tuple[int, Reading]] = []
        self._lossy = 0
        self._like_it = 0
        self._gaps_like_it = 0
        self._is_known = False

    def read(self) -> Iterator[_Line]:
        """Yield the readings of all suspicious lines but those that are undone at once or known as sound."""
        position = 0
        search = suspicious().search
        while (match := search(self._text, position)) is not None:
            start = self._text.rfind("\n", 0, match.start()) + 1
            position = yield from self._undo_at_once(start)
            if position > start:
                continue
            end = self._text.find("\n", match.start())
            position = len(self._text) if end < 0 else end
            line = self._text[start:position]
            yield from self._read_line(start, line)

    def _undo_at_once(self, start: int) -> Generator[_Line, None, int]:
        """Undo lines from `start` on; yield the readings of those in doubt, and return where the lines end."""
        for channel, lossy in self._settled_on():
            reached = start
            for block in undo_blocks(self._text, start, channel, lossy=lossy):
                self.undone += block.undone
                for first, last in block.doubtful:
                    if suspicious().search(self._text, first, last):
                        yield from self._read_line(first, self._text[first:last])
                reached = block.end
            if reached > start:
                return reached
            if not lossy:
                self._exact = None
        return start

    def _settled_on(self) -> Iterator[tuple[Channel, bool]]:
        """Yield what happened to the next lines, as far as that is beyond doubt, and whether bytes were lost."""
        known = self._preferred[0] if self._is_known else None
        if self._exact not in (None, known):
            yield self._exact, False
        if known:
            yield known, True

    def _read_line(self, start: int, line: str) -> Iterator[_Line]:
        if line in self._sound:
            return
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
            self._count(reading)
            return
        if reading.gain >= STRONG:
            self._preferred = [reading.channels[0]]
        self._met.append((start, reading))
        self._lossy += bool(reading.gaps)
        if self._lossy >= LINES_TO_SETTLE:
            self._preferred, self._settled = settled_channels(self._text, self._met), True
            for _, met in self._met:
                self._count(met)

    def _count(self, reading: Reading) -> None:
        """Count what tells which bytes the settled channel lost: no more than that is looked at later."""
        if reading.channels == (self._preferred[0],):
            self._like_it += 1
            self._gaps_like_it += len(reading.gaps)
            self._is_known = self._like_it >= ENOUGH_CERTAIN and self._gaps_like_it >= SAMPLE


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

    def __init__(self, changes: list[Change | Deferred], line_start: int, start: int, channel: Channel) -> None:
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
        self.add_known(gap.before)
        inference = inference_of(posterior, self._length)
        self._inferences.append(inference)
        self.add_known(inference.character)
        self.add_known(gap.after)
        self._lost += gap.lost
        self._confidence *= inference.probability

    def leave(self, gap: Gap) -> None:
        """Keep a gap as it is; single bytes beside U+FFFD become just that, unless they may have been Chinese."""
        self.finish(gap.start)
        self._start = gap.end
        if (
            gap.marked
            and not self._channel.is_double_byte
            and gap.end - gap.start > 1
            and not any("\u3400" <= char <= "\u9fff" for char in gap.candidates.characters)
        ):
            start = self._line_start + gap.start
            self._changes.append(Change(start, self._line_start + gap.end, REPLACEMENT, self._channel.name, 1.0, ()))

    def finish(self, end: int) -> None:
        if self._after:
            start = self._line_start + self._start
            inferences = tuple(self._inferences)
            self._changes.append(
                Change(
                    start,
                    self._line_start + end,
                    "".join(self._after),
                    self._channel.name + losses(self._lost),
                    self._confidence,
                    inferences,
                )
            )
        self._reset()
