r"""Bytes that were shown as Python shows them: `b'\xe4\xbd\xa0'` for 你.

Programs that make text of bytes without decoding them write such literals. The whole literal becomes its text, with its
`\n` and quotes, where all of it is UTF-8 or clearly Chinese in GBK or Big5; others stay.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from i18n_tool.mojibake.escapes._base import Escape, Piece, Run
from i18n_tool.mojibake.escapes._bytes import decode_escaped

#: What `repr` writes, in quotes of either kind; a doubled backslash is one that the bytes had.
_LITERAL: Final = re.compile(
    r"[bB](?<![\w\"'\\].)(?:'(?:[ -&(-\[\]-~]|\\[\\'\"nrt]|\\x[0-9a-fA-F]{2})*'"
    r"|\"(?:[ !#-\[\]-~]|\\[\\'\"nrt]|\\x[0-9a-fA-F]{2})*\")"
)


def read(text: str) -> Iterator[Run]:
    """Yield the literals that hold more than ASCII."""
    for match in _LITERAL.finditer(text):
        data: bytes = ast.literal_eval(match[0])
        found = decode_escaped([""] * len(data), data)
        if found is not None:
            decoded = "".join(piece.text for piece in found.pieces)
            yield Run(match.start(), (Piece(match[0], decoded),), f"{PLUGIN.name} of {found.encoding}")


PLUGIN = Escape(
    name="Python bytes literals",
    documentation=__doc__,
    marks=("b'", 'b"', "B'", 'B"'),
    read=read,
)
