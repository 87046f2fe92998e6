"""What a summary may say of the numbers of the other: sums, differences, ratios, and what is left of a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from math import floor
from typing import Literal, TypeAlias

from i18n_tool.pairs.numbers.number import Kind, Number, multiple, tidy

#: Whether a number is of a hundred, a multiple, or neither.
Unit: TypeAlias = Literal["%", "x", ""]

_SENTENCE_END = re.compile(r"(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)[.!?]\s|\n")
_PERCENT_AFTER = re.compile(r"(?:\s?(?:[-–—~～至到]|--|to)\s?[\d.]{1,12})?\s?(?:\\?[%％]|per\s?cent|个?百分点)")
# `From 69 to 71` is a change, which is reckoned with.
_TO = r"\s?(?:[-–—−~～至到]|--)\s?"
_BOUND_BEFORE = re.compile(rf"\d\s?(?:\\?[%％])?{_TO}\Z")
_BOUND_AFTER = re.compile(rf"{_TO}\d")
_BOUND_REACH = 8
#: Before the last item of a list, and what a list does not go beyond.
_LAST = re.compile(r"(?:,\s|\s)(?:and|or)\s")
_NOT_IN_LIST = re.compile(r"[.;:()\n]\s?")
_ENDS_ANOTHER = re.compile(r"\s?(?:and|or)\s")
_LONGEST_LIST = 400
_FEWEST_ITEMS = 3
#: The words of an item; the first one is longer by what leads up to it.
_ITEM_WORDS = 5
#: Between two counts of the same: `seven models and three baselines`.
_AND = re.compile(r"(?:\band\b|\+|&)")
_AND_REACH = 80
#: Between what something was and what it is now, or what another one is.
_CHANGE = re.compile(r"\b(?:to|vs|versus|than|against|compared|from|over|while|whereas)\b|→|\\to\b|\\rightarrow\b")
_CHANGE_REACH = 160
_AMOUNTS = (Kind.DIGITS, Kind.WORD)
_COUNTS = (Kind.DIGITS, Kind.WORD, Kind.SMALL_WORD)
#: A sentence with more numbers is a table, whose sums would answer for anything.
_MOST = 8
#: The sums of smaller counts are found everywhere.
_LEAST = 10
#: What differs more is of different things, and so are years.
_COMPARABLE = 20
_YEARS = range(1900, 2101)
_YEAR_LENGTH = 4


def unit_of(text: str, number: Number) -> Unit:
    r"""Return the unit of a number, by its own sign or by that of the range that it begins.

    >>> from i18n_tool.pairs.numbers.digits import DIGITS, read_digits
    >>> import re
    >>> [unit_of(text, read_digits(text, re.match(DIGITS, text))) for text in ("85 to 100 percent", "$4\\%$", "3倍")]
    ['%', '%', 'x']
    """
    end = number.end
    said = text[number.start : end].rstrip(" $")
    if said.endswith(("%", "％", "percent", "per cent", "点", "points")) or _PERCENT_AFTER.match(text, end):
        return "%"
    return "x" if said.endswith(("倍", "x", "×")) else ""


def derived_values(text: str, numbers: Sequence[Number]) -> frozenset[tuple[Unit, float]]:
    """Return what numbers of an English text amount to, with the unit of each value.

    >>> from i18n_tool.pairs.numbers.matching import read_numbers
    >>> text = "It fell by 74% and by 29%. It has 3,024 rows, 30,024 columns."
    >>> sorted(derived_values(text, read_numbers(text, "en")))
    [('', 27000.0), ('', 33048.0), ('%', 26.0), ('%', 45.0), ('%', 71.0), ('%', 103.0)]
    """
    derived: set[tuple[Unit, float]] = set()
    for sentence in _sentences(text, numbers):
        derived.update(_of_counts(text, sentence))
        sized = [(unit_of(text, number), _size(number), number) for number in sentence if number.kind in _AMOUNTS]
        for (one, was, first), (other, now, second) in pairwise(sized):
            if one == other and _is_change(text, first, second):
                derived.update(_change(was, now))
        for unit, value, number in sized:
            derived.update(_rest(unit, value, number))
        # The same number twice is no sum.
        digits = (item for item in sized if item[2].kind is Kind.DIGITS)
        told = sorted({(unit, value) for unit, value, number in digits if _is_addend(text, number, value)})
        if len(told) > _MOST:
            continue
        for (one, smaller), (other, larger) in combinations(told, 2):
            if one == other and larger <= _COMPARABLE * smaller:
                derived.update(((one, tidy(smaller + larger)), (one, tidy(larger - smaller))))
                if larger <= 100 and not (smaller.is_integer() and larger.is_integer()):
                    # Scores in percent are often told without the sign.
                    derived.add(("%", tidy(larger - smaller)))
    return frozenset(derived)


def lengths_of_lists(text: str) -> frozenset[float]:
    """Return how many things the lists of an English text name, which a summary may count instead.

    >>> lengths_of_lists("We test leading models such as Foo 7B, Bar, Baz, and Qux on French and Greek.")
    frozenset({4.0})
    """
    lengths: set[float] = set()
    for last in _LAST.finditer(text):
        before = _NOT_IN_LIST.split(text[max(0, last.start() - _LONGEST_LIST) : last.start()])[-1]
        items = 1
        for item in reversed(before.split(",")):
            if _ENDS_ANOTHER.match(item):
                break
            items += 1
            if len(item.split()) > _ITEM_WORDS:
                break
        if items >= _FEWEST_ITEMS:
            lengths.add(float(items))
    return frozenset(lengths)


def _of_counts(text: str, numbers: Sequence[Number]) -> Iterator[tuple[Unit, float]]:
    """Yield the sum of two counts of the same, and what is saved by a multiple."""
    for one, two in pairwise(number for number in numbers if number.kind in _COUNTS):
        if one.end <= two.start <= one.end + _AND_REACH and _AND.search(text, one.end, two.start):
            smaller, larger = sorted((_size(one), _size(two)))
            if larger <= _COMPARABLE * smaller:
                yield unit_of(text, one), tidy(smaller + larger)
    for number in numbers:
        if multiple(_size(number)) in number.loose and _size(number) > 1:
            yield from (("%", value) for value in _rounded(100 - 100 / _size(number)))


def _rest(unit: Unit, value: float, number: Number) -> Iterator[tuple[Unit, float]]:
    """Yield what is left of a hundred, or of one."""
    if unit == "%" and value <= 100:
        yield "%", tidy(100 - value)
    if number.parts and 0 < value < 1:
        yield "", tidy(1 - value)
        yield from (("%", share) for share in _rounded(100 - 100 * value))


def _is_change(text: str, first: Number, second: Number) -> bool:
    return second.start <= first.end + _CHANGE_REACH and _CHANGE.search(text, first.end, second.start) is not None


def _change(was: float, now: float) -> Iterator[tuple[Unit, float]]:
    """Yield how much less or more one number is than another, in percent and as a multiple."""
    smaller, larger = sorted((was, now))
    if 0 < smaller < larger:
        yield from (("%", value) for value in _rounded(100 - 100 * smaller / larger))
        yield from (("%", value) for value in _rounded(100 * larger / smaller - 100))
        yield from (("x", value) for value in (*_rounded(larger / smaller), float(floor(larger / smaller))))


def _rounded(value: float) -> tuple[float, ...]:
    return tuple(float(round(value, places)) for places in (0, 1, 2))


def _sentences(text: str, numbers: Sequence[Number]) -> Iterator[list[Number]]:
    """Yield the numbers of each sentence that has any, but for those of names, formulas and code."""
    sentence: list[Number] = []
    for number in numbers:
        if number.kind not in _COUNTS or not number.values or isinstance(number.values[0], str):
            continue
        if sentence and _SENTENCE_END.search(text, sentence[-1].end, number.start):
            yield sentence
            sentence = []
        sentence.append(number)
    if sentence:
        yield sentence


def _is_addend(text: str, number: Number, value: float) -> bool:
    is_year = value in _YEARS and number.end - number.start == _YEAR_LENGTH
    return not is_year and (value >= _LEAST or not value.is_integer()) and not is_bound(text, number)


def is_bound(text: str, number: Number) -> bool:
    """Return whether a number is where a range begins or ends, to which nobody adds anything."""
    return bool(
        _BOUND_AFTER.match(text, number.end)
        or _BOUND_BEFORE.search(text, max(0, number.start - _BOUND_REACH), number.start)
    )


def _size(number: Number) -> float:
    """Return the value of a number with the letter of its scale, if it has one."""
    values = [value for value in number.values if isinstance(value, float)]
    return values[1] if len(values) > 1 and values[1] > values[0] else values[0]
