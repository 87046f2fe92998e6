"""Numbers in Chinese text: digits, numerals, and what else may stand for a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from i18n_tool.pairs.numbers.digits import CODE, DIGITS, SCALES, multiples, read_code, read_digits, tokens
from i18n_tool.pairs.numbers.number import Kind, Number, Value, multiple, tidy

_DIGITS_OF = {character: float(n) for n, character in enumerate("零一二三四五六七八九")} | {"〇": 0.0, "两": 2.0}
_DIGIT = "".join(_DIGITS_OF)
_NUMERAL = f"{_DIGIT}十百千万亿"
_TOKEN = re.compile(
    rf"{DIGITS}|{CODE}"
    rf"|(?P<below>[{_NUMERAL}]{{1,9}})分之(?P<above>[{_NUMERAL}]{{1,9}}(?:点[{_DIGIT}]{{1,9}})?)"
    rf"|(?P<numeral>[{_NUMERAL}]{{1,24}}(?:点[{_DIGIT}]{{1,9}})?)"
    r"|(?P<word>翻[倍番]|加倍|减半|[半双俩仨①-⑳])"
)
_BEGINNING = re.compile(
    rf"[\d$`<hw翻加减半双俩仨①-⑳{_NUMERAL}](?:(?<![hw翻加减])|(?<=h)(?=ttps?://)|(?<=w)(?=ww\.)|(?<=[翻加减])(?=[倍番半]))"
)
_MEANT: dict[str, tuple[Value, ...]] = {
    "半": (0.5, 50.0),
    "双": (2.0,),
    "俩": (2.0,),
    "仨": (3.0,),
    "减半": (0.5, 50.0, multiple(0.5)),
    "翻倍": (2.0, multiple(2)),
    "翻番": (2.0, multiple(2)),
    "加倍": (2.0, multiple(2)),
}
_VAGUE_BEFORE = frozenset("数几上成近好")
_VAGUE_AFTER = frozenset("几多余来")
#: 十六进制, 十四行诗, 百科, 万能: a part of a word, not a number.
_REST_OF_WORD = re.compile("进制|面体|节气|生肖|行诗|[科度姓般分合夜]")
#: 1个 says no more than 一个.
_COUNTED = re.compile(r"\s?[个個种種项項名条條张張次款篇本]")
#: 从 0 开始, 从0训练: from scratch.
_FROM, _SCRATCH = re.compile(r"从\s?\Z"), re.compile(r"\s?(?:开始|到\s?1|训练|构建|搭建|实现)")
_ENUMERATED = re.compile(r"[)）]|\.(?=[\s\u3400-\u9fff])")
_LAST_BRACKET = re.compile(r"[(（][^()（）]*\Z")
_BRACKET_REACH = 60


def read_chinese(text: str) -> Iterator[Number]:
    """Yield the numbers of a Chinese text, in their order.

    >>> [number.values for number in read_chinese("2400 万, 一百二十三, 百分之五十, 三分之一")]
    [(24000000.0,), (123.0,), (50.0, 0.5), (0.333333333,)]
    """
    done = item = 0
    for found in tokens(text, _BEGINNING, _TOKEN):
        # What belongs to the number before, such as its scale, is found once more.
        if found.start() < done:
            continue
        if found["digits"]:
            number = read_digits(text, found)
            done = number.end
            if (kind := _kind(text, number, item)) is not number.kind:
                number = replace(number, kind=kind)
            if number.kind is Kind.MARKER and isinstance(number.values[0], float):
                item = int(number.values[0])
            yield number
        elif found["numeral"]:
            yield from _numeral(text, found)
        elif found["below"]:
            yield _fraction(found)
        elif word := found["word"]:
            values = _MEANT.get(word) or (float(ord(word) - ord("①") + 1),)
            yield Number(found.start(), found.end(), (), Kind.ALLUSION, values)
        else:
            yield from read_code(found)


def _kind(text: str, number: Number, item: int) -> Kind:
    """Return how a number in digits stands in Chinese, after the item of that number in its list."""
    if _is_item(text, number, item):
        return Kind.MARKER
    if number.kind is not Kind.DIGITS:
        return number.kind
    if number.values == (1.0,) and _COUNTED.match(text, number.end):
        return Kind.SMALL_WORD
    is_scratch = number.values == (0.0,) and _SCRATCH.match(text, number.end)
    if is_scratch and _FROM.search(text, max(0, number.start - 2), number.start):
        return Kind.ALLUSION
    return Kind.DIGITS


def _is_item(text: str, number: Number, last: int) -> bool:
    """Return whether a number in a line, as in 块 2)每步, is that of the item after the last, or of the first."""
    if number.kind is not Kind.DIGITS or number.end - number.start > 2 or number.values not in ((1.0,), (last + 1.0,)):
        return False
    before = text[number.start - 1 : number.start]
    if (before.isascii() and before.isalnum()) or before in ("-", "=", ".", ","):
        return False
    return bool(_ENUMERATED.match(text, number.end)) and not _LAST_BRACKET.search(
        text, max(0, number.start - _BRACKET_REACH), number.start
    )


def _fraction(found: re.Match[str]) -> Number:
    start, end = found.span()
    below, above = _value(found["below"]), _value(found["above"])
    share = tidy(above / below) if below else above
    if below == 100:
        return Number(start, end, (above, share), Kind.WORD, (multiple(1 + share), multiple(share)))
    # A third is three times less.
    less = (multiple(below),) if above == 1 else ()
    return Number(start, end, (share,), Kind.WORD, (tidy(share * 100), *less), (above, below))


def _numeral(text: str, found: re.Match[str]) -> Iterator[Number]:
    start, end = found.span()
    numeral = found["numeral"]
    if len(numeral) > 1 and all(character in _DIGITS_OF for character in numeral):
        yield from _row(numeral, start)
        return
    value = _value(numeral)
    if numeral != "十" and not any(character in _DIGITS_OF for character in numeral):
        yield Number(start, end, (), Kind.VAGUE, (value,))
        return
    before, after = text[start - 1 : start], text[end : end + 1]
    kind = Kind.SMALL_WORD if value <= 10 else Kind.WORD
    if before in _VAGUE_BEFORE or after in _VAGUE_AFTER or _REST_OF_WORD.match(text, end):
        kind = Kind.VAGUE
    if after == "倍":
        yield Number(start, end + 1, (value,), kind, multiples(value))
    else:
        yield Number(start, end, (value,), kind, (value * 10, tidy(value / 10)) if after == "成" else ())


def _row(numeral: str, start: int) -> Iterator[Number]:
    """Yield what digits in a row may be: a year, each by itself as in 两三个, or part of a word as in 一一."""
    if len(numeral) >= 4 or "〇" in numeral or "零" in numeral:
        year = float("".join(str(int(_DIGITS_OF[character])) for character in numeral))
        yield Number(start, start + len(numeral), (year,), Kind.VAGUE)
    for place, character in enumerate(numeral, start):
        yield Number(place, place + 1, (), Kind.ALLUSION, (_DIGITS_OF[character],))


def _value(numeral: str) -> float:
    """Return the value of a numeral.

    >>> _value("一百二十三"), _value("两千四百万"), _value("三点一四"), _value("百万")
    (123.0, 24000000.0, 3.14, 1000000.0)
    """
    whole, _, decimals = numeral.partition("点")
    total = section = digit = 0.0
    for character in whole:
        if character in _DIGITS_OF:
            digit = _DIGITS_OF[character]
        elif character in "万亿":
            total = ((total + section + digit) or 1.0) * SCALES[character]
            section = digit = 0.0
        else:
            section, digit = section + (digit or 1.0) * SCALES[character], 0.0
    after_point = "".join(str(int(_DIGITS_OF[character])) for character in decimals)
    return tidy(total + section + digit + float(f"0.{after_point or 0}"))
