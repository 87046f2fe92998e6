"""The number that another one may have been before it was changed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from i18n_tool.pairs.numbers.number import Kind, Number

#: What differs more, and in its digits too, tells nothing.
_LIKE = 2.0
#: That many digits are not the same by accident.
_TELLING_DIGITS = 2
#: How many of the same value are looked at.
_SAME = 4


class Candidates:
    """Numbers to choose from, each found without a look at the others.

    Args:
        numbers: the numbers.
    """

    def __init__(self, numbers: Sequence[Number]):
        self._by_value: dict[str, list[tuple[float, int]]] = {}
        self._by_digits: dict[tuple[str, str], Number] = {}
        self._numbers = numbers
        for index, number in enumerate(numbers):
            for value in _sizes(number):
                self._by_value.setdefault(_family(number), []).append((value, index))
                self._by_digits.setdefault((_family(number), _digits(value)), number)
        for values in self._by_value.values():
            values.sort()

    def nearest(self, number: Number) -> Number | None:
        """Return the number with the same digits, or else of about the same value; none if there is no such.

        >>> from i18n_tool.pairs.numbers.matching import read_numbers
        >>> candidates = Candidates(read_numbers("7 of 23 and 1.5 trillion", "en"))
        >>> [near and near.values for near in map(candidates.nearest, read_numbers("24、15 亿和 300", "zh"))]
        [(23.0,), (1500000000000.0,), None]
        """
        family, sizes = _family(number), list(_sizes(number))
        same = [self._by_digits.get((family, _digits(value))) for value in sizes]
        if same and same[0] and len(_digits(sizes[0])) >= _TELLING_DIGITS:
            return same[0]
        ranked = [near for value in sizes for near in self._around(family, value, len(number.values))]
        if ranked:
            ratio, _, index = min(ranked)
            if ratio <= _LIKE:
                return self._numbers[index]
        return next((other for other in same if other), None)

    def _around(self, family: str, value: float, readings: int) -> Iterator[tuple[float, bool, int]]:
        """Yield the numbers below and above a value: by how much they differ, whether in their unit, and where."""
        values = self._by_value.get(family, [])
        place = bisect_left(values, (value, -1))
        for other, _ in values[max(0, place - 1) : place + 1]:
            first = bisect_left(values, (other, -1))
            for same, index in values[first : first + _SAME]:
                is_of_other_unit = len(self._numbers[index].values) != readings
                yield max(same / value, value / same), is_of_other_unit, index


def _family(number: Number) -> str:
    """Return what a number is to be compared with: the same name, or any number that belongs to none."""
    return f"name {number.stem}" if number.kind is Kind.NAME else ""


def _sizes(number: Number) -> Iterator[float]:
    return (value for value in number.values if isinstance(value, float) and value > 0)


def _digits(value: float) -> str:
    """Return the digits of a value without its scale.

    >>> _digits(2400.0), _digits(0.24)
    ('24', '24')
    """
    return f"{value:.8e}".partition("e")[0].replace(".", "").rstrip("0")
