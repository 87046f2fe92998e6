"""How the language model sees a text: a sequence of small integers, most of them one character each.

An English word says little about the Chinese characters beside it, but takes up a whole context. So a run of words is
one symbol and a number another; marks of emphasis are skipped. Rare characters share a class by kind (`EMOJI`, `HAN`,
`OTHER`): the model predicts the class from the context, and the character within its class by its frequency alone.
"""

from __future__ import annotations

import re
from typing import Final

#: Bits of one symbol; five of them fit into a 64-bit key.
BITS: Final = 12
#: The longest n-gram of the model.
ORDER: Final = 5

NONE: Final = 0
"""Before the beginning of a text."""
EMOJI: Final = 1
HAN: Final = 2
LETTER: Final = 3
"""A letter of any other script, or a Latin letter on its own."""
OTHER: Final = 4
FIRST_CHARACTER: Final = 5
"""The first symbol that stands for one character."""

#: Characters that the model knows one by one lie below this; those above count as HAN or OTHER at the lowest rate.
KNOWN_RANGE: Final = 0x20000

_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_WORDS = re.compile(rf"[{_LATIN}]+(?:[ _'./-]?[{_LATIN}0-9]+)*")
_NUMBERS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_MARKUP = re.compile(r"[*`\ufeff]+|(?<=[ \t])[ \t]+")


def simplify(text: str) -> str:
    """Return `text` with each run of Latin words as `a`, each number as `0`, and emphasis left out.

    >>> simplify("**MambaByte** 在 2,048 个 token 上")
    'a 在 0 个 a 上'
    """
    return _NUMBERS.sub("0", _WORDS.sub("a", _MARKUP.sub("", text)))


def kind_of(code_point: int) -> int:
    """Return the class of a character that has no symbol of its own.

    >>> kind_of(ord("🎉")) == EMOJI, kind_of(ord("龘")) == HAN
    (True, True)
    """
    if 0x1F000 <= code_point <= 0x1FAFF or code_point in _EMOJI_OF_THE_BASIC_PLANE:
        return EMOJI
    if 0x3400 <= code_point <= 0x9FFF or 0x20000 <= code_point <= 0x3FFFF or 0xF900 <= code_point <= 0xFAFF:
        return HAN
    return LETTER if chr(code_point).isalpha() else OTHER


# The characters below U+10000 that emoji-data.txt of Unicode 15 lists as Emoji, but for digits and letter-like signs.
_EMOJI_OF_THE_BASIC_PLANE = frozenset(
    map(
        ord,
        "‼⁉⌚⌛⌨⏏⏩⏪⏫⏬⏭⏮⏯⏰⏱⏲⏳⏸⏹⏺▶◀◻◼◽◾☀☁☂☃☄☎☑☔☕☘☝☠☢☣☦☪☮☯☸☹☺♀♂♈♉♊♋♌♍♎♏♐♑♒♓♟♠♣♥♦♨♻♾♿"
        "⚒⚓⚔⚕⚖⚗⚙⚛⚜⚠⚡⚧⚪⚫⚰⚱⚽⚾⛄⛅⛈⛎⛏⛑⛓⛔⛩⛪⛰⛱⛲⛳⛴⛵⛷⛸⛹⛺⛽✂✅✈✉✊✋✌✍✏✒✔✖✝✡✨✳✴❄❇❌❎❓❔❕❗❣❤"
        "➕➖➗➡➰➿⤴⤵⬅⬆⬇⬛⬜⭐⭕",
    )
)
