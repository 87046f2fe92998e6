"""Lists within a text whose items are numbered out of order."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from i18n_tool.model import Language
from i18n_tool.pairs.numbers.matching import read_numbers
from i18n_tool.pairs.numbers.number import Kind, Number
from i18n_tool.pairs.pair import Pair
from i18n_tool.spans import Span


class Stray(NamedTuple):
    """The number of a list's item that does not follow the one before it.

    Args:
        span: where it stands in the Chinese text.
        expected: the number that should stand there.
    """

    span: Span
    expected: int


def find_strays(pair: Pair) -> list[Stray]:
    """Return the numbers of the Chinese text's lists that are out of order, unless the English ones are the same.

    A list is taken for one whose order was broken only where one of its numbers is wrong or two are exchanged.

    >>> pair = Pair("summary", "First train, then test.", "步骤：1. 训练；3. 测试；2. 部署；", "summary")
    >>> [(stray.span.of(pair.zh), stray.expected) for stray in find_strays(pair)]
    [('3', 2), ('2', 3)]
    """
    markers = _markers(pair.zh, "zh")
    if len(markers) < 2 or _values(markers) == _values(_markers(pair.en, "en")):
        return []
    strays = _strays(markers)
    if strays is not None:
        return strays
    begins = [index for index, marker in enumerate(markers) if marker.values[0] == 1] + [len(markers)]
    lists = [markers[begin:end] for begin, end in pairwise(begins)]
    return [stray for items in lists for stray in _strays(items) or ()]


def _strays(markers: list[Number]) -> list[Stray] | None:
    """Return the markers of one list that are out of order; None where it cannot be one list."""
    wrong = [(expected, marker) for expected, marker in enumerate(markers, 1) if marker.values[0] != expected]
    is_one_changed = len(wrong) == 1 and len(markers) > 1
    is_exchanged = len(wrong) == 2 and [marker.values[0] for _, marker in wrong] == [wrong[1][0], wrong[0][0]]
    if wrong and not is_one_changed and not is_exchanged:
        return None
    return [Stray(Span(marker.start, marker.end), expected) for expected, marker in wrong]


def _markers(text: str, language: Language) -> list[Number]:
    return [number for number in read_numbers(text, language) if number.kind is Kind.MARKER]


def _values(markers: list[Number]) -> list[object]:
    return [marker.values[0] for marker in markers]
