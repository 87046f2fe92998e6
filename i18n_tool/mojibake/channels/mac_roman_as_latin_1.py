"""Mac Roman text that was read as ISO-8859-1: accented letters in words became invisible controls.

The bytes 87 to 9F are small letters of Western languages in Mac Roman and controls in ISO-8859-1. Far more often
such controls are punctuation of windows-1252, so only those within words count, and where there are none but
apostrophes that elide or contract (`l’eau`, `don’t`), these are taken for what they are.
"""

from __future__ import annotations

import re
from typing import Final

from i18n_tool.mojibake.channels._base import Channel, Passage

_IN_A_WORD: Final = re.compile(r"(?<=[A-Za-z])[\x87-\x9f]{1,2}(?=[a-z])")
#: What stands before and after an apostrophe.
_ELIDES: Final = re.compile(r"\b\w{1,2}$")
_CONTRACTS: Final = re.compile(r"(?:s|t|d|m|re|ve|ll|em|n|clock)\b")
_APOSTROPHE: Final = "\x92"


def read(line: str) -> list[Passage]:
    """Return the controls within words as letters."""
    found = list(_IN_A_WORD.finditer(line))
    if all(match[0] == _APOSTROPHE and _is_apostrophe(line, match.start()) for match in found):
        return []
    return [Passage(match.start(), match.end(), (match[0].encode("latin-1").decode("mac_roman"),)) for match in found]


def _is_apostrophe(line: str, place: int) -> bool:
    before = _ELIDES.search(line, max(0, place - 3), place)
    return before is not None or _CONTRACTS.match(line, place + 1) is not None


PLUGIN = Channel(
    name="Mac Roman read as ISO-8859-1",
    documentation=__doc__,
    prior=-1.0,
    first="\x87-\x9f",
    then="(?<=[A-Za-z][\x87-\x9f])[a-z\x87-\x9f]",
    read=read,
)
