"""How implausible a stretch of text looks, whatever its language: by which kinds of characters stand side by side.

This decides whether a reading is better than the text as it is. It knows no words; it knows that "eÅ¡t" is an odd
place for a capital and a sign, and that "É…" is an ordinary end. Costs are rough negative log-probabilities in bits.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

LOWER: Final = "l"
UPPER: Final = "u"
CASELESS: Final = "a"
HAN: Final = "h"
DIGIT: Final = "0"
CLOSING: Final = ">"
"""Signs that may follow a letter directly."""
OPENING: Final = "<"
"""Signs that a letter may follow directly."""
SIGN: Final = "s"
BOX: Final = "+"
"""Lines and blocks that draw boxes; they stand side by side."""
MARK: Final = "m"
SPACE: Final = "_"
GAP: Final = "?"

_PLAIN_LETTERS: Final = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœšžąćęłńóśźżčďěňřťůőűğışţțșăđāēīūųėį")
_CLOSING: Final = frozenset("’”»›…™®©°²³–—•·‰%:;,.!?)]}'\"-/\u00a0†‡ªº")
_OPENING: Final = frozenset("‘“«‹„‚¿¡–—…•·([{'\"-/@#_*`~\u00a0’")
#: The bytes C2 and C3, which open every character of Latin-1 in UTF-8, read as such.
_OPENERS_OF_LATIN_1: Final = frozenset("ÂÃ")
#: Letters that often stand alone: those openers, where people write about them, and the ångström.
_ALONE: Final = _OPENERS_OF_LATIN_1 | {"Å"}
#: The bytes of "à", the commonest of them; few sound texts have a no-break space after this capital.
_A_GRAVE: Final = "Ã\u00a0"
_GENERAL_PUNCTUATION_COST: Final = 1.5

#: The cost of a letter by the block it is in: (last code point, cost); letters beyond are rare ones.
_LETTER_COSTS: Final = (
    (0x7F, 0.0),  # ASCII
    (0x17E, 4.0),  # Latin-1 and Latin Extended-A, unless among the plain letters
    (0x17F, 12.0),  # the long s
    (0x24F, 7.0),  # Latin Extended-B
    (0x36F, 10.0),  # phonetic, modifiers, combining marks
    (0x377, 7.0),  # archaic Greek
    (0x3CE, 3.0),  # Greek
    (0x3FF, 7.0),  # Greek symbols and Coptic
    (0x45F, 3.0),  # Cyrillic
    (0x52F, 6.0),  # Cyrillic of other languages
    (0x5CF, 9.0),  # Armenian
    (0x5F4, 3.0),  # Hebrew
    (0x6FF, 3.5),  # Arabic
    (0x8FF, 9.0),  # Syriac, Thaana, N'Ko
    (0xDFF, 4.0),  # the scripts of India
    (0xEFF, 4.0),  # Thai, Lao
    (0x10FF, 7.0),  # Tibetan, Myanmar, Georgian
    (0x1DFF, 9.0),  # minority scripts
    (0x1EFF, 3.0),  # Latin Extended Additional: Vietnamese
    (0x1FFF, 5.0),  # Greek Extended
    (0x2FFF, 9.0),
    (0x30FF, 3.0),  # kana
    (0x33FF, 6.0),
    (0xABFF, 8.0),  # Han is graded apart
    (0xD7FF, 4.0),  # Hangul
    (0xFAFF, 8.0),
    (0xFB06, 5.0),  # Latin ligatures, which text from typeset pages holds
    (0xFEFF, 9.0),
    (0xFFDC, 4.0),  # full-width Latin, half-width kana
)
_UNKNOWN_COST: Final = 12.0


@lru_cache(maxsize=1 << 14)
def _grade(char: str) -> tuple[str, float, int]:
    """Return the kind of a character, what it costs by itself, and its script as a number."""
    point = ord(char)
    if point < 0x80:
        if char.isalpha():
            return (LOWER if char >= "a" else UPPER), 0.0, 0
        return (SPACE if char.isspace() else DIGIT if char.isdigit() else CLOSING), 0.0, 0
    category = unicodedata.category(char)
    if category in ("Cn", "Co", "Cs", "Cc"):
        return SIGN, 9.0, 99
    if char in "ˆ˜ƒ":
        return SIGN, 4.0, 0
    if char in _PARTS_OF_EMOJI:
        return MARK, 1.0, 0
    if char == _BYTE_ORDER_MARK:
        return SPACE, 9.0, 0
    if 0x3400 <= point <= 0x9FFF or 0x20000 <= point <= 0x3FFFF:
        return HAN, _han_cost(char), 0
    if category[0] == "L" and char not in "ªº":
        kind = LOWER if category == "Ll" else UPPER if category == "Lu" else CASELESS
        return kind, _letter_cost(char, point), _script(point)
    if category[0] == "M":
        return MARK, _letter_cost(char, point), _script(point)
    return _grade_sign(char, point, category)


def _grade_sign(char: str, point: int, category: str) -> tuple[str, float, int]:
    if 0x2010 <= point <= 0x2027 or point in (0x2030, 0x2039, 0x203A, 0x20AC, 0xA0):
        return (CLOSING if char in _CLOSING else OPENING if char in _OPENING else SIGN), _GENERAL_PUNCTUATION_COST, 0
    if 0x3000 <= point <= 0x303F or 0xFF00 <= point <= 0xFFEF:
        return SPACE, 1.5, 0
    if point < 0x100 or char == "™":
        return (CLOSING if char in _CLOSING else OPENING if char in _OPENING else SIGN), 3.0, 0
    if category == "So" and (point >= 0x1F000 or 0x2190 <= point <= 0x2BFF) and not 0x2500 <= point <= 0x259F:
        return SPACE, 3.0, 0
    if 0x2500 <= point <= 0x259F:
        return BOX, 2.5, 0
    return SIGN, 4.0 if category in ("Sm", "So", "Po", "Pd", "Nd") else 8.0, 0


def _han_cost(char: str) -> float:
    """Grade a Han character: everyday Chinese, the rest of the simplified or traditional standard, others."""
    try:
        return 2.5 if char.encode("gb2312")[0] < 0xD8 else 5.0
    except UnicodeEncodeError:
        pass
    try:
        return 3.5 if char.encode("big5")[0] < 0xC9 else 7.0
    except UnicodeEncodeError:
        return 5.0 if _encodes(char, "shift_jis") else 8.0


def _encodes(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _letter_cost(char: str, point: int) -> float:
    if char.lower() in _PLAIN_LETTERS:
        return 4.0 if char in _OPENERS_OF_LATIN_1 else 2.0
    return next((cost for last, cost in _LETTER_COSTS if point <= last), _UNKNOWN_COST)


def _script(point: int) -> int:
    """Return a number that letters of one script share."""
    if point <= 0x24F or 0x1E00 <= point <= 0x1EFF or 0xFB00 <= point <= 0xFB06 or 0xFF21 <= point <= 0xFF5A:
        return 0
    return 1 + next((place for place, (last, _) in enumerate(_LETTER_COSTS) if point <= last), 98)


_HAN_IN_A_WORD: Final = 5.0
_HAN_AFTER_A_WORD: Final = 3.0
#: The selector of emoji presentation, the keycap and the joiner.
_PARTS_OF_EMOJI: Final = frozenset("\ufe0f\u20e3\u200d")
_BYTE_ORDER_MARK: Final = "\ufeff"
#: Characters that cost this much are in next to no text.
RARE: Final = 7.0
_LETTERS: Final = (LOWER, UPPER, CASELESS)
#: What is looked for in the kinds of the characters of a text.
_LONE_LETTER: Final = re.compile("(?<![{0}{1}])[{0}](?![{0}{1}])".format("".join(_LETTERS), MARK))
_HAN_AFTER_A_LETTER: Final = re.compile(f"[{LOWER}{UPPER}]{HAN}")


@lru_cache(maxsize=1 << 15)
def _transition(left: str, right: str) -> float:
    """Return how odd it is that two characters stand side by side."""
    (left_kind, _, left_script), (right_kind, _, right_script) = _grade(left), _grade(right)
    if left_kind in _LETTERS and right_kind in _LETTERS:
        if left == "à":
            return 1.0  # in most languages that have it, it ends a word
        if left_script != right_script:
            return 4.0
        if left_script > 0:
            return -1.0
        if left_kind == LOWER and right_kind == UPPER:
            return 0.0 if left.isascii() and right.isascii() else 5.0
        return 0.0
    if HAN in (left_kind, right_kind) and (left_kind in _LETTERS or right_kind in _LETTERS):
        return 2.0 if left_script == right_script == 0 else 4.0
    if left + right == _A_GRAVE:
        return 3.0
    if left_kind in _LETTERS:
        return 3.0 if right_kind in (SIGN, BOX) or (right_kind == OPENING and right not in _CLOSING) else 0.0
    if right_kind in _LETTERS:
        return (
            3.0
            if left_kind in (SIGN, BOX) or (left_kind == CLOSING and left not in _OPENING and left > "\x7f")
            else 0.0
        )
    signs = (SIGN, BOX)
    return (
        2.0 if left_kind in signs and right_kind in signs and SIGN in (left_kind, right_kind) and left != right else 0.0
    )


def cost(text: str) -> float:
    """Return how implausible `text` is; the first and the last character count only as neighbours.

    >>> cost("eÅ¡t") > cost("ešt") + 6
    True
    >>> cost(" É… ") < cost(" Ʌ ")
    True
    """
    grades = [_grade(char) for char in text]
    total = sum([alone for _, alone, _ in grades[1:-1]]) + sum(map(_transition, text, text[1:]))
    if text.startswith("\n" + _BYTE_ORDER_MARK):
        total -= 9.0
    kinds = "".join([kind for kind, _, _ in grades])
    return total + _lone_letters(text, kinds) + _lone_han(text, kinds)


def _lone_letters(text: str, kinds: str) -> float:
    """Return the cost of letters beyond ASCII that stand alone; few of them are words, but Greek ones are symbols."""
    total = 0.0
    for match in _LONE_LETTER.finditer(kinds):
        char = text[match.start()]
        if 0 < match.start() < len(text) - 1 and char > "\x7f" and char not in _ALONE:
            total += 1.0 if "\u0391" <= char <= "\u03c9" else 4.0
    return total


def _lone_han(text: str, kinds: str) -> float:
    """Return the cost of single Han characters within Latin words, or at the end of one."""
    total = 0.0
    for match in _HAN_AFTER_A_LETTER.finditer(kinds):
        before, after = match.start(), match.end()
        if after == len(text) or not (text[before] + text[after]).isascii():
            continue
        if kinds[after] == LOWER:
            total += _HAN_IN_A_WORD
        elif kinds[before] == LOWER:
            total += _HAN_AFTER_A_WORD
    return total


def cost_alone(text: str) -> float:
    """Return the cost of the characters whatever stands beside them."""
    return sum(_grade(char)[1] for char in text)


@lru_cache(maxsize=1 << 14)
def is_rare(char: str) -> bool:
    """Tell whether hardly any text has a character; controls do not count, for further damage leaves them."""
    return _grade(char)[1] >= RARE and not "\x80" <= char <= "\x9f" and char != _BYTE_ORDER_MARK
