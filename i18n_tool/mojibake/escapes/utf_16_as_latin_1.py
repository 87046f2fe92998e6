"""UTF-16 text that was read as ISO-8859-1: `` `O}Y `` for 你好, and a NUL beside each ASCII character.

Every character became two, in either order. Where NULs or other controls are left, stretches are undone whose pairs
make Chinese words; without any, only a text that is a single word, for most pairs of letters are some Chinese
character. Text of ASCII alone stays.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from i18n_tool.mojibake.escapes._base import Escape, Piece, Run
from i18n_tool.mojibake.escapes._bytes import joined_surrogates
from i18n_tool.mojibake.escapes._chinese import log_probabilities, log_probabilities_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_STRETCH: Final = re.compile("[\0-\xff]{4,}")
#: What no text holds, but most Chinese in UTF-16 does.
_CONTROL: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
#: Few stretches of Chinese are longer that have no control.
REACH: Final = 40
#: A text of one word, and a sign that words lack.
_WORD: Final = re.compile(r"\s{0,9}([!-~\xa1-\xff]{4,40})\s{0,9}")
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
#: Characters of three bytes in UTF-8 that was read as ISO-8859-1, and how much of UTF-16 can look like that.
_UTF_8: Final = re.compile("[\xe2-\xef][\x80-\xbf]{2}")
MOST_UTF_8: Final = 0.2
#: A pair that may be part of a word, and what is beside it then.
_LETTERS: Final = re.compile("[a-zA-Z]{2}")
_IN_WORDS: Final = re.compile("[a-zA-Z0-9 ]")
_ORDERS: Final = ("little", "big")
#: What a character may cost on average (nats): more in stretches that hold controls than where nothing speaks for them.
MOST_NATS: Final = 12.0
MOST_NATS_OF_A_WORD: Final = 9.5
#: A character that costs this much is none of Chinese, but shows where a NUL was dropped.
RAREST: Final = 25.0
#: What a character says for a stretch that is not judged by its context, such as one whose pair holds a NUL; and the
#: least that all of a stretch must say (nats).
PLAIN_GAIN: Final = 2.0
LEAST_GAIN: Final = 2.0
#: A stretch with so much evidence takes in as many more characters that may be Chinese, where controls stand for them.
STRONG_GAIN: Final = 20.0
MOST_ODD: Final = 2
#: How many Chinese characters a stretch without NULs must have.
FEWEST: Final = 2


class _Stretch(NamedTuple):
    """A part of the text, the code units that it stands for, and what says that these are text (nats)."""

    start: int
    end: int
    units: str
    gain: float = 0.0


def read(text: str) -> Iterator[Run]:
    """Yield the stretches that are text in one of the two orders."""
    candidates = [
        candidate
        for start, end in _around_controls(text)
        for match in _STRETCH.finditer(text, start, end)
        for candidate in _candidates(match[0], match.start())
    ]
    found = list(_word(text))
    scores = log_probabilities_of([candidate.units for candidate in candidates])
    for candidate, scored in zip(candidates, scores, strict=True):
        for part, part_scores in _parts(candidate, scored):
            best = _best(part, part_scores)
            if best is not None and _is_text(text, exact := _trimmed(text, _extended(text, best, part))):
                found.append(exact)
    for one in _apart(found, len(text)):
        yield Run(one.start, (Piece(text[one.start : one.end], joined_surrogates(one.units)),), PLUGIN.name)


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
        yield start, end


def _apart(found: list[_Stretch], length: int) -> list[_Stretch]:
    """Return the best stretches that do not overlap, in order."""
    taken = bytearray(length)
    kept = []
    for one in sorted(found, key=lambda one: -one.gain):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _word(text: str) -> Iterator[_Stretch]:
    """Yield the one word that a text consists of if it is Chinese; without controls, more would be a guess."""
    word = _WORD.fullmatch(text)
    if word is None or len(word[1]) % 2 or not _SIGN.search(word[1]):
        return
    for order in _ORDERS:
        units = _units(word[1], order)
        if _RUN.fullmatch(units) and len(_HAN.findall(units)) >= FEWEST:
            mean = float(log_probabilities(units).mean())
            if mean > -MOST_NATS_OF_A_WORD:
                yield _Stretch(*word.span(1), units, mean + MOST_NATS)


def _candidates(source: str, start: int) -> Iterator[_Stretch]:
    """Yield the parts of a text at `start` that may be UTF-16; those of different orders may overlap."""
    if not _CONTROL.search(source):
        return
    pattern = _RUN_WITH_NULS if "\0" in source else _RUN
    for order in _ORDERS:
        for shift in (0, 1):
            for run in pattern.finditer(_units(source[shift:], order)):
                first, last = shift + 2 * run.start(), shift + 2 * run.end()
                if _is_enough(run[0]) and _CONTROL.search(source, first, last):
                    yield _Stretch(start + first, start + last, run[0])


def _units(source: str, order: str) -> str:
    """Return the code units of UTF-16, each as one character, that pairs of characters stand for."""
    units = array("H", source[: len(source) & ~1].encode("latin-1"))
    if order != sys.byteorder:
        units.byteswap()
    return "".join(map(chr, units))


def _parts(stretch: _Stretch, scores: NDArray[np.float32]) -> Iterator[tuple[_Stretch, NDArray[np.float32]]]:
    """Yield the parts of a stretch between characters that are hardly any, with their scores; NaN for plain ones."""
    scores = scores.copy()
    scores[[match.start() for match in _PLAIN_CHARACTER.finditer(stretch.units)]] = float("nan")
    edges = [-1, *(scores < -RAREST).nonzero()[0].tolist(), len(scores)]
    for before, end in pairwise(edges):
        if end > before + 1:
            part = _Stretch(stretch.start + 2 * (before + 1), stretch.start + 2 * end, stretch.units[before + 1 : end])
            yield part, scores[before + 1 : end]


def _best(stretch: _Stretch, scores: NDArray[np.float32]) -> _Stretch | None:
    """Return the part of a stretch that is most likely text, given how likely its characters are; None if none is."""
    import numpy as np

    gains = np.where(np.isnan(scores), np.float32(PLAIN_GAIN), scores + np.float32(MOST_NATS))
    sums = np.concatenate(([0.0], np.cumsum(gains, dtype=np.float64)))
    rises = sums - np.minimum.accumulate(sums)
    last = int(rises.argmax())
    gain = float(rises[last])
    first = int(sums[: last + 1].argmin())
    units = stretch.units[first:last]
    if gain < LEAST_GAIN or not _is_enough(units):
        return None
    return _Stretch(stretch.start + 2 * first, stretch.start + 2 * last, units, gain)


def _is_text(text: str, stretch: _Stretch) -> bool:
    """Tell whether a stretch is no accident: it holds controls, and is not UTF-8 that was misread instead."""
    around = text[max(0, stretch.start - 2) : stretch.end + 2]
    is_utf_8 = sum(map(len, _UTF_8.findall(around))) > MOST_UTF_8 * len(around)
    return _is_enough(stretch.units) and not is_utf_8 and _CONTROL.search(text, stretch.start, stretch.end) is not None


def _extended(text: str, stretch: _Stretch, whole: _Stretch) -> _Stretch:
    """Return a stretch with the last characters of the `whole` on either side, where it is all but certain."""
    start, end = stretch.start, stretch.end
    if stretch.gain >= STRONG_GAIN:
        if start - whole.start <= 2 * MOST_ODD and not text[whole.start : start].isprintable():
            start = whole.start
        if whole.end - end <= 2 * MOST_ODD and not text[end : whole.end].isprintable():
            end = whole.end
    units = whole.units[(start - whole.start) // 2 : (end - whole.start) // 2]
    return _Stretch(start, end, units, stretch.gain)


def _trimmed(text: str, stretch: _Stretch) -> _Stretch:
    """Return a stretch without the words of ASCII that touch it; such words are left where NULs were dropped."""
    start, end, units, gain = stretch
    while _LETTERS.fullmatch(text, start, start + 2) and _IN_WORDS.match(text[start - 1 : start]):
        start, units = start + 2, units[1:]
    while _LETTERS.fullmatch(text, end - 2, end) and _IN_WORDS.match(text, end):
        end, units = end - 2, units[:-1]
    return _Stretch(start, end, units, gain)


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
