"""Numbers and names that both texts have: what can be exchanged in a translation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from i18n_tool.pairs.numbers.matching import read_numbers
from i18n_tool.pairs.numbers.number import Kind, Number, Value
from i18n_tool.spans import Span

# A name of the Chinese text has a capital or a digit; that of the English text need not.
_CHINESE_NAME = re.compile(
    r"(?<![A-Za-z0-9_\\])(?=[A-Za-z0-9+_-]{0,40}[A-Z0-9])[A-Za-z][A-Za-z0-9]*(?:[-_+][A-Za-z0-9]+)*"
)
_ENGLISH_NAME = re.compile(r"([A-Za-z][A-Za-z0-9]*(?:[-_+][A-Za-z0-9]+)*)")
_UNIT = re.compile(
    r"[\s-]?(k|m|b|gb|mb|kb|tb|ms|s|hz|ghz|mhz|khz|px|fps|db|g|kg|mm|cm|km|bits?|bytes?|°)(?![A-Za-z0-9])",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\\?[%％]")
_TIMES = re.compile(r"\s?(?:\$?\\times|×|[x倍](?![A-Za-z]))")
# `3D` is a word of its own, and the bounds of an interval say nothing by themselves.
_DIMENSION = re.compile("[Dd](?![A-Za-z])")
# The parts of a date stand in an order of their own in each language.
_DATE = re.compile(r"\s?[年月日]")
_INTERVAL = re.compile(r"[\[(（][0-9.%\s−-]{1,20}(?:[,，][0-9.,，%\s−-]{1,40})[\])）]")
_RANGE = re.compile(r"[0-9][%％]?\s?[-–—−~～]\s?[0-9.]{1,20}")
_IN_TEXT = frozenset({Kind.DIGITS, Kind.WORD, Kind.FORMULA, Kind.SMALL_WORD})
#: What a table has more is not looked at, which keeps the cost linear.
_MOST = 200


class Item(NamedTuple):
    """A number or a name in a text.

    Args:
        span: where it stands.
        key: equal for items that are the same, in whatever writing.
        unit: what a number counts, as far as it tells; "" for a name.
        is_in_name: whether it is the number of a name.
        is_part: whether it is a bound of an interval, a part of a date, or one of a word, as in `2D`.
        size: the value of a number, as far as it has one.
    """

    span: Span
    key: int
    unit: str = ""
    is_in_name: bool = False
    is_part: bool = False
    size: float = 0.0


class Items(NamedTuple):
    """The items that both texts have, in their order."""

    en: Sequence[Item]
    zh: Sequence[Item]


def shared_numbers(en: str, zh: str) -> Items:
    """Return the numbers that stand on both sides; one that belongs to a name only where this has it on both.

    >>> en, zh = shared_numbers("from 5% to 7 of GPT-4", "在 GPT-4 的 7 中占 5%")
    >>> [item.key for item in en] == [item.key for item in reversed(zh)]
    True
    """
    # 三 is as often a part of a word as it is a number.
    chinese_numbers = [number for number in _numbers(zh, "zh") if number.kind is not Kind.SMALL_WORD]
    keys: dict[tuple[str, Value], int] = {}
    found = []
    for number in _numbers(en, "en") if chinese_numbers else ():
        group = _group(number)
        key = next((keys[group, value] for value in number.values if (group, value) in keys), len(keys))
        for value in number.values:
            keys.setdefault((group, value), key)
        found.append((key, number))
    shared = []
    for number in chinese_numbers:
        known = (keys.get((_group(number), value)) for value in number.values)
        key_of = next((key for key in known if key is not None), None)
        if key_of is not None:
            shared.append((key_of, number))
    # Most texts are done with here.
    if not shared:
        return Items([], [])
    bounds = _bounds(zh)
    chinese = []
    for key, number in shared:
        is_part = bool(bounds[number.start] or _DIMENSION.match(zh, number.end) or _DATE.match(zh, number.end))
        span = Span(number.start, number.end)
        size = number.values[0] if isinstance(number.values[0], float) else 0.0
        chinese.append(Item(span, key, _unit(zh, number), bool(number.stem), is_part, size))
    there = {item.key for item in chinese}
    english = [
        Item(Span(number.start, number.end), key, _unit(en, number), bool(number.stem))
        for key, number in found
        if key in there
    ]
    return Items(english, chinese)


def shared_names(en: str, zh: str) -> Items:
    """Return the names in Latin letters that stand on both sides, whatever their case, hyphens and number.

    >>> [len(side) for side in shared_names("BERT beats GPT-4; GPT4 is large", "BERT 优于 GPT-4")]
    [3, 2]
    """
    found = [(_plain(match.group()).removesuffix("s"), Span(*match.span())) for match in _CHINESE_NAME.finditer(zh)][
        :_MOST
    ]
    keys = {name: key for key, name in enumerate(dict.fromkeys(name for name, _ in found))}
    english = _english_names(en, keys) if len(keys) > 1 else []
    there = {item.key for item in english}
    return Items(english, [Item(span, keys[name]) for name, span in found if keys[name] in there])


def _english_names(text: str, keys: Mapping[str, int]) -> list[Item]:
    """Return the names of an English text that have a key, by themselves or as the plural of one that has."""
    pieces = _ENGLISH_NAME.split(text)
    ends = list(accumulate(map(len, pieces)))
    # All words at once: there are hundreds, and few of them are such names.
    plain = _plain("\n".join(pieces[1::2])).split("\n")
    wanted = keys.keys() | {f"{name}s" for name in keys}
    places = zip(plain, ends[::2], ends[1::2], strict=False)
    found = [(name, Span(start, end)) for name, start, end in places if name in wanted][:_MOST]
    return [Item(span, keys[name] if name in keys else keys[name[:-1]]) for name, span in found]


#: How the items of each kind are found.
KINDS: dict[str, Callable[[str, str], Items]] = {"numbers": shared_numbers, "names": shared_names}


def _numbers(text: str, language: str) -> Iterable[Number]:
    numbers = read_numbers(text, "en" if language == "en" else "zh")
    return [number for number in numbers if number.values and (number.kind in _IN_TEXT or number.stem)][:_MOST]


def _bounds(text: str) -> bytearray:
    """Return 1 for each character of an interval."""
    found = bytearray(len(text))
    for pattern in (_INTERVAL, _RANGE):
        for match in pattern.finditer(text):
            found[match.start() : match.end()] = b"\1" * len(match.group())
    return found


def _group(number: Number) -> str:
    return number.stem if number.kind is Kind.NAME else ""


def _unit(text: str, number: Number) -> str:
    """Return what a number counts, as far as both languages write it alike: %, x, or a unit in letters."""
    said = text[number.start : number.end]
    if _PERCENT.search(said) or "percent" in said.lower() or "百分" in said or _PERCENT.match(text, number.end):
        return "%"
    if said.endswith(("倍", "x", "×", "times", "fold")) or _TIMES.match(text, number.end):
        return "x"
    found = _UNIT.match(text, number.end)
    return found[1].lower().rstrip("s") if found else ""


def _plain(name: str) -> str:
    return name.lower().replace("-", "")
