"""What the channels have in common that read GBK or Big5 in another encoding.

A Chinese character is two bytes, the first from 81 up. In a code page each of them became a character; in another
double-byte set the two became one, as long as they are a pair there, too. Where they are none, the first got lost and
reading went on with the second: from there on damaged characters straddle sound ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from i18n_tool.mojibake.channels._base import Candidates, Channel, Passage
from i18n_tool.mojibake.channels._charset import (
    MARK,
    REPLACEMENT,
    Charset,
    charset,
    lost_before,
    pair_of,
)
from i18n_tool.mojibake.channels._single_byte import ByteTable, CodePage
from i18n_tool.mojibake.channels._straddling import Remains, SpelledLine, Token, parted, passages
from i18n_tool.mojibake.memory import MOST_KEPT

_TRAILS: Final = (*range(0x40, 0x7F), *range(0x80, 0xFF))
_PAIRS: Final = re.compile(rb"(?:[\x81-\xfe][\x40-\x7e\x80-\xfe])+")
_LOSSY_PAIRS: Final = re.compile(rb"(?:[\x81-\xff][\x40-\x7e\x80-\xff])+")
_WHOLE_OR_LOSSY: Final = re.compile(_PAIRS.pattern + rb"|..|.", re.DOTALL)
#: Bytes below are ASCII.
_BEYOND_ASCII: Final = 0x80
#: A space after a damaged character and before an odd number of bytes: it is the first byte of a pair.
_PLAIN_SPACE: Final = re.compile(rb"(?<=[\x81-\xfe]) (?=[\xa1-\xfe](?:[\x81-\xfe]{2})*(?![\x81-\xfe]))")
#: Marks of which sound texts have two in a row.
PUNCTUATION: Final = "–—“”‘’…•·»«\xa0"
#: First bytes of everyday characters.
_COMMON: Final = {"gbk": range(0xB0, 0xD8), "big5": range(0xA4, 0xC7), "cp932": range(0x88, 0x99)}
#: Second bytes of these.
_SECONDS: Final = {"gbk": range(0xA1, 0xFF), "big5": _TRAILS, "cp932": (*range(0x40, 0x7F), *range(0x80, 0xFD))}


def read_in_code_page(
    documentation: str,
    *,
    codec: str,
    name: str,
    page: str,
    label: str,
    prior: float,
    ordinary: str = "",
    space: int = 0,
) -> Channel:
    """Return the channel that reads a double-byte character set in a code page.

    Args:
        documentation: the docstring of the channel's module.
        codec: the character set, as Python calls it.
        name: the character set, as people call it.
        page: the code page, as Python calls it.
        label: the code page, as people call it.
        prior: see `Channel`.
        ordinary: characters that stand side by side in sound texts; something else must stand in each passage.
        space: the byte that is a no-break space in the code page, if everyday characters begin with it.
    """
    code_page = CodePage.of(page)
    firsts = [char for char in code_page.characters_of(_COMMON[codec]) if char not in PUNCTUATION]
    second = re.escape("".join(code_page.characters_of(_SECONDS[codec])))
    return Channel(
        name=f"{name} read as {label}",
        documentation=documentation,
        prior=prior,
        first=re.escape("".join(firsts)),
        then=f"[{second}]",
        read=_PageReader(codec, code_page, frozenset(ordinary), bytes((space,))).read,
        needs_fluency=True,
    )


class _PageReader:
    """Reads lines backwards through a code page."""

    def __init__(self, codec: str, page: CodePage, ordinary: frozenset[str], space: bytes) -> None:
        self._codec = codec
        self._table = ByteTable({**{point: point for point in range(0x80)}, **page.to_byte})
        self._ordinary = ordinary
        self._space = space

    def read(self, line: str) -> list[Passage]:
        """Return the passages of a line."""
        data = line.translate(self._table).encode("latin-1")
        if self._space != b"\0":
            data = _PLAIN_SPACE.sub(self._space, data)
        return [passage for run in _PAIRS.finditer(data) for passage in self._passages(line, run[0], run.start())]

    def _passages(self, line: str, data: bytes, start: int) -> Iterator[Passage]:
        """Yield the passages of a run; pairs without a character part them."""
        try:
            found = [Passage(start, start + len(data), (data.decode(self._codec),))]
        except UnicodeDecodeError:
            tokens = (
                Token(start + place, start + place + 2, pair_of(self._codec, data[place], data[place + 1]))
                for place in range(0, len(data) - 1, 2)
            )
            found = list(passages(SpelledLine(line, [1] * len(line)), tokens))
        for passage in found:
            if not self._ordinary.issuperset(line[passage.start : passage.end]):
                yield passage


def read_in_charset(
    documentation: str, *, codec: str, name: str, read_as: str, label: str, prior: float, telling: str
) -> Channel:
    """Return the channel that reads one double-byte character set in another.

    Args:
        documentation: the docstring of the channel's module.
        codec: the set that the text was in, as Python calls it.
        name: the same, as people call it.
        read_as: the set it was read in, as Python calls it.
        label: the same, as people call it.
        prior: see `Channel`.
        telling: a character class, without its brackets: each damaged line has such a character, few sound ones do.
    """
    return Channel(
        name=f"{name} read as {label}",
        documentation=documentation,
        prior=prior,
        first=telling,
        then="",
        read=_CharsetReader(codec, charset(read_as)).read,
        needs_fluency=True,
    )


class _CharsetReader:
    """Reads lines backwards through another double-byte character set."""

    def __init__(self, codec: str, read_as: Charset) -> None:
        self._codec = codec
        self._charset = read_as

    def read(self, line: str) -> list[Passage]:
        """Return the passages of a line."""
        data = self._charset.spell_short(line)
        runs = list(_LOSSY_PAIRS.finditer(data))
        if not runs:
            return []
        spelled = SpelledLine(line, self._charset.lengths(line))
        found: list[Passage] = []
        for run in runs:
            end = run.end()
            if not spelled.is_border(end) and data[end] < _BEYOND_ASCII:
                end += 1  # a sound ASCII sign, the second byte of the last damaged character
            found += passages(spelled, self._tokens(spelled, data[run.start() : end], run.start()))
        return found

    def _tokens(self, line: SpelledLine, data: bytes, start: int) -> Iterator[Token]:
        for token in _WHOLE_OR_LOSSY.finditer(data):
            here, end = start + token.start(), start + token.end()
            if end - here == 1:
                yield Token(here, end, token[0].decode("ascii"))
                continue
            if MARK in token[0]:
                yield Token(here, end, self._remains(line, here))
                continue
            try:
                yield from parted(line, token[0].decode(self._codec), here, end, _two)
            except UnicodeDecodeError:
                for place in range(0, len(token[0]), 2):
                    pair = pair_of(self._codec, token[0][place], token[0][place + 1])
                    yield Token(here + place, here + place + 2, pair)

    def _remains(self, line: SpelledLine, start: int) -> Remains | None:
        """Return of what a pair is left; None where no character leaves it."""
        first, last = line.character_at(start), line.character_from(start + 2)
        observed = line.text[first : last + 1]
        if observed[last - first :] == REPLACEMENT:
            observed = observed[:-1]
        data = self._charset.spell_short(observed)
        left = start - line.starts[first]
        candidates = _candidates(
            self._codec, self._charset, (data[:left], data[left : left + 2], data[left + 2 :]), observed
        )
        if not candidates.characters:
            return None
        return Remains(candidates, data[left : left + 2].count(MARK), True)


def _two(char: str) -> int:
    del char
    return 2


@lru_cache(maxsize=MOST_KEPT)
def _candidates(codec: str, read_as: Charset, data: tuple[bytes, bytes, bytes], observed: str) -> Candidates:
    """Return the characters of which a pair with lost bytes is left.

    Args:
        codec: the set that they were in.
        read_as: the set that they were read in.
        data: the pair, FF for a byte that was lost, between the bytes that were read with it.
        observed: what was read of all these.
    """
    left, (lead, trail), right = data
    following = right[0] if right else None
    found: dict[str, frozenset[int]] = {}
    for other in lost_before(read_as, following) if trail == MARK else (trail,):
        for one in lost_before(read_as, other) if lead == MARK else (lead,):
            char = pair_of(codec, one, other)
            if char is not None and (lead == trail or _is_read(read_as, left + bytes((one, other)) + right, observed)):
                found[char] = frozenset()
    return Candidates.of(found)


def _is_read(read_as: Charset, data: bytes, observed: str) -> bool:
    return read_as.decode(data, REPLACEMENT, pairs_are_lost=False) == observed
