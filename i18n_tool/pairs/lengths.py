"""How much a text says, so that both sides of a pair can be compared: a Chinese character is about three letters."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from i18n_tool.language import HAN
from i18n_tool.model import Relation
from i18n_tool.pairs.pair import Pair

_HAN_RUN = re.compile(f"[{HAN}]+")
#: The bytes of UTF-8 that are no ASCII letter or digit.
_NO_LETTER = bytes(byte for byte in range(256) if byte >= 128 or not chr(byte).isalnum())

#: Letters and digits that say as much as one Chinese character; measured on paragraphs of documentation.
_LETTERS_PER_CHARACTER = 3.2
#: Texts that say less, in characters, are of any ratio.
_SHORT = 12


class Bounds(NamedTuple):
    """Between what ratios the Chinese text is as long as it should be for the English one."""

    shortest: float
    longest: float


# Of true translations 99.5 % lie between 0.65 and 2.4, of two summaries of one paper all between 0.2 and 2.5. The
# longest are wide, since the English of a catalogue is often an abstract, the Chinese whatever its editor made of it.
_BOUNDS: dict[Relation, Bounds] = {"translation": Bounds(0.65, 2.6), "summary": Bounds(0.15, 4.0)}
#: Short texts vary by so much more.
_SHORT_TEXT = 30
_SHORT_FACTOR = 1.3


# Every part of the comparison asks for the size of the same texts.
@lru_cache(maxsize=8)
def size(text: str) -> float:
    """Return how much a text says, in Chinese characters. Linear.

    >>> size("曼巴"), round(size("selective scan"), 1)
    (2.0, 4.1)
    """
    han = 0 if text.isascii() else sum(map(len, _HAN_RUN.findall(text)))
    return han + len(text.encode("utf-8", "surrogatepass").translate(None, _NO_LETTER)) / _LETTERS_PER_CHARACTER


def ratio(pair: Pair) -> float | None:
    """Return how long the Chinese text is for its English one: 1 is usual for a translation; None for short texts.

    A title is never compared: one side may give only the method's name.

    >>> ratio(Pair("summary", "It is fast.", "很快。", "translation"))
    """
    english, chinese = size(pair.en), size(pair.zh)
    if pair.name == "title" or not english or max(english, chinese) < _SHORT:
        return None
    return chinese / english


def bounds(pair: Pair) -> Bounds:
    """Return between what ratios the length of the Chinese text is in order."""
    shortest, longest = _BOUNDS[pair.relation]
    factor = _SHORT_FACTOR if max(size(pair.en), size(pair.zh)) < _SHORT_TEXT else 1.0
    return Bounds(shortest / factor, longest * factor)
