r"""Bytes that were written as octal numbers: `\344\275\240` for 你, as git and many shells show the names of files.

The bytes must be UTF-8, GBK or Big5. Git puts such a name into quotes: these go, too, where the line is one that git
prints and nothing else in the name needs them.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final

from i18n_tool.mojibake.escapes._base import Escape, Piece, Run
from i18n_tool.mojibake.escapes._bytes import Bytes, decode_line, is_chance
from i18n_tool.mojibake.escapes._lines import lines_with

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
    rf"(?:{_QUOTED}|[^\s\"\\]+)(?:[ \t](?:{_QUOTED}|[^\s\"\\]+))*)\r?"
)
_NAME: Final = re.compile(_QUOTED)


def read(text: str) -> Iterator[Run]:
    """Yield the runs of escapes; those of a name together with its quotes where git put these."""
    for start, end in lines_with(_RUN, text):
        matches = list(_RUN.finditer(text, start, end))
        decoded = decode_line([_bytes(match[0]) for match in matches])
        runs = [
            Run(match.start(), found.pieces, f"{PLUGIN.name} of {found.encoding} bytes")
            for match, found in zip(matches, decoded, strict=True)
            if found is not None and not is_chance(found.pieces)
        ]
        is_from_git = len(runs) == len(matches) and _GIT_LINE.fullmatch(text, start, end) and all(map(_is_clear, runs))
        yield from _without_quotes(_NAME.finditer(text, start, end), runs) if is_from_git else runs


def _bytes(escapes: str) -> Bytes:
    spellings = [one[0] for one in _ESCAPE.finditer(escapes)]
    return Bytes(spellings, bytes(int(one[-3:], 8) for one in spellings))


def _is_clear(run: Run) -> bool:
    """Tell whether git would print all of a run as it is."""
    return all(piece.text.isprintable() and piece.text != piece.source for piece in run.pieces)


def _without_quotes(names: Iterator[re.Match[str]], runs: Sequence[Run]) -> Iterator[Run]:
    """Yield quoted names with the runs in them, each as one run; what is in no name is left out."""
    left = deque(runs)
    for name in names:
        pieces = [Piece('"', "")]
        done = name.start() + 1
        while left and left[0].start < name.end():
            run = left.popleft()
            literal = name.string[done : run.start]
            pieces += (Piece(literal, literal), *run.pieces)
            done = run.end
        literal = name.string[done : name.end() - 1]
        yield Run(name.start(), (*pieces, Piece(literal, literal), Piece('"', "")), runs[0].name)


PLUGIN = Escape(
    name="octal escapes",
    documentation=__doc__,
    marks=("\\2", "\\3"),
    read=read,
)
