"""Takes blocks of text back through a code page with a few array operations, where bytes may have been lost.

This does what `_single_byte` does for one line, for thousands of them: each sequence that is too short becomes a gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np

from i18n_tool.mojibake.channels._base import GAP, Lost, Sketch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Places = NDArray[np.intp]

#: What is put in the place of sequences of one to four bytes: none of it is met in text, all of it becomes GAP.
_STAND_INS: Final = ("\x00", "\u0378", "\uffff", "\U0010ffff")
_SPELLED: Final = tuple(stand_in.encode() for stand_in in _STAND_INS)
_LONGEST: Final = 4
_UNDECODABLE: Final = "\ufffd"


def _by_byte(*values: tuple[range, int]) -> Bytes:
    """Return an array of one value for each byte, 0 unless it is in one of the ranges."""
    table = np.zeros(256, dtype=np.uint8)
    for some, value in values:
        table[some.start : some.stop] = value
    return table


#: How many bytes follow each opener of a sequence.
_FOLLOWING: Final = _by_byte((range(0xC2, 0xE0), 1), (range(0xE0, 0xF0), 2), (range(0xF0, 0xF5), 3))
_IS_CONTINUATION: Final = _by_byte((range(0x80, 0xC0), 1)).astype(bool)
#: The first and the last byte that may follow an opener.
_FIRST: Final = _by_byte(
    (range(0xC2, 0xF5), 0x80), (range(0xE0, 0xE1), 0xA0), (range(0xF0, 0xF1), 0x90)
)
_LAST: Final = _by_byte((range(0xC2, 0xF5), 0xBF), (range(0xED, 0xEE), 0x9F), (range(0xF4, 0xF5), 0x8F))
