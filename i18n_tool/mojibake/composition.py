"""Changes of a text that follow each other, as changes of the first text."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, Protocol, TypeVar

from i18n_tool.mojibake.results import Inference


class Replaced(Protocol):
    """The characters from `start` to `end` become `after`."""

    @property
    def start(self) -> int:
        """Where they begin."""

    @property
    def end(self) -> int:
        """Where they end."""

    @property
    def after(self) -> str:
        """What becomes of them."""


class Change(NamedTuple):
    """The characters from `start` to `end` become `after`."""

    start: int
    end: int
    after: str
    channel: str
    confidence: float
    inferences: tuple[Inference, ...]


_Any = TypeVar("_Any", bound=Replaced)


@dataclass(slots=True)
class Group(Generic[_Any]):
    """Changes of both rounds that touch the same stretch.

    Attributes:
        start: where the stretch begins in the text between the rounds.
        end: where it ends there.
        earlier: changes of the first round, each with its place there.
        later: changes of the second.
    """

    start: int
    end: int
    earlier: list[tuple[int, _Any]]
    later: list[_Any]

    @property
    def growth(self) -> int:
        """How much longer the stretch became in the first round."""
        return sum(len(change.after) - (change.end - change.start) for _, change in self.earlier)


def compose(between: str, earlier: Sequence[Change], later: Sequence[Change]) -> tuple[list[Change], str]:
    """Return the changes that do what `earlier` and then `later` do, and the text that results.

    Args:
        between: the text after `earlier`.
        earlier: changes of the first text, in order.
        later: changes of `between`, in order.
    """
    if not earlier:
        return list(later), changed(between, later)
    merged: list[Change] = []
    parts: list[str] = []
    done = 0
    shift = 0
    for group in groups_of(earlier, later):
        after, inferences = _after(between, group)
        growth = group.growth
        parts += (between[done : group.start], after)
        done = group.end
        start, end = group.start - shift, group.end - shift - growth
        shift += growth
        involved = [change for _, change in group.earlier] + group.later
        confidence = 1.0
        for change in involved:
            confidence *= change.confidence
        merged.append(Change(start, end, after, _describe(involved), confidence, inferences))
    parts.append(between[done:])
    return merged, "".join(parts)


def changed(text: str, changes: Iterable[Replaced], origin: int = 0) -> str:
    """Return a text with changes made, which are in order and count from `origin`."""
    parts: list[str] = []
    done = 0
    for change in changes:
        parts += (text[done : change.start - origin], change.after)
        done = change.end - origin
    parts.append(text[done:])
    return "".join(parts)


def groups_of(earlier: Sequence[_Any], later: Sequence[_Any]) -> list[Group[_Any]]:
    """Return the changes of two rounds, those together that touch; in order.

    Args:
        earlier: changes of a first text, in order.
        later: changes of the text that results, in order.
    """
    shift = 0
    stretches: list[tuple[int, int, int, _Any]] = []
    for change in earlier:
        start = change.start + shift
        stretches.append((start, start + len(change.after), 0, change))
        shift += len(change.after) - (change.end - change.start)
    stretches += [(change.start, change.end, 1, change) for change in later]
    stretches.sort(key=lambda stretch: stretch[:3])
    groups: list[Group[_Any]] = []
    for start, end, round_, change in stretches:
        if not groups or start >= groups[-1].end:
            groups.append(Group(start, end, [], []))
        group = groups[-1]
        group.end = max(group.end, end)
        if round_:
            group.later.append(change)
        else:
            group.earlier.append((start, change))
    return groups


def _after(between: str, group: Group[Change]) -> tuple[str, tuple[Inference, ...]]:
    """Return what becomes of the group's stretch, and the characters that were inferred in it."""
    placed = deque((start + one.offset, one) for start, change in group.earlier for one in change.inferences)
    parts: list[str] = []
    inferences: list[Inference] = []
    done = group.start
    length = 0
    for change in [*group.later, Change(group.end, group.end, "", "", 1.0, ())]:
        while placed and placed[0][0] < change.start:
            place, one = placed.popleft()
            if place >= done:
                inferences.append(one._replace(offset=length + place - done))
        length += change.start - done
        inferences += [one._replace(offset=length + one.offset) for one in change.inferences]
        parts += (between[done : change.start], change.after)
        length += len(change.after)
        done = change.end
    return "".join(parts), tuple(inferences)


def _describe(changes: Sequence[Change]) -> str:
    names = list(dict.fromkeys(change.channel for change in changes))
    return ", then ".join(names)


def carry(places: Iterable[tuple[int, int]], changes: Sequence[Replaced]) -> Iterator[tuple[int, int] | None]:
    """Yield where each stretch lies once the changes are made; None where a change covers some of it.

    Args:
        places: start and end of stretches, in order.
        changes: changes of the same text, in order.
    """
    shift = 0
    position = 0
    for start, end in places:
        while position < len(changes) and changes[position].end <= start:
            shift += len(changes[position].after) - (changes[position].end - changes[position].start)
            position += 1
        covered = position < len(changes) and changes[position].start < end
        yield None if covered else (start + shift, end + shift)


def source_of(places: Iterable[tuple[int, int]], changes: Sequence[Replaced]) -> Iterator[tuple[int, int]]:
    """Yield where each stretch of the changed text came from; a change that made some of it counts in full.

    Args:
        places: start and end of stretches of the text after `changes`, in order.
        changes: in order.
    """
    shift = 0
    position = 0
    for start, end in places:
        while position < len(changes) and changes[position].start + shift + len(changes[position].after) <= start:
            shift += len(changes[position].after) - (changes[position].end - changes[position].start)
            position += 1
        first, last = start - shift, end - shift
        ahead, growth = position, shift
        while ahead < len(changes) and changes[ahead].start + growth < end:
            change = changes[ahead]
            growth += len(change.after) - (change.end - change.start)
            first, last = min(first, change.start), max(end - growth, change.end)
            ahead += 1
        yield first, last
