"""The encodings that a file can be in, and how bytes are read in one so that none of them is lost.

A byte that an encoding gives no character becomes U+DC80 to U+DCFF, as with Python's `surrogateescape`: text that holds
such an *escape* still has the byte, and writes it back.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from i18n_tool.errors import UsageError

REPLACEMENT: Final = "\ufffd"
ESCAPED: Final = re.compile("[\udc80-\udcff]+")

_HALVES: Final = re.compile("[\ud800-\udfff]")

_ASCII: Final = bytes(range(0x20, 0x7F))
#: In code page 936, which is GBK otherwise, this byte is the euro sign.
_EURO_OF_CP936: Final = "\udc80"


@dataclass(frozen=True)
class Encoding:
    """An encoding, by the name that people know it by and the one that Python does."""

    name: str
    codec: str

    def read(self, data: bytes) -> str:
        r"""Return bytes as text, with escapes for bytes that have no character here.

        >>> GB18030.read(bytes.fromhex("c4e3 ba c3 80"))
        '你好€'
        >>> UTF_8.read(b"caf\xe9")
        'caf\udce9'
        """
        text = data.decode(self.codec, "surrogateescape")
        return text.replace(_EURO_OF_CP936, "€") if self is GB18030 and _EURO_OF_CP936 in text else text

    @cached_property
    def extends_ascii(self) -> bool:
        """Whether ASCII text is the same in it, so that a line feed always ends a line."""
        try:
            return _ASCII.decode(self.codec) == _ASCII.decode("ascii") and "\n".encode(self.codec) == b"\n"
        except UnicodeError:
            return False

    @cached_property
    def newline(self) -> bytes:
        """The bytes of a line feed."""
        return "\n".encode(self.codec)

    def decode(self, data: bytes) -> tuple[str, bool]:
        """Return bytes as text, and whether the bytes that could not be read are still in it, as escapes.

        Where they cannot be kept, because half a character is no byte of a text, each place becomes U+FFFD.

        >>> named("utf-16-le").decode(bytes.fromhex("604f 00d8"))
        ('你�', False)
        """
        try:
            text = data.decode(self.codec)
            return (text, True) if _is_whole(text) else (_HALVES.sub(REPLACEMENT, text), False)
        except UnicodeError:
            pass
        if self.extends_ascii:
            try:
                return self.read(data), True
            except UnicodeError:
                pass
        return data.decode(self.codec, "replace"), False


def _is_whole(text: str) -> bool:
    """Tell whether UTF-8 can hold a text: it has no half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


UTF_8: Final = Encoding("UTF-8", "utf-8")
GB18030: Final = Encoding("GB18030", "gb18030")
BIG5: Final = Encoding("Big5", "cp950")
BIG5_HKSCS: Final = Encoding("Big5-HKSCS", "big5hkscs")
WINDOWS_1252: Final = Encoding("windows-1252", "cp1252")
UTF_16LE: Final = Encoding("UTF-16LE", "utf-16-le")
UTF_16BE: Final = Encoding("UTF-16BE", "utf-16-be")
UTF_32LE: Final = Encoding("UTF-32LE", "utf-32-le")
UTF_32BE: Final = Encoding("UTF-32BE", "utf-32-be")

_BY_CODEC: Final = {
    one.codec: one for one in (UTF_8, GB18030, BIG5, BIG5_HKSCS, WINDOWS_1252, UTF_16LE, UTF_16BE, UTF_32LE, UTF_32BE)
}
#: Names for which a superset is what files are really in.
_SUPERSETS: Final = {
    "gbk": GB18030,
    "gb2312": GB18030,
    "cp936": GB18030,
    "big5": BIG5,
    "iso8859-1": WINDOWS_1252,
    "utf-8-sig": UTF_8,
    "utf-16": UTF_16LE,
    "utf-32": UTF_32LE,
    "shift_jis": Encoding("Shift_JIS", "cp932"),
    "euc_kr": Encoding("EUC-KR", "cp949"),
}


def named(name: str) -> Encoding:
    """Return the encoding of any name that Python knows, or the superset of it that files are really in.

    Raises:
        UsageError: there is no such encoding of text.

    >>> named("GBK").name, named("latin-1").name, named("windows-1251").name
    ('GB18030', 'windows-1252', 'windows-1251')
    """
    try:
        codec = codecs.lookup(name).name
        b"a".decode(codec)
    except UnicodeError:
        pass  # half a character of a wide one
    except (LookupError, ValueError):
        raise UsageError(
            f"unknown encoding {name!r}; Python's name of one is needed, such as gb18030 or big5"
        ) from None
    return _SUPERSETS.get(codec) or _BY_CODEC.get(codec) or Encoding(name, codec)
