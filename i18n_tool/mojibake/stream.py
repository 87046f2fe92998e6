"""Repair of a file of any size, block by block, in bounded memory.

A block ends at a line end, and what a line of it was is found as in a text of its own: a text that fits into one block
is repaired exactly as by `repair`. What only many lines together can tell, such as which of two like code pages it was,
is carried on: some damaged lines of the blocks before are read again in front of each block.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import IO, Final, Literal, TypeVar

from i18n_tool.mojibake import MIN_CONFIDENCE, repair
from i18n_tool.mojibake.byte_repair import to_bytes, with_undecoded
from i18n_tool.mojibake.decoding import Decoded, Decoder
from i18n_tool.mojibake.memory import forget
from i18n_tool.mojibake.results import Repair, RepairEdit, Unresolved
from i18n_tool.mojibake.screening import is_sound
from i18n_tool.spans import Lines, Span

#: A text of so many bytes is one block; of a longer one each block has about half as many. A line that is longer than
#: half a block is cut, at a carriage return or between two words if it has any.
BLOCK: Final = 1 << 20
_CHUNK: Final = 1 << 16
#: So many bytes of damaged blocks are remembered, to save time.
MOST_REMEMBERED: Final = 1 << 18
#: So many damaged lines are carried on; the engine settles on a channel from as many.
MOST_LESSONS: Final = 40
LONGEST_LESSON: Final = 400

#: Where a line can be cut so that no character and no damaged passage is, in any encoding that extends ASCII: after a
#: carriage return, or between words that have no byte beyond ASCII beside the space.
_SAFE: Final = re.compile(rb"\r(?!\n)|(?<=[\x21-\x7e])[ \t](?=[\x21-\x7e])")
#: How far back such a place is looked for.
_REACH: Final = 1 << 14
_CONTINUATION: Final = range(0x80, 0xC0)
_LONGEST_CHARACTER: Final = 4
#: How many bytes before a place tell whether it is in UTF-8.
_TAIL: Final = 60
#: Bytes that are never the second of a pair, common ones first.
_NEVER_SECOND: Final = tuple(bytes([byte]) for byte in range(0x30))
_DIGITS: Final = range(0x30, 0x3A)
#: The upper six bits of the first half of a pair in UTF-16.
_UPPER_HALF: Final = 0xD800 >> 10


@dataclass(frozen=True)
class RepairedBlock:
    """A block of a file.

    Attributes:
        decoded: the block as text, and what it was encoded in.
        repair: its repair; spans count from the beginning of the block.
        start: how many characters of the file stand before it.
        line: the line that it begins in, counted from 1.
        column: the column in that line, counted from 1; not 1 only where a long line was cut.
        size: how many bytes it was.
    """

    decoded: Decoded
    repair: Repair
    start: int
    line: int
    column: int
    size: int

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of the file in which a character of the block stands."""
        line, column = self._lines.place(offset)
        return self.line + line - 1, column + (self.column - 1 if line == 1 else 0)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.decoded.text)

    @property
    def data(self) -> bytes:
        """The repaired block in UTF-8; bytes that are in no encoding are in it as they were."""
        return to_bytes(self.repair.text)


def repair_stream(
    source: IO[bytes] | Iterable[bytes],
    *,
    encoding: str | None = None,
    min_confidence: float = MIN_CONFIDENCE,
    escapes: bool = False,
    block_size: int = BLOCK,
) -> Iterator[RepairedBlock]:
    r"""Undo encoding damage in a file of any size; see `repair_bytes`, whose results these are, block by block.

    Args:
        source: a file that was opened for reading bytes, or its bytes in pieces of any size.
        encoding: what it is in, by a name that Python knows; None to find out.
        min_confidence: see `repair`.
        escapes: see `repair`.
        block_size: how many bytes are read at most before a block is repaired.

    Raises:
        InputError: it is binary data, or in no encoding that is known.
        UsageError: there is no such encoding.

    >>> lines = ("ç®€ä»‹\n" * 3).encode()
    >>> [block.repair.text for block in repair_stream([lines], block_size=20)]
    ['简介\n', '简介\n', '简介\n']
    """
    decoder = Decoder(encoding)
    lessons = _Lessons()
    start, line, column = 0, 1, 1
    seen = 0
    for block in _blocks(source, decoder, block_size):
        decoded = decoder.decode(block)
        repaired = lessons.repair(decoded.text, partial(repair, min_confidence=min_confidence, escapes=escapes))
        seen += len(block) if repaired.edits or repaired.unresolved else 0
        if seen >= MOST_REMEMBERED:
            forget()
            seen = 0
        yield RepairedBlock(decoded, with_undecoded(decoded, repaired), start, line, column, len(block))
        text = decoded.text
        start += len(text)
        line += text.count("\n")
        column = len(text) - text.rfind("\n") if "\n" in text else column + len(text)


def _blocks(source: IO[bytes] | Iterable[bytes], decoder: Decoder, size: int) -> Iterator[bytes]:
    """Yield a file in blocks that end at line ends, without its byte order mark; at least one, which may be empty."""
    buffer = bytearray()
    cutter: _Cutter | None = None
    for chunk in _chunks(source):
        buffer += chunk
        if cutter is None and len(buffer) > size:
            cutter = _open(buffer, decoder)
        while cutter is not None and len(buffer) > size:
            end = cutter.cut(buffer, size)
            yield bytes(buffer[:end])
            del buffer[:end]
    if cutter is None:
        _open(buffer, decoder)
        yield bytes(buffer)
    elif buffer:
        yield bytes(buffer)


def _chunks(source: IO[bytes] | Iterable[bytes]) -> Iterator[bytes]:
    """Yield a file in small pieces, as they come in."""
    if not hasattr(source, "read"):
        for piece in source:
            yield from (piece[start : start + _CHUNK] for start in range(0, len(piece), _CHUNK))
        return
    read = getattr(source, "read1", source.read)  # a pipe gives what it has, instead of waiting for more
    while chunk := read(_CHUNK):
        yield chunk


def _open(buffer: bytearray, decoder: Decoder) -> _Cutter:
    encoding, mark = decoder.open(bytes(buffer))
    del buffer[:mark]
    return _Cutter(encoding.newline, encoding.extends_ascii)


@dataclass(frozen=True, slots=True)
class _Cutter:
    """Finds where a block can end.

    Attributes:
        newline: a line feed in the file's encoding; a character is as many bytes, or a whole multiple.
        extends_ascii: whether bytes of ASCII stand for themselves.
    """

    newline: bytes
    extends_ascii: bool

    def cut(self, data: bytearray, size: int) -> int:
        """Return where a block of at most `size` bytes can end, and better half as many; there are more of them."""
        half = max(1, size // 2)
        return self._line_end(data, half) or self._line_end(data, size) or self._within_line(data, half)

    def _line_end(self, data: bytearray, size: int) -> int:
        """Return the last line end within `size` bytes; 0 where there is none."""
        unit = len(self.newline)
        end = size
        while (place := data.rfind(self.newline, 0, end)) >= 0:
            if place % unit == 0:
                return place + unit
            end = place + unit - 1
        return 0

    def _within_line(self, data: bytearray, size: int) -> int:
        """Return a place within a line where no character is cut, and no damaged passage if it can be."""
        if not self.extends_ascii:
            return _unit_end(data, size, self.newline)
        safe = 0
        for match in _SAFE.finditer(data, max(0, size - _REACH), size + 1):
            safe = match.end() if match.end() <= size else safe
        return safe or _utf_8_end(data, size) or _pair_end(data, size)


def _unit_end(data: bytearray, size: int, newline: bytes) -> int:
    """Return the last end of a character of UTF-16 or UTF-32 within `size` bytes."""
    unit = len(newline)
    end = max(unit, size // unit * unit)
    order: Literal["little", "big"] = "little" if newline.startswith(b"\n") else "big"
    is_split = unit == 2 and int.from_bytes(data[end - 2 : end], order) >> 10 == _UPPER_HALF
    return end - unit if is_split and end > unit else end


def _utf_8_end(data: bytearray, size: int) -> int:
    """Return the last end of a character of UTF-8 within `size` bytes; 0 where they are not UTF-8."""
    for end in range(size, max(0, size - _LONGEST_CHARACTER), -1):
        if data[end] not in _CONTINUATION:
            before = data[max(0, end - _TAIL) : end].lstrip(bytes(_CONTINUATION))
            try:
                before.decode("utf-8")
            except UnicodeDecodeError:
                return 0
            return end
    return 0


def _pair_end(data: bytearray, size: int) -> int:
    """Return the last end of a character within `size` bytes, those beyond ASCII being pairs, or four bytes."""
    end = max((data.rfind(byte, 0, size) for byte in _NEVER_SECOND), default=-1) + 1
    while end < size and (after := end + _length_of_character(data, end)) <= size:
        end = after
    return end or size


def _length_of_character(data: bytearray, place: int) -> int:
    if data[place] < 0x80:
        return 1
    return 4 if data[place + 1] in _DIGITS else 2  # of these GB18030 makes second bytes, others do not


class _Lessons:
    """Damaged lines of the blocks before: read again in front of a block, they say what happened to the document."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def repair(self, text: str, function: Callable[[str], Repair]) -> Repair:
        """Return the repair of a block, and keep some of its lines."""
        repaired = self._repair(text, function)
        latest = dict.fromkeys(_damaged_lines(text, repaired.edits))
        self._lines = list(latest | dict.fromkeys(self._lines))[:MOST_LESSONS]
        return repaired

    def _repair(self, text: str, function: Callable[[str], Repair]) -> Repair:
        if not self._lines or is_sound(text):
            return function(text)
        lead = "".join(f"{line}\n" for line in self._lines)
        return _behind(len(lead), text, function(lead + text)) or function(text)


def _behind(lead: int, text: str, together: Repair) -> Repair | None:
    """Return the repair of what stands behind the first `lead` characters; None where an edit lies across."""
    spans = [edit.span for edit in together.edits] + [one.span for one in together.unresolved]
    if any(span.start < lead < span.end for span in spans):
        return None
    growth = sum(
        len(edit.after) - (edit.span.end - edit.span.start) for edit in together.edits if edit.span.end <= lead
    )
    edits = tuple(_moved(edit, lead) for edit in together.edits if edit.span.start >= lead)
    unresolved = tuple(_moved(one, lead) for one in together.unresolved if one.span.start >= lead)
    return Repair(together.text[lead + growth :] if edits else text, edits, unresolved)


_Placed = TypeVar("_Placed", RepairEdit, Unresolved)


def _moved(one: _Placed, lead: int) -> _Placed:
    return replace(one, span=Span(one.span.start - lead, one.span.end - lead))


def _damaged_lines(text: str, edits: Iterable[RepairEdit]) -> Iterator[str]:
    """Yield some lines that were repaired, first those of which bytes were lost: they say most."""
    for chosen in ([edit for edit in edits if edit.lossy], [edit for edit in edits if not edit.lossy]):
        last = -1
        for edit in chosen[: 4 * MOST_LESSONS]:
            start = text.rfind("\n", 0, edit.span.start) + 1
            end = text.find("\n", edit.span.end)
            if start > last and end - start <= LONGEST_LESSON:
                yield text[start : end if end >= 0 else len(text)]
            last = start
