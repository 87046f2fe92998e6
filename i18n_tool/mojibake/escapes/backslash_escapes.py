"""Characters that were written as in a program's string: `\\u4f60`, `\\U0001f389`, `\\ud83c\\udf89`, `\\xe4\\xbd\\xa0`.

JSON, logs and `repr` write them for what is not ASCII; programs that escape twice double the backslash. Code points are
taken from `\\u`, `\\u{…}`, `\\U` and, beside one of these or within a word as in `Ren\\xe9`, `\\x`; a run of `\\x` alone spells
the bytes of UTF-8, GBK or Big5. Escapes of ASCII such as `\\n` and `\\x41` stay, and so does a single rare character, such as
the `\\u1234` in the name of a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from i18n_tool.mojibake.escapes._base import Escape, Piece, Run
from i18n_tool.mojibake.escapes._bytes import decode_escaped, is_chance, paired

#: Each round of escaping doubles the backslashes.
_ESCAPE: Final = re.compile(
    r"\\(?<!\\\\)\\{0,3}(?:u(?:([0-9a-fA-F]{4})|\{([0-9a-fA-F]{1,6})\})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2}))"
)
_RUN: Final = re.compile(f"{_ESCAPE.pattern}(?:{_ESCAPE.pattern})*")
_LAST: Final = 0x10FFFF
_LETTER: Final = re.compile("[a-zA-Z]")


def read(text: str) -> Iterator[Run]:
    """Yield the runs of escapes."""
    for match in _RUN.finditer(text):
        escapes = list(_ESCAPE.finditer(match[0]))
        if any(one[4] is None for one in escapes):
            pieces = paired([_code_point(one) for one in escapes])
            name = PLUGIN.name
        else:
            before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
            found = _read_bytes(escapes, before, after)
            if found is None:
                continue
            pieces, name = found
        if not is_chance(pieces):
            yield Run(match.start(), pieces, name)


def _code_point(escape: re.Match[str]) -> Piece:
    number = int(escape[1] or escape[2] or escape[3] or escape[4], 16)
    return Piece(escape[0], chr(number) if number <= _LAST else escape[0])


def _read_bytes(escapes: Sequence[re.Match[str]], before: str, after: str) -> tuple[tuple[Piece, ...], str] | None:
    """Return the pieces of a run that consists of `\\x` alone, and what happened to them."""
    data = bytes(int(one[4], 16) for one in escapes)
    found = decode_escaped([one[0] for one in escapes], data)
    if found is not None:
        return found[0], f"{PLUGIN.name} of {found[1]} bytes"
    letter = _code_point(escapes[0])
    in_a_word = _LETTER.match(before) or _LETTER.match(after)
    return ((letter,), PLUGIN.name) if len(data) == 1 and letter.text.isalpha() and in_a_word else None


PLUGIN = Escape(
    name="backslash escapes",
    documentation=__doc__,
    marks=("\\u", "\\U", "\\x"),
    read=read,
)
