"""Finds lost passages by what stands directly before and after them, in whatever line that is now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from i18n_tool.history.alignment import ENOUGH, weight
from i18n_tool.history.lost import Lost, Piece, match, originals

#: Characters by which a passage is looked up; passages that are nearer to each other are one.
GRAM: Final = 6
#: Characters before and after a passage that must agree; more would miss it where the line was edited near by.
CONTEXT: Final = 10
#: Passages with more lost stretches are not looked for.
_MOST_LOST: Final = 64
#: Places of one version that are looked at for a passage; the cost stays linear where all lines are alike.
_MOST_TRIES: Final = 64


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """Lost stretches of a line that lie near each other, with what is around them.

    Attributes:
        line: the number of the line.
        pieces: the text before, what is lost with what lies in between, and the text after.
        to_end: whether it reaches the end of the line.
        gram: some of the text before, or of that after where it begins with the line.
        offset: where `gram` stands in it; None where it begins with the line.
    """

    line: int
    pieces: tuple[Piece, ...]
    to_end: bool
    gram: str
    offset: int | None

    @property
    def lost(self) -> list[Lost]:
        """What is lost in it."""
        return [piece for piece in self.pieces if isinstance(piece, Lost)]

    def find(self, text: str, hit: int) -> list[tuple[Lost, str]] | None:
        """Return what was lost, as an earlier line has it that holds the gram at `hit`; None where it disagrees."""
        start = 0 if self.offset is None else hit - self.offset
        spans = match(self.pieces, text, start, to_end=self.to_end) if start >= 0 else None
        return None if spans is None else originals(self.pieces, spans, text)


def passages(line: int, pieces: Sequence[Piece]) -> Iterator[Passage]:
    """Yield the passages of a line that have enough around them to be found."""
    breaks = [number for number, piece in enumerate(pieces) if isinstance(piece, str) and len(piece) >= GRAM]
    edges = [-1, *breaks, len(pieces)]
    for before, after in pairwise(edges):
        inner = tuple(pieces[before + 1 : after])
        lost = [piece for piece in inner if isinstance(piece, Lost)]
        if not any(piece.is_wanted for piece in lost) or len(lost) > _MOST_LOST:
            continue
        passage = _passage(line, pieces, before, after, inner)
        if passage and sum(weight(piece) for piece in passage.pieces if isinstance(piece, str)) >= ENOUGH:
            yield passage


def _passage(line: int, pieces: Sequence[Piece], before: int, after: int, inner: tuple[Piece, ...]) -> Passage | None:
    left, right = _text(pieces, before)[-CONTEXT:], _text(pieces, after)[:CONTEXT]
    if not left and not right:
        return None
    around = (*([left] if left else []), *inner, *([right] if right else []))
    if left:
        return Passage(line, around, not right, left[-GRAM:], len(left) - GRAM)
    return Passage(line, around, not right, right[:GRAM], None)


def _text(pieces: Sequence[Piece], number: int) -> str:
    piece = pieces[number] if 0 <= number < len(pieces) else ""
    return piece if isinstance(piece, str) else ""


@dataclass(frozen=True, slots=True)
class Found:
    """What an earlier line says of a passage."""

    earlier: int
    originals: list[tuple[Lost, str]]


def find_passages(wanted: Iterable[Passage], earlier: Mapping[int, str]) -> dict[Passage, list[Found]]:
    """Return, for each passage that some of the earlier lines have, what they say of it.

    Args:
        wanted: the passages.
        earlier: the lines, by number.
    """
    by_gram: dict[str, list[Passage]] = {}
    for passage in wanted:
        by_gram.setdefault(passage.gram, []).append(passage)
    found: dict[Passage, list[Found]] = {}
    tries: dict[Passage, int] = {}
    for number, text in earlier.items():
        for hit in range(len(text) - GRAM + 1):
            near = by_gram.get(text[hit : hit + GRAM])
            if not near:
                continue
            for passage in near:
                if original := passage.find(text, hit):
                    found.setdefault(passage, []).append(Found(number, original))
                tries[passage] = tries.get(passage, 0) + 1
            near[:] = [passage for passage in near if tries[passage] < _MOST_TRIES]
    return {passage: places for passage, places in found.items() if tries[passage] < _MOST_TRIES}
