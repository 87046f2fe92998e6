"""What decoding says: the text, which encodings it was in, and which bytes were in none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from i18n_tool.spans import Span

#: How many bytes are named.
_MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text that was in another encoding than most of it.

    Attributes:
        span: where it stands in the text.
        encoding: the encoding's name.
    """

    span: Span
    encoding: str


@dataclass(frozen=True, slots=True)
class Undecoded:
    """Bytes that are in no encoding, or not in the one that was given.

    Attributes:
        span: where they stand in the text: as escapes U+DC80 to U+DCFF, one a byte, or as one U+FFFD.
        is_kept: whether they are there as escapes, so that encoding the text with `surrogateescape` writes them again.
    """

    span: Span
    is_kept: bool

    def reason(self, text: str) -> str:
        r"""Say what they are, given the text.

        >>> Undecoded(Span(3, 5), True).reason("abc\udce4\udcbd")
        'in no encoding, and kept as it is (hexadecimal E4 BD)'
        """
        if not self.is_kept:
            return "not in the encoding, and nothing can be kept of it"
        data = self.span.of(text).encode("ascii", "surrogateescape")
        more = " …" if len(data) > _MOST_SHOWN else ""
        return f"in no encoding, and kept as it is (hexadecimal {data[:_MOST_SHOWN].hex(' ').upper()}{more})"


def in_words(lines: Mapping[str, int], undecoded: int = 0, *, is_lossless: bool = True) -> str:
    """Say what a text was read as; nothing where it was plain UTF-8.

    Args:
        lines: how many lines were in each encoding.
        undecoded: how many stretches of bytes could not be decoded.
        is_lossless: whether these are kept.

    >>> in_words({"GB18030": 20})
    'read as GB18030'
    >>> in_words({"UTF-8": 40, "GB18030": 2, "Big5": 1}, undecoded=1)
    '2 lines read as GB18030, 1 as Big5, the rest as UTF-8; bytes in 1 place are in no encoding and kept as they are'
    """
    (main, _), *others = sorted(lines.items(), key=lambda item: -item[1]) or [("UTF-8", 0)]
    parts = [
        f"{number:,}{'' if place else ' line read' if number == 1 else ' lines read'} as {name}"
        for place, (name, number) in enumerate(others)
    ]
    words = f"{', '.join(parts)}, the rest as {main}" if parts else "" if main == "UTF-8" else f"read as {main}"
    if not undecoded:
        return words
    where = f"bytes in {undecoded:,} {'place' if undecoded == 1 else 'places'}"
    what = "are in no encoding and kept as they are" if is_lossless else "cannot be decoded"
    return "; ".join(filter(None, (words, f"{where} {what}")))


@dataclass(frozen=True, slots=True)
class Decoded:
    """Bytes as text.

    Attributes:
        text: the text; bytes that are in no encoding are in it as escapes U+DC80 to U+DCFF (`surrogateescape`).
        encoding: the name of the encoding that most of it was in.
        passages: what was in others, in order.
        undecoded: the bytes that are in none, in order.
        lines: how many lines with characters beyond ASCII were in each encoding.
        confidence: how likely a line's encoding is the right one, on average, 0 to 1, as the scores estimate it.
    """

    text: str
    encoding: str = "UTF-8"
    passages: tuple[Passage, ...] = ()
    undecoded: tuple[Undecoded, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    confidence: float = 1.0

    @property
    def is_utf_8(self) -> bool:
        """Whether all of it was in UTF-8, but for bytes that are in no encoding."""
        return self.encoding == "UTF-8" and not self.passages

    @property
    def in_words(self) -> str:
        """What it was read as, for a person; nothing where it was plain UTF-8."""
        return in_words(self.lines, len(self.undecoded), is_lossless=self.is_lossless)

    @property
    def is_lossless(self) -> bool:
        """Whether every byte is in the text."""
        return all(one.is_kept for one in self.undecoded)
