"""Finds out which lines of a damaged text an earlier version has as they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from i18n_tool.history.alignment import ENOUGH, align, extend, fill_blocks, link_unique
from i18n_tool.history.damages import apply, likely_damages
from i18n_tool.history.lines import DamagedText, EarlierText, Line, Original


class Comparison:
    """A damaged text beside an earlier version of it.

    Lines are aligned by what survives of them; from those that are, it is learnt what happened to the text, and then
    those follow that an earlier line becomes if the same happens to it.

    Args:
        damaged: the text.
        earlier: the version.
        wanted: the lines in which something is looked for, by number.

    Attributes:
        alignment: which lines are the same.
    """

    def __init__(self, damaged: DamagedText, earlier: EarlierText, wanted: Mapping[int, Line]) -> None:
        self._damaged = damaged
        self._earlier = earlier
        self._wanted = wanted
        self.alignment = align(
            damaged.lines, earlier.lines, {number: line.skeleton for number, line in wanted.items()}, self._agrees
        )
        self._damages = likely_damages(*self._damaged_and_sound())
        if self._damages:
            self._align_as_damaged()

    def same_lines(self) -> Iterator[tuple[int, list[Original]]]:
        """Yield the lines that an earlier one restores for sure, with what it has there."""
        lines, earlier = self._damaged.lines, self._earlier.lines
        for number, place in self.alignment.pairs():
            is_telling = lines[number] != earlier[place] or (number in self._wanted and self._confirms(number, place))
            if is_telling and (found := self._originals(number, place)) is not None:
                yield number, found

    def _confirms(self, number: int, place: int) -> bool:
        """Tell whether an equal line of the version was sound, so that it confirms what was inferred."""
        was_sound = self._earlier.as_written[place] == self._earlier.lines[place]
        return was_sound and self._damaged.damaged[number] != self._damaged.lines[number]

    def _originals(self, number: int, place: int) -> list[Original] | None:
        """Return what an earlier line has where this one is damaged; None where it is not the same line for sure."""
        line = self._damaged.line(number)
        support = self.alignment.support(number, place)
        as_written = self._earlier.as_written[place]
        if self._was_damaged(line, as_written) and line.weight_as_damaged + support >= ENOUGH:
            return line.originals(as_written) if as_written == line.text else [line.difference(as_written)]
        if line.weight + support < ENOUGH:
            return None
        return line.originals(self._earlier.lines[place]) or line.originals(as_written)

    def _was_damaged(self, line: Line, earlier: str) -> bool:
        return any(apply(damage, earlier) == line.damaged for damage in self._damages)

    def _agrees(self, number: int, place: int) -> bool:
        line = self._wanted[number]
        candidates = {self._earlier.lines[place], self._earlier.as_written[place]}
        return any(line.originals(earlier) is not None for earlier in candidates)

    def _damaged_and_sound(self) -> tuple[set[str], list[str]]:
        """Return damaged lines, and earlier ones that they may have come from, to learn what happened to the text."""
        repaired = [
            (number, place)
            for number, place in self.alignment.pairs()
            if self._damaged.damaged[number] != self._earlier.as_written[place]
        ]
        numbers = [*(number for number, _ in repaired), *self.alignment.free_lines()]
        places = [*(place for _, place in repaired), *self.alignment.free_earlier()]
        return (
            {self._damaged.damaged[number] for number in numbers},
            list(dict.fromkeys(self._earlier.as_written[place] for place in places)),
        )

    def _align_as_damaged(self) -> None:
        """Align lines that an earlier one becomes if it is damaged in the same way."""
        free = {number: self._damaged.damaged[number] for number in self.alignment.free_lines()}
        earlier = {place: self._earlier.as_written[place] for place in self.alignment.free_earlier()}
        for damage in self._damages:
            made = {place: one for place, line in earlier.items() if (one := apply(damage, line)) not in {None, line}}
            link_unique(self.alignment, free, made)
        extend(self.alignment, self._damaged.lines, self._earlier.lines)
        fill_blocks(
            self.alignment,
            lambda number, place: self._was_damaged(self._damaged.line(number), self._earlier.as_written[place]),
        )
