"""What the channels have in common that read UTF-8 in a code page of 256 characters.

Every byte from C2 to F4 opens a sequence and says how many continuation bytes (80 to BF) it has. Programs lose bytes
that the code page leaves undefined: they drop them, or put U+FFFD, `?` or a C1 control in their place; some drop the
soft hyphen (AD), others make a no-break space (A0) a plain one. Almost all of these are continuation bytes, so the
openers survive, and a sequence that is too short says how many bytes it lost.
"""

from __future__ import annotations

import codecs
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, product
from typing import Final

from i18n_tool.mojibake.channels._base import Candidates, Channel, Gap, Lost, Passage, Sketch

SOFT_HYPHEN: Final = 0xAD
NO_BREAK_SPACE: Final = 0xA0
_SPACE: Final = 0x20
_REPLACEMENT: Final = 0xFFFD
#: How U+FFFD is spelt when a line is taken back to bytes: a byte that UTF-8 never has.
_MARK: Final = 0xFF
#: Bytes that open nothing but unassigned and private-use characters.
UNUSED_OPENERS: Final = frozenset(b"\xf1\xf2\xf4")
#: Stands for characters that the code page lacks.
_NOTHING: Final = 0

COMPLETE: Final = (
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
#: A sequence of which bytes may be lost; FF and `?` mark one that is, a space can be a no-break space.
_REMAINS: Final = (
    rb"[\xc2-\xdf][\x80-\xbf\xff? ]?"
    rb"|[\xe0-\xef](?:[\x80-\xbf\xff?]{2}|[\x80-\xbf\xff?] | [\x80-\xbf\xff?]?|[\x80-\xbf\xff?]?)"
    rb"|[\xf0-\xf4](?:[\x80-\xbf\xff?]{3}|[\x80-\xbf\xff?]{2} |[\x80-\xbf\xff?] [\x80-\xbf\xff?]?"
    rb"| [\x80-\xbf\xff?]{0,2}|[\x80-\xbf\xff?]{0,2})"
)
#: The same where no byte can be lost but a space may have been a no-break space.
_SPACED: Final = (
    rb"[\xc2-\xdf][\x80-\xbf ]|[\xe0-\xef](?:[\x80-\xbf]{2}|[\x80-\xbf] | [\x80-\xbf])"
    rb"|[\xf0-\xf4](?:[\x80-\xbf]{3}|[\x80-\xbf]{2} |[\x80-\xbf] [\x80-\xbf]| [\x80-\xbf]{2})"
)
_RUNS: Final = {
    name: re.compile(b"(?:%b)+" % form)
    for name, form in (("lossy", _REMAINS), ("spaced", _SPACED), ("exact", COMPLETE))
}
_TOKENS: Final = re.compile(b"((?:%b)+)|%b" % (COMPLETE, _REMAINS))
_SHORT: Final = re.compile(_REMAINS)


class ByteTable(dict[int, int]):
    """The byte of each character, for `str.translate`; characters that the code page lacks have none."""

    def __missing__(self, point: int) -> int:
        return _NOTHING


@dataclass(frozen=True, slots=True)
class CodePage:
    """A code page, turned round.

    Attributes:
        to_byte: the byte of each character, by its code point; C1 controls stand for bytes without a character.
        undefined: the bytes without a character.
    """

    to_byte: dict[int, int]
    undefined: frozenset[int]

    @classmethod
    def of(cls, codec: str) -> CodePage:
        """Turn the code page round that Python knows as `codec`."""
        characters = {byte: bytes([byte]).decode(codec, "ignore") for byte in range(0x80, 0xFF)}
        to_byte = {ord(char): byte for byte, char in characters.items() if char}
        undefined = [byte for byte, char in characters.items() if not char]
        for byte in (*range(0x80, 0xA0), *undefined):
            to_byte.setdefault(byte, byte)
        return cls(to_byte, frozenset(undefined))

    @property
    def has_no_break_space(self) -> bool:
        """Whether A0 is the no-break space, as in Unicode."""
        return self.to_byte.get(NO_BREAK_SPACE) == NO_BREAK_SPACE

    def characters(self, first: int, last: int) -> str:
        """Return the characters of a range of bytes, for a character class of a regular expression."""
        return "".join(re.escape(chr(point)) for point, byte in sorted(self.to_byte.items()) if first <= byte <= last)

    def characters_of(self, data: Iterable[int]) -> list[str]:
        """Return the characters of some bytes."""
        wanted = frozenset(data)
        return [chr(point) for point, byte in sorted(self.to_byte.items()) if byte in wanted]

    def after_an_opener(self, marks: str) -> str:
        """Return a pattern for what follows an opener in damaged text: a follower; after the commonest, a space."""
        follower = f"[{self.characters(0x80, 0xBF)}{marks}]"
        return f"{follower}|(?<=[{self.characters(0xC2, 0xC3)}]) " if self.has_no_break_space else follower


def single_byte(documentation: str, *, codec: str, label: str, prior: float, strips_controls: bool = False) -> Channel:
    """Return the channel that reads UTF-8 in a code page.

    Args:
        documentation: the docstring of the channel's module.
        codec: the code page, as Python calls it.
        label: the code page, as people call it.
        prior: see `Channel`.
        strips_controls: whether the bytes that are lost are the controls 80 to 9F, which the code page does define.
    """
    page = CodePage.of(codec)
    lost = frozenset(range(0x80, 0xA0)) if strips_controls else frozenset(b for b in page.undefined if b < 0xC0)
    reader = _Reader(page, lost)
    return Channel(
        name=f"UTF-8 read as {label}",
        documentation=documentation,
        prior=prior,
        first=page.characters(0xC2, 0xF4),
        then=page.after_an_opener(marks="\ufffd" if lost else ""),
        read=reader.read,
        always_lost=lost,
        maybe_lost=reader.maybe_lost,
        undo=reader.undo,
        sketch=reader.sketch if lost else None,
    )


class _Reader:
    """Reads lines backwards through one code page."""

    def __init__(self, page: CodePage, lost: frozenset[int]) -> None:
        self.maybe_lost = frozenset({SOFT_HYPHEN} if lost else ()) | (
            {NO_BREAK_SPACE} if page.has_no_break_space else set()
        )
        self._lost = lost | self.maybe_lost
        self._runs = _RUNS["lossy" if lost else "spaced" if page.has_no_break_space else "exact"]
        self._table = ByteTable({**{point: point for point in range(0x80)}, **page.to_byte, _REPLACEMENT: _MARK})
        self._fast_table = codecs.charmap_build("".join(map(chr, _first_of_each(page))))
        self._remnant = lru_cache(maxsize=1 << 14)(self._first_remnant)

    def read(self, line: str) -> list[Passage]:
        """Return the passages of a line."""
        data = self._to_bytes(line)
        return [passage for run in self._runs.finditer(data) for passage in self._passages(run[0], run.start())]

    def undo(self, text: str) -> str:
        """Return the original of a text of which nothing was lost; one character stands for each byte."""
        return codecs.charmap_encode(text, "strict", self._fast_table)[0].decode("utf-8")

    def sketch(self, text: str) -> Sketch | None:
        """Return what a text was, with gaps for characters of which bytes were lost."""
        from i18n_tool.mojibake.channels._sketches import sketch

        return sketch(codecs.charmap_encode(text, "strict", self._fast_table)[0], self._remnant)

    def _first_remnant(self, window: bytes) -> tuple[Lost | None, int]:
        """Return what the short sequence that a window begins with is left of, None for nothing, and its length."""
        remains = _SHORT.match(window)
        assert remains is not None  # noqa: S101 - the first byte opens a sequence
        candidates, lost, _ = candidates_for(remains[0], self._lost)
        return Lost(candidates, lost) if candidates.characters else None, remains.end()

    def _to_bytes(self, line: str) -> bytes:
        """Return one byte for each character."""
        try:
            return codecs.charmap_encode(line, "strict", self._fast_table)[0]
        except UnicodeEncodeError:
            return line.translate(self._table).encode("latin-1")

    def _passages(self, run: bytes, start: int) -> Iterator[Passage]:
        """Yield the passages of a run; sequences that no character can have left part them."""
        try:
            yield Passage(start, start + len(run), (run.decode("utf-8"),))
            return
        except UnicodeDecodeError:
            pass
        first = start
        parts: list[str | Gap] = []
        for token in _TOKENS.finditer(run):
            if token[1] is not None:
                parts.append(token[1].decode("utf-8"))
                continue
            candidates, lost, marked = candidates_for(token[0], self._lost)
            if candidates.characters:
                parts.append(
                    Gap(start + token.start(), start + token.end(), candidates, lost, marked, b" " in token[0])
                )
                continue
            if parts:
                yield Passage(first, start + token.start(), tuple(parts))
            parts = []
            first = start + token.end()
        if parts:
            yield Passage(first, start + len(run), tuple(parts))


def _first_of_each(page: CodePage) -> list[int]:
    """Return a character for each of the 256 bytes, one that stands for no other byte."""
    points = {byte: point for point, byte in reversed(page.to_byte.items())}
    points[_MARK] = _REPLACEMENT
    return [byte if byte < 0x80 else points.get(byte, 0xFFFE) for byte in range(256)]


@cache
def candidates_for(remains: bytes, lost: frozenset[int]) -> tuple[Candidates, int, bool]:
    """Return the characters whose UTF-8 leaves `remains` when `lost` bytes get lost.

    In `remains` FF or `?` stands for a byte that was lost in that place; what is missing at the end can have stood
    anywhere. A space is a no-break space that some program made a plain one, or, at the end, one that was always there.

    Returns:
        The characters, how many bytes were lost, and whether U+FFFD marks one.

    >>> candidates_for(bytes.fromhex("e4b8"), frozenset({0x8E, 0xAD}))[0].characters
    ('䎸', '䭸', '与', '中')
    """
    marked = _MARK in remains
    remains = remains.replace(b"?", bytes([_MARK]))
    found = dict(_originals(remains.replace(b" ", bytes([NO_BREAK_SPACE])), lost, bool(remains.count(_SPACE))))
    if remains[-1] == _SPACE:
        # A program that makes no-break spaces plain may then have joined it with the space that followed.
        found |= {char + " ": used for char, used in found.items() if len(used) == 1}
        found |= {char + " ": used for char, used in _originals(remains[:-1], lost, False)}
    needed = continuations(remains[0])
    return Candidates.of(found), max(1, needed - len(remains) + 1 + remains.count(_MARK)), marked


def continuations(opener: int) -> int:
    """Return how many bytes follow the first one of a sequence."""
    return 1 if opener < 0xE0 else 2 if opener < 0xF0 else 3


def _originals(remains: bytes, lost: frozenset[int], spaced: bool) -> Iterator[tuple[str, frozenset[int]]]:
    opener, following = remains[0], remains[1:]
    if opener in UNUSED_OPENERS:
        return
    needed = continuations(opener)
    always = frozenset({NO_BREAK_SPACE} if spaced else ())
    droppable = sorted(lost - {NO_BREAK_SPACE})
    seen: dict[str, frozenset[int]] = {}
    for places in combinations(range(needed), max(0, needed - len(following))):
        pattern = list(following)
        for place in places:
            pattern.insert(place, _MARK)
        unknown = [place for place, byte in enumerate(pattern) if byte == _MARK]
        for filling in product(droppable, repeat=len(unknown)):
            for place, byte in zip(unknown, filling, strict=True):
                pattern[place] = byte
            char = decode_character(bytes([opener, *pattern]))
            if char is not None and (char not in seen or len(set(filling)) < len(seen[char])):
                seen[char] = always | frozenset(filling)
    yield from seen.items()


def decode_character(data: bytes) -> str | None:
    """Return the character of a sequence; None where there is none that a text would have."""
    try:
        char = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    # Gaps have hundreds of thousands of candidates, of which most are the same.
    return sys.intern(char) if unicodedata.category(char) not in ("Cn", "Co", "Cc", "Cs") else None
