"""Numbers in English text: digits, number words, and the words that may stand for a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, compress, count
from typing import NamedTuple

from i18n_tool.pairs.latin import lower_words
from i18n_tool.pairs.numbers.digits import CODE, DIGITS, WORDS, multiples, read_code, read_digits, tokens
from i18n_tool.pairs.numbers.number import Kind, Number, Value, tidy

_TOKEN = re.compile(rf"{DIGITS}|{CODE}")
#: Where a token can begin: a link does so at the beginning of a word.
_BEGINNING = re.compile(r"[\d$`<hw](?:(?<=[\d$`<])|(?<=h)(?<![A-Za-z]h)(?=ttps?://)|(?<=w)(?<![A-Za-z]w)(?=ww\.))")
# What a slip makes of 90.72, 4.6 and 2,048: `90. 72`, `4,6`, `2, 048` and `2 048`; and `90 point 72`.
_TORN = re.compile(r"(\d{1,6})(?:[.,]\s?|\spoint\s)(\d{1,6})(?![\d.,]\d)")
_TORN_GROUPS = re.compile(r"\d{1,3}(?:(?:,\s?|[ \u00a0\u202f])\d{3}){1,4}(?!\d)")
_NO_DIGITS = re.compile(r"\D+")

_BELOW_TWENTY = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS_BELOW_TWENTY = """
    zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth
"""
_MONTHS = "january february march april may june july august september october november december"

_CARDINALS = {word: float(n) for n, word in enumerate(_BELOW_TWENTY.split())} | {
    word: 10.0 * n for n, word in enumerate(_TENS.split(), 2)
}
_ORDINALS = {word: float(n) for n, word in enumerate(_ORDINALS_BELOW_TWENTY.split())} | {
    "twentieth": 20.0,
    "thirtieth": 30.0,
    "hundredth": 100.0,
    "thousandth": 1e3,
    "millionth": 1e6,
}
_DENOMINATORS = {"half": 2.0, "halves": 2.0, "quarter": 4.0, "quarters": 4.0} | {
    form: n for word, n in _ORDINALS.items() if n > 2 for form in (word, f"{word}s")
}
_NUMBER_WORDS = _CARDINALS.keys() | WORDS.keys() | _ORDINALS.keys() | _DENOMINATORS.keys()
#: `two millions`, but not `millions` alone.
_PLURALS = {f"{word}s": word for word in WORDS}
#: What may stand between the words of one number.
_JOINTS = ("", "and")
_MAX_JOINT = 5
#: ` thousand` and the like.
_SCALE_LENGTH = 12

#: A line is a number, or several, and the words that may stand for it; `2x` is what multiplies.
_ALLUSIONS = """
    0: none null nil zeros zeroes
    1: single once unit unity sole i monolingual univariate unimodal daily hourly monthly
    0.5 2 0.5x: half halve halved halves halving
    0.25 4: quarter quarters quarterly
    2 2x: double doubles doubled doubling twice twofold
    2: dual both either neither pair pairs paired pairwise couple bilingual bimodal bidirectional bilateral
    2: secondary squared square quadratic ii
    3 3x: triple triples tripled tripling threefold thrice
    3: triplet triplets trio tertiary ternary cubic cubed cube trilingual trimodal iii
    4 4x: quadruple quadruples quadrupled quadrupling fourfold
    4: quartet quad quaternary quadruped quadrupedal iv
    5 5x: quintuple fivefold
    6 6x: sixfold
    7 7x: sevenfold
    8 8x: eightfold
    9 9x: ninefold
    10 10x: tenfold magnitude
    10: tens
    12: dozen dozens noon year yearly annual annually
    20: dozens
    24: dozens day daily
    7: week weekly
    60: hour hourly minute
    100 100x: hundredfold
    100: century hundreds
    1000 1000x: thousandfold
    1000: thousands
    1e6: millions
    1e9: billions
    1e12: trillions
"""
#: What half of a unit or a scale comes to: `half a minute` is told in seconds.
_HALF_OF = {"million": 5e5, "billion": 5e8, "trillion": 5e11, "thousand": 500.0, "hundred": 50.0, "dozen": 6.0} | {
    "minute": 30.0,
    "hour": 30.0,
    "day": 12.0,
    "year": 6.0,
    "decade": 5.0,
    "century": 50.0,
}
_OF_UNIT = re.compile(r"\s(?:of\s)?an?\s([a-z]+)")
#: `three point two` and `two and a half`, after the whole.
_DECIMALS = re.compile(r"[ -]point((?:[ -](?:zero|one|two|three|four|five|six|seven|eight|nine))+)\b", re.IGNORECASE)
_AND_A_HALF = re.compile(r"[\s-]and[\s-]a[\s-]half\b", re.IGNORECASE)
#: What makes a multiple of a number in words: `four times`, `by a factor of four`.
_TIMES_AFTER = re.compile(r"[ -](?:times|fold)\b|x\b", re.IGNORECASE)
_FACTOR_BEFORE = re.compile(r"\bfactors?\sof\s(?:about\s|around\s|over\s|up\sto\s|nearly\s)?\$?\Z", re.IGNORECASE)
_FACTOR_REACH = 24
#: `an hour` is one; the article alone is not.
_ONE_UNIT = re.compile(
    r"\s(?:second|minute|hour|day|week|month|year|decade|century|hundred|thousand|million|billion)\b"
)


def _read_allusions() -> dict[str, tuple[Value, ...]]:
    allusions: dict[str, tuple[Value, ...]] = {}
    for line in _ALLUSIONS.strip().splitlines():
        given, _, words = line.partition(":")
        values = tuple(value if value.endswith("x") else float(value) for value in given.split())
        for word in words.split():
            allusions[word] = allusions.get(word, ()) + values
    for number, month in enumerate(_MONTHS.split(), 1):
        allusions[month] = allusions[month[:3]] = (float(number),)
    return allusions


_MEANT = _read_allusions()
#: What any other word need not be asked for.
_TELLING = frozenset((*_MEANT, *_NUMBER_WORDS, *_PLURALS, "a", "an"))


class _Word(NamedTuple):
    """A word of a text, in lower case."""

    start: int
    end: int
    word: str


def read_english(text: str) -> Iterator[Number]:
    """Yield the numbers of an English text; words that make one number are numbers by themselves, too.

    >>> [number.values for number in read_english("twenty-four of 2.4k")]
    [(2.4, 2400.0, 2457.6), (20.0,), (4.0,), (24.0,)]
    """
    taken: list[tuple[int, int]] = []
    done = 0
    for found in tokens(text, _BEGINNING, _TOKEN):
        # What belongs to the number before, such as its scale, is found once more.
        if found.start() >= done:
            if found["digits"]:
                number = read_digits(text, found)
                done = number.end
                yield _multiplied(text, number)
                if found["digits"].isdecimal():
                    yield from _torn(text, found.start("digits"))
            else:
                yield from read_code(found)
        # What is set as text in a formula is as good as what stands around it.
        if not (found["formula"] and "\\text" in found["formula"]):
            taken.append((found.start(), max(found.end(), done)))
    yield from _read_words(text, _outside(_telling_words(text), taken))


def _torn(text: str, start: int) -> Iterator[Number]:
    """Yield what the digits at a place may have been before a space or a comma got into them."""
    if decimal := _TORN.match(text, start):
        yield from _read_torn(text, decimal, f"{decimal[1]}.{decimal[2]}")
    if groups := _TORN_GROUPS.match(text, start):
        yield from _read_torn(text, groups, _NO_DIGITS.sub("", groups.group()))


def _read_torn(text: str, found: re.Match[str], digits: str) -> Iterator[Number]:
    # The scale is read with the number.
    whole = digits + text[found.end() : found.end() + _SCALE_LENGTH]
    if repaired := _TOKEN.match(whole):
        number = read_digits(whole, repaired)
        yield Number(found.start(), found.end(), (), Kind.ALLUSION, (*number.values, *number.loose))


def _telling_words(text: str) -> list[_Word]:
    words = lower_words(text)
    telling = list(compress(count(), map(_TELLING.__contains__, words)))
    # One character stands between two words.
    ends = list(accumulate(map(len, words[: telling[-1] + 1]))) if telling else []
    return [_Word(ends[index] + index - len(words[index]), ends[index] + index, words[index]) for index in telling]


def _outside(words: Iterable[_Word], taken: Sequence[tuple[int, int]]) -> Iterator[_Word]:
    """Yield the words that begin in none of the ranges, which are sorted."""
    index = until = 0
    for word in words:
        while index < len(taken) and taken[index][0] < word.start:
            until = max(until, taken[index][1])
            index += 1
        if word.start >= until:
            yield word


def _read_words(text: str, words: Iterable[_Word]) -> Iterator[Number]:
    run: list[_Word] = []
    for word in words:
        yield from _meant(text, word)
        is_next = bool(run) and _goes_on(text, run[-1].end, word.start)
        if word.word in _NUMBER_WORDS or (is_next and word.word in _PLURALS):
            if run and not is_next:
                yield from _spelled(text, run)
                run = []
            run.append(word)
    yield from _spelled(text, run)


def _meant(text: str, word: _Word) -> Iterator[Number]:
    if word.word in _MEANT:
        of = _OF_UNIT.match(text, word.end) if word.word == "half" else None
        part = (_HALF_OF[of[1]],) if of and of[1] in _HALF_OF else ()
        yield Number(word.start, word.end, (), Kind.ALLUSION, _MEANT[word.word] + part)
    elif word.word in ("a", "an") and _ONE_UNIT.match(text, word.end):
        yield Number(word.start, word.end, (), Kind.ALLUSION, (1.0,))


def _goes_on(text: str, end: int, start: int) -> bool:
    return start - end <= _MAX_JOINT and text[end:start].strip(" -‐\n").lower() in _JOINTS


def _spelled(text: str, run: list[_Word]) -> Iterator[Number]:
    """Yield each of the words in a run of number words, and the number that they make together."""
    if not run:
        return
    words = [_PLURALS.get(item.word, item.word) for item in run]
    for item, word in zip(run, words, strict=True):
        yield _multiplied(text, _single(item.start, item.end, word))
    start, end = run[0].start, run[-1].end
    count, below = _count(words), _DENOMINATORS.get(words[-1], 0.0)
    if len(run) > 1:
        share = count / below if below else 0.0
        values = (tidy(share), count + below) if below else (count,)
        yield _multiplied(text, Number(start, end, values, Kind.WORD, _rounded(share) if share < 1 else ()))
    if decimals := _DECIMALS.match(text, end):
        digits = "".join(str(int(_CARDINALS[word])) for word in re.split("[ -]", decimals[1].lower().strip(" -")))
        value = tidy(count + float(f"0.{digits}"))
        yield Number(start, decimals.end(), (), Kind.ALLUSION, (value, tidy(value / 100), *multiples(value)))
    elif half := _AND_A_HALF.match(text, end):
        yield Number(start, half.end(), (), Kind.ALLUSION, (count + 0.5, *multiples(count + 0.5)))


def _rounded(share: float) -> tuple[Value, ...]:
    """Return a share as it is, and rounded to whole percents and to tenths of one.

    >>> _rounded(2 / 3)
    (0.666666667, 0.667, 0.67)
    """
    return tuple(dict.fromkeys((tidy(share), round(share, 3), round(share, 2))))


def _multiplied(text: str, number: Number) -> Number:
    """Return a number with the multiples that it may mean, if what is around it says that it multiplies."""
    value = number.values[0] if number.values else ""
    if isinstance(value, str) or not (
        _FACTOR_BEFORE.search(text, max(0, number.start - _FACTOR_REACH), number.start)
        or (number.kind in (Kind.WORD, Kind.SMALL_WORD) and _TIMES_AFTER.match(text, number.end))
    ):
        return number
    return replace(number, loose=(*number.loose, *multiples(value)))


def _single(start: int, end: int, word: str) -> Number:
    if word in _CARDINALS:
        value = _CARDINALS[word]
        return Number(start, end, (value,), Kind.SMALL_WORD if value <= 10 else Kind.WORD)
    if word in WORDS:
        return Number(start, end, (), Kind.VAGUE, (WORDS[word],))
    below = _DENOMINATORS.get(word)
    values: tuple[Value, ...] = (_ORDINALS[word],) if word in _ORDINALS else ()
    return Number(start, end, values, Kind.ALLUSION, _rounded(1 / below) if below else ())


def _count(words: list[str]) -> float:
    """Return what number words count together, the denominator of a fraction left out.

    >>> _count(["two", "hundred", "twenty", "four", "thousand"])
    224000.0
    """
    total = section = 0.0
    for word in words:
        if word in _CARDINALS:
            section += _CARDINALS[word]
        elif word == "hundred":
            section = (section or 1.0) * 100
        elif word in WORDS:
            total, section = total + (section or 1.0) * WORDS[word], 0.0
        elif word not in _DENOMINATORS:
            section += _ORDINALS[word]
    return total + section
