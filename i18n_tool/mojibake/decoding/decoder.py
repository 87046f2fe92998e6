"""Turns the bytes of a file into text, block by block, whatever it is encoded in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from i18n_tool.errors import InputError
from i18n_tool.mojibake.decoding import wide
from i18n_tool.mojibake.decoding.encodings import ESCAPED, REPLACEMENT, UTF_8, Encoding, named
from i18n_tool.mojibake.decoding.results import Decoded, Passage, Undecoded
from i18n_tool.spans import Span

if TYPE_CHECKING:
    from i18n_tool.mojibake.decoding.lines import Reading
    from i18n_tool.mojibake.decoding.weighing import Experience

#: Lines are weighed this many bytes at a time; what they show holds for those that follow. Bounds the memory.
BLOCK: Final = 1 << 20
#: A text of which more than this share of the bytes beyond ASCII is in no encoding is none.
_MOST_UNREAD: Final = 0.5
_ALL_ASCII: Final = bytes(range(0x80))
_REPLACED: Final = re.compile(REPLACEMENT)


class Decoder:
    """Reads a file in blocks that end at line ends; what the blocks before showed is the prior of the next.

    Args:
        encoding: what the file is in, by a name that Python knows; None to find out.

    Raises:
        UsageError: there is no such encoding.
    """

    def __init__(self, encoding: str | None = None) -> None:
        self._encoding = named(encoding) if encoding else None
        self._is_open = False
        self._experience: Experience | None = None

    def open(self, head: bytes) -> tuple[Encoding, int]:
        """Look at the beginning of the file: say what its line feeds are in, and how many bytes its mark takes.

        Raises:
            InputError: it is binary data.
        """
        self._is_open = True
        found = wide.marked(head)
        if found and (self._encoding is None or self._encoding.name[:-2] == found[0].name[:-2]):
            self._encoding, mark = found
            return self._encoding, len(mark)
        if self._encoding is None:
            self._encoding = wide.recognise(head) or _wide_without_zeros(head)
            if self._encoding is None:
                wide.refuse_controls(head)
        return self._encoding or UTF_8, 0

    def decode(self, data: bytes) -> Decoded:
        """Return a block as text.

        Raises:
            InputError: it is binary data, or in no encoding that is known.
        """
        if not self._is_open:
            _, mark = self.open(data)
            data = data[mark:]
        if self._encoding is not None:
            return _decode_as(self._encoding, data)
        zero = data.find(b"\0")
        if zero >= 0:
            raise InputError(f"is binary data, not text (byte {zero} is zero)")
        try:
            text = data.decode("utf-8")
            return Decoded(text, lines={} if text.isascii() else {UTF_8.name: text.count("\n") + 1})
        except UnicodeDecodeError:
            return self._weigh(data)

    def _weigh(self, data: bytes) -> Decoded:
        from i18n_tool.mojibake.decoding.lines import read_lines
        from i18n_tool.mojibake.decoding.weighing import Experience

        is_first = self._experience is None
        self._experience = self._experience or Experience()
        readings: list[Reading] = []
        for lines in _batches(data.split(b"\n")):
            readings += read_lines(lines, self._experience)
        decoded = _assemble(readings)
        if is_first and _is_no_text(decoded, data):
            raise InputError("is in no encoding that is known, or no text; if it is one, name it with --encoding")
        return decoded


def _wide_without_zeros(head: bytes) -> Encoding | None:
    """Return the wide encoding of data that is no UTF-8 and holds no zeros: Chinese without a line end, if at all."""
    if not (candidates := wide.candidates(head)):
        return None
    try:
        head.decode("utf-8")
    except UnicodeDecodeError:
        from i18n_tool.mojibake.decoding.weighing import choose_wide

        return choose_wide(head[: wide.HEAD], candidates)
    return None


def _batches(lines: list[bytes]) -> Iterator[list[bytes]]:
    start, size = 0, 0
    for number, line in enumerate(lines):
        size += len(line)
        if size >= BLOCK:
            yield lines[start : number + 1]
            start, size = number + 1, 0
    yield lines[start:]


def _decode_as(encoding: Encoding, data: bytes) -> Decoded:
    """Return data as text in an encoding that is beyond doubt."""
    text, is_kept = encoding.decode(data)
    lost = ESCAPED if is_kept else _REPLACED
    undecoded = tuple(Undecoded(Span(*match.span()), is_kept) for match in lost.finditer(text))
    return Decoded(text, encoding.name, undecoded=undecoded, lines={encoding.name: text.count("\n") + 1})


def _assemble(readings: list[Reading]) -> Decoded:
    """Return lines as one text."""
    lines: Counter[str] = Counter()
    for reading in readings:
        lines.update({encoding.name for _, encoding in reading.parts if encoding is not None})
    main = max(lines, key=lambda name: (lines[name], name == UTF_8.name), default=UTF_8.name)
    pieces: list[str] = []
    passages: list[Passage] = []
    place = 0
    for reading in readings:
        for text, encoding in reading.parts:
            if encoding is not None and encoding.name != main:
                passages.append(Passage(Span(place, place + len(text)), encoding.name))
            pieces.append(text)
            place += len(text)
        pieces.append("\n")
        place += 1
    text = "".join(pieces[:-1])
    return Decoded(
        text,
        main,
        tuple(_joined(passages)),
        tuple(Undecoded(Span(*match.span()), True) for match in ESCAPED.finditer(text)),
        lines,
        _mean([reading.probability for reading in readings if reading.parts[0][1] is not None]),
    )


def _joined(passages: list[Passage]) -> Iterator[Passage]:
    """Yield passages, those as one that are parted by a line end at most."""
    last: Passage | None = None
    for passage in passages:
        if last and last.encoding == passage.encoding and passage.span.start <= last.span.end + 1:
            last = Passage(Span(last.span.start, passage.span.end), last.encoding)
            continue
        if last:
            yield last
        last = passage
    if last:
        yield last


def _mean(probabilities: list[float]) -> float:
    return sum(probabilities) / len(probabilities) if probabilities else 1.0


def _is_no_text(decoded: Decoded, data: bytes) -> bool:
    unread = sum(one.span.end - one.span.start for one in decoded.undecoded)
    return unread > _MOST_UNREAD * len(data.translate(None, _ALL_ASCII))
