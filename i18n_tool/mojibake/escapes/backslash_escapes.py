r"""Characters that were written as in a program's string: `\u4f60`, `\U0001f389`, `\ud83c\udf89`, `\xe4\xbd\xa0`.

JSON, logs and `repr` write them for what is not ASCII; programs that escape twice double the backslash. `\u`, `\u{…}`
and `\U` spell code points, and so does `\x` beside one of these or within a word, as in `Ren\xe9`; a run of `\x` alone
spells the bytes of UTF-8, GBK or Big5. Escapes of ASCII such as `\n` and `\x41` stay, and so does a single rare
character, such as the `\u1234` in the name of a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from i18n_tool.mojibake.escapes._base import Escape, Piece, Run
from i18n_tool.mojibake.escapes._bytes import Bytes, decode_line, is_chance, paired
from i18n_tool.mojibake.escapes._lines import lines_with

#: Each round of escaping doubles the backslashes.
_ESCAPE: Final = re.compile(
    r"\\(?<!\\\\)\\{0,3}(?:u(?:([0-9a-fA-F]{4})|\{([0-9a-fA-F]{1,6})\})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2}))"
)
_RUN: Final = re.compile(f"{_ESCAPE.pattern}(?:{_ESCAPE.pattern})*")
_LAST: Final = 0x10FFFF
_LETTER: Final = re.compile("[a-zA-Z]")
#: Of Western Europe; ÿ, ð and þ are more often bytes of something else.
_ACCENTED: Final = re.compile("[À-ÏÑ-ÖØ-Üß-ïñ-öø-ü]")


def read(text: str) -> Iterator[Run]:
    """Yield the runs of escapes."""
    for start, end in lines_with(_RUN, text):
        runs = [(match, list(_ESCAPE.finditer(match[0]))) for match in _RUN.finditer(text, start, end)]
        decoded = iter(decode_line([_bytes(escapes) for _, escapes in runs if _are_bytes(escapes)]))
        for match, escapes in runs:
            name = PLUGIN.name
            if not _are_bytes(escapes):
                pieces = paired([_code_point(one) for one in escapes])
            elif (found := next(decoded)) is not None:
                pieces, name = found.pieces, f"{name} of {found.encoding} bytes"
            elif len(escapes) == 1 and _is_letter(match, escapes[0]):
                pieces = (_code_point(escapes[0]),)
            else:
                continue
            if not is_chance(pieces):
                yield Run(match.start(), pieces, name)


def _are_bytes(escapes: Sequence[re.Match[str]]) -> bool:
    r"""Tell whether a run consists of `\x` alone."""
    return all(one[4] for one in escapes)


def _bytes(escapes: Sequence[re.Match[str]]) -> Bytes:
    return Bytes([one[0] for one in escapes], bytes(int(one[4], 16) for one in escapes))


def _code_point(escape: re.Match[str]) -> Piece:
    number = int(escape[1] or escape[2] or escape[3] or escape[4], 16)
    return Piece(escape[0], chr(number) if number <= _LAST else escape[0])


def _is_letter(run: re.Match[str], escape: re.Match[str]) -> bool:
    """Tell whether a single escape stands for an accented letter within a word."""
    beside = run.string[run.start() - 1 : run.start()] + run.string[run.end() : run.end() + 1]
    return _ACCENTED.match(_code_point(escape).text) is not None and _LETTER.search(beside) is not None


PLUGIN = Escape(
    name="backslash escapes",
    documentation=__doc__,
    marks=("\\u", "\\U", "\\x"),
    read=read,
)
