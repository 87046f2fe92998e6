"""Bytes that were written as octal numbers: `\\344\\275\\240` for 你, as git and many shells show the names of files.

The bytes must be UTF-8, GBK or Big5. Git puts such a name into quotes: these go, too, where the line is one that git
prints and nothing else in the name needs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from i18n_tool.mojibake.escapes._base import Escape, Piece, Run
from i18n_tool.mojibake.escapes._bytes import decode_escaped, is_chance

_ESCAPE: Final = re.compile(r"\\(?<!\\\\)\\{0,3}([0-3][0-7]{2})")
_RUN: Final = re.compile(f"{_ESCAPE.pattern}(?:{_ESCAPE.pattern})*")
#: A name that needs its quotes only for the sake of its escaped bytes.
_QUOTED: Final = r'"(?:[ !#-\[\]-~]|\\[0-3][0-7]{2})*"'
#: Lines of git status, diff, show, log --stat, --numstat and --name-status, ls-files and commit.
_GIT_LINE: Final = re.compile(
    rf"(?:[ \t]*{_QUOTED}(?: +\|[^\"\n]*)?"
    r"|(?:diff --git |--- |\+\+\+ |(?:rename|copy) (?:from|to) |Binary files |[ MTADRCU?!]{2} |[MTADRCU][0-9]{0,3}\t"
    r"|\t(?:new file|modified|deleted|renamed|copied|typechange|both \w+): +|(?:[0-9]+\t|-\t){2}"
    r"| (?:create|delete) mode [0-7]{6} |[0-7]{6} [0-9a-f]{40,64} [0-3]\t)"
    rf"(?:{_QUOTED}|[^\s\"]+)(?:[ \t](?:{_QUOTED}|[^\s\"]+))*)\r?"
)
_NAME: Final = re.compile(_QUOTED)


def read(text: str) -> Iterator[Run]:
    """Yield the runs of escapes; those of a name together with its quotes where git put these."""
    position = 0
    while (match := _RUN.search(text, position)) is not None:
        start = text.rfind("\n", 0, match.start()) + 1
        position = text.find("\n", match.end())
        position = len(text) if position < 0 else position
        line = text[start:position]
        names = [_without_quotes(start, name) for name in _NAME.finditer(line)] if _GIT_LINE.fullmatch(line) else []
        if names and None not in names:
            yield from (name for name in names if name is not None)
            continue
        for match in _RUN.finditer(line):
            found = _read_run(match[0])
            if found is not None and not is_chance(found.pieces):
                yield found._replace(start=start + match.start())


def _read_run(escapes: str) -> Run | None:
    """Return a run as if it stood at the beginning; None where it is not clearly text."""
    spellings = [one[0] for one in _ESCAPE.finditer(escapes)]
    found = decode_escaped(spellings, bytes(int(one[-3:], 8) for one in spellings))
    return None if found is None else Run(0, found[0], f"{PLUGIN.name} of {found[1]} bytes")


def _without_quotes(start: int, name: re.Match[str]) -> Run | None:
    """Return a quoted name of a line that begins at `start`; None where something in it is not clearly text."""
    pieces = [Piece('"', "")]
    done = 1
    run = None
    for match in _RUN.finditer(name[0]):
        run = _read_run(match[0])
        if run is None or not all(piece.text.isprintable() and piece.text != piece.source for piece in run.pieces):
            return None
        literal = name[0][done : match.start()]
        pieces += (Piece(literal, literal), *run.pieces)
        done = match.end()
    literal = name[0][done:-1]
    pieces += (Piece(literal, literal), Piece('"', ""))
    return run and Run(start + name.start(), tuple(pieces), run.name)


PLUGIN = Escape(
    name="octal escapes",
    documentation=__doc__,
    marks=("\\2", "\\3"),
    read=read,
)
