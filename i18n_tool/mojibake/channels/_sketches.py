"""Takes blocks of text back through a code page with a few array operations, where bytes may have been lost.

This does what `_single_byte` does for one line, for thousands of them: each sequence that is too short becomes a gap.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np

from i18n_tool.mojibake.channels._base import GAP, Lost, Sketch

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Places = NDArray[np.intp]

#: By their lengths, what is put in the place of sequences that are too short. Text has none of it.
_STAND_INS: Final = {1: "\x00", 2: "\u0378", 3: "\uffff", 4: "\U0010ffff"}
#: Remains of a character are no longer.
_LONGEST: Final = 4


#: The least or the greatest second byte after openers that not every continuation byte can follow.
_LEAST: Final = {0xE0: 0xA0, 0xF0: 0x90}
_GREATEST: Final = {0xED: 0x9F, 0xF4: 0x8F}
_END: Final = 0x0A
#: What can belong to the remains of a character but the first byte: FF and `?` stand for lost bytes, a space may, too.
_CAN_FOLLOW: Final = [*range(0x80, 0xC0), 0xFF, *b"? "]
_AFTER_AN_OPENER: Final = np.full(256, _END, dtype=np.uint32)
_AFTER_AN_OPENER[_CAN_FOLLOW] = _CAN_FOLLOW

#: What the bytes that a window begins with are left of, and how many they are; None where no character leaves them.
Remnants = Callable[[bytes], tuple[Lost | None, int]]


def sketch(data: bytes, remnants: Remnants) -> Sketch | None:
    """Return what a block was, if it is UTF-8 of which bytes were lost.

    Args:
        data: the block as bytes; none of them has to be valid.
        remnants: tells what is left in a window of four bytes, the first of which opens a sequence.

    Returns:
        The sketch, with U+FFFD for bytes that make no sense; None where characters of the text are taken for gaps.
    """
    padded = np.frombuffer(data + b"\n" * _LONGEST, dtype=np.uint8)
    short = _short_sequences(padded)
    windows = padded[short].astype(np.uint32)
    for place in range(1, _LONGEST):
        windows |= _AFTER_AN_OPENER[padded[short + place]] << np.uint32(8 * place)
    distinct, kind_of = np.unique(windows, return_inverse=True)
    kinds = [remnants(window.to_bytes(_LONGEST, "little")) for window in distinct.tolist()]
    lengths = np.array([length if lost else 0 for lost, length in kinds], dtype=np.intp)[kind_of]
    spelled = padded[: len(data)].copy()
    for length, stand_in in _STAND_INS.items():
        for place, byte in enumerate(stand_in.encode()):
            spelled[short[lengths == length] + place] = byte
    text = spelled.tobytes().decode("utf-8", "replace")
    for stand_in in _STAND_INS.values():
        text = text.replace(stand_in, GAP)
    gaps = [lost for lost in map([lost for lost, _ in kinds].__getitem__, kind_of.tolist()) if lost]
    if text.count(GAP) != len(gaps):
        return None
    is_damaged = (spelled >= 0x80) | (spelled == 0)
    edges = np.flatnonzero(np.diff(is_damaged, prepend=False, append=False))
    return Sketch(text, gaps, list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)))


def _short_sequences(data: Bytes) -> Places:
    """Return where sequences begin that are too short."""
    second = data[1:-2]
    continues = (data & 0xC0) == 0x80
    one, two, three = continues[1:-2], continues[2:-1], continues[3:]
    first = data[:-3]
    short = (first >= 0xC2) & (first < 0xF5) & ~one
    short |= (first >= 0xE0) & (first < 0xF5) & ~two
    short |= (first >= 0xF0) & (first < 0xF5) & ~three
    for opener, least in _LEAST.items():
        short |= (first == opener) & (second < least)
    for opener, greatest in _GREATEST.items():
        short |= (first == opener) & (second > greatest)
    return np.flatnonzero(short)
