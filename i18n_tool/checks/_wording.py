"""How messages say things: excerpts of untrusted text, names of languages, numbers of things.

A message is one clause that names the evidence, begins in lower case and ends without a period.
"""

from __future__ import annotations

from i18n_tool.coverage_formats import LANGUAGE_NAMES as LANGUAGE_NAMES
from i18n_tool.language import Detected
from i18n_tool.model import Language

_NAMES: dict[str, str] = {
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "id": "Indonesian",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "th": "Thai",
    "tr": "Turkish",
    "vi": "Vietnamese",
    "en": "English",
    "zh": "Chinese",
    "el": "Greek",
    "he": "Hebrew",
    "hy": "Armenian",
    "ka": "Georgian",
}

_SCRIPT_NAMES = {"Arab": "Arabic", "Cyrl": "Cyrillic", "Deva": "Devanagari"}

_EXCERPT_LENGTH = 40


def describe_language(detected: Detected) -> str:
    """Return the English name of a language, or of the script where it does not tell the language."""
    if detected.language:
        return _NAMES.get(detected.language, detected.language)
    return f"{_SCRIPT_NAMES.get(detected.script or '', 'an unknown')} script"


def other_language(language: Language) -> Language:
    """Return the other language of a catalogue."""
    return "zh" if language == "en" else "en"


def count(number: int, noun: str) -> str:
    """Return a number and its noun.

    >>> count(1, "place"), count(2, "place")
    ('1 place', '2 places')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def join(items: list[str]) -> str:
    """Return a list as English says it.

    >>> join(["one", "two", "three"])
    'one, two and three'
    """
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)


def excerpt(text: str, limit: int = _EXCERPT_LENGTH) -> str:
    r"""Return the beginning of a text in quotes, on one line; what a terminal would not show is escaped.

    >>> excerpt("a\u200bb\n  c")
    "'a\\u200bb c'"
    """
    line = " ".join(text[: 4 * limit].split())
    short = line if len(line) <= limit else line[: limit - 1] + "…"
    return "'" + "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in short) + "'"
