"""The lines of a damaged text, and those of its earlier versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

from i18n_tool.history.alignment import skeleton, weight
from i18n_tool.history.damages import remains
from i18n_tool.history.lost import Lost, Piece, find_lost, match, originals
from i18n_tool.mojibake import Repair, repair
from i18n_tool.mojibake.summary import CERTAIN
from i18n_tool.spans import Edit, Lines, Span, apply_edits

#: Lines in which more is lost are not compared as a whole.
_MOST_LOST: Final = 512

#: What an earlier line has for a stretch of the repaired text.
Original = tuple[Span, str]


def split(text: str) -> list[str]:
    """Return the lines of a text without their ends, which may differ between versions."""
    return [line.removesuffix("\r") for line in text.split("\n")]


@dataclass(frozen=True, eq=False)
class Line:
    """A line of the repaired text.

    Attributes:
        start: where it begins.
        text: the line, without its end.
        damaged: the line before the repair.
        lost: what is lost in it.
    """

    start: int
    text: str
    damaged: str
    lost: Sequence[Lost]

    @property
    def is_wanted(self) -> bool:
        """Whether something in it is worth looking for."""
        return any(one.is_wanted for one in self.lost)

    @cached_property
    def pieces(self) -> list[Piece]:
        """What survives, and what is lost in between."""
        pieces: list[Piece] = []
        done = 0
        for one in self.lost:
            if kept := self.text[done : one.span.start - self.start]:
                pieces.append(kept)
            pieces.append(one)
            done = one.span.end - self.start
        if kept := self.text[done:]:
            pieces.append(kept)
        return pieces

    @cached_property
    def weight(self) -> int:
        """How much survives; see `alignment.weight`."""
        return sum(weight(piece) for piece in self.pieces if isinstance(piece, str))

    @cached_property
    def weight_as_damaged(self) -> int:
        """How much the line tells where damage is compared with damage."""
        return weight(remains(self.damaged))

    @cached_property
    def skeleton(self) -> str:
        """What survives of the ASCII characters."""
        return "".join(skeleton(piece) for piece in self.pieces if isinstance(piece, str))

    def originals(self, earlier: str) -> list[Original] | None:
        """Return what an earlier line has for all that is lost; None where it disagrees with what survives."""
        if len(self.lost) > _MOST_LOST:
            return None
        spans = match(self.pieces, earlier, to_end=True)
        if spans is None:
            return None
        return [(lost.span, text) for lost, text in originals(self.pieces, spans, earlier)]

    def difference(self, earlier: str) -> Original:
        """Return the stretch in which the line and an earlier one differ."""
        limit = min(len(self.text), len(earlier))
        first = 0
        while first < limit and self.text[first] == earlier[first]:
            first += 1
        last = 0
        while last < limit - first and self.text[-1 - last] == earlier[-1 - last]:
            last += 1
        end = len(self.text) - last
        return Span(self.start + first, self.start + end), earlier[first : len(earlier) - last]


class DamagedText:
    """A damaged text and its repair, line by line.

    Attributes:
        lines: the lines after the repair.
        damaged: those before it; the same where the repair changed their number.
        lost: what is lost in the repaired text, in order.
    """

    def __init__(self, text: str, repaired: Repair) -> None:
        self.lines = split(repaired.text)
        before = split(text)
        self.damaged = before if len(before) == len(self.lines) else self.lines
        self.lost = find_lost(repaired)
        self._starts = [0, *accumulate(len(line) + 1 for line in repaired.text.split("\n"))]
        self._line_at: dict[int, Line] = {}
        places = Lines(repaired.text)
        self._lost_in: dict[int, list[Lost]] = {}
        for one in self.lost:
            self._lost_in.setdefault(places.place(one.span.start)[0] - 1, []).append(one)

    def line(self, number: int) -> Line:
        """Return a line by its number, counted from 0."""
        if number not in self._line_at:
            lost = self._lost_in.get(number, ())
            self._line_at[number] = Line(self._starts[number], self.lines[number], self.damaged[number], lost)
        return self._line_at[number]

    def wanted(self) -> dict[int, Line]:
        """Return the lines in which something is worth looking for, by number."""
        lines = {number: self.line(number) for number in self._lost_in}
        return {number: line for number, line in lines.items() if line.is_wanted}


class EarlierText(NamedTuple):
    """The lines of an earlier version.

    Attributes:
        name: the version.
        lines: its lines, repaired where they were damaged.
        as_written: its lines as they are.
    """

    name: str
    lines: list[str]
    as_written: list[str]


class EarlierTexts:
    """Reads earlier versions: lines that are damaged there, too, are repaired, each but once.

    Args:
        damaged: the text itself; where an earlier version has a line of it, that is repaired in the same way.
    """

    def __init__(self, damaged: DamagedText) -> None:
        self._known = dict(zip(damaged.damaged, damaged.lines, strict=True))

    def read(self, name: str, text: str) -> EarlierText:
        """Return the lines of a version."""
        lines = split(text)
        unknown = [line for line in dict.fromkeys(lines) if line not in self._known]
        self._known.update(zip(unknown, _repaired_lines(unknown), strict=True))
        return EarlierText(name, [self._known[line] for line in lines], lines)


def _repaired_lines(lines: Sequence[str]) -> Iterator[str]:
    """Yield each line repaired, or as it is where that is not certain."""
    text = "\n".join(lines)
    edits = _edits_by_line(text, repair(text))
    for number, line in enumerate(lines):
        yield apply_edits(line, edits.get(number, ()))


def _edits_by_line(text: str, repaired: Repair) -> Mapping[int, list[Edit]]:
    places = Lines(text)
    edits: dict[int, list[Edit]] = {}
    doubtful: set[int] = set()
    for edit in repaired.edits:
        row, column = places.place(edit.span.start)
        edits.setdefault(row - 1, []).append(
            Edit(Span(column - 1, column - 1 + edit.span.end - edit.span.start), edit.after)
        )
        if edit.confidence < CERTAIN or "\n" in edit.before or "\n" in edit.after:
            doubtful.add(row - 1)
    return {number: found for number, found in edits.items() if number not in doubtful}
