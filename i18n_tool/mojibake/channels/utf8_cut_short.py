r"""UTF-8 of which bytes are missing: `\udce4\udcb8` for 中, which was E4 B8 AD.

A text was cut after so many bytes, or a program dropped bytes before it was decoded. What is left of such a character
is no text; `decode` keeps its bytes as escapes, U+DC80 to U+DCFF. Of three bytes any two tell enough to ask the
language model for the third, of four any three that begin with the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from i18n_tool.mojibake.channels._base import Candidates, Channel, Gap, Passage
from i18n_tool.mojibake.channels._single_byte import candidates_for

_FOLLOWERS: Final = frozenset(range(0x80, 0xC0))
_OPENERS_OF_THREE: Final = range(0xE0, 0xF0)
_REMAINS: Final = re.compile(
    "[\udce0-\udcef][\udc80-\udcbf]|[\udcf0-\udcf4][\udc80-\udcbf]{2}|(?<![\udc80-\udcff])[\udc80-\udcbf]{2}(?![\udc80-\udcbf])"
)


def _read(line: str) -> list[Passage]:
    return list(_passages(line))


def _passages(line: str) -> Iterator[Passage]:
    for match in _REMAINS.finditer(line):
        candidates = _candidates(match[0].encode("ascii", "surrogateescape"))
        if candidates.characters:
            yield Passage(*match.span(), (Gap(*match.span(), candidates, 1),))


@lru_cache(maxsize=1 << 12)
def _candidates(remains: bytes) -> Candidates:
    if remains[0] not in _FOLLOWERS:
        return candidates_for(remains, _FOLLOWERS)[0]
    characters = ((opener, bytes([opener, *remains]).decode("utf-8", "ignore")) for opener in _OPENERS_OF_THREE)
    return Candidates.of({char: frozenset({opener}) for opener, char in characters if char})


PLUGIN = Channel(
    name="UTF-8 cut short",
    documentation=__doc__,
    prior=0.0,
    first="\udc80-\udcbf\udce0-\udcf4",
    then="[\udc80-\udcbf]",
    read=_read,
    always_lost=_FOLLOWERS | frozenset(_OPENERS_OF_THREE),
    contradicted_by="(?!)",  # it happens to single characters
)
