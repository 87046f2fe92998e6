"""What a summary may say of the numbers of the other: sums, differences, and what is left to a hundred."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from i18n_tool.pairs.numbers.number import Kind, Number, tidy

_SENTENCE_END = re.compile(r"[.!?]\s|\n")
_PERCENT_AFTER = re.compile(r"(?:\s?(?:[-–—~～至到]|--|to)\s?[\d.]{1,12})?\s?(?:\\?[%％]|per\s?cent|个?百分点)")
#: A sentence with more numbers is a table, whose sums would answer for anything.
_MOST = 8
#: The sums of smaller counts are found everywhere.
_LEAST = 10
#: What differs more is of different things, and so are years.
_COMPARABLE = 20
_YEARS = range(1900, 2101)
_YEAR_LENGTH = 4


def is_percentage(text: str, number: Number) -> bool:
    """Return whether a number is of a hundred, by its own sign or by that of the range that it begins.

    >>> from i18n_tool.pairs.numbers.digits import DIGITS, read_digits
    >>> import re
    >>> text = "85 to 100 percent"
    >>> is_percentage(text, read_digits(text, re.match(DIGITS, text)))
    True
    """
    end = number.end
    said = text[number.start : end]
    return said.endswith(("%", "％", "percent", "per cent", "点", "points")) or bool(_PERCENT_AFTER.match(text, end))


def derived_values(text: str, numbers: Sequence[Number]) -> frozenset[tuple[bool, float]]:
    """Return what numbers of an English text amount to, and before each value whether it is a percentage.

    >>> from i18n_tool.pairs.numbers.matching import read_numbers
    >>> text = "It fell from 74% to 29%. It has 3,024 and 30,024 rows."
    >>> sorted(derived_values(text, read_numbers(text, "en")))
    [(False, 27000.0), (False, 33048.0), (True, 26.0), (True, 45.0), (True, 71.0), (True, 103.0)]
    """
    derived: set[tuple[bool, float]] = set()
    for sentence in _sentences(text, numbers):
        sized = [(is_percentage(text, number), _size(number), number) for number in sentence]
        derived.update((True, tidy(100 - value)) for percentage, value, _ in sized if percentage and value <= 100)
        # The same number twice is no sum.
        told = sorted({(percentage, value) for percentage, value, number in sized if _is_addend(number, value)})
        if len(told) > _MOST:
            continue
        for (one, smaller), (other, larger) in combinations(told, 2):
            if one is other and larger <= _COMPARABLE * smaller:
                derived.update(((one, tidy(smaller + larger)), (one, tidy(larger - smaller))))
    return frozenset(derived)


def _sentences(text: str, numbers: Sequence[Number]) -> Iterator[list[Number]]:
    """Yield the numbers in digits of each sentence that has any."""
    sentence: list[Number] = []
    for number in numbers:
        if number.kind is not Kind.DIGITS or not number.values or isinstance(number.values[0], str):
            continue
        if sentence and _SENTENCE_END.search(text, sentence[-1].end, number.start):
            yield sentence
            sentence = []
        sentence.append(number)
    if sentence:
        yield sentence


def _is_addend(number: Number, value: float) -> bool:
    is_year = value in _YEARS and number.end - number.start == _YEAR_LENGTH
    return not is_year and (value >= _LEAST or not value.is_integer())


def _size(number: Number) -> float:
    """Return the value of a number with the letter of its scale, if it has one."""
    values = [value for value in number.values if isinstance(value, float)]
    return values[1] if len(values) > 1 and values[1] > values[0] else values[0]
