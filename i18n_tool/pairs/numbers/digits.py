"""Numbers in digits, with their scale and unit, as both languages write them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from i18n_tool.pairs.numbers.number import Kind, Number, Value, multiple, tidy

# Each alternative stops at a character that it cannot hold, so that a text full of opening marks costs one pass.
CODE = (
    r"(?P<code>`[^`\n]*`|(?:https?://|www\.)[^\s<>()\[\]（），。；、“”\"'`]+|</?[A-Za-z][^<>\n]{0,300}>)"
    # An escaped sign of dollars and an amount with a word behind it open no formula.
    r"|(?P<formula>(?<!\\)\$(?![\d.,]{1,15}[KMBkmb]?\+?\s[A-Za-z]{3})[^$\n\u3000-\u9fff]*\$)"
)
_POWER = r"(?:(?:\^|\*\*)\s?\{?[-+−]?\d{1,3}\}?|[⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})"
_EXPONENT = (
    r"(?P<exponent>[eE][-+−]?\d{1,3}(?![A-Za-z0-9_])(?!\.\d)"
    # Of 3×10⁻⁵ copied from a page, 3×10-5 is left.
    rf"|\s?(?:[×*·xX]|\\times|\\cdot)\s?10\s?(?:{_POWER}|\([-+−]\d{{1,3}}\)|[-−–]\d{{1,2}}(?![\d.]))|{_POWER})?"
)
# LaTeX sets the comma between thousands in braces, or a space in its stead; Switzerland sets an apostrophe.
_PLAIN = r"(?P<digits>\d{1,3}(?:(?:[,，'’]|\{,\}|\\,)\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)*)"
#: To be tried before CODE: `$5\%$` is a number of the running text, `$x_5$` a formula.
DIGITS = (
    r"(?P<open>\$\s?(?=[\d.,{}]+\s?(?:\\?%)?\s?\$))?"
    rf"{_PLAIN}{_EXPONENT}"
    r"(?(open)\s?(?P<shut>\\?%)?\s?\$)"
)
_SUFFIX = re.compile(
    r"\+?[\s~]?(?:"
    r"(?P<percent>[%％]|(?i:per\s?cent|percentage|pp|points?)(?![A-Za-z])|个?百分[点點])"
    r"|(?P<times>[x×](?![A-Za-z0-9_])|\\times(?![a-z])|-?(?i:times|fold)(?![A-Za-z])|倍)"
    r"|-?(?P<word>(?i:decade|hundred|thousand|million|billion|trillion))s?(?![A-Za-z])"
    r"|[余多]?(?P<scale>[十百千万萬亿億兆]{1,3})(?!分[之点位])\s?(?P<scaled>倍)?"
    # Behind a space it stands by itself: 71.29 while.
    r"|(?P<letter>[kKMBGTwW](?:(?<=\d[A-Z])|(?<=\d[kw])|(?![A-Za-z]))|m(?![A-Za-z]))(?![A-Za-z]*\d)"
    r"|(?P<decade>['’]?s)(?![A-Za-z])"
    r"|/\s?(?P<divisor>\d{1,6}(?:\.\d{1,3})?)(?![\d/])"
    r"|(?P<tenths>成))"
)
# What may stand after the digits of a number without making a name of it, as the D of 3D does.
_UNIT = re.compile(
    r"(?:[kKMBGTwW][bB]?(?:ps|/s)?|[mnpμµ]?[sm]|[kc]m|[kMG]?Hz|fps|FPS|px|pts?|pp|ppm|rpm|RPM|[km]?g|wt|dB|[VACFK]|mAh"
    r"|eV|[TGP]?FLOP[sS]|TFlops|bits?|bytes?|h|min|hours?|th|st|nd|rd|bn|mn|[x×])(?![A-Za-z0-9])"
)
_IN_CODE = re.compile(_PLAIN + _EXPONENT)
# Of `9 to 14 million` and 900-1400万 the scale belongs to both, and is looked for behind the second.
_RANGE = re.compile(r"\s?(?:[-–—~～〜至到]|--|to)\s?[\d.,]{1,20}(?<=\d)(?![\d.,]\d)")
_AND_MINUTES = re.compile(r"\s?(?:h|hrs?|hours?|小时)\s?(?:and\s)?(\d{1,2})\s?(?:m|mins?|minutes?|分钟?)(?![A-Za-z])")
#: A number that is spoken by its digits: 9-1-1.
_DIALLED = re.compile(r"\d(?:-\d){2,8}(?![\d-])")
_GROUP_MARKS = re.compile(r"[,，'’]|\{,\}|\\,")
_PERCENT = re.compile(r"\\?[%％]")
#: Spaces of LaTeX between a number and its scale.
_LATEX_SPACE = re.compile(r"\s?(?:\\space(?![a-z])|\\[,;:! ]|~)?\s?")
#: 19.018 may be nineteen thousand.
_GROUPED_BY_POINT = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_LETTERS_BEFORE = re.compile(r"([A-Za-z][A-Za-z0-9]*)[-‑_(]?\Z")
_LETTERS_AFTER = re.compile("[A-Za-z]{1,24}")
_STEM_LENGTH = 24
_POWER_OF = re.compile(r"[-+]?\d{1,3}\Z")
_TO_ASCII = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺−", "0123456789-+-", "{} ()")
#: Joins two numbers, and names none: 30万vs50万.
_NO_NAMES = frozenset({"vs", "to"})
#: Longer rows of digits are identifiers.
_MAX_DIGITS = 17
#: Larger powers are no floats, and larger bases nothing that anybody works out.
_MAX_POWER = 200
_MAX_BASE = 100
# Article 5(1) and Ω(1) are no items of a list, nor is the last of (8, 16).
_NAMES_ARGUMENT = re.compile("[A-Za-z0-9Α-Ωα-ω]\\Z")
_OPEN_BRACKET = re.compile("[(（][^()（）]*\\Z")
_COMMAS = (",", "，", "、")
_AFTER_MARKER = ".、)）"
_BEFORE_MARKER = ("", *"\n.。；;：:，,")

#: What the scales of English and of Chinese numbers multiply by.
WORDS = {"decade": 1e1, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
SCALES = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "兆": 1e12}
# Of memory, K is 1024.
_LETTERS = {
    "k": (1e3, 2.0**10),
    "m": (1e6, 2.0**20),
    "b": (1e9,),
    "g": (1e9, 2.0**30),
    "t": (1e12, 2.0**40),
    "w": (1e4,),
}


def tokens(text: str, beginning: re.Pattern[str], token: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield what `token.finditer` does, many times as fast where its matches are few.

    Args:
        text: the text.
        beginning: matches wherever `token` can, with a set of characters first, which is looked for without a pause.
        token: what is looked for, of one character at least.
    """
    place = 0
    while start := beginning.search(text, place):
        place = start.start()
        if found := token.match(text, place):
            yield found
            place = found.end()
        else:
            place += 1


def read_digits(text: str, found: re.Match[str]) -> Number:
    """Return the number of a match of DIGITS in a text."""
    start, end = found.span()
    values, parts = _plain(found["digits"])
    value = values[0]
    if isinstance(value, str):
        return Number(start, end, values, Kind.DIGITS, (), parts)
    if found["exponent"]:
        values, parts = _raised(value, found["exponent"])
        return Number(start, end, values, Kind.DIGITS, (), parts)
    kind, stem = _standing(text, start, end)
    loose = _after_point(text, start, found["digits"])
    if _GROUPED_BY_POINT.fullmatch(found["digits"]):
        loose += (tidy(value * 1000),)
    suffix = _SUFFIX.match(text, end)
    if kind is not Kind.DIGITS:
        # O(200k), sub-2B and the VILA-130 of VILA-130亿 are the numbers they seem, too.
        amounts = _amounts(value, suffix) if suffix and (suffix["letter"] or suffix["scale"] or suffix["word"]) else ()
        return Number(start, end, values, kind, loose + amounts, parts, stem)
    if found["shut"]:
        values += (tidy(value / 100),)
    loose += _compound(text, start, end, value)
    if suffix is None:
        return Number(start, end, values, kind, loose, parts, stem)
    if suffix["divisor"]:
        return _fraction(text, found, suffix, value)
    scaled, amounts = _scaled(value, suffix)
    is_one_word = suffix["letter"] or suffix["decade"] or suffix["tenths"]
    return Number(start, end if is_one_word else suffix.end(), scaled, kind, loose + amounts, parts)


def read_code(found: re.Match[str]) -> Iterator[Number]:
    """Yield the numbers of a match of CODE."""
    kind = Kind.FORMULA if found["formula"] else Kind.CODE
    text, begin = found.string, found.start()
    behind = _SUFFIX.match(text, found.end()) if found["formula"] else None
    for digits in _IN_CODE.finditer(found.group()):
        values, parts = _plain(digits["digits"])
        if digits["exponent"] and isinstance(values[0], float):
            values, parts = _raised(values[0], digits["exponent"])
        start, end = begin + digits.start(), begin + digits.end()
        loose = _after_point(text, start, digits["digits"])
        is_last = text[end : found.end() - 1].isspace() or end == found.end() - 1
        scale = behind if is_last else _scale_in_formula(text, end, kind)
        if scale and isinstance(values[0], float):
            loose += _amounts(values[0], scale)
        yield Number(start, end, values, kind, loose, parts)


def _scale_in_formula(text: str, end: int, kind: Kind) -> re.Match[str] | None:
    """Return what a number of a formula is scaled by there, as the K of `$100K$` does."""
    space = _LATEX_SPACE.match(text, end) if kind is Kind.FORMULA else None
    suffix = _SUFFIX.match(text, space.end()) if space else None
    return suffix if suffix and (suffix["letter"] or suffix["word"]) else None


def _plain(digits: str) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    """Return the readings of digits, and what they are between their commas."""
    if len(digits) > _MAX_DIGITS:
        return (digits,), ()
    if digits.count(".") > 1:
        # 1.10.2 is 1.10, too, but not the other way round.
        return (digits,), (digits, float(".".join(digits.split(".")[:2])))
    groups = _GROUP_MARKS.split(digits)
    return (float("".join(groups)),), tuple(map(float, groups)) if len(groups) > 1 else ()


def _raised(base: float, exponent: str) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    """Return the value of a power, and the numbers that it is written with."""
    text = exponent.translate(_TO_ASCII).strip()
    found = _POWER_OF.search(text)
    power = float(found.group()) if found else 0.0
    is_of_ten = text[0] in "eExX×·\\" or text.startswith("*10")
    radix, factor = (10.0, base) if is_of_ten else (base, 1.0)
    if abs(power) > _MAX_POWER or radix > _MAX_BASE or (not radix and power < 0):
        return (), (base, power)
    return (tidy(factor * radix**power),), (base, power)


def _scaled(value: float, suffix: re.Match[str]) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    """Return the readings of a number with what follows it, and what it may amount to."""
    if suffix["percent"]:
        return (value, tidy(value / 100)), (multiple(1 + value / 100), multiple(value / 100))
    if suffix["times"]:
        return (value,), multiples(value)
    if suffix["word"] and suffix["word"].lower() == "decade":
        return (value,), (value * 10,)
    if suffix["word"]:
        return (tidy(value * WORDS[suffix["word"].lower()]),), ()
    if suffix["scale"]:
        scaled = value
        for character in suffix["scale"]:
            scaled *= SCALES[character]
        if suffix["scale"] == "兆":
            # Of pixels and bytes it is a million.
            return (tidy(scaled),), (value, tidy(value * 1e6))
        return (tidy(scaled),), multiples(scaled) if suffix["scaled"] else ()
    if suffix["letter"]:
        return (value, *(tidy(value * factor) for factor in _LETTERS[suffix["letter"].lower()])), ()
    if suffix["decade"]:
        return (value,), (value % 100, value // 100 + 1)
    return (value, value * 10, tidy(value / 10)), ()


def _amounts(value: float, suffix: re.Match[str]) -> tuple[Value, ...]:
    """Return all that a number may amount to if what follows something else is its own."""
    if suffix["divisor"]:
        return ()
    scaled, amounts = _scaled(value, suffix)
    return scaled + amounts


def _compound(text: str, start: int, end: int, value: float) -> tuple[Value, ...]:
    """Return what a number may be together with the numbers after it: a range, hours and minutes, or digits."""
    if until := _RANGE.match(text, end):
        suffix = _SUFFIX.match(text, until.end())
        if suffix:
            return (tidy(value / 100),) if suffix["percent"] else _amounts(value, suffix)
    if minutes := _AND_MINUTES.match(text, end):
        return (tidy(value + int(minutes[1]) / 60),)
    if text[start - 1 : start] != "-" and (dialled := _DIALLED.match(text, start)):
        return (float(dialled.group().replace("-", "")),)
    return ()


def multiples(times: float) -> tuple[Value, ...]:
    """Return the multiples that may be meant: both 提高 3 倍 and `3 times more` can be four times as much.

    >>> multiples(3)
    ('3x', '4x')
    """
    return multiple(times), multiple(times + 1)


def _fraction(text: str, found: re.Match[str], suffix: re.Match[str], above: float) -> Number:
    start = found.start()
    below = float(suffix["divisor"])
    # Of 200/300/500 the slashes only separate.
    if text[start - 1 : start] == "/" or not below:
        return Number(start, found.end(), (above,), Kind.DIGITS)
    # A third is three times less.
    less = (multiple(below),) if above == 1 else ()
    return Number(start, suffix.end(), (tidy(above / below),), Kind.DIGITS, less, (above, below))


def _after_point(text: str, start: int, digits: str) -> tuple[Value, ...]:
    """Return what digits are that follow a point without a zero: .5."""
    if text[start - 1 : start] != "." or text[max(0, start - 2) : start - 1].isdigit() or not digits.isdecimal():
        return ()
    return (float(f"0.{digits}"),)


def _standing(text: str, start: int, end: int) -> tuple[Kind, str]:
    """Return how digits stand in a text, and the letters of their name."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and before.isascii() and (before.isalpha() or before in "-_(") and not _is_cross(text, start):
        stem = _LETTERS_BEFORE.search(text[max(0, start - _STEM_LENGTH) : start])
        # SO(3) is a name, LoRA(85.1%) a name and its score.
        is_score = before == "(" and ("." in text[start:end] or _PERCENT.match(text, end))
        if stem and stem[1].lower() not in _NO_NAMES and not is_score:
            return Kind.NAME, stem[1].lower()
    if after.isascii() and after.isalpha() and not _UNIT.match(text, end) and not _is_cross(text, end + 1):
        name = _LETTERS_AFTER.match(text, end)
        if name is None or name.group().lower() not in _NO_NAMES:
            return Kind.NAME, name.group().lower() if name else ""
    if end - start <= 2 and _is_marker(text, start, end):
        return Kind.MARKER, ""
    return Kind.DIGITS, ""


def _is_cross(text: str, start: int) -> bool:
    """Return whether the letter before a number multiplies: 3x3, x2."""
    before = text[max(0, start - 2) : start]
    return before[-1:] in ("x", "X") and (before[:-1].isdigit() or not before[:-1].isalnum())


def _is_marker(text: str, start: int, end: int) -> bool:
    """Return whether a number of one or two digits stands before an item: `2. `, `2、`, `2)` and （2）."""
    after, before = text[end : end + 1], text[max(0, start - 3) : start]
    if not after or after not in _AFTER_MARKER:
        return False
    if before.endswith(("(", "（")):
        return after in ")）" and not _NAMES_ARGUMENT.search(before[:-1])
    # Of 50:95 the colon joins.
    if before.endswith((",", ".")) or (before.endswith(":") and before[:-1][-1:].isdigit()):
        return False
    if before.rstrip(" ")[-1:] in _COMMAS and after in ")）" and _OPEN_BRACKET.search(text, max(0, start - 60), start):
        return False
    is_first = not before or before[-1] == "\n" or before.rstrip(" \t")[-1:] in _BEFORE_MARKER
    return is_first and (after != "." or text[end + 1 : end + 2].isspace())
