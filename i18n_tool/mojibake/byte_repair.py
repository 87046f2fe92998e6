"""Repair of bytes: decoded, whatever they are encoded in, then repaired as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from i18n_tool.mojibake import MIN_CONFIDENCE, repair
from i18n_tool.mojibake.decoding import Decoded, decode
from i18n_tool.mojibake.results import Repair, RepairEdit, Unresolved


@dataclass(frozen=True, slots=True)
class ByteRepair:
    """The outcome of `repair_bytes`.

    Attributes:
        decoded: the bytes as text, and what they were encoded in.
        repair: the repair of that text; bytes that are in no encoding are among the unresolved.
    """

    decoded: Decoded
    repair: Repair

    @property
    def text(self) -> str:
        """The repaired text; bytes that are in no encoding are in it as escapes U+DC80 to U+DCFF."""
        return self.repair.text

    @property
    def edits(self) -> Sequence[RepairEdit]:
        """What was changed in the decoded text, in order."""
        return self.repair.edits

    @property
    def unresolved(self) -> tuple[Unresolved, ...]:
        """Damage that is still there, in order."""
        return self.repair.unresolved

    @property
    def data(self) -> bytes:
        """The repaired text in UTF-8; bytes that are in no encoding are in it as they were."""
        return to_bytes(self.text)


def repair_bytes(
    data: bytes, *, encoding: str | None = None, min_confidence: float = MIN_CONFIDENCE, escapes: bool = False
) -> ByteRepair:
    r"""Undo encoding damage in a file that need not be UTF-8, and whose lines may be in different encodings.

    Args:
        data: the whole file.
        encoding: what it is in, by a name that Python knows; None to find out.
        min_confidence: see `repair`.
        escapes: see `repair`.

    Raises:
        InputError: it is binary data, or in no encoding that is known.
        UsageError: there is no such encoding.

    >>> done = repair_bytes("词典\n".encode("gbk") + "ç®€ä»‹".encode())
    >>> done.text, [edit.after for edit in done.edits], [passage.encoding for passage in done.decoded.passages]
    ('词典\n简介', ['简介'], ['GB18030'])
    """
    decoded = decode(data, encoding)
    return ByteRepair(
        decoded, with_undecoded(decoded, repair(decoded.text, min_confidence=min_confidence, escapes=escapes))
    )


def to_bytes(text: str) -> bytes:
    """Return a text in UTF-8, escapes as the bytes that they stand for."""
    return text.encode("utf-8", "surrogateescape")


def with_undecoded(decoded: Decoded, repaired: Repair) -> Repair:
    """Return the repair of a decoded text with the bytes that are in no encoding, and stay so, among the unresolved."""
    if not decoded.undecoded:
        return repaired
    undecoded = [Unresolved(one.span, one.span.of(decoded.text), one.reason(decoded.text)) for one in decoded.undecoded]
    rest = _without(_without(undecoded, repaired.edits), repaired.unresolved)
    return replace(repaired, unresolved=tuple(sorted((*repaired.unresolved, *rest), key=lambda one: one.span)))


def _without(places: Iterable[Unresolved], taken: Iterable[RepairEdit | Unresolved]) -> Iterator[Unresolved]:
    """Yield the places that none of the taken ones touches; both are in order."""
    ahead = iter(taken)
    other = next(ahead, None)
    for place in places:
        while other is not None and other.span.end <= place.span.start:
            other = next(ahead, None)
        if other is None or place.span.end <= other.span.start:
            yield place
