"""Counts what comes back of damaged lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from benchmarks.alignment import differences
from benchmarks.damage import Damage
from benchmarks.samples import Sample
from benchmarks.tools import Tool


@dataclass(frozen=True, slots=True)
class Score:
    """What came of some damaged lines; scores can be added.

    Attributes:
        lines: how many there were.
        exact: how many came back exactly.
        characters: how long the repaired lines are.
        invented: how many of these characters are wrong and were not in the damaged line.
    """

    lines: int = 0
    exact: int = 0
    characters: int = 0
    invented: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.lines + other.lines,
            self.exact + other.exact,
            self.characters + other.characters,
            self.invented + other.invented,
        )

    @property
    def share(self) -> float | None:
        """The share of the lines that came back exactly; None where there were none."""
        return self.exact / self.lines if self.lines else None

    @property
    def invented_per_1000(self) -> float:
        """Invented characters in 1,000 of the repaired lines."""
        return 1000 * self.invented / max(1, self.characters)


class Case(NamedTuple):
    """A line to repair, what it should become, and related sound text."""

    source: str
    damaged: str
    want: str
    context: str


class Outcome(NamedTuple):
    """What became of a line; None where it is not to be found again in the repaired document."""

    case: Case
    got: str | None
    score: Score


def damaged_cases(damage: Damage, samples: Iterable[Sample]) -> list[Case]:
    """Return the lines that a damage changes."""
    wanted = ((sample, damage.reduced(sample.text)) for sample in samples)
    cases = (Case(sample.source, damage(want), want, sample.context) for sample, want in wanted)
    return [case for case in cases if case.damaged != case.want]


def sound_cases(samples: Iterable[Sample]) -> list[Case]:
    """Return the lines as they are: they should stay so."""
    return [Case(sample.source, sample.text, sample.text, sample.context) for sample in samples]


def repair_cases(tool: Tool, cases: Sequence[Case], *, document: bool) -> list[Outcome]:
    """Repair lines, each by itself or all as one document."""
    repaired = _repair_together(tool, cases) if document else [tool.fix(one.damaged, one.context) for one in cases]
    return [Outcome(case, got, _score(tool, case, got)) for case, got in zip(cases, repaired, strict=True)]


def _repair_together(tool: Tool, cases: Sequence[Case]) -> list[str | None]:
    context = "\n".join(dict.fromkeys(filter(None, (case.context for case in cases))))
    got = tool.fix("\n".join(case.damaged for case in cases), context).split("\n")
    if len(got) == len(cases):
        return [*got]
    found: list[str | None] = [None] * len(cases)
    matcher = SequenceMatcher(None, got, [case.want for case in cases], autojunk=False)
    for place, first, size in matcher.get_matching_blocks():
        found[first : first + size] = got[place : place + size]
    return found


def _score(tool: Tool, case: Case, got: str | None) -> Score:
    if got is None:
        return Score(1)
    want = case.want if case.damaged == case.want else tool.typeset(case.want)
    if got in {want, case.want}:
        return Score(1, 1, len(got))
    wrong = (char for one in differences(got, want) for char in got[one.start : one.end])
    return Score(1, 0, len(got), sum(char not in case.damaged for char in wrong))
