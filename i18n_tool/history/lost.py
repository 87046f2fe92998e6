"""What is lost in a repaired text, and which earlier text agrees with all that survives of it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import Final, NamedTuple

from i18n_tool.mojibake import Repair, RepairEdit
from i18n_tool.mojibake.summary import is_uncertain
from i18n_tool.spans import Span

#: An inferred character that is less likely is looked for, too: a text may have thousands, each a bit in doubt.
BEYOND_DOUBT: Final = 0.9999
#: Ways in which the lost parts of a line may lie in another one that are followed at once.
_MOST_STATES: Final = 16

_REPLACEMENT: Final = "\ufffd"
_IN_GBK: Final = "锟斤拷"
_SIGNS: Final = re.compile(f"{_REPLACEMENT}+|(?:{_IN_GBK})+锟?|\\?+")
#: One question mark ends a sentence; two, or one within a word, may stand for letters; in an address it is what it is.
_LETTERS: Final = re.compile(r"\?{2,}|(?<=[A-Za-z])\?(?=[A-Za-z])(?!\w+=)")
#: For `str.translate`: without the characters of which such signs are made.
SIGN_CHARACTERS: Final = dict.fromkeys(map(ord, f"?{_REPLACEMENT}{_IN_GBK}"))
_DAMAGED: Final = re.compile(f"{_REPLACEMENT}|{_IN_GBK}")


class Remains(NamedTuple):
    """Characters of which some bytes are left: for each, those that agree with them."""

    options: tuple[tuple[str, ...], ...]

    def ends(self, text: str, start: int) -> Iterator[int]:
        """Yield where such characters may end that begin at `start`."""
        ends = {start}
        for options in self.options:
            ends = {end + len(one) for end in ends for one in options if text.startswith(one, end)}
        yield from sorted(ends)


class Replaced(NamedTuple):
    """Characters that became signs which say nothing but, roughly, how many they were."""

    sign: str
    signs: int

    def lengths(self) -> tuple[int, int]:
        """Return how many characters they were at least and at most."""
        # Beside each byte that was replaced, an ASCII character may have been eaten.
        return -(-self.signs // 4), self.signs if self.sign == "?" else 2 * self.signs

    def agrees(self, original: str) -> bool:
        """Tell whether these signs may have come from a text."""
        if self.sign != "?":
            return not original.isascii() and _DAMAGED.search(original) is None
        if original == "?" * self.signs:
            return True
        if any(char.isascii() for char in original) or (self.signs > 1 and _is_punctuation(original)):
            return False
        lengths = {len(original), len(original.encode("utf-16-le", "surrogatepass")) // 2}
        lengths |= {len(original.encode(encoding, "replace")) for encoding in ("utf-8", "gb18030")}
        return self.signs in lengths


def _is_punctuation(text: str) -> bool:
    """Tell whether somebody may have put question marks for a text on purpose, as for `？？`."""
    return all(unicodedata.category(char)[0] == "P" for char in text)


@dataclass(frozen=True, slots=True)
class Lost:
    """A stretch of the repaired text that is not known for certain.

    Attributes:
        span: where it stands.
        fits: what may have been there.
        is_wanted: whether it is worth looking for.
        is_uncertain: whether a version that has the same as the repair says something new.
    """

    span: Span
    fits: Remains | Replaced
    is_wanted: bool
    is_uncertain: bool = False


def find_lost(repair: Repair) -> list[Lost]:
    """Return what is not known for certain in the text of a repair, in order."""
    found = [*_inferred(repair.edits), *_remains(repair)]
    found.sort(key=lambda lost: lost.span)
    taken = [lost.span for lost in found]
    found += (one for one in _signs(repair.text) if not overlapping(taken, one.span))
    found.sort(key=lambda lost: lost.span)
    return found


def _signs(text: str) -> Iterator[Lost]:
    """Yield the signs that stand for characters; single question marks only where some must be letters."""
    has_letters = _LETTERS.search(text) is not None
    for sign in _SIGNS.finditer(text):
        is_wanted = sign[0][0] != "?" or _LETTERS.match(text, sign.start()) is not None
        if is_wanted or has_letters:
            yield Lost(Span(*sign.span()), _replaced(sign[0]), is_wanted)


def _replaced(signs: str) -> Replaced:
    if signs[0] == "?":
        return Replaced("?", len(signs))
    return Replaced(_REPLACEMENT, len(signs) if signs[0] == _REPLACEMENT else (2 * len(signs) + 2) // 3)


def _inferred(edits: Sequence[RepairEdit]) -> Iterator[Lost]:
    shift = 0
    for edit in edits:
        start = edit.span.start + shift
        shift += len(edit.after) - (edit.span.end - edit.span.start)
        for one in edit.alternatives:
            span = Span(start + one.offset, start + one.offset + len(one.character))
            options = (one.character, *(other for other, _ in one.runners_up))
            yield Lost(span, Remains((options,)), one.probability < BEYOND_DOUBT, is_uncertain(one))


def _remains(repair: Repair) -> Iterator[Lost]:
    by_place = Shifts(repair.edits)
    for left in repair.unresolved:
        if left.candidates and not by_place.is_edited(left.span):
            yield Lost(by_place.to_after(left.span), Remains(left.candidates), is_wanted=True)


class Shifts:
    """Where places of the damaged text lie in the repaired one."""

    def __init__(self, edits: Sequence[RepairEdit]) -> None:
        self._edits = edits
        self._ends = [edit.span.end for edit in edits]
        self._shifts = [0, *accumulate(len(edit.after) - len(edit.before) for edit in edits)]

    def is_edited(self, span: Span) -> bool:
        """Tell whether an edit touches the span."""
        number = bisect_right(self._ends, span.start)
        return number < len(self._edits) and self._edits[number].span.start < span.end

    def to_after(self, span: Span) -> Span:
        """Return a span of the damaged text in the repaired one; an edit that it touches counts in full."""
        first = bisect_right(self._ends, span.start)
        last = first
        start, end = span.start, span.end
        while last < len(self._edits) and self._edits[last].span.start < span.end:
            start, end = min(start, self._edits[last].span.start), max(end, self._edits[last].span.end)
            last += 1
        return Span(start + self._shifts[first], end + self._shifts[last])


def overlapping(spans: Sequence[Span], span: Span) -> range:
    """Return the numbers of the spans, in order and apart from each other, that overlap one."""
    first = bisect_left(spans, span)
    while first and spans[first - 1].end > span.start:
        first -= 1
    last = first
    while last < len(spans) and spans[last].start < span.end:
        last += 1
    return range(first, last)


Piece = str | Lost


def match(pieces: Sequence[Piece], text: str, start: int = 0, *, to_end: bool) -> list[Span] | None:
    """Return where the pieces, one after the other, lie in an earlier text; None where it does not agree with them.

    The first way that is found counts; of many ways only some are followed, so that the cost stays linear.

    Args:
        pieces: what survived, and what is lost in between.
        text: the earlier text.
        start: where the first piece begins.
        to_end: whether the last one must reach the end.
    """
    states: list[dict[int, int]] = []
    current = {start: start}
    for number, piece in enumerate(pieces):
        following = pieces[number + 1] if number + 1 < len(pieces) else None
        current = _ends(piece, text, sorted(current), following, to_end=to_end)
        if not current:
            return None
        states.append(current)
    end = len(text) if to_end else min(current)
    if end not in current:
        return None
    spans = []
    for state in reversed(states):
        spans.append(Span(state[end], end))
        end = state[end]
    return spans[::-1]


def originals(pieces: Sequence[Piece], spans: Sequence[Span], text: str) -> list[tuple[Lost, str]]:
    """Return each lost stretch of a match with its earlier text."""
    return [(piece, span.of(text)) for piece, span in zip(pieces, spans, strict=True) if isinstance(piece, Lost)]


def _ends(piece: Piece, text: str, starts: Sequence[int], following: Piece | None, *, to_end: bool) -> dict[int, int]:
    """Return where a piece may end, each with where it then begins; only what the following one goes on from."""
    found: dict[int, int] = {}
    for start in starts:
        for end in islice(_ends_from(piece, text, start, following, to_end=to_end), _MOST_STATES):
            found.setdefault(end, start)
    return dict(islice(sorted(found.items()), _MOST_STATES))


def _ends_from(piece: Piece, text: str, start: int, following: Piece | None, *, to_end: bool) -> Iterator[int]:
    if isinstance(piece, str):
        if text.startswith(piece, start):
            yield start + len(piece)
        return
    if isinstance(piece.fits, Remains):
        yield from piece.fits.ends(text, start)
        return
    least, most = piece.fits.lengths()
    first, last = start + least, min(start + most, len(text))
    if isinstance(following, str):
        ends: Iterator[int] = _occurrences(following, text, first, last)
    elif following is None and to_end:
        ends = iter([len(text)] if first <= len(text) == last else [])
    else:
        ends = iter(range(first, last + 1))
    # Only so many are tried: each costs as much as the text is long.
    yield from (end for end in islice(ends, _MOST_STATES) if piece.fits.agrees(text[start:end]))


def _occurrences(wanted: str, text: str, first: int, last: int) -> Iterator[int]:
    place = text.find(wanted, first, last + len(wanted))
    while place >= 0:
        yield place
        place = text.find(wanted, place + 1, last + len(wanted))
