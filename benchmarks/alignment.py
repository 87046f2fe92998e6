"""Where a repair differs from the truth."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple


class Difference(NamedTuple):
    """A range of the text that was got, and what should stand there; either may be empty."""

    start: int
    end: int
    want: str

    @property
    def size(self) -> int:
        """How many characters are wrong or missing."""
        return max(self.end - self.start, len(self.want))


def differences(got: str, want: str) -> list[Difference]:
    """Return where `got` differs from `want`, in order.

    Texts of one length are compared place by place, too, and the alignment with fewer wrong characters counts.

    >>> differences("中不错的", "与不错的！")
    [Difference(start=0, end=1, want='与'), Difference(start=4, end=4, want='！')]
    """
    if got == want:
        return []
    aligned = list(_aligned(got, want))
    if len(got) != len(want):
        return aligned
    return min(list(_place_by_place(got, want)), aligned, key=lambda found: sum(one.size for one in found))


def _place_by_place(got: str, want: str) -> Iterator[Difference]:
    places = groupby(range(len(got)), key=lambda place: got[place] != want[place])
    for differs, run in places:
        if differs:
            start, *rest = run
            end = rest[-1] + 1 if rest else start + 1
            yield Difference(start, end, want[start:end])


def _aligned(got: str, want: str) -> Iterator[Difference]:
    """Yield the differences by longest common runs, what is the same at both ends left out first."""
    head = _common(got, want)
    tail = _common(got[head:][::-1], want[head:][::-1])
    middle, wanted = got[head : len(got) - tail], want[head : len(want) - tail]
    for tag, start, end, first, last in SequenceMatcher(None, middle, wanted, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Difference(head + start, head + end, wanted[first:last])


def _common(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their start."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
