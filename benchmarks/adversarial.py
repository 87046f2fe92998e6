"""Texts that are made to be slow: damage without anything that would tell it apart, or far too much of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from benchmarks.damage import BYTES_LOST, DAMAGES, MARK, NOTHING_LOST, SINGLE_BYTE, by_name

#: The bytes that a UTF-8 sequence of two, three or four bytes can start with.
LEAD_BYTES: Final = bytes(range(0xC2, 0xF5))
#: Damages that one long line of Chinese gets.
ONE_LINE: Final = ("UTF-8 as cp1252", "UTF-8 as cp1252, dropped", "UTF-8 as cp936, ?", "GBK as latin-1")
_REPEATED: Final = {
    "Ã": "Ã",
    "Ã and no-break space": "Ã\xa0",
    "question marks": "?",
    "é and question marks": "é??",
    "U+FFFD": MARK,
    "ä½": "ä½",
    "浣": "浣",
    "浣 and question marks": "浣?",
    "锟斤拷": "锟斤拷",
    "ğŸ": "ğŸ",
    "C1 controls": "\x93\x85",
}


def adversarial_texts(lines: Sequence[str], size: int) -> dict[str, str]:
    """Return texts of `size` bytes of UTF-8, by what they are made of.

    Args:
        lines: sound Chinese lines.
        size: how long they are.
    """
    units = dict(_REPEATED)
    for codec in SINGLE_BYTE:
        units[f"lead bytes as {codec}"] = by_name()[f"UTF-8 as {codec}"].misread(LEAD_BYTES)
    mixed = [damage for damage in DAMAGES if damage.group in {NOTHING_LOST, BYTES_LOST}]
    units["a code page for each line"] = "".join(
        f"{mixed[place % len(mixed)](line)}\n" for place, line in enumerate(lines)
    )
    for name in ONE_LINE:
        units[f"one line, {name}"] = by_name()[name]("".join(lines))
    return {name: cut(unit * (size // len(unit.encode()) + 1), size) for name, unit in units.items()}


def cut(text: str, size: int) -> str:
    """Return the first `size` bytes of a text, but no part of a character."""
    return text.encode()[:size].decode("utf-8", "ignore")
