"""Encoding damage as real programs make it: sound text in, mojibake out.

A damage is a true encoding, what the bytes were misread as, and how often. Bytes that have no character in the code
page are kept as C1 controls (as browsers and ftfy's "sloppy" codecs do), dropped, or replaced.

>>> by_name()["UTF-8 as cp1252, twice"]("é")
'ÃƒÂ©'
>>> by_name()["UTF-8 as cp936, ?"]("简介")
'绠€浠?'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Final, TypeAlias

from i18n_tool.hanzi import convert

Misreading: TypeAlias = Callable[[bytes], str]

NOTHING_LOST: Final = "UTF-8 read in a single-byte code page, nothing lost"
BYTES_LOST: Final = "UTF-8 read in a single-byte code page, bytes lost"
EAST_ASIAN: Final = "UTF-8 read in an East Asian code page"
GBK_AND_BIG5: Final = "GBK and Big5 misread"
TRADITIONAL: Final = "Traditional Chinese misread"
GROUPS: Final = (NOTHING_LOST, BYTES_LOST, EAST_ASIAN, GBK_AND_BIG5, TRADITIONAL)

SINGLE_BYTE: Final = ("cp1252", "latin-1", "cp1250", "cp1251", "cp1254", "cp437", "mac-roman", "cp850", "cp866")
MARK: Final = "\ufffd"

#: A lead byte of code page 936 takes the next byte with it, whatever that is.
_CP936_UNIT: Final = re.compile(rb"[\x81-\xfe].?|[\x80\xff]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Damage:
    """One way in which text gets damaged.

    Attributes:
        name: the true encoding, what it was read as, and how bytes were lost.
        group: the kind of damage, one of `GROUPS`.
        encoding: the true encoding.
        misread: what the program at fault made of the bytes.
        layers: how many times it happened.
        lossy: whether it can lose information.
        traditional: whether text is turned to traditional characters before.
    """

    name: str
    group: str
    encoding: str
    misread: Misreading
    layers: int = 1
    lossy: bool = True
    traditional: bool = False

    def reduced(self, text: str) -> str:
        """Return `text` as it was before the damage: without the characters that the true encoding lacks."""
        if self.traditional:
            text = convert(text, "Hant")
        return text.encode(self.encoding, "ignore").decode(self.encoding)

    def __call__(self, text: str) -> str:
        """Return `text` damaged."""
        for _ in range(self.layers):
            text = self.misread(text.encode(self.encoding, "ignore"))
        return text


def single_byte(codec: str, lost: str | None = None, replaced: Mapping[int, str] | None = None) -> Misreading:
    """Return how a single-byte code page misreads bytes.

    Args:
        codec: the code page.
        lost: what stands for a byte without a character, "" for nothing; None keeps it as a C1 control.
        replaced: bytes that became something else although they have a character.
    """
    table = {byte: bytes([byte]).decode(codec, "ignore") for byte in range(256)}
    table |= {byte: chr(byte) if lost is None else lost for byte, char in table.items() if not char}
    return partial(_translate, {**table, **(replaced or {})})


def _translate(table: Mapping[int, str], data: bytes) -> str:
    return data.decode("latin-1").translate(table)


def decoder(codec: str, errors: str = "strict") -> Misreading:
    """Return how Python's decoder of a code page misreads bytes."""
    return partial(_decode, codec, errors)


def _decode(codec: str, errors: str, data: bytes) -> str:
    return data.decode(codec, errors)


def cp936(lost: str) -> Misreading:
    """Return how Windows misreads bytes in its code page 936.

    Unlike in Python's `gbk`, byte 80 is the euro sign, user-defined pairs are private-use characters, and a lead byte
    with a bad second byte becomes one `lost` for both, even where the second byte is ASCII.
    """
    return partial(_read_cp936, lost)


def _read_cp936(lost: str, data: bytes) -> str:
    parts: list[str] = []
    done = 0
    for unit in _CP936_UNIT.finditer(data):
        parts += (data[done : unit.start()].decode("ascii"), _cp936_character(unit[0]) or lost)
        done = unit.end()
    return "".join((*parts, data[done:].decode("ascii")))


@cache
def _cp936_character(unit: bytes) -> str:
    """Return the character of a byte or a pair, "" where there is none."""
    if unit == b"\x80":
        return "€"
    try:
        return unit.decode("gb18030")  # `gbk` lacks the user-defined pairs
    except UnicodeDecodeError:
        return ""


def _damages() -> Iterator[Damage]:
    yield from _single_byte_damages()
    yield from _lossy_single_byte_damages()
    yield Damage("UTF-8 as cp936, ?", EAST_ASIAN, "utf-8", cp936("?"))
    yield Damage("UTF-8 as cp936, U+FFFD", EAST_ASIAN, "utf-8", cp936(MARK))
    yield Damage("UTF-8 as gbk, dropped", EAST_ASIAN, "utf-8", decoder("gbk", "ignore"))
    for codec in ("gb18030", "big5", "cp932", "cp949"):
        yield Damage(f"UTF-8 as {codec}, U+FFFD", EAST_ASIAN, "utf-8", decoder(codec, "replace"))
    for name, encoding, other in (("GBK", "gbk", "big5"), ("Big5", "big5", "gbk")):
        yield Damage(f"{name} as latin-1", GBK_AND_BIG5, encoding, decoder("latin-1"), lossy=False)
        yield Damage(f"{name} as cp1252, dropped", GBK_AND_BIG5, encoding, single_byte("cp1252", ""))
        yield Damage(f"{name} as {other}, U+FFFD", GBK_AND_BIG5, encoding, decoder(other, "replace"))

    for name, encoding, misread in (
        ("UTF-8 as cp1252, dropped", "utf-8", single_byte("cp1252", "")),
        ("UTF-8 as cp936, ?", "utf-8", cp936("?")),
        ("Big5 as gbk, U+FFFD", "big5", decoder("gbk", "replace")),
    ):
        yield Damage(f"traditional, {name}", TRADITIONAL, encoding, misread, traditional=True)


def _single_byte_damages() -> Iterator[Damage]:
    for codec in SINGLE_BYTE:
        yield Damage(f"UTF-8 as {codec}", NOTHING_LOST, "utf-8", single_byte(codec), lossy=False)
    for layers, name in ((2, "twice"), (3, "thrice")):
        yield Damage(f"UTF-8 as cp1252, {name}", NOTHING_LOST, "utf-8", single_byte("cp1252"), layers, lossy=False)


def _lossy_single_byte_damages() -> Iterator[Damage]:
    misreadings = {
        "cp1252, dropped": single_byte("cp1252", ""),
        "cp1252, U+FFFD": single_byte("cp1252", MARK),
        "cp1252, ?": single_byte("cp1252", "?"),
        "cp1252, NBSP made a space": single_byte("cp1252", replaced={0xA0: " "}),
        "cp1250, dropped": single_byte("cp1250", ""),
        "cp1254, dropped": single_byte("cp1254", ""),
        "cp1254, AD dropped too": single_byte("cp1254", "", {0xAD: ""}),
        "latin-1, C1 stripped": single_byte("latin-1", replaced=dict.fromkeys(range(0x80, 0xA0), "")),
    }
    for name, misread in misreadings.items():
        yield Damage(f"UTF-8 as {name}", BYTES_LOST, "utf-8", misread)


#: Every damage that is measured, in the order of the tables.
DAMAGES: Final = tuple(_damages())


def by_name() -> dict[str, Damage]:
    """Return every damage by its name."""
    return {damage.name: damage for damage in DAMAGES}
