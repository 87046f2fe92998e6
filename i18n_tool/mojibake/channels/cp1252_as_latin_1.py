"""Windows-1252 text that was read as ISO-8859-1: curly quotes, dashes and dots became invisible controls.

The bytes 80 to 9F are characters such as “ ” – … in windows-1252 and controls in ISO-8859-1; all others are the same in
both. Nothing is lost. The control 85 (NEXT LINE) has a use of its own and counts only where it cannot be a line's end.
"""

from __future__ import annotations

import re
from typing import Final

from i18n_tool.mojibake.channels._base import Channel, Passage

_DOTS = "\x85(?=[\\s\x80-\x9f]|$)"
_CONTROLS: Final = re.compile(f"(?:[\x80\x82-\x84\x86-\x8c\x8e\x91-\x9c\x9e\x9f]|{_DOTS})+")


def read(line: str) -> list[Passage]:
    """Return the runs of controls as windows-1252."""
    return [
        Passage(match.start(), match.end(), (match[0].encode("latin-1").decode("cp1252"),))
        for match in _CONTROLS.finditer(line)
    ]


PLUGIN = Channel(
    name="windows-1252 read as ISO-8859-1",
    documentation=__doc__,
    prior=-3.0,
    first="\x80-\x9f",
    then="",
    read=read,
    contradicted_by="[€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]",
)
