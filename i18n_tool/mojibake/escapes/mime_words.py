"""Words of mail headers that were left encoded: `=?UTF-8?B?5L2g5aW9?=` or `=?gb2312?Q?=C4=E3=BA=C3?=` for 你好.

Words that follow each other are one text, whose characters may be split between them; the space that parts them goes.
Words of ASCII alone stay.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import quopri
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from i18n_tool.mojibake.escapes._base import Escape, Piece, Run

#: Charset, which the name of a language may follow (RFC 2231), encoding and text.
_WORD: Final = re.compile(r"=\?([a-zA-Z0-9_:.+()-]{2,40})(?:\*[a-zA-Z-]{0,20})?\?([bBqQ])\?([ ->@-~]*)\?=", re.ASCII)
_RUN: Final = re.compile(rf"{_WORD.pattern}(?:[ \t]{{0,80}}(?:\r?\n[ \t]{{1,80}})?{_WORD.pattern})*")
#: Python's names of the charsets that mail is in; what says GB2312 is often more than that.
_CODECS: Final = frozenset(
    {"ascii", "utf-8", "utf-7", "gb2312", "gbk", "gb18030", "hz", "big5", "big5hkscs", "koi8-r", "koi8-u"}
    | {"iso2022_jp", "euc_jp", "shift_jis", "cp932", "euc_kr", "iso2022_kr", "cp949"}
)
_SINGLE_BYTE: Final = ("iso8859-", "cp125")
_WIDER: Final = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949"}


def read(text: str) -> Iterator[Run]:
    """Yield the encoded words, those that belong together as one."""
    for match in _RUN.finditer(text):
        decoded = _decode(match[0])
        if decoded is not None:
            yield Run(match.start(), (Piece(match[0], decoded),), PLUGIN.name)


def _decode(run: str) -> str | None:
    """Return the text of encoded words; None where they are broken or in no charset of mail."""
    try:
        words = [(_codec(one[1]), one[2].upper(), one[3]) for one in _WORD.finditer(run)]
        groups = groupby(words, key=lambda word: word[0])
        return "".join(_decode_words(codec, [word[1:] for word in group]) for codec, group in groups)
    except (binascii.Error, LookupError, UnicodeError):
        return None


def _decode_words(codec: str, words: list[tuple[str, str]]) -> str:
    """Return the text of words in one charset; those in Base64 may be one piece of it that was cut anywhere."""
    try:
        return b"".join(_bytes_of(*word) for word in words).decode(codec)
    except (binascii.Error, UnicodeDecodeError):
        if any(encoding == "Q" for encoding, _ in words):
            raise
        return _bytes_of("B", "".join(text.rstrip("=") for _, text in words)).decode(codec)


def _bytes_of(encoding: str, text: str) -> bytes:
    if encoding == "Q":
        return quopri.decodestring(text.encode("ascii"), header=True)
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)


def _codec(charset: str) -> str:
    name = codecs.lookup(charset).name
    if name not in _CODECS and not name.startswith(_SINGLE_BYTE):
        raise LookupError(charset)
    return _WIDER.get(name, name)


PLUGIN = Escape(
    name="MIME encoded words",
    documentation=__doc__,
    marks=("=?",),
    read=read,
)
