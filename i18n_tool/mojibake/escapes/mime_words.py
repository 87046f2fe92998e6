"""Words of mail headers that were left encoded: `=?UTF-8?B?5L2g5aW9?=` or `=?gb2312?Q?=C4=E3=BA=C3?=` for 你好.

Words that follow each other are one text, whose characters may be split between them; the space that parts them goes.
Words of ASCII alone stay.
"""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from typing import Final

from i18n_tool.mojibake.escapes._base import Escape, Piece, Run

_WORD: Final = r"=\?[a-zA-Z0-9_:.+()-]{2,40}(?:\*[a-zA-Z-]{0,20})?\?[bBqQ]\?[^?\r\n]*\?="
_RUN: Final = re.compile(rf"{_WORD}(?:[ \t]{{0,80}}(?:\r?\n[ \t]{{1,80}})?{_WORD})*")
_SPACE: Final = re.compile(r"(?<=\?=)\s+(?==\?)")
#: RFC 2231 lets the name of the language follow the charset.
_LANGUAGE: Final = re.compile(r"\*[a-zA-Z-]*(?=\?[bBqQ]\?)")
#: Words in one charset that some programs cut from one piece of Base64, at any place; and what parts them.
_CUT_WORDS: Final = re.compile(r"=\?([^?]*)\?[bB]\?[^?]*\?=(?: =\?\1\?[bB]\?[^?]*\?=)+", re.IGNORECASE)
_CUT: Final = re.compile(r"=*\?= =\?[^?]*\?[bB]\?")
#: Python's names of the charsets that mail is in; what says GB2312 is often more than that.
_CODECS: Final = frozenset(
    "utf-8 gb2312 gbk gb18030 hz big5 big5hkscs iso2022_jp euc_jp shift_jis cp932 euc_kr iso2022_kr cp949 koi8-r koi8-u"
    " utf-7".split()
)
_SINGLE_BYTE: Final = ("iso8859-", "cp125")
_WIDER: Final = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949"}


def read(text: str) -> Iterator[Run]:
    """Yield the encoded words, those that belong together as one."""
    for match in _RUN.finditer(text):
        decoded = _decode(_LANGUAGE.sub("", _SPACE.sub(" ", match[0])))
        if decoded is not None:
            yield Run(match.start(), (Piece(match[0], decoded),), PLUGIN.name)


def _decode(words: str) -> str | None:
    """Return the text of encoded words; None where they are broken or in no charset of mail."""
    for spelling in (words, _CUT.sub("", words)) if _CUT_WORDS.fullmatch(words) else (words,):
        try:
            parts = decode_header(spelling)
            return "".join(part if isinstance(part, str) else part.decode(_codec(charset)) for part, charset in parts)
        except (HeaderParseError, binascii.Error, LookupError, UnicodeDecodeError):
            continue
    return None


def _codec(charset: str | None) -> str:
    name = codecs.lookup(charset or "ascii").name
    if name != "ascii" and name not in _CODECS and not name.startswith(_SINGLE_BYTE):
        raise LookupError(charset)
    return _WIDER.get(name, name)


PLUGIN = Escape(
    name="MIME encoded words",
    documentation=__doc__,
    marks=("=?",),
    read=read,
)
