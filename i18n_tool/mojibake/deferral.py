"""Changes that are worked out when they are asked for.

What becomes of a whole line is soon known; each passage of it that changes is told only to those who want to know.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from i18n_tool.mojibake.composition import Change, Group, Replaced, changed, compose, groups_of


class Deferred(Replaced, Protocol):
    """Changes that come to this: the characters from `start` to `end` become `after`."""

    def work_out(self) -> list[Change]:
        """Return the changes."""


def worked_out(changes: Iterable[Change | Deferred]) -> list[Change]:
    """Return the changes, none of them deferred."""
    every: list[Change] = []
    for change in changes:
        if isinstance(change, Change):
            every.append(change)
        else:
            every += change.work_out()
    return every


def worked_out_near(
    changes: Iterable[Change | Deferred], places: Sequence[tuple[int, int]], *, after: bool = False
) -> list[Change | Deferred]:
    """Return the changes, worked out where one of the places lies.

    Args:
        changes: in order.
        places: start and end of stretches, in order.
        after: whether the places are those of the changed text.
    """
    if not places:
        return list(changes)
    every: list[Change | Deferred] = []
    shift = 0
    position = 0
    for change in changes:
        start = change.start + shift
        if after:
            shift += len(change.after) - (change.end - change.start)
        end = change.end + shift
        while position < len(places) and places[position][1] <= start:
            position += 1
        is_near = position < len(places) and places[position][0] < end
        if is_near and not isinstance(change, Change):
            every += change.work_out()
        else:
            every.append(change)
    return every


class _Joined(NamedTuple):
    """Changes of two rounds that touch.

    Attributes:
        start: where the stretch begins that they change, in the text before both.
        end: where it ends there.
        after: what becomes of it.
        between: what it was between the rounds.
        group: the changes.
    """

    start: int
    end: int
    after: str
    between: str
    group: Group[Change | Deferred]

    def work_out(self) -> list[Change]:
        earlier = _moved(worked_out(change for _, change in self.group.earlier), -self.start)
        later = _moved(worked_out(self.group.later), -self.group.start)
        return _moved(compose(self.between, earlier, later)[0], self.start)


def _moved(changes: Iterable[Change], by: int) -> list[Change]:
    return [change._replace(start=change.start + by, end=change.end + by) for change in changes]


def join(
    between: str, earlier: Sequence[Change | Deferred], later: Sequence[Change | Deferred]
) -> tuple[list[Change | Deferred], str]:
    """Return the changes that do what `earlier` and then `later` do, and the text that results.

    Args:
        between: the text after `earlier`.
        earlier: changes of the first text, in order.
        later: changes of `between`, in order.
    """
    text = changed(between, later)
    if not earlier:
        return list(later), text
    joined: list[Change | Deferred] = []
    shift = 0
    for group in groups_of(earlier, later):
        growth = group.growth
        if group.later:
            piece = between[group.start : group.end]
            after = changed(piece, group.later, group.start)
            one = _Joined(group.start - shift, group.end - shift - growth, after, piece, group)
            joined += [one] if any(not isinstance(change, Change) for change in group.later) else one.work_out()
        else:
            joined += [change for _, change in group.earlier]
        shift += growth
    return joined, text
