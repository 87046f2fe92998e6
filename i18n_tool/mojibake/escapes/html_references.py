"""Characters that were written as HTML references: `&#20320;`, `&#x4f60;` or `&eacute;` for 你 and é.

Web pages and forms write them for what their encoding lacks, and programs that escape twice make `&amp;#20320;`.
References to `<`, `>`, `&`, quotes and what else Markdown or HTML means something by stay, and so do spaces and
characters that nobody sees (`&nbsp;`, `&shy;`), unless they are part of what was damaged before it was escaped.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from i18n_tool.mojibake.escapes._base import SYNTAX, Escape, Piece, Run
from i18n_tool.mojibake.escapes._bytes import paired

#: Browsers do not insist on the semicolon; here it may lack where the next reference follows.
_REFERENCE: Final = re.compile(
    "&(?:amp;)*(#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[a-zA-Z][a-zA-Z0-9]{1,31})(?:;|(?<=[0-9a-fA-F])(?=&#))"
)
_RUN: Final = re.compile(f"{_REFERENCE.pattern}(?:{_REFERENCE.pattern})*")
_REPLACEMENT: Final = "\ufffd"


def read(text: str) -> Iterator[Run]:
    """Yield the runs of references."""
    for match in _RUN.finditer(text):
        pieces = [Piece(one[0], _character(one[1]) or one[0]) for one in _REFERENCE.finditer(match[0])]
        yield Run(match.start(), paired(pieces), PLUGIN.name, syntax=SYNTAX + "*_|[]#~", spaced=True)


def _character(reference: str) -> str:
    """Return what a reference stands for, as HTML 5 says; nothing if it stands for nothing.

    Numbers from 128 to 159 are those of windows-1252. The halves of a surrogate pair, which HTML does not know, are
    what programs write that escape UTF-16.
    """
    if reference.startswith("#"):
        number = int(f"0{reference[1:]}", base=16) if reference[1] in "xX" else int(reference[1:])
        if 0xD800 <= number <= 0xDFFF:
            return chr(number)
    character = html.unescape(f"&{reference};")
    is_unknown = character.startswith("&") and reference != "amp"
    return "" if is_unknown or character == _REPLACEMENT else character


PLUGIN = Escape(
    name="HTML character references",
    documentation=__doc__,
    marks=("&",),
    read=read,
)
