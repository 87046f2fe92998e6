"""UTF-16 text that was read as ISO-8859-1: `` `O}Y `` for 你好, and a NUL beside each ASCII character.

Every character became two, in either order. Where NULs or other controls are left, stretches are undone whose pairs make
Chinese words; without any, only what stands by itself between spaces, for most pairs of letters are some Chinese character.
A stretch of ASCII alone stays.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterator
from typing import Final, NamedTuple

from i18n_tool.mojibake.escapes._base import Escape, Piece, Run
from i18n_tool.mojibake.escapes._bytes import joined_surrogates
from i18n_tool.mojibake.escapes._chinese import is_clearly_chinese, log_probabilities

_STRETCH: Final = re.compile("[\0-\xff]{4,}")
#: What no text holds, but most Chinese in UTF-16 does.
_CONTROL: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
#: Few stretches of Chinese are longer that have no control.
REACH: Final = 40
#: A line of one word, and a sign that words lack.
_WORD: Final = re.compile(r"^[ \t]*([!-~\xa1-\xff]{4,40})[ \t]*\r?$", re.MULTILINE)
_SIGN: Final = re.compile(r"[^\w.,:;!?'\"()/-]")
_TEXT: Final = (
    "[\u4e00-\u9fa5\u3000-\u3011\u2013\u2014\u2018-\u201d\u2026\uff01-\uff5e·]|[\ud83c-\ud83e][\udc00-\udfff]"
)
_PLAIN: Final = "[\t\n\r -~\ufeff\u2600-\u27bf\ufe0f]"
_PLAIN_CHARACTER: Final = re.compile(f"{_PLAIN}|[\ud800-\udfff]")
_RUN: Final = re.compile(f"(?:{_TEXT})+")
_RUN_WITH_NULS: Final = re.compile(f"(?:{_TEXT}|{_PLAIN})+")
_HAN: Final = re.compile("[\u4e00-\u9fa5]")
_ASCII: Final = re.compile("[\t\n\r -~]")
_ORDERS: Final = ("little", "big")
#: What a character may cost in the stretches that hold controls (nats): more than in Chinese that nothing else speaks for.
MOST_NATS: Final = 12.0
#: What a character says for a stretch that is not judged by its context: one whose pair holds a NUL, for example; and the
#: least that all of a stretch must say (nats).
PLAIN_GAIN: Final = 2.0
LEAST_GAIN: Final = 2.0
#: How many Chinese characters a stretch without NULs must have.
FEWEST: Final = 2


class _Found(NamedTuple):
    """A stretch that is text, and what says so."""

    gain: float
    start: int
    end: int
    text: str


def read(text: str) -> Iterator[Run]:
    """Yield the stretches that are text in one of the two orders."""
    found = list(_words(text))
    for start, end in _around_controls(text):
        for match in _STRETCH.finditer(text, start, end):
            found += _stretches(match[0], match.start())
    for one in _apart(found, len(text)):
        yield Run(one.start, (Piece(text[one.start : one.end], joined_surrogates(one.text)),), PLUGIN.name)


def _around_controls(text: str) -> Iterator[tuple[int, int]]:
    """Yield the parts of a text that hold controls, as far as text in UTF-16 can go on without one."""
    start, end = 0, 0
    for match in _CONTROL.finditer(text):
        if match.start() - REACH > end:
            if end:
                yield start, end
            start = match.start() - REACH
        end = match.end() + REACH
    if end:
        yield max(start, 0), end


def _apart(found: list[_Found], length: int) -> list[_Found]:
    """Return the best stretches that do not overlap, in order."""
    taken = bytearray(length)
    kept = []
    for one in sorted(found, key=lambda one: -one.gain):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _words(text: str) -> Iterator[_Found]:
    """Yield the words without controls that are Chinese and have a line to themselves."""
    for word in _WORD.finditer(text):
        for order in _ORDERS if len(word[1]) % 2 == 0 and _SIGN.search(word[1]) else ():
            units = _units(word[1], order)
            if _RUN.fullmatch(units) and len(_HAN.findall(units)) >= FEWEST and is_clearly_chinese(units):
                yield _Found(LEAST_GAIN, *word.span(1), units)


def _stretches(source: str, start: int) -> Iterator[_Found]:
    """Yield the parts of a stretch at `start` that are text and hold controls; those of different orders may overlap."""
    if not _CONTROL.search(source):
        return
    pattern = _RUN_WITH_NULS if "\0" in source else _RUN
    for order in _ORDERS:
        for shift in (0, 1):
            units = _units(source[shift:], order)
            for run in pattern.finditer(units):
                first, last = shift + 2 * run.start(), shift + 2 * run.end()
                if not run[0].isascii() and _CONTROL.search(source, first, last) and (best := _best(run[0])):
                    gain, text, skipped = best
                    first += 2 * skipped
                    last = first + 2 * len(text)
                    if _CONTROL.search(source, first, last):
                        yield _Found(gain, start + first, start + last, text)


def _units(source: str, order: str) -> str:
    """Return the code units of UTF-16, each as one character, that pairs of characters stand for."""
    units = array("H", source[: len(source) & ~1].encode("latin-1"))
    if order != sys.byteorder:
        units.byteswap()
    return "".join(map(chr, units))


def _best(units: str) -> tuple[float, str, int] | None:
    """Return the most likely part of some units, with what speaks for it and how many units precede it."""
    if not _is_enough(units):
        return None
    scores = log_probabilities(units).tolist()
    plain = map(_PLAIN_CHARACTER.match, units)
    gains = [PLAIN_GAIN if char else score + MOST_NATS for char, score in zip(plain, scores, strict=True)]
    best, total, first = (0.0, 0, 0), 0.0, 0
    for place, gain in enumerate(gains):
        if total <= 0:
            total, first = 0.0, place
        total += gain
        best = max(best, (total, first, place + 1), key=lambda one: one[0])
    text = units[best[1] : best[2]]
    return (best[0], text, best[1]) if best[0] >= LEAST_GAIN and _is_enough(text) else None


def _is_enough(units: str) -> bool:
    """Tell whether there are some Chinese characters, or any character beside ASCII in pairs with NULs."""
    return len(_HAN.findall(units)) >= FEWEST or (not units.isascii() and _ASCII.search(units) is not None)


PLUGIN = Escape(
    name="UTF-16 read as ISO-8859-1",
    documentation=__doc__,
    marks=(),
    read=read,
    in_code=True,
)
