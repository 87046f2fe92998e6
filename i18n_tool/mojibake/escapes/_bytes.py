"""What the escapes have in common that spell bytes: which encoding the bytes are in, and which of them make a character."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from i18n_tool.mojibake import plausibility
from i18n_tool.mojibake.escapes._base import Piece
from i18n_tool.mojibake.escapes._chinese import is_clearly_chinese

#: Han, and the punctuation of Chinese.
_CHINESE: Final = re.compile("[\x00-\x7f\u4e00-\u9fa5\u3001-\u3011\u2014\u2018-\u201d\u2026\uff01-\uff5e·]+")
_HAN: Final = re.compile("[\u4e00-\u9fa5]")
#: The encodings that are tried where the bytes are no UTF-8.
_CHINESE_ENCODINGS: Final = {"gbk": "GBK", "big5": "Big5"}


def decode_escaped(spellings: Sequence[str], data: bytes, *, alone: bool = False) -> tuple[tuple[Piece, ...], str] | None:
    """Return what escaped bytes stand for, and the name of their encoding; None where they are not clearly text.

    Args:
        spellings: how each byte is spelt.
        data: the bytes.
        alone: whether no letter or digit touches the run and such escapes spell nothing but text; else two bytes that are
            one character in GBK need not be that.
    """
    if data.isascii():
        return None
    try:
        return paired(list(_pieces(spellings, data.decode("utf-8", "surrogatepass"), "utf-8"))), "UTF-8"
    except UnicodeDecodeError as error:
        if error.start and error.reason == "unexpected end of data":
            whole = tuple(_pieces(spellings, data[: error.start].decode("utf-8"), "utf-8"))
            return (*whole, *(Piece(spelling, spelling) for spelling in spellings[error.start :])), "UTF-8"
    if (found := decode_chinese(data)) is None:
        return None
    text, codec = found
    if len(_HAN.findall(text)) == 1 and not (alone and _HAN.fullmatch(text)):
        return None
    return tuple(_pieces(spellings, text, codec)), _CHINESE_ENCODINGS[codec]


def decode_chinese(data: bytes) -> tuple[str, str] | None:
    """Return bytes of a Chinese encoding other than UTF-8 as text, with the codec; None where that is not clear.

    >>> decode_chinese(bytes.fromhex("c4e3bac3"))
    ('你好', 'gbk')
    """
    readings = []
    for codec in _CHINESE_ENCODINGS:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if _CHINESE.fullmatch(text) and _HAN.search(text):
            readings.append((text, codec))
    readings.sort(key=lambda reading: plausibility.cost_alone(reading[0]))
    return next((reading for reading in readings if is_clearly_chinese(reading[0])), None)


def is_chance(pieces: Sequence[Piece]) -> bool:
    """Tell whether what was found is one character that hardly any text has, as `\\u1234` is in the name of a file."""
    beyond = "".join(piece.text for piece in pieces if not piece.text.isascii())
    return len(beyond) == 1 and plausibility.is_rare(beyond) and not _HAN.match(beyond)


def joined_surrogates(text: str) -> str:
    """Return a text with each pair of surrogates as the one character that it stands for; single ones stay."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _pieces(spellings: Sequence[str], text: str, codec: str) -> Iterator[Piece]:
    """Yield the characters with the spellings of their bytes; surrogates in UTF-8 make one character with the next."""
    position = 0
    for char in text:
        end = position + len(char.encode(codec, "surrogatepass"))
        yield Piece("".join(spellings[position:end]), char)
        position = end


def paired(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces with two that are the halves of a surrogate pair as one."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and "\udc00" <= piece.text <= "\udfff" and "\ud800" <= joined[-1].text <= "\udbff":
            first = joined.pop()
            piece = Piece(first.source + piece.source, joined_surrogates(first.text + piece.text))
        joined.append(piece)
    return tuple(joined)
