"""Tells text in UTF-16 and UTF-32, with a byte order mark or without, from text in bytes, and both from binary data."""

from __future__ import annotations

import codecs
import re
from typing import Final

from i18n_tool.errors import InputError
from i18n_tool.mojibake.decoding.encodings import UTF_16BE, UTF_16LE, UTF_32BE, UTF_32LE, Encoding

#: How much is looked at.
HEAD: Final = 1 << 16
#: The marks of UTF-32 first: that of the little endian one begins with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, UTF_32LE),
    (codecs.BOM_UTF32_BE, UTF_32BE),
    (codecs.BOM_UTF16_LE, UTF_16LE),
    (codecs.BOM_UTF16_BE, UTF_16BE),
)
#: What no text is made of, in a legible share of it: controls, halves of pairs, private use, what is not assigned.
_ODD: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff]")
_MOST_ODD: Final = 0.02
#: What most text is made of. With its bytes in the wrong order, Chinese is spread over everything.
_COMMON: Final = re.compile(
    "[\t\n\r -\u052f\u2010-\u2027\u2190-\u2bff\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7af\uff00-\uff60]"
)
_LEAST_COMMON: Final = 0.6
#: Text in an alphabet has at least one zero in so many bytes; with fewer it is Chinese, or no UTF-16.
_MUCH_LIKE_LATIN: Final = 4
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS: Final = 0.1


def marked(data: bytes) -> tuple[Encoding, bytes] | None:
    """Return the wide encoding whose byte order mark opens the data, and the mark."""
    return next(((encoding, mark) for mark, encoding in _MARKS if data.startswith(mark)), None)


def recognise(data: bytes) -> Encoding | None:
    r"""Return the wide encoding of data without a mark that holds zeros; None where it holds none.

    Raises:
        InputError: no text has its zeros where these are; or it is text in bytes, but for these.

    >>> recognise("Mamba 曼巴".encode("utf-16-be")).name
    'UTF-16BE'
    >>> recognise(b"\x89PNG\r\n\x1a\n\0\0\0")
    Traceback (most recent call last):
    i18n_tool.errors.InputError: is binary data, not text (byte 8 is zero)
    """
    head = data[:HEAD]
    zero = head.find(b"\0")
    if zero < 0:
        return None
    best = _with_zeros(head)
    if best is None:
        raise InputError(f"is binary data, not text (byte {zero} is zero)")
    return best


def _with_zeros(head: bytes) -> Encoding | None:
    if _MUCH_LIKE_LATIN * head.count(0) < len(head) and _is_utf_8(head):
        from i18n_tool.mojibake.decoding.weighing import choose_wide

        return choose_wide(head, candidates(head))
    shares = {encoding: _share_of_common(head, encoding) for encoding in (UTF_32LE, UTF_32BE, UTF_16LE, UTF_16BE)}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= _LEAST_COMMON else None


def _is_utf_8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _share_of_common(head: bytes, encoding: Encoding) -> float:
    """Return how much of a text is common characters; nothing where it holds what no text does."""
    text = codecs.getincrementaldecoder(encoding.codec)("replace").decode(head)  # the head may end within a character
    odd, common = len(_ODD.findall(text)), len(_COMMON.findall(text))
    return 0.0 if odd > _MOST_ODD * len(text) else common / max(1, len(text))


def candidates(data: bytes) -> list[Encoding]:
    """Return the wide encodings that data without zeros could be in: it must be whole units, and no half of a pair."""
    if len(data) % 2 or not data:
        return []
    return [encoding for encoding in (UTF_16LE, UTF_16BE) if _share_of_common(data[:HEAD], encoding) > 0]


def refuse_controls(data: bytes) -> None:
    """Refuse data without zeros that is binary all the same.

    Raises:
        InputError: it is full of control characters.
    """
    head = data[:HEAD]
    if len(_CONTROLS.findall(head)) > _MOST_CONTROLS * len(head):
        raise InputError("is binary data, not text: it is full of control characters")
