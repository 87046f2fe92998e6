"""Reads the lines of a text in the encoding that makes each the most likely text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from i18n_tool.mojibake.decoding.detector import MOST_ODD, detect, western_page
from i18n_tool.mojibake.decoding.encodings import BIG5, BIG5_HKSCS, ESCAPED, UTF_8, Encoding
from i18n_tool.mojibake.decoding.legibility import MOST_LEGIBLE, cost_of, oddness
from i18n_tool.mojibake.decoding.patchwork import PIECE, Part, read_patchwork
from i18n_tool.mojibake.decoding.weighing import (
    DECISIVE,
    ENCODINGS,
    EXPECTED,
    LONGEST_GRADED,
    Experience,
    Weighed,
    plain_lines,
)

#: Text that is no UTF-8 can be valid all the same, when it is short: pairs of bytes, no more of them than this.
_MOST_BY_CHANCE: Final = 4
_BEYOND_ASCII: Final = re.compile("[^\x00-\x7f]")
#: The first character after Latin Extended-B, and the first of three bytes in UTF-8.
_BEYOND_LATIN: Final = "\u0250"
_FIRST_OF_THREE: Final = "\u0800"
#: In a line of UTF-8 that is hardly damaged so many characters beyond ASCII stand for each byte that is in no encoding.
_LEAST_SOUND: Final = 8
#: How sure readings are that are not weighed against others.
_OF_A_DETECTED_LINE: Final = 0.9
_OF_A_PATCHWORK: Final = 0.9


class Reading(NamedTuple):
    """A line as text.

    Attributes:
        parts: its text in order, each part with its encoding; None for ASCII, which is the same in all.
        probability: how likely it is that these are right.
    """

    parts: tuple[tuple[str, Encoding | None], ...]
    probability: float


def read_lines(lines: Sequence[bytes], experience: Experience) -> list[Reading]:
    """Return the readings of lines, and add to the experience what they show."""
    readings: dict[int, Reading] = {}
    by_chance: list[int] = []
    for number, line in enumerate(lines):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError:
            continue
        readings[number] = Reading(((text, None if text.isascii() else UTF_8),), 1.0)
        if text.isascii():
            continue
        if _may_be_chance(text):
            by_chance.append(number)
        else:
            experience.lines[UTF_8] += 1
    if len(readings) < len(lines) and not experience.lines[UTF_8]:
        for number in by_chance:
            del readings[number]
    else:
        experience.lines[UTF_8] += len(by_chance)
    open_ = [number for number in range(len(lines)) if number not in readings]
    readings |= zip(open_, _read_others([lines[number] for number in open_], experience), strict=True)
    return [readings[number] for number in range(len(lines))]


def _may_be_chance(text: str) -> bool:
    beyond = _BEYOND_ASCII.findall(text)
    return len(beyond) <= _MOST_BY_CHANCE and max(beyond) < _FIRST_OF_THREE


def _read_others(lines: list[bytes], experience: Experience) -> list[Reading]:
    """Return the readings of lines that are not UTF-8, or need not be."""
    expected = experience.expected()
    plain = plain_lines(lines, expected) if expected and lines else [None] * len(lines)
    weighed = iter(_weigh([line for line, text in zip(lines, plain, strict=True) if text is None], experience))
    return [next(weighed) if text is None else Reading(((text, expected),), EXPECTED) for text in plain]


def _weigh(lines: list[bytes], experience: Experience) -> list[Reading]:
    if not lines:
        return []
    weighed = Weighed(lines, experience)
    foreign = _read_foreign(lines, np.flatnonzero(~weighed.is_clear).tolist(), experience)
    western = _read_western(lines, np.flatnonzero(weighed.is_western).tolist(), experience)
    readings = foreign | western
    for number, line in enumerate(lines):
        if number not in readings:
            text, encoding, probability = weighed.best(number)
            whole = Reading(((text, encoding),), probability)
            readings[number] = whole if weighed.is_sound[number] else _take_apart(line, text, encoding, experience)
    return [readings[number] for number in range(len(lines))]


def _read_foreign(lines: list[bytes], numbers: list[int], experience: Experience) -> dict[int, Reading]:
    """Return the readings of lines that are neither Chinese nor Western, as far as chardet can tell what they are."""

    def read_in(encoding: Encoding, chosen: Sequence[int]) -> dict[int, Reading]:
        read = {number: _read_in(encoding, lines[number]) for number in chosen}
        return {number: one for number, one in read.items() if one and not _is_latin(one.parts[0][0])}

    known = experience.detected
    found = read_in(known, numbers) if known else {}
    rest = [number for number in numbers if number not in found]
    encoding = detect(b"\n".join(lines[number] for number in rest)) if rest else None
    if encoding is None or encoding in ENCODINGS:
        return found
    in_detected = read_in(encoding, rest)
    experience.detected = encoding if in_detected else known
    return found | in_detected


def _is_latin(text: str) -> bool:
    """Tell whether most of what is beyond ASCII in a text is Latin; that would have been read as Western."""
    beyond: list[str] = _BEYOND_ASCII.findall(text)
    return 2 * sum(char < _BEYOND_LATIN for char in beyond) > len(beyond)


def _read_western(lines: list[bytes], numbers: list[int], experience: Experience) -> dict[int, Reading]:
    """Return the readings of Western lines if they are in another code page than windows-1252."""
    if not numbers:
        return {}
    encoding = western_page(b"\n".join(lines[number] for number in numbers), experience.detected)
    if encoding is None or encoding in ENCODINGS:
        return {}
    experience.detected = encoding
    return {number: reading for number in numbers if (reading := _read_in(encoding, lines[number]))}


def _read_in(encoding: Encoding, line: bytes) -> Reading | None:
    """Return a line in an encoding, if it is text there."""
    text = encoding.read(line)
    odd = ESCAPED.search(text) is not None or oddness(text[:LONGEST_GRADED]) > MOST_ODD
    return None if odd else Reading(((text, encoding),), _OF_A_DETECTED_LINE)


def _take_apart(line: bytes, text: str, encoding: Encoding, experience: Experience) -> Reading:
    """Return a line in parts where that is clearly more likely than `text`, which an encoding makes of all of it."""
    if encoding is UTF_8 and _is_hardly_damaged(text):
        return Reading(((text, UTF_8),), _OF_A_PATCHWORK)
    legacy = [one for one in ENCODINGS if one is not UTF_8]
    encodings = [UTF_8, *([one for one in legacy if experience.lines[one]] or legacy)]
    if len(line) > PIECE and not _are_text(read_patchwork(line[:PIECE], encodings)[0]):
        return _given_up(line)
    parts, cost = read_patchwork(line, encodings)
    if encoding is BIG5 and ESCAPED.search(text):
        text, encoding = BIG5_HKSCS.read(line), BIG5_HKSCS
    if ESCAPED.search(text) is None and sum(cost_of(char, encoding) for char in text) < cost + DECISIVE:
        return Reading(((text, encoding),), _OF_A_PATCHWORK)
    return Reading(tuple(parts), _OF_A_PATCHWORK) if _are_text(parts) else _given_up(line)


def _given_up(line: bytes) -> Reading:
    """Return a line of which all bytes beyond ASCII are kept as they are."""
    return Reading(((line.decode("ascii", "surrogateescape"), UTF_8),), 0.0)


def _is_hardly_damaged(text: str) -> bool:
    """Tell whether a line of UTF-8 holds so few bytes that are none that they are but the remains of characters."""
    beyond = len(_BEYOND_ASCII.findall(text))
    return _LEAST_SOUND * sum(map(len, ESCAPED.findall(text))) <= beyond


def _are_text(parts: Sequence[Part]) -> bool:
    """Tell whether there is text beyond ASCII in the parts of a line, by what its characters cost on average."""
    costs = [cost_of(char, part.encoding) for part in parts for char in ESCAPED.sub("", part.text) if char > "\x7f"]
    return 0 < sum(costs) <= MOST_LEGIBLE * len(costs)
