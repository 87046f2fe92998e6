"""Text that was percent-encoded: `%E4%BD%A0` for 你, also of the bytes of GBK (`%C4%E3`), and JavaScript's `%u4f60`.

Forms, download names and logs hold it. A word is undone as a whole, `%20` and the like included, when some of it is not
ASCII; in a query such as `q=%E4%BD%A0%26` what delimits its parts stays escaped. A plus stays a plus, for it may be
one. Addresses and the targets of links stay as they are: they work, and with spaces or parentheses they might not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Final

from i18n_tool.mojibake.escapes._base import Escape, Piece, Run
from i18n_tool.mojibake.escapes._bytes import decode_escaped, is_chance, paired
from i18n_tool.mojibake.escapes._lines import lines_with

_IN_ADDRESSES: Final = r"[\w!#$%&'()*+,\-./:;=?@\[\]~]"
#: What a browser would follow: an address from behind its scheme, or from its host's last label, and links' targets.
_ADDRESS: Final = re.compile(
    rf"://{_IN_ADDRESSES}+|\b(?:www\.|mailto:|data:|magnet:){_IN_ADDRESSES}+"
    rf"|(?<=\w)\.[a-zA-Z]{{2,24}}(?::[0-9]{{1,5}})?/{_IN_ADDRESSES}+"
    r"|\]\(<?[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*"
    rf"|\b(?:href|src)\s{{0,9}}=\s{{0,9}}[\"']?{_IN_ADDRESSES}+"
    rf"|^[ ]{{0,3}}\[[^\]\n]{{1,999}}\]:[ \t]{{0,9}}<?{_IN_ADDRESSES}+",
    re.MULTILINE,
)
_WORD: Final = re.compile(r"[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]+")
#: By how often it was escaped before: an escape that is not ASCII, and any part of a word.
_ROUNDS: Final = [
    (
        re.compile(f"%{'25' * times}(?:[89a-fA-F][0-9a-fA-F]|u[0-9a-fA-F]{{4}})"),
        re.compile(f"%{'25' * times}(?:([0-9a-fA-F]{{2}})|u([0-9a-fA-F]{{4}}))|[^%]+|%"),
    )
    for times in range(4)
]
_BEYOND_ASCII: Final = re.compile("%(?:25){0,3}(?:[89a-fA-F][0-9a-fA-F]|u[0-9a-fA-F]{4})")
#: A word with one of these is a query, in which these others delimit, too.
_IN_QUERIES: Final = re.compile("[?#&=]")
_DELIMITERS: Final = "/?#&=+;%\t\n\r"


def read(text: str) -> Iterator[Run]:
    """Yield the escaped words outside of addresses."""
    for start, end in lines_with(_BEYOND_ASCII, text):
        for word in _words(text, start, end):
            before, after = text[word.start() - 1 : word.start()], text[word.end() : word.end() + 1]
            run = _read_word(word[0], alone=not (before.isalnum() or after.isalnum()))
            if run is not None and not is_chance(run.pieces):
                yield run._replace(start=word.start())


def _words(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the words of a line that hold a percent sign, but not the parts of them that are addresses."""
    edges = [start, *(edge for match in _ADDRESS.finditer(text, start, end) for edge in match.span()), end]
    for first, last in list(pairwise(edges))[::2]:
        yield from (word for word in _WORD.finditer(text, first, last) if "%" in word[0])


def _read_word(word: str, *, alone: bool) -> Run | None:
    """Return a word as if it stood at the beginning; None where nothing of it is escaped text."""
    for beyond_ascii, part in _ROUNDS:
        if beyond_ascii.search(word):
            parts = list(part.finditer(word))
            delimiters = _DELIMITERS if _IN_QUERIES.search(word) else ""
            if any(one[2] for one in parts):
                return Run(0, _code_points(parts), f"{PLUGIN.name} code points", syntax=f"`{delimiters}")
            pieces, encoding = _read_bytes(parts, alone=alone)
            if encoding:
                return Run(0, pieces, f"{PLUGIN.name} {encoding}", syntax=f"`{delimiters}")
    return None


def _code_points(parts: list[re.Match[str]]) -> tuple[Piece, ...]:
    """Return what JavaScript's `escape` made: the others of its numbers are code points, too."""
    return paired([Piece(one[0], chr(int(one[1] or one[2], 16)) if one[1] or one[2] else one[0]) for one in parts])


def _read_bytes(parts: list[re.Match[str]], *, alone: bool) -> tuple[tuple[Piece, ...], str]:
    """Return the pieces and the encoding of a word; where it has none as a whole, of each run of escapes in it."""
    spellings = [spelling for one in parts for spelling in ([one[0]] if one[1] else one[0])]
    data = b"".join(bytes.fromhex(one[1]) if one[1] else one[0].encode() for one in parts)
    found = decode_escaped(spellings, data, alone=alone)
    if found is not None:
        return found
    pieces: list[Piece] = []
    names: list[str] = []
    for are_bytes, group in groupby(parts, key=lambda one: bool(one[1])):
        run = list(group)
        spellings = [one[0] for one in run]
        found = decode_escaped(spellings, bytes(int(one[1], 16) for one in run), alone=False) if are_bytes else None
        pieces += found[0] if found else [Piece(spelling, spelling) for spelling in spellings]
        names += [found.encoding] if found else []
    return tuple(pieces), " and ".join(dict.fromkeys(names))


PLUGIN = Escape(
    name="percent-encoded",
    documentation=__doc__,
    marks=("%",),
    read=read,
)
