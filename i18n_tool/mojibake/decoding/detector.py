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
LEAST_SURE_OF_WESTERN: Final = 0.05
#: Text is at most this odd, in nats for a character beyond ASCII: Japanese is the oddest, with 3.
MOST_ODD: Final = 4.5
#: By how much less odd another single-byte encoding must make a text than windows-1252, which is by far more common.
_MARGIN: Final = 0.5


def detect(data: bytes, least_sure: float = LEAST_SURE) -> Encoding | None:
    """Return the encoding that chardet tells, if it is one that this data is text in.

    >>> detect("Модель обучена на большом наборе данных.".encode("koi8-r")).name
    'KOI8-R'
    """
    sample = data[: data.rfind(b"\n", 0, SAMPLE) + 1 or SAMPLE]
    import chardet

    found = chardet.detect(sample)
    if not found["encoding"] or found["confidence"] < least_sure:
        return None
    try:
        encoding = named(found["encoding"])
    except UsageError:
        return None
    if not encoding.extends_ascii or ESCAPED.search(encoding.read(sample)):
        return None
    return encoding if oddness(encoding.read(sample)) <= MOST_ODD else None


def beats_western(encoding: Encoding, data: bytes) -> bool:
    """Tell whether data is clearly more plausible in an encoding than in windows-1252."""
    sample = data[:SAMPLE]
    western = WINDOWS_1252.read(sample)
    return bool(ESCAPED.search(western)) or oddness(encoding.read(sample)) + _MARGIN < oddness(western)
