"""Numbers of one side that the other side does not have."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache

from i18n_tool.model import Language, Relation
from i18n_tool.pairs.numbers.chinese import read_chinese
from i18n_tool.pairs.numbers.derived import Unit, derived_values, is_bound, lengths_of_lists, unit_of
from i18n_tool.pairs.numbers.english import read_english
from i18n_tool.pairs.numbers.nearest import Candidates
from i18n_tool.pairs.numbers.number import Kind, Number, Value

#: Kinds that ask for their like on the other side, whose absence there can tell something.
_CLAIMS = frozenset({Kind.DIGITS, Kind.WORD, Kind.SMALL_WORD, Kind.NAME, Kind.FORMULA})
#: Kinds in which the number of a formula is found again: it is not spelled out.
_IN_DIGITS = frozenset({Kind.DIGITS, Kind.NAME, Kind.FORMULA, Kind.CODE, Kind.MARKER})
# What makes a number an estimate, before and after it.
_ABOUT_BEFORE = re.compile(r"(?:[约近≈～~]|超过?|逾|不到|达到?|[高低大小多少]于)\s?\Z")
_ABOUT_AFTER = re.compile(r"\s?(?:左右|以上|以下|以内|上下|[多余+＋])")
#: What is counted follows.
_COUNTED = re.compile(r"\s?[个個种種项項类類款家大]")
_NAME_REACH = 24
_VERSION = "v"
#: The rest of 2.x.
_ANY_VERSION = re.compile(r"\.[xX*](?![A-Za-z0-9])")
#: `Llama 3`, `v 2`, `size=4`.
_NAME_BEFORE = re.compile(r"([A-Za-z][A-Za-z0-9]*)(?:[ ._-]{1,2}|\s?(=)\s?)\Z")
_MORE_BEFORE = re.compile(r"(?:超过?|逾|[大多高]于)\s?\Z")
_MORE_WITHIN = re.compile("[多余]")
_DECIMALS = re.compile(r"[\d,，]+(?:\.(\d+))?")
#: English numbers up to this one are as well told by a list, a pronoun or a plural.
_SMALL = 10
#: A number that differs less may be another one rounded, by part of itself.
_ROUNDED = 0.05
#: What an estimate of many zeros leaves out, as 8000+ does of 8,006, by part of itself.
_LEFT_OUT = 0.02
#: And what is left out where it is said that there is more: 1000多万.
_SAID_LEFT_OUT = 0.1
_MOST_ZEROS = 15
#: How many left-over numbers around its place are considered for what a number was changed from.
_NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A number that the other side does not have.

    Args:
        language: the side that it stands on.
        number: the number.
        nearest: the number of the other side that it may have been: one like it, and unmatched if there is such.
        is_of_name: whether the other side has it, but another one behind the name before it, which is `nearest`.
    """

    language: Language
    number: Number
    nearest: Number | None
    is_of_name: bool = False


@lru_cache(maxsize=8)
def read_numbers(text: str, language: Language) -> tuple[Number, ...]:
    """Return the numbers of a text in their order.

    >>> [number.kind.name for number in read_numbers("three of GPT-4's 24 million", "en")]
    ['SMALL_WORD', 'NAME', 'DIGITS']
    """
    read = read_english(text) if language == "en" else read_chinese(text)
    return tuple(sorted(read, key=lambda number: (number.start, number.end)))


def find_unmatched(en: str, zh: str, relation: Relation, title: str = "") -> Iterator[Unmatched]:
    """Yield the numbers of one side that the other side does not have, those of the Chinese side first.

    Nearly every number of a Chinese text is in the English one, or else in the paper's title. The reverse holds of
    translations only, and there of numbers that are not said otherwise: those above ten and decimals, in digits.

    >>> [(item.number.values[0], item.nearest.values[0]) for item in find_unmatched(
    ...     "It is 2.5 times faster on 24 million tokens.", "在 2400 万个词元上快 2.35 倍。", "translation")]
    [(2.35, 2.5)]
    """
    english, chinese = _Side(en, "en"), _Side(zh, "zh")
    missing = [number for number in chinese.numbers if _is_missing(number, chinese, english, relation)]
    if missing and title:
        titles = _Side(title, "en")
        missing = [number for number in missing if not titles.has(number)]
    # Most texts are done with here.
    if not missing and relation == "summary":
        return
    left = list(_left_over(english, chinese))
    candidates, others = Candidates(left), Candidates([number for number in english.numbers if number.kind in _CLAIMS])
    places = [number.start / len(en) for number in left]
    named: set[Number] = set()
    for number in missing:
        if not (relation == "summary" and _is_derived(number, zh, english)):
            instead = _instead(number, left, bisect_left(places, number.start / len(zh)))
            if instead:
                named.add(instead)
            twin = _of_the_same_name(number, chinese, english)
            yield Unmatched("zh", number, twin or candidates.nearest(number) or others.nearest(number), bool(twin))
    if relation == "translation":
        for number in left:
            if number not in named and _is_sure(number, en) and not _is_about(number, chinese.sizes):
                yield Unmatched("en", number, None)


class _Side:
    """A text's numbers, and what they may mean."""

    def __init__(self, text: str, language: Language):
        self.text = text
        self.language = language

    @cached_property
    def numbers(self) -> Sequence[Number]:
        """The numbers; those of an English text are not asked for where the summary in Chinese has none."""
        return read_numbers(self.text, self.language)

    def has(self, number: Number) -> bool:
        """Return whether a number of the other side is among these, in any reading."""
        if any(value in self.values for value in (*number.values, *number.loose)):
            return True
        known = self.whole if _is_grouped(number) else self.values
        return bool(number.parts) and all(part in known for part in number.parts)

    @cached_property
    def whole(self) -> frozenset[Value]:
        """All that the numbers may mean, but for the parts of those with a comma: 173,210 is not 210,173."""
        return frozenset(value for number in self.numbers for value in (*number.values, *number.loose))

    @cached_property
    def values(self) -> Set[Value]:
        """All that the numbers may mean."""
        return self.whole.union(*(number.parts for number in self.numbers))

    @cached_property
    def in_digits(self) -> frozenset[Value]:
        """The values of the numbers that are not in words."""
        digits = (number for number in self.numbers if number.kind in _IN_DIGITS)
        return frozenset(value for number in digits for value in (*number.values, *number.parts))

    @cached_property
    def stems(self) -> dict[Number, str]:
        """The letters of the name that each number belongs to, of those that belong to one."""
        stems: dict[Number, str] = {}
        stem, end = "", 0
        for number in self.numbers:
            if not stem or self.text[end : number.start] not in ("/", ","):
                before = _NAME_BEFORE.search(self.text, max(0, number.start - _NAME_REACH), number.start)
                # The word of `only 3` names nothing.
                is_name = before and (before[2] or not before[1].islower())
                stem = number.stem or (before[1].lower() if before and is_name else "")
            if stem:
                stems[number] = stem
            end = number.end
        return stems

    @cached_property
    def names(self) -> Mapping[str, Set[Value]]:
        """The numbers of each name, by its letters."""
        names: dict[str, set[Value]] = {}
        for number, stem in self.stems.items():
            names.setdefault(stem, set()).update(number.values)
        return names

    @cached_property
    def first_of_name(self) -> Mapping[str, Number]:
        """The first number of each name."""
        return {stem: number for number, stem in reversed(self.stems.items())}

    @cached_property
    def derived(self) -> Set[tuple[Unit, float]]:
        """What the numbers of an English text amount to together."""
        return derived_values(self.text, self.numbers)

    @cached_property
    def lengths(self) -> Set[float]:
        """How many things the lists of an English text name."""
        return lengths_of_lists(self.text)

    @cached_property
    def sizes(self) -> Sequence[float]:
        """The values of the numbers in digits, by themselves and with their scales, sorted."""
        firsts = (number.values[:2] for number in self.numbers if number.kind in (Kind.DIGITS, Kind.FORMULA))
        return sorted(value for values in firsts for value in values if isinstance(value, float))


def _is_grouped(number: Number) -> bool:
    """Return whether the parts of a number are groups of its digits, as in 173,210, and not what 4/5 divides."""
    parts = [part for part in number.parts if isinstance(part, float)]
    return any(isinstance(value, float) and value > max(parts) for value in number.values) if parts else False


def _left_over(english: _Side, chinese: _Side) -> Iterator[Number]:
    """Yield what the English side claims and the Chinese one lacks, but no piece of a torn number that it has."""
    until = 0
    for number in english.numbers:
        if number.kind is Kind.ALLUSION:
            until = max(until, number.end) if chinese.has(number) else until
        elif number.kind in _CLAIMS and number.start >= until and not chinese.has(number):
            yield number


def _is_missing(number: Number, chinese: _Side, english: _Side, relation: Relation) -> bool:
    """Return whether a Chinese number should be in the English text, and is not."""
    if number.kind is Kind.MARKER:
        # A list of a summary need not be one in the other.
        return relation == "translation" and not english.has(number)
    if number.kind is Kind.NAME:
        # A letter makes no name: what is 3D may be called three-dimensional.
        others = english.names.get(number.stem, frozenset())
        known = others if len(number.stem) > 1 else english.values
        if number.stem.endswith(_VERSION):
            # YOLOv3 for the v3 of `YOLO (v3, v4)`.
            known = known | english.names.get(_VERSION, frozenset())
        if _ANY_VERSION.match(chinese.text, number.end):
            return False
        return bool(others) and known.isdisjoint(number.values) and english.values.isdisjoint(number.loose)
    if number.kind is Kind.FORMULA:
        is_spelled = bool(number.parts) and english.in_digits.issuperset(number.parts)
        return english.in_digits.isdisjoint(number.values) and not is_spelled
    if number.kind in (Kind.DIGITS, Kind.WORD):
        if english.has(number):
            return _of_the_same_name(number, chinese, english) is not None
        return not _is_rounded(number, chinese.text, english.sizes, relation)
    return False


def _of_the_same_name(number: Number, chinese: _Side, english: _Side) -> Number | None:
    """Return the number that the English name before a number has in its stead, and the Chinese text elsewhere."""
    stem = chinese.stems.get(number, "")
    numbers = english.names.get(stem, frozenset()) if stem else frozenset()
    if number.kind is not Kind.DIGITS or numbers.isdisjoint(chinese.values) or english.values.isdisjoint(number.values):
        return None
    if not numbers.isdisjoint(chinese.names[stem]):
        return None
    return english.first_of_name[stem]


def _is_rounded(number: Number, text: str, others: Sequence[float], relation: Relation) -> bool:
    """Return whether a number rounds one of the other side: an estimate, or in a summary one of fewer decimals."""
    digits = _DECIMALS.match(text, number.start, number.end)
    value = number.values[0] if number.values else ""
    if digits is None or isinstance(value, str):
        return False
    said = float(digits.group().replace("，", "").replace(",", ""))
    unit = 10.0 ** -len(digits[1] or "") * (value / said if said else 1.0)
    place = bisect_left(others, value)
    near = others[max(0, place - 1) : place + 1]
    if not _is_estimate(number, text):
        # A number of two digits and a point is not another one rounded by accident.
        may_round = relation == "summary" and digits[1] and said >= 10 * 10.0 ** -len(digits[1])
        if relation == "summary" and not digits[1] and is_bound(text, number):
            # 5-6 倍 has room for 5.55 and 6.24.
            return any(abs(other - value) < unit and not other.is_integer() for other in near)
        return bool(may_round) and any(abs(other - value) <= unit / 2 for other in near)
    left_out = _SAID_LEFT_OUT if _says_more(number, text) else _LEFT_OUT
    unit = max(unit, min(left_out * value, unit * 10 ** _zeros(digits.group())))
    # Half a unit above, and what was only cut off.
    return any(-unit / 2 <= other - value < unit for other in near)


def _is_estimate(number: Number, text: str) -> bool:
    return bool(
        text[number.end - 1] in "万亿"
        or _ABOUT_BEFORE.search(text, max(0, number.start - 4), number.start)
        or _ABOUT_AFTER.match(text, number.end)
    )


def _says_more(number: Number, text: str) -> bool:
    """Return whether a text says that there is more than a number."""
    return bool(
        _MORE_WITHIN.search(text, number.start, number.end)
        or _MORE_BEFORE.search(text, max(0, number.start - 4), number.start)
    )


def _zeros(digits: str) -> int:
    """Return how many zeros end the digits of a whole number.

    >>> _zeros("8,000"), _zeros("6510"), _zeros("2.50")
    (3, 1, 0)
    """
    plain = "" if "." in digits else digits.replace(",", "").replace("，", "")
    return min(len(plain) - len(plain.rstrip("0")), _MOST_ZEROS)


def _is_derived(number: Number, text: str, english: _Side) -> bool:
    """Return whether a number is what numbers of the English side amount to, or counts what it lists."""
    if number.kind not in (Kind.DIGITS, Kind.WORD) or not number.values:
        return False
    value = number.values[0]
    if isinstance(value, str):
        return False
    is_count = _COUNTED.match(text, number.end) is not None
    return (unit_of(text, number), value) in english.derived or (is_count and value in english.lengths)


def _is_about(number: Number, others: Sequence[float]) -> bool:
    """Return whether a number may have been rounded to one of the other side."""
    value = number.values[0]
    if isinstance(value, str):
        return False
    place = bisect_left(others, value)
    return any(abs(other - value) < _ROUNDED * value for other in others[max(0, place - 1) : place + 1])


def _instead(number: Number, left: Sequence[Number], place: int) -> Number | None:
    """Return the left-over number at about the place where the number stands; one of its kind if there is one."""
    around: Iterable[tuple[int, Number]] = enumerate(
        left[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS], max(0, place - _NEIGHBOURS)
    )
    ranked = [
        (other.kind is not number.kind, len(other.values) != len(number.values), abs(index - place), other)
        for index, other in around
    ]
    return min(ranked, key=lambda rank: rank[:3])[3] if ranked else None


def _is_sure(number: Number, text: str) -> bool:
    """Return whether an English number must be in a translation as a number; those of citations need not."""
    if number.kind is not Kind.DIGITS or not number.values or text[number.start - 1 : number.start] == "[":
        return False
    value = number.values[0]
    return isinstance(value, float) and (value > _SMALL or not value.is_integer())
