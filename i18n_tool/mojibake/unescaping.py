"""Undoes escapes, on request; which of what escapes stand for is text is decided here, for all kinds of escapes alike.

A run of escapes is undone when it stands for something beyond ASCII that can be seen. Within it stays escaped what
mark-up and code are delimited by, and what is no text: controls, private and unassigned characters. Spaces and
characters that nobody sees are undone beside ones that can be seen; they, and the controls of ISO-8859-1, are undone
also where they belong to text that was damaged before it was escaped. Code in Markdown stays as it is: it is quoted.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from enum import IntEnum
from functools import cache, lru_cache
from typing import Final

from i18n_tool.discovery import plugins
from i18n_tool.markdown import code_places
from i18n_tool.mojibake.composition import Change
from i18n_tool.mojibake.escapes._base import Escape, Piece, Run
from i18n_tool.mojibake.readings import read_line
from i18n_tool.mojibake.screening import REPLACEMENT
from i18n_tool.spans import Span

#: How far around a run damage is looked for; the longest sequence of UTF-8 has four bytes.
REACH: Final = 4

_C1: Final = re.compile("[\x80-\x9f]")
_VARIATION_SELECTOR: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_NO_TEXT: Final = ("Cn", "Co", "Cs", "Cc", "Zl", "Zp")
_SPACES: Final = frozenset("\t\n\r")
#: As wide as a character of Chinese, and used like one.
_IDEOGRAPHIC_SPACE: Final = "\u3000"


class _Sight(IntEnum):
    """What a piece stands for; of several characters, the last one here says it."""

    PLAIN = 0
    """ASCII."""
    SPACE = 1
    HIDDEN = 2
    """Nobody sees it."""
    CLEAR = 3
    """It can be seen, and is not ASCII."""
    CONTROL = 4
    """It may be the rest of damage."""
    NOTHING = 5
    """It stays as it is."""


@cache
def kinds() -> tuple[Escape, ...]:
    """Return all kinds of escapes."""
    return tuple(plugins("i18n_tool.mojibake.escapes").values())


def unescape(text: str) -> list[Change]:
    """Return the changes that undo one layer of escapes, in order."""
    found = [
        (change, kind.in_code)
        for kind in kinds()
        if kind.may_occur(text)
        for run in kind.read(text)
        if (change := _undo(text, run)) is not None
    ]
    if not found:
        return []
    found.sort(key=lambda one: (one[0].start, -one[0].end))
    code = _Places(code_places(text))
    changes: list[Change] = []
    for change, in_code in found:
        overlaps = bool(changes) and change.start < changes[-1].end
        if not overlaps and (in_code or not code.meets(change.start, change.end)):
            changes.append(change)
    return changes


class _Places:
    """Places of a text, to ask whether a stretch meets one of them."""

    def __init__(self, spans: Iterator[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]

    def meets(self, start: int, end: int) -> bool:
        """Tell whether a stretch shares a character with one of the places."""
        before = bisect_right(self._starts, end - 1)
        return before > 0 and self._spans[before - 1].end > start


def _undo(text: str, run: Run) -> Change | None:
    """Return the change that undoes a run; None where nothing of it is clearly text."""
    sights = [_sight_of(piece, run.syntax) for piece in run.pieces]
    clear = _Sight.CLEAR in sights
    doubtful = {_Sight.CONTROL}
    if run.spaced or not clear:
        doubtful.add(_Sight.SPACE)
    if not clear:
        doubtful.add(_Sight.HIDDEN)
    explained = not doubtful.isdisjoint(sights) and _is_damage(text, run, sights, doubtful)
    if not (clear or explained or (run.certain and _Sight.PLAIN in sights)):
        return None
    stays = {_Sight.NOTHING} if explained else {_Sight.NOTHING, *doubtful}
    done = [piece.source if sight in stays else piece.text for piece, sight in zip(run.pieces, sights, strict=True)]
    return _change(run, done)


def _change(run: Run, done: Sequence[str]) -> Change | None:
    """Return the change from the first piece that does not stay to the last; None if all stay."""
    changed = [place for place, piece in enumerate(run.pieces) if piece.source != done[place]]
    if not changed:
        return None
    first, last = changed[0], changed[-1] + 1
    start = run.start + sum(len(piece.source) for piece in run.pieces[:first])
    length = sum(len(piece.source) for piece in run.pieces[first:last])
    return Change(start, start + length, "".join(done[first:last]), run.name, 1.0, ())


def _sight_of(piece: Piece, syntax: str) -> _Sight:
    if piece.text == piece.source or (len(piece.text) == 1 and piece.text in syntax):
        return _Sight.NOTHING
    return max(map(_sight_of_character, piece.text), default=_Sight.PLAIN)


@lru_cache(maxsize=1 << 12)
def _sight_of_character(char: str) -> _Sight:
    if char in _SPACES or " " <= char <= "~":
        return _Sight.PLAIN
    if _C1.match(char):
        return _Sight.CONTROL
    category = unicodedata.category(char)
    if category in _NO_TEXT or char == REPLACEMENT:
        return _Sight.NOTHING
    if category == "Zs" and char != _IDEOGRAPHIC_SPACE:
        return _Sight.SPACE
    return _Sight.HIDDEN if category == "Cf" or _VARIATION_SELECTOR.match(char) else _Sight.CLEAR


def _is_damage(text: str, run: Run, sights: Sequence[_Sight], doubtful: Set[_Sight]) -> bool:
    """Tell whether all that is in doubt belongs to text that was damaged before it was escaped."""
    before = text[max(0, run.start - REACH) : run.start].rpartition("\n")[2]
    after = text[run.end : run.end + REACH].partition("\n")[0]
    if not {_Sight.CONTROL, _Sight.CLEAR}.intersection(sights) and (before[-1:] + after[:1]).isascii():
        return False  # spaces alone
    parts = [before]
    places: list[int] = []
    length = len(before)
    for piece, sight in zip(run.pieces, sights, strict=True):
        part = piece.source if sight is _Sight.NOTHING else piece.text
        if sight in doubtful:
            places += range(length, length + len(part))
        parts.append(part)
        length += len(part)
    readings = read_line("".join([*parts, after]))
    passages = sorted((passage.start, passage.end) for reading in readings for passage in reading.passages)
    starts = [start for start, _ in passages]
    return all((index := bisect_right(starts, place)) and passages[index - 1][1] > place for place in places)
