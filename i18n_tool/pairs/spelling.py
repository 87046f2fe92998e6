"""The forms in which names are compared: without case, hyphens, marks on letters, LaTeX, slips of the keys."""

from __future__ import annotations

import re
import unicodedata

# Without the signs × and ÷, which stand among the letters.
_LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
#: What follows a digit is a unit or a part of a number; a name goes on over hyphens and underscores.
NAME = re.compile(rf"(?<![{_LETTER}0-9_\\&@#])[{_LETTER}][{_LETTER}0-9]*(?:[-_+][{_LETTER}0-9]+)*")
#: What stands between the parts of a name.
SEPARATOR = re.compile("[-_+ \t]")
#: Shorter names differ from each other by a single letter.
MIN_LOOSE = 4

# In formulas and titles: `\textbf{t}arget`, `\mathbf{G}`, `Bj{\o}ntegaard`, `Erd\H{o}s`.
_FONT = re.compile(r"\\(?:text|math|emph)[a-z]{0,12}\s?\{([^{}]{0,80})\}")
_ACCENT = re.compile(r"""\{?\\(?:["'`^~=.][{ ]?([A-Za-z])\}?|[Hcvu]\{([A-Za-z])\}|([oOlL])(?![A-Za-z])\s?)\}?""")
_STROKES = str.maketrans("øØłŁđĐ", "oOlLdD")
_NOT_ALPHANUMERIC = re.compile("[^a-z0-9]+")
_DOUBLE = re.compile(r"([a-z])\1")


def without_latex(text: str) -> str:
    r"""Return a text without the commands of LaTeX for fonts and accents.

    >>> without_latex(r"\textbf{t}arget, Bj{\o}ntegaard")
    'target, Bjontegaard'
    """
    return _ACCENT.sub(lambda match: match[1] or match[2] or match[3], _FONT.sub(r"\1", text))


def without_marks(text: str) -> str:
    """Return a text without the marks on its letters.

    >>> without_marks("Poincaré, Łukasz")
    'Poincare, Lukasz'
    """
    if text.isascii():
        return text
    text = text.translate(_STROKES)
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def fold(text: str) -> str:
    """Return a name in the form in which case, hyphens and accents make no difference.

    >>> fold("Swin-UMamba")
    'swinumamba'
    """
    lower = without_marks(text).lower()
    return lower if lower.isalnum() else _NOT_ALPHANUMERIC.sub("", lower)


def loosen(word: str) -> str:
    """Return a word in the form in which slips of the keys make no difference: double letters, and exchanged ones.

    >>> loosen("gprc") == loosen("grpc"), loosen("access") == loosen("case")
    (True, False)
    """
    return word[0] + "".join(sorted(_DOUBLE.sub(r"\1", word)[1:])) if len(word) >= MIN_LOOSE else word
