"""Encoding damage done forwards: what a sound line would have become.

Where a line as it was becomes exactly the line as it is, no doubt is left, however little survives. Damage that can be
undone is here as well: what the repair inferred wrongly, or found no reason to touch, is told by the same comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from functools import cache, partial
from typing import Final

from i18n_tool.history.lost import SIGN_CHARACTERS

#: Returns the damaged line; raises UnicodeError where it cannot have been damaged so.
Damage = Callable[[str], str]

_SINGLE_BYTE: Final = ("cp1252", "cp1254", "latin-1", "cp1250", "cp1251", "cp1253", "mac-roman", "cp437")
_EAST_ASIAN: Final = ("gb18030", "gbk", "big5", "cp932", "cp949")
_C1_CONTROLS: Final = dict.fromkeys(range(0x80, 0xA0))
_SOFT_HYPHEN: Final = {0xAD: None}
_NO_BREAK_SPACE: Final = {0xA0: " "}
#: How many lines are tried to learn how a text was damaged.
_SAMPLE: Final = 100


@cache
def damages() -> tuple[Damage, ...]:
    """Return the ways in which a line may have been damaged, in one step or, for `锟斤拷`, in two."""
    return (*_replacing(), *_misreading(), *_misreading_twice())


def likely_damages(damaged: Set[str], sound: Sequence[str]) -> list[Damage]:
    """Return the ways in which some of the sound lines become some of the damaged ones; only a sample is tried."""
    left = list(damages())
    found: list[Damage] = []
    for line in sound[:: -(-len(sound) // _SAMPLE) or 1]:
        made = {damage: apply(damage, line) for damage in left}
        found += (damage for damage, one in made.items() if one != line and one in damaged)
        left = [damage for damage in left if damage not in found]
    return found


def apply(damage: Damage, sound: str) -> str | None:
    """Return a line as it would be damaged; None where that cannot be."""
    try:
        return damage(sound)
    except UnicodeError:
        return None


def remains(damaged: str) -> str:
    """Return what a damaged line has but signs that stand for anything."""
    return damaged.translate(SIGN_CHARACTERS)


def _replacing() -> Iterator[Damage]:
    """Yield the ways of programs that write a question mark for what the encoding lacks."""
    for encoding in ("ascii", *_SINGLE_BYTE, *_EAST_ASIAN):
        yield partial(_replaced, encoding)


def _replaced(encoding: str, sound: str) -> str:
    return sound.encode(encoding, "replace").decode(encoding)


def _misreading() -> Iterator[Damage]:
    """Yield the ways of programs that read bytes in the wrong encoding, and drop or replace what is invalid there."""
    for read in ("ascii", *_SINGLE_BYTE, *_EAST_ASIAN):
        yield partial(_misread, "utf-8", read, "replace", {})
    for true in ("gb18030", "big5", "cp1252"):
        yield partial(_misread, true, "utf-8", "replace", {})
    for read in _SINGLE_BYTE:
        controls = _C1_CONTROLS if read == "latin-1" else {}
        for lost in (controls, controls | _SOFT_HYPHEN):
            for became in ({}, _NO_BREAK_SPACE):
                yield partial(_misread, "utf-8", read, "ignore", {**lost, **became})


def _misread(true: str, read: str, errors: str, became: dict[int, str | None], sound: str) -> str:
    damaged = sound.encode(true).decode(read, errors)
    return damaged.translate(became) if became else damaged


def _misreading_twice() -> Iterator[Damage]:
    for true in ("gb18030", "cp1252"):
        for read in ("gbk", "gb18030"):
            yield partial(_misread_twice, true, read)


def _misread_twice(true: str, read: str, sound: str) -> str:
    return sound.encode(true).decode("utf-8", "replace").encode().decode(read, "replace")
