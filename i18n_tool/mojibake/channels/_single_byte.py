"""What the channels have in common that read UTF-8 in a code page of 256 characters.

Every byte from C2 to F4 opens a sequence and says how many continuation bytes (80 to BF) it has. Programs lose bytes that
the code page leaves undefined: they drop them, or put U+FFFD, `?` or a C1 control in their place; some drop the soft
hyphen (AD), others make a no-break space (A0) a plain one. Almost all of these are continuation bytes, so the openers
survive, and a sequence that is too short says how many bytes it lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from typing import Final

from i18n_tool.mojibake.channels._base import Candidates, Channel, Gap, Passage

SOFT_HYPHEN: Final = 0xAD
NO_BREAK_SPACE: Final = 0xA0
_SPACE: Final = 0x20
#: How a byte that was lost in a known place is spelt when a run is taken back to bytes.
_MARK: Final = 0xFF
_MARKS: Final = {"\ufffd": _MARK, "?": _MARK}

_COMPLETE: Final = (
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_TOKENS: Final = re.compile(
    rb"((?:%b)+)|([\xc2-\xdf][\x80-\xbf\xff ]?|[\xe0-\xef][\x80-\xbf\xff ]{0,2}|[\xf0-\xf4][\x80-\xbf\xff ]{0,3})" % _COMPLETE
)


@dataclass(frozen=True, slots=True)
class CodePage:
    """A code page, turned round.

    Attributes:
        to_byte: the byte of each character, by its code point; C1 controls stand for bytes without a character.
        undefined: the bytes without a character.
        openers: the characters of the bytes C2 to F4, for a character class of a regular expression; by length of sequence.
        followers: those of the bytes 80 to BF.
    """

    to_byte: dict[int, int]
    undefined: frozenset[int]
    openers: tuple[str, str, str]
    followers: str
    has_no_break_space: bool

    @classmethod
    def of(cls, codec: str) -> CodePage:
        """Turn the code page round that Python knows as `codec`."""
        to_byte: dict[int, int] = {}
        undefined = set()
        for byte in range(0x80, 0x100):
            try:
                to_byte[ord(bytes([byte]).decode(codec))] = byte
            except UnicodeDecodeError:
                undefined.add(byte)
        for byte in range(0x80, 0xA0):
            to_byte.setdefault(byte, byte)
        for byte in undefined:
            to_byte.setdefault(byte, byte)

        def characters(first: int, last: int) -> str:
            return "".join(re.escape(chr(point)) for point, byte in sorted(to_byte.items()) if first <= byte <= last)

        openers = (characters(0xC2, 0xDF), characters(0xE0, 0xEF), characters(0xF0, 0xF4))
        return cls(to_byte, frozenset(undefined), openers, characters(0x80, 0xBF), to_byte.get(NO_BREAK_SPACE) == NO_BREAK_SPACE)

    def suspicious(self, marks: str) -> str:
        """Return a pattern that each damaged line matches: an opener with a follower, or the commonest one with a space."""
        pair = f"[{''.join(self.openers)}][{self.followers}{marks}]"
        if not self.has_no_break_space:
            return pair
        commonest = "".join(re.escape(chr(point)) for point, byte in sorted(self.to_byte.items()) if byte in (0xC2, 0xC3))
        return f"{pair}|[{commonest}] "


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
        suspicious=page.suspicious(marks="\ufffd" if lost else ""),
        read=reader.read,
        always_lost=lost,
        maybe_lost=reader.maybe_lost,
    )


class _Reader:
    """Reads lines backwards through one code page."""

    def __init__(self, page: CodePage, lost: frozenset[int]) -> None:
        marks = "?\ufffd" if lost else ""
        self.maybe_lost = frozenset({SOFT_HYPHEN} if lost else ()) | ({NO_BREAK_SPACE} if page.has_no_break_space else set())
        self._lost = lost | self.maybe_lost
        self._runs = re.compile(f"(?:{'|'.join(_sequences(page, marks, short=bool(lost)))})+")
        self._to_byte = {**page.to_byte, **{ord(char): mark for char, mark in _MARKS.items()}}

    def read(self, line: str) -> list[Passage]:
        """Return the passages of a line."""
        return [passage for match in self._runs.finditer(line) for passage in self._passages(match)]

    def _passages(self, match: re.Match[str]) -> Iterator[Passage]:
        """Yield the passages of a run; sequences that no character can have left part them."""
        data = match[0].translate(self._to_byte).encode("latin-1")
        first = start = match.start()
        try:
            yield Passage(start, match.end(), (data.decode("utf-8"),))
            return
        except UnicodeDecodeError:
            pass
        parts: list[str | Gap] = []
        for token in _TOKENS.finditer(data):
            complete, short = token.groups()
            if complete is not None:
                parts.append(complete.decode("utf-8"))
                continue
            candidates, lost = candidates_for(short, self._lost)
            if candidates.characters:
                parts.append(Gap(start + token.start(), start + token.end(), candidates, lost, _MARK in short))
                continue
            if parts:
                yield Passage(first, start + token.start(), tuple(parts))
            parts = []
            first = start + token.end()
        if parts:
            yield Passage(first, match.end(), tuple(parts))


def _sequences(page: CodePage, marks: str, *, short: bool) -> Iterator[str]:
    """Yield what a sequence of two, three or four bytes can look like; `short`: also with bytes missing."""
    follower = f"[{page.followers}{marks}]"
    fewest = 0 if short else None
    for length, opener in enumerate(page.openers, start=1):
        forms = [f"{follower}{{{length}}}"]
        if page.has_no_break_space:
            for before in range(length):
                most = length - 1 - before
                least = most if fewest is None else fewest
                forms.append(f"{follower}{{{before}}} {follower}{{{least},{most}}}")
        if short and length > 1:
            forms.append(f"{follower}{{0,{length - 1}}}")
        if short and length == 1:
            forms.append("")
        yield f"[{opener}](?:{'|'.join(forms)})"


@cache
def candidates_for(remains: bytes, lost: frozenset[int]) -> tuple[Candidates, int]:
    """Return the characters whose UTF-8 leaves `remains` when `lost` bytes get lost, and how many were.

    In `remains` FF stands for a byte that was lost in that place; what is missing at the end can have stood anywhere. A
    space is a no-break space that some program made a plain one, or, at the end, a space that was always there.

    >>> candidates_for(bytes.fromhex("e4b8"), frozenset({0x8E, 0xAD}))[0].characters
    ('丸', '与', '中')
    """
    found = dict(_originals(remains.replace(b" ", bytes([NO_BREAK_SPACE])), lost, bool(remains.count(_SPACE))))
    if remains[-1] == _SPACE:
        # A program that makes no-break spaces plain may then have joined it with the space that followed.
        found |= {char + " ": used for char, used in found.items() if len(used) == 1}
        found |= {char + " ": used for char, used in _originals(remains[:-1], lost, False)}
    needed = _needed(remains[0])
    return Candidates.of(found), max(1, needed - len(remains) + 1 + remains.count(_MARK))


def _needed(opener: int) -> int:
    return 1 if opener < 0xE0 else 2 if opener < 0xF0 else 3


def _originals(remains: bytes, lost: frozenset[int], spaced: bool) -> Iterator[tuple[str, frozenset[int]]]:
    opener, following = remains[0], remains[1:]
    needed = _needed(opener)
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
            char = _decode(bytes([opener, *pattern]))
            if char is not None and (char not in seen or len(set(filling)) < len(seen[char])):
                seen[char] = always | frozenset(filling)
    yield from seen.items()


def _decode(data: bytes) -> str | None:
    try:
        char = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return char if unicodedata.category(char) not in ("Cn", "Co", "Cc", "Cs") else None
