r"""Emoji of which each half was encoded by itself: `í\xa0½í¸\x80` for 😀, and text that holds the halves themselves.

UTF-16 spells a character beyond U+FFFF as two surrogates. Programs that write each of these as UTF-8, as Oracle, MySQL
and Java can do, make CESU-8 of it; read as ISO-8859-1 or windows-1252 that has í twice. No sound text holds surrogates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from i18n_tool.mojibake.channels._single_byte import CodePage
from i18n_tool.mojibake.escapes._base import Escape, Piece, Run
from i18n_tool.mojibake.escapes._bytes import joined_surrogates

_PAGE: Final = CodePage.of("cp1252")
_SURROGATES: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SIX_BYTES: Final = re.compile(
    f"í[{_PAGE.characters(0xA0, 0xAF)}][{_PAGE.characters(0x80, 0xBF)}]"
    f"í[{_PAGE.characters(0xB0, 0xBF)}][{_PAGE.characters(0x80, 0xBF)}]"
)


def read(text: str) -> Iterator[Run]:
    """Yield the pairs."""
    if text.isascii():
        return
    for match in _SURROGATES.finditer(text):
        yield Run(match.start(), (Piece(match[0], joined_surrogates(match[0])),), "surrogates that were not joined")
    for match in _SIX_BYTES.finditer(text):
        data = bytes(_PAGE.to_byte[ord(char)] for char in match[0])
        decoded = joined_surrogates(data.decode("utf-8", "surrogatepass"))
        yield Run(match.start(), (Piece(match[0], decoded),), "CESU-8 read as windows-1252")


PLUGIN = Escape(
    name="CESU-8",
    documentation=__doc__,
    marks=(),
    read=read,
    in_code=True,
)
