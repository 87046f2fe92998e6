"""Reads a line that no single encoding explains: encodings that alternate within it, and bytes that are in none.

The cheapest way through the line is found, character by character: each costs what it does in its encoding, a change of
the encoding costs extra, and so does a byte that is left as it is (Viterbi 1967). So what was cut off or lost costs one
or two bytes, and the text after it is read from where the next character begins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Final, NamedTuple

from i18n_tool.mojibake.decoding.encodings import Encoding
from i18n_tool.mojibake.decoding.legibility import cost_of

#: What a change of the encoding costs, in nats.
CHANGE: Final = 6.0
#: What a byte costs that is left as it is: two of them a little more than the rarest character.
LEFT: Final = 7.5
#: So much of a line is read at once; bounds the memory.
PIECE: Final = 1 << 12
#: Bytes below are no part of a character of several bytes, in any encoding that extends ASCII.
_ALWAYS_ASCII: Final = 0x30
_INFINITY: Final = float("inf")
#: How much of what was looked up is kept; bounds the memory.
_MOST_KEPT: Final = 1 << 16


class Part(NamedTuple):
    """A stretch of a line and the encoding it was read in."""

    text: str
    encoding: Encoding


def read_patchwork(line: bytes, encodings: Sequence[Encoding]) -> tuple[list[Part], float]:
    r"""Return the parts of a line that make it the most likely text, and what they cost.

    Bytes that are in no encoding are in them as escapes.

    >>> mixed = "词典 ".encode() + "语料 ".encode("gb18030") + "模型".encode()[:-1]
    >>> from i18n_tool.mojibake.decoding.encodings import GB18030, UTF_8
    >>> [(part.text, part.encoding.name) for part in read_patchwork(mixed, [UTF_8, GB18030])[0]]
    [('词典', 'UTF-8'), (' 语料', 'GB18030'), (' 模\udce5\udc9e', 'UTF-8')]
    """
    characters: list[Part] = []
    total = 0.0
    for piece in _pieces(line):
        found, cost = _read_piece(piece, encodings)
        characters += found
        total += cost
    grouped = groupby(characters, key=lambda part: part.encoding)
    return [Part("".join(part.text for part in group), encoding) for encoding, group in grouped], total


def _pieces(line: bytes) -> list[bytes]:
    """Cut a line where no character is cut, as far as there is such a place."""
    pieces = []
    start = 0
    while len(line) - start > PIECE:
        end = start + PIECE
        safe = next((place for place in range(end, start + 1, -1) if line[place - 1] < _ALWAYS_ASCII), end)
        pieces.append(line[start:safe])
        start = safe
    return [*pieces, line[start:]]


def _read_piece(data: bytes, encodings: Sequence[Encoding]) -> tuple[list[Part], float]:
    """Return the characters of the cheapest way, and what it costs."""
    tables = list(enumerate(map(_characters_of, encodings)))
    costs = [[_INFINITY] * len(encodings) for _ in range(len(data) + 1)]
    # How each place is reached: from where, in which encoding, and as what.
    steps: list[list[tuple[int, int, str]]] = [[(0, 0, "")] * len(encodings) for _ in range(len(data) + 1)]
    costs[0] = [0.0] * len(encodings)
    for place in range(len(data)):
        here = costs[place]
        least = min(here)
        if least == _INFINITY:
            continue
        cheapest = here.index(least)
        ahead = data[place : place + 4]
        for state, characters in tables:
            cost, origin = (here[state], state) if here[state] <= least + CHANGE else (least + CHANGE, cheapest)
            for length, text, price in characters[ahead]:
                if cost + price < costs[place + length][state]:
                    costs[place + length][state] = cost + price
                    steps[place + length][state] = (place, origin, text)
    return _trace_back(costs, steps, encodings), min(costs[-1])


def _trace_back(
    costs: list[list[float]], steps: list[list[tuple[int, int, str]]], encodings: Sequence[Encoding]
) -> list[Part]:
    place = len(costs) - 1
    state = costs[place].index(min(costs[place]))
    backwards: list[Part] = []
    while place > 0:
        origin, before, text = steps[place][state]
        backwards.append(Part(text, encodings[state]))
        place, state = origin, before
    return backwards[::-1]


class _Characters(dict[bytes, tuple[tuple[int, str, float], ...]]):
    """What may stand at the beginning of up to four bytes: how many bytes, the character, its cost."""

    def __init__(self, encoding: Encoding) -> None:
        super().__init__()
        self._encoding = encoding

    def __missing__(self, data: bytes) -> tuple[tuple[int, str, float], ...]:
        if len(self) >= _MOST_KEPT:
            self.clear()
        self[data] = found = tuple(self._find(data))
        return found

    def _find(self, data: bytes) -> Iterator[tuple[int, str, float]]:
        if data[0] < 0x80:
            yield 1, chr(data[0]), cost_of(chr(data[0]), self._encoding)
            return
        yield 1, chr(0xDC00 + data[0]), LEFT
        for length in range(1, len(data) + 1):
            try:
                text = data[:length].decode(self._encoding.codec)
            except UnicodeDecodeError:
                continue
            if len(text) == 1:
                yield length, text, cost_of(text, self._encoding)


_characters_of = cache(_Characters)
