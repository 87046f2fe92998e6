"""Asks chardet about text that is neither Chinese nor Western, and checks what it says."""

from __future__ import annotations

from typing import Final

from i18n_tool.errors import UsageError
from i18n_tool.mojibake.decoding.encodings import ESCAPED, WINDOWS_1252, Encoding, named
from i18n_tool.mojibake.decoding.legibility import oddness

#: How much of a text is looked at, in bytes.
SAMPLE: Final = 1 << 14
#: Below, chardet's answer is no more than a guess: of Chinese that lost a byte it says that it is Cyrillic or the like,
#: with 0.1 at most, where text in Cyrillic gets 0.3 to 1. Languages of Western Europe get less.
LEAST_SURE: Final = 0.2
_LEAST_SURE_OF_WESTERN: Final = 0.05
#: Text is at most this odd, in nats for a character beyond ASCII: Japanese is the oddest, with 3.
MOST_ODD: Final = 4.5
#: By how much less odd another single-byte encoding must make a text than windows-1252, which is by far more common.
_MARGIN: Final = 0.5
#: In a short text chardet hardly recognises this one.
_MAC_ROMAN: Final = Encoding("MacRoman", "mac-roman")
#: Fewer characters beyond ASCII say nothing about the code page.
_FEWEST: Final = 3


def detect(data: bytes, least_sure: float = LEAST_SURE) -> Encoding | None:
    """Return the encoding that chardet tells, if it is one that this data is text in.

    >>> detect("Модель обучена на большом наборе данных.".encode("koi8-r")).name
    'KOI8-R'
    """
    import chardet

    sample = _sample(data)
    found = chardet.detect(sample)
    if not found["encoding"] or found["confidence"] < least_sure:
        return None
    try:
        encoding = named(found["encoding"])
    except UsageError:
        return None
    return encoding if encoding.extends_ascii and _oddness_in(encoding, sample) <= MOST_ODD else None


def western_page(data: bytes, known: Encoding | None) -> Encoding | None:
    """Return the code page in which Western text is clearly more plausible than in windows-1252, if there is one.

    >>> western_page("Größe und Übung – schön".encode("mac-roman"), None).name
    'MacRoman'
    """
    sample = _sample(data)
    if sum(byte >= 0x80 for byte in sample) < _FEWEST:
        return None
    found = known or detect(sample, _LEAST_SURE_OF_WESTERN)
    pages = [WINDOWS_1252, *([found] if found else []), _MAC_ROMAN]
    oddness_of = {page: _oddness_in(page, sample) for page in pages}
    best = min(pages, key=lambda page: oddness_of[page])
    return best if oddness_of[best] + _MARGIN < oddness_of[WINDOWS_1252] else None


def _sample(data: bytes) -> bytes:
    """Return the first lines of some data."""
    return data if len(data) <= SAMPLE else data[: data.rfind(b"\n", 0, SAMPLE) + 1 or SAMPLE]


def _oddness_in(encoding: Encoding, sample: bytes) -> float:
    text = encoding.read(sample)
    return float("inf") if ESCAPED.search(text) else oddness(text)
