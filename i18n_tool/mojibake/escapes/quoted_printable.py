"""Text in the quoted-printable encoding of mail: `=E4=BD=A0` for 你, and lines that end in `=` and go on in the next.

The bytes must be UTF-8, GBK or Big5. In a text, or at least a line, in which each `=` is part of such an escape, those
of ASCII (`=3D`, `=20`) and the soft line ends are undone, too; elsewhere they stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from i18n_tool.mojibake.escapes._base import SYNTAX, Escape, Piece, Run
from i18n_tool.mojibake.escapes._bytes import Bytes, decode_line, is_chance

_SOFT_END: Final = "(?:=\\r?\\n)"
_ESCAPE: Final = re.compile(f"{_SOFT_END}*=([0-9a-fA-F]{{2}})")
_RUN: Final = re.compile(f"((?:{_ESCAPE.pattern})+)|{_SOFT_END}+")
#: An equals sign that quoted-printable text would not hold.
_OTHER: Final = re.compile("=(?![0-9a-fA-F]{2}|\\r?\\n)")
_BEYOND_ASCII: Final = re.compile("=[89a-fA-F][0-9a-fA-F]")
_HARD_END: Final = re.compile("\\n(?<!=\\n)(?<!=\\r\\n)")


def read(text: str) -> Iterator[Run]:
    """Yield the runs of escapes; those of ASCII and the soft line ends where all around is quoted-printable."""
    for start, end in _areas(text):
        matches = list(_RUN.finditer(text, start, end))
        runs = list(zip(matches, decode_line(list(map(_bytes, matches))), strict=True))
        certain = not _OTHER.search(text, start, end) and all(
            found or not _BEYOND_ASCII.search(run[0]) for run, found in runs
        )
        for run, found in runs:
            if found and not is_chance(found.pieces):
                syntax = "" if certain else SYNTAX
                yield Run(run.start(), found.pieces, f"{PLUGIN.name} {found.encoding}", syntax, certain=certain)
            elif certain and not found:
                yield Run(run.start(), _plain(run), PLUGIN.name, "", certain=True)


def _areas(text: str) -> Iterator[tuple[int, int]]:
    """Yield where escapes of other than ASCII stand: the text, or its lines where not all of it is quoted-printable."""
    if not _BEYOND_ASCII.search(text):
        return
    if not _OTHER.search(text):
        yield 0, len(text)
        return
    end = 0
    while (match := _BEYOND_ASCII.search(text, end)) is not None:
        start = _start_of_line(text, match.start(), end)
        hard = _HARD_END.search(text, match.end())
        end = hard.start() if hard else len(text)
        yield start, end


def _start_of_line(text: str, place: int, least: int) -> int:
    """Return where the line begins, those before it included that go on in it, but not before `least`."""
    while (start := text.rfind("\n", least, place) + 1) > least and not _HARD_END.match(text, start - 1):
        place = start - 1
    return max(start, least)


def _bytes(run: re.Match[str]) -> Bytes:
    spellings = [one[0] for one in _ESCAPE.finditer(run[0])] if run[1] else []
    return Bytes(spellings, bytes(int(one[-2:], 16) for one in spellings))


def _plain(run: re.Match[str]) -> tuple[Piece, ...]:
    """Return a run of escapes of ASCII, or one of soft line ends."""
    if not run[1]:
        return (Piece(run[0], ""),)
    return tuple(Piece(one[0], chr(int(one[1], 16))) for one in _ESCAPE.finditer(run[0]))


PLUGIN = Escape(
    name="quoted-printable",
    documentation=__doc__,
    marks=("=",),
    read=read,
)
