"""A number of a text: its place, and all that it may mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

#: A version or a long row of digits has no value but itself, and what multiplies is set off by its sign: `2x`.
Value: TypeAlias = "float | str"


class Kind(IntEnum):
    """How a number stands in its text, which tells what its absence on the other side means."""

    #: It only may be meant, as in `both`, `a`, `second` and 半: it answers a number, and asks for none.
    ALLUSION = 0
    #: `hundreds`, 数百, 几十.
    VAGUE = 1
    #: A count in words up to ten: `three`, 三个.
    SMALL_WORD = 2
    #: A larger one: `twenty-four`, 二十四.
    WORD = 3
    #: In front of an item of a list: `2.`, （2）.
    MARKER = 4
    #: In a name: `GPT-4`, `3D`.
    NAME = 5
    #: In a formula.
    FORMULA = 6
    #: In code or a link.
    CODE = 7
    #: In digits, in running text.
    DIGITS = 8


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text.

    Args:
        start: the offset of its first character.
        end: the offset after its last one; the scale, 倍 and % belong to it.
        values: what it is, in every reading: `24M` is 24, or 24 million.
        kind: how it stands in its text.
        loose: what it may amount to in other words: 提高了 1 倍 is twice.
        parts: the numbers that it is if `,` or `/` in it only separates; all of them together are the number, too.
        stem: the letters of a name, in lower case: `gpt` of `GPT-4`.
    """

    start: int
    end: int
    values: tuple[Value, ...]
    kind: Kind
    loose: tuple[Value, ...] = ()
    parts: tuple[Value, ...] = ()
    stem: str = ""


def tidy(value: float) -> float:
    """Return a value without what products of decimals leave behind.

    >>> 2.3 * 100, tidy(2.3 * 100)
    (229.99999999999997, 230.0)
    """
    return float(f"{value:.9g}")


def multiple(factor: float) -> str:
    """Return the value of a number that multiplies, lest it be taken for a count.

    >>> multiple(1.5)
    '1.5x'
    """
    return f"{factor:.6g}x"
