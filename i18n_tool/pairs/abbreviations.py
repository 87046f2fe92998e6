"""Abbreviations: whether letters shorten words in a row, as LoRA does `low rank adaptation`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_WORD = re.compile("[a-z]+|[0-9]+")
#: An acronym of so many letters may be a word of the expression, as GAN is one of the five that RaGAN shortens.
_SHORTEST_ACRONYM, _LONGEST_ACRONYM = 3, 4
#: Two capitals are found among the initials of any title.
_MIN_CAPITALS = 3


def is_short_for(letters: str, words: Sequence[str]) -> bool:
    """Return whether letters shorten the first few of several words, and more than one.

    >>> is_short_for("vit", ["vision", "transformer", "layers"]), is_short_for("vit", ["visitors", "run"])
    (True, False)
    """
    return short_for(letters, words) > 1


def short_for(letters: str, words: Sequence[str]) -> int:
    """Return how many words letters shorten, each by its first letter and one by two; 0 for none.

    >>> short_for("lora", ["low", "rank", "adaptation"]), short_for("mae", ["masked", "autoencoder"])
    (3, 2)
    """
    # How many letters can have been used after so many words, and whether one word had two of them.
    used = {(0, False)}
    found = 0
    for count, word in enumerate(words, 1):
        used = {end for start, doubled in used for end in _ends(letters, start, word, doubled)}
        if not used:
            break
        if any(end == len(letters) for end, _ in used):
            found = count
    return found


def _ends(letters: str, start: int, word: str, doubled: bool) -> Iterator[tuple[int, bool]]:
    """Yield where the letters of a word can end that begin at a place: one letter, once two, or a whole acronym."""
    if letters[start : start + 1] == word[0]:
        yield start + 1, doubled
        if not doubled and letters[start + 1 : start + 2] and letters[start + 1] in word[1:]:
            yield start + 2, True
        if _SHORTEST_ACRONYM <= len(word) <= _LONGEST_ACRONYM and letters.startswith(word, start):
            yield start + len(word), doubled


def is_coined_from(name: str, title: str) -> bool:
    """Return whether a name in capitals has the first letters of words of the title, in their order: HSSN.

    >>> is_coined_from("HSSN", "Hierarchical Spatio-temporal Segmentation Network"), is_coined_from("HSN", "A Net")
    (True, False)
    """
    capitals = name.removesuffix("s").replace("-", "")
    if len(capitals) < _MIN_CAPITALS or not capitals.isupper() or not capitals.isalpha():
        return False
    initials = iter(word[0] for word in _WORD.findall(title.lower()))
    return all(letter in initials for letter in capitals.lower())
