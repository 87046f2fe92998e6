"""Double-byte character sets turned round: which bytes a character stood for, and what a decoder makes of bytes.

Where two bytes have no character, programs differ. Windows writes one sign for both, so that an ASCII sign goes
with the byte before it; most others replace or drop the first byte alone and go on with the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

REPLACEMENT: Final = "\ufffd"
QUESTION_MARK: Final = 0x3F
#: How a line is spelt as bytes: what no byte stands for, an ASCII character other than the question mark, U+FFFD. So
#: that 40 to 7E are second bytes.
UNKNOWN: Final = 0x0B
ASCII: Final = 0x0A
MARK: Final = 0xFF

#: GB 18030 has the euro sign twice. Two of them in a row come from A2 E3 80, the end of one character and the beginning
#: of a Chinese comma, stop or bracket: the first then stands as a character that is in no text.
_TWO_EUROS: Final = "€€"
_EURO_OF_TWO_BYTES: Final = "\ufdd0"

_LEADS: Final = range(0x81, 0xFF)
_TRAILS: Final = (*range(0x40, 0x7F), *range(0x80, 0xFF))


class _Table(dict[int, str]):
    """The bytes of each character, spelt as characters below U+0100."""

    def __missing__(self, point: int) -> str:
        return chr(UNKNOWN)


@dataclass(frozen=True, eq=False)
class Charset:
    """A double-byte character set.

    Attributes:
        codec: what Python calls it.
        singles: the characters of bytes above 7F that stand for one by themselves.
        euro: whether 80 is the euro sign.
    """

    codec: str
    singles: dict[int, str]
    euro: bool = False

    @cached_property
    def table(self) -> dict[int, str]:
        """The bytes of each character, spelt as characters below U+0100, for `str.translate`; sound text needs none."""
        table = _Table({ord(char): chr(byte) for byte, char in self.singles.items()})
        pairs = [bytes((lead, trail)) for lead in _LEADS for trail in _TRAILS]
        # All at once, which takes a tenth of the time; no character has a line feed in it: each stands by itself.
        for pair, char in zip(pairs, b"\n".join(pairs).decode(self.codec, "replace").split("\n"), strict=True):
            if len(char) == 1 and char != REPLACEMENT:
                table.setdefault(ord(char), pair.decode("latin-1"))
        table[ord(_EURO_OF_TWO_BYTES)] = "\xa2\xe3" if self.euro else table[ord("€")]
        table.update(dict.fromkeys(range(0x80), chr(ASCII)))
        table[QUESTION_MARK] = "?"
        table[ord(REPLACEMENT)] = chr(MARK)
        return table

    def spell(self, line: str) -> bytes:
        """Return the bytes of a line; those of ASCII characters but for `?` become `ASCII`."""
        return _with_long_euros(line).translate(self.table).encode("latin-1")

    def spell_short(self, text: str) -> bytes:
        """Return the bytes of a short text, those of ASCII characters as they are."""
        return "".join(char if char < "\x80" else self.table[ord(char)] for char in _with_long_euros(text)).encode(
            "latin-1"
        )

    def lengths(self, line: str) -> list[int]:
        """Return how many bytes each character of a line has."""
        return list(map(len, map(self.table.__getitem__, map(ord, _with_long_euros(line)))))

    def characters(self, leads: Iterable[int], trails: Iterable[int], *, without: str = "ascii") -> str:
        """Return the characters of some pairs of bytes, for a character class of a regular expression.

        Args:
            leads: the first bytes.
            trails: the second bytes.
            without: the codec of a set whose characters are left out.
        """
        trails = tuple(trails)
        found = {pair_of(self.codec, lead, trail) for lead in leads for trail in trails}
        return "".join(map(re.escape, sorted(char for char in found if char and not char.encode(without, "ignore"))))

    def decode(self, data: bytes, lost: str, *, pairs_are_lost: bool) -> str:
        """Return what a program reads.

        Args:
            data: the bytes.
            lost: what it writes where there is no character, "" for nothing.
            pairs_are_lost: whether two bytes without a character are lost together, as on Windows.
        """
        read: list[str] = []
        place = 0
        while place < len(data):
            byte = data[place]
            if byte < 0x80 or byte in self.singles:
                read.append(self.singles.get(byte) or chr(byte))
                place += 1
                continue
            pair = pair_of(self.codec, byte, data[place + 1]) if place + 1 < len(data) else None
            read.append(pair or lost)
            place += 2 if pairs_are_lost or pair else 1
        return "".join(read)


def _with_long_euros(text: str) -> str:
    return text.replace(_TWO_EUROS, _EURO_OF_TWO_BYTES + "€")


@cache
def charset(codec: str, *, euro: bool = False) -> Charset:
    """Return a character set.

    Args:
        codec: what Python calls it.
        euro: whether 80 is the euro sign.
    """
    singles = {byte: char for byte in range(0x80, 0xFF) if (char := bytes((byte,)).decode(codec, "ignore"))}
    if euro:
        singles[0x80] = "€"
    return Charset(codec, singles, euro)


@cache
def pair_of(codec: str, lead: int, trail: int) -> str | None:
    """Return the character of two bytes."""
    try:
        char = bytes((lead, trail)).decode(codec)
    except UnicodeDecodeError:
        return None
    return char if len(char) == 1 else None


@cache
def lost_before(charset: Charset, following: int | None) -> tuple[int, ...]:
    """Return the bytes that are no character before another byte, which None makes one that never pairs."""
    return tuple(
        byte
        for byte in range(0x80, 0xFF)
        if byte not in charset.singles and (following is None or pair_of(charset.codec, byte, following) is None)
    )
