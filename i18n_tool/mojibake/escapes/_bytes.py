"""What the escapes have in common that spell bytes: which encoding these are in, and which of them make a character."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from i18n_tool.mojibake import plausibility
from i18n_tool.mojibake.escapes._base import Piece
from i18n_tool.mojibake.escapes._chinese import cost_of_chinese, is_clearly_chinese, is_han

#: Han, and the punctuation of Chinese.
_CHINESE: Final = re.compile("[\x00-\x7f\u4e00-\u9fa5\u3001-\u3011\u2014\u2018-\u201d\u2026\uff01-\uff5e·]+")
_HAN: Final = re.compile("[\u4e00-\u9fa5]")
#: The encodings that are tried where the bytes are no UTF-8.
_NAMES: Final = {"gbk": "GBK", "big5": "Big5"}
#: The language model knows no traditional words. Text in Big5 is clear when its characters cost no more than this on
#: average, as single ones (nats): Chinese costs 7 to 9, Korean and Japanese words that are read as Big5 8.5 and more.
MOST_TRADITIONAL: Final = 8.7
#: Characters of alphabets cost 2 or 3 each in `plausibility`; that of two bytes of Chinese is 3.5 and more.
_ODD_COST: Final = 3.2
#: More characters of rare scripts do not come about by accident.
LONGEST_CHANCE: Final = 2
#: So many characters beyond ASCII must precede one of which bytes are missing.
FEWEST_BEFORE_A_CUT: Final = 2


class Bytes(NamedTuple):
    """Escaped bytes: how each is spelt, and what they are."""

    spellings: Sequence[str]
    data: bytes


class Decoded(NamedTuple):
    """What escaped bytes stand for, and the name of their encoding."""

    pieces: tuple[Piece, ...]
    encoding: str


def decode_line(runs: Sequence[Bytes]) -> list[Decoded | None]:
    """Return what the runs of a line stand for; where one is clearly in GBK or Big5, what may be is taken for that."""
    found = [decode_escaped(*run) for run in runs]
    codecs = {name: codec for codec, name in _NAMES.items()}
    known = next((codecs[one.encoding] for one in found if one and one.encoding in codecs), None)
    if known is None:
        return found
    return [
        one if one and not _is_short(one.pieces) else _decode_as(known, *run) or one
        for run, one in zip(runs, found, strict=True)
    ]


def _is_short(pieces: Sequence[Piece]) -> bool:
    """Tell whether no character takes more than two bytes of UTF-8, as it may be when these are one of GBK."""
    return all(piece.text < "\u0800" for piece in pieces)


def _decode_as(codec: str, spellings: Sequence[str], data: bytes) -> Decoded | None:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return None
    return Decoded(tuple(_pieces(spellings, text, codec)), _NAMES[codec]) if _CHINESE.fullmatch(text) else None


def decode_escaped(spellings: Sequence[str], data: bytes, *, alone: bool = False) -> Decoded | None:
    """Return what escaped bytes stand for; None where they are not clearly text.

    Args:
        spellings: how each byte is spelt.
        data: the bytes.
        alone: whether no letter or digit touches the run, and such escapes spell nothing but text; else two bytes that
            are one character in GBK need not be that.
    """
    if data.isascii():
        return None
    text, kept = _decode_utf_8(data)
    rest = [Piece(spelling, spelling) for spelling in spellings[len(spellings) - kept :]]
    if text and not _is_odd(text):
        return Decoded(paired([*_pieces(spellings, text, "utf-8"), *rest]), "UTF-8")
    found = decode_chinese(data)
    if found is not None and (len(_HAN.findall(found[0])) > 1 or (alone and _HAN.fullmatch(found[0]))):
        return Decoded(tuple(_pieces(spellings, *found)), _NAMES[found[1]])
    return Decoded(paired([*_pieces(spellings, text, "utf-8"), *rest]), "UTF-8") if text else None


def _decode_utf_8(data: bytes) -> tuple[str, int]:
    """Return bytes of UTF-8 as text, "" where they are none, and how many are left of a character that was cut off."""
    try:
        return data.decode("utf-8", "surrogatepass"), 0
    except UnicodeDecodeError as error:
        text = data[: error.start].decode("utf-8", "surrogatepass")
        is_cut = error.reason == "unexpected end of data" and sum(char > "\x7f" for char in text) >= FEWEST_BEFORE_A_CUT
        return (text, len(data) - error.start) if is_cut else ("", 0)


def _is_odd(text: str) -> bool:
    """Tell whether text has signs and rare letters alone, each of two bytes, as some Chinese words in GBK look."""
    beyond = sum(char > "\x7f" for char in text)
    return max(text) < "\u0800" and plausibility.cost_alone(text) > _ODD_COST * beyond


def decode_chinese(data: bytes) -> tuple[str, str] | None:
    """Return bytes of a Chinese encoding other than UTF-8 as text, with the codec; None where that is not clear.

    >>> decode_chinese("你好".encode("gbk")), decode_chinese("測試".encode("big5"))
    (('你好', 'gbk'), ('測試', 'big5'))
    """
    readings = []
    for codec in _NAMES:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if _CHINESE.fullmatch(text) and _HAN.search(text):
            cost = cost_of_chinese(text, traditional=codec == "big5")
            if is_clearly_chinese(text) or (codec == "big5" and cost <= MOST_TRADITIONAL):
                readings.append((cost, text, codec))
    return min(readings)[1:] if readings else None


def is_chance(pieces: Sequence[Piece]) -> bool:
    r"""Tell whether a character or two were found that hardly any text has, as `\u1234` in the name of a file is."""
    beyond = "".join(piece.text for piece in pieces if not piece.text.isascii())
    return len(beyond) <= LONGEST_CHANCE and all(plausibility.is_rare(char) and not is_han(char) for char in beyond)


def joined_surrogates(text: str) -> str:
    """Return a text with each pair of surrogates as the one character that it stands for; single ones stay."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _pieces(spellings: Sequence[str], text: str, codec: str) -> Iterator[Piece]:
    """Yield the characters with the spellings of their bytes."""
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
