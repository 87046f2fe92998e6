#!/usr/bin/env python3
"""How honest the confidence of `repair` is: of the edits given 0.9, are nine in ten right?

    python benchmarks/repair_calibration.py TEXT… [--lines 300] [--together 1] [--svg FOLDER]

The lines are damaged by every damage that loses bytes, and repaired. The repair is aligned with the truth: an edit is
right when all that it wrote is right and nothing is missing beside it. Edits without an inferred character are left
out, as they are nearly always right and would flatter the result.

The expected calibration error is the mean distance between confidence and share right over the bins of the table, by
how many there are in each (Naeini, Cooper and Hauskrecht 2015).
"""

from __future__ import annotations

import argparse
import json
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.alignment import Difference, differences
from benchmarks.arguments import add_number, add_only, damages_of, parser_for, samples_of
from benchmarks.charts import Points, reliability_plot
from benchmarks.damage import Damage
from benchmarks.output import percent, table
from benchmarks.samples import Sample, joined
from benchmarks.tools import versions
from i18n_tool.mojibake import MIN_CONFIDENCE, Repair, RepairEdit, repair

#: Narrow where the confidence is high: there most edits are, and there it matters.
EDGES: Final = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)
SURE: Final = 0.99
EDIT: Final = "edits"
CHARACTER: Final = "inferred characters"


class Judged(NamedTuple):
    """An edit or an inferred character, how sure the repair was of it, and whether it is right."""

    kind: str
    source: str
    damage: str
    confidence: float
    right: bool


class Bin(NamedTuple):
    """What has a confidence of at least `start` and less than that of the next bin."""

    start: float
    size: int
    confidence: float
    right: float


def judge(damage: Damage, source: str, text: str, min_confidence: float) -> Iterator[Judged]:
    """Damage and repair a text; yield its lossy edits and their inferred characters."""
    want = damage.reduced(text)
    repaired = repair(damage(want), min_confidence=min_confidence)
    wrong = _Wrong(differences(repaired.text, want))
    for edit, start in _places(repaired):
        if edit.lossy:
            right = not wrong.touches(start, start + len(edit.after))
            yield Judged(EDIT, source, damage.name, edit.confidence, right)
        for inference in edit.alternatives:
            place = start + inference.offset
            right = not wrong.covers(place, place + len(inference.character))
            yield Judged(CHARACTER, source, damage.name, inference.probability, right)


def _places(repaired: Repair) -> Iterator[tuple[RepairEdit, int]]:
    """Yield each edit with the place of its outcome in the repaired text, by replaying them."""
    growth = 0
    for edit in repaired.edits:
        yield edit, edit.span.start + growth
        growth += len(edit.after) - len(edit.before)


class _Wrong:
    """Answers what of a repaired text is wrong."""

    def __init__(self, found: Sequence[Difference]) -> None:
        self._starts = [one.start for one in found]
        self._ends = [one.end for one in found]

    def covers(self, start: int, end: int) -> bool:
        """Say whether a character between `start` and `end` is wrong."""
        return bisect_right(self._ends, start) < bisect_left(self._starts, end)

    def touches(self, start: int, end: int) -> bool:
        """Say whether a character between `start` and `end` is wrong, or one is missing there or at either side."""
        missing = (first for first, last in zip(self._starts, self._ends, strict=True) if first == last)
        return self.covers(start, end) or any(start <= place <= end for place in missing)


def bins_of(judged: Iterable[Judged]) -> list[Bin]:
    """Return the bins that are not empty."""
    by_bin = sorted((bisect_right(EDGES, one.confidence) - 1, one.confidence, one.right) for one in judged)
    found = []
    for place, members in groupby(by_bin, key=itemgetter(0)):
        _, confidences, rights = zip(*members, strict=True)
        size = len(rights)
        found.append(Bin(EDGES[place], size, sum(confidences) / size, sum(rights) / size))
    return found


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Return the expected calibration error, None where there are no bins."""
    total = sum(one.size for one in bins)
    return sum(one.size * abs(one.confidence - one.right) for one in bins) / total if total else None


def share_right(judged: Sequence[Judged]) -> float | None:
    """Return the share that is right, None where there is nothing."""
    return sum(one.right for one in judged) / len(judged) if judged else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    options, samples, damages = _parse(arguments)
    judged = [
        one
        for damage in damages
        for source, text in _texts(samples, options.together)
        for one in judge(damage, source, text, options.min_confidence)
    ]
    print(_as_json(judged) if options.json else _as_markdown(judged))
    if options.svg:
        options.svg.mkdir(parents=True, exist_ok=True)
        (options.svg / "calibration.svg").write_text(_drawn(judged), encoding="utf-8")
    return 0


def _parse(arguments: Sequence[str] | None) -> tuple[argparse.Namespace, list[Sample], list[Damage]]:
    parser = parser_for(__doc__, lines=300)
    add_number(parser, "--together", 1, "lines that make one text")
    parser.add_argument("--min-confidence", type=float, metavar="P", default=MIN_CONFIDENCE, help="as for `repair`")
    add_only(parser)
    parser.add_argument("--json", action="store_true", help="JSON instead of Markdown")
    parser.add_argument("--svg", type=Path, metavar="FOLDER", help="draw the reliability, too")
    options = parser.parse_args(arguments)
    return options, samples_of(parser, options), damages_of(parser, options.only, lossy=True)


def _texts(samples: Sequence[Sample], together: int) -> Iterator[tuple[str, str]]:
    for source, group in groupby(samples, key=attrgetter("source")):
        lines = list(group)
        for start in range(0, len(lines), together):
            yield source, joined(lines[start : start + together])


def _as_markdown(judged: Sequence[Judged]) -> str:
    parts = [_reliability(kind, [one for one in judged if one.kind == kind]) for kind in (EDIT, CHARACTER)]
    header = ["", EDIT, "calibration error", f"≥ {SURE}", "right", CHARACTER, "calibration error", f"≥ {SURE}", "right"]
    for group in ("source", "damage"):
        names = dict.fromkeys(getattr(one, group) for one in judged)
        members = {name: [one for one in judged if getattr(one, group) == name] for name in names}
        rows = [[name, *_summary(EDIT, found), *_summary(CHARACTER, found)] for name, found in members.items()]
        if group == "source":
            rows.append(["all", *_summary(EDIT, judged), *_summary(CHARACTER, judged)])
        parts.append(table([group, *header[1:]], rows))
    return "\n\n".join([*parts, versions()])


def _reliability(kind: str, judged: Sequence[Judged]) -> str:
    found = bins_of(judged)
    ends = [*EDGES[1:], 1.0]
    rows = [
        [
            f"{one.start:g} – {ends[EDGES.index(one.start)]:g}",
            str(one.size),
            f"{one.confidence:.4f}",
            f"{one.right:.4f}",
        ]
        for one in found
    ]
    return table([f"confidence of {kind}", "number", "mean confidence", "share right"], rows)


def _summary(kind: str, judged: Sequence[Judged]) -> list[str]:
    mine = [one for one in judged if one.kind == kind]
    sure = [one for one in mine if one.confidence >= SURE]
    error = calibration_error(bins_of(mine))
    return [str(len(mine)), "–" if error is None else f"{error:.4f}", str(len(sure)), percent(share_right(sure))]


def _as_json(judged: Sequence[Judged]) -> str:
    found = [
        {"kind": kind, "source": source, **one._asdict()}
        for kind in (EDIT, CHARACTER)
        for source in dict.fromkeys(one.source for one in judged)
        for one in bins_of(one for one in judged if one.kind == kind and one.source == source)
    ]
    return json.dumps({"versions": versions(), "bins": found}, ensure_ascii=False, indent=1)


def _drawn(judged: Sequence[Judged]) -> str:
    series = []
    for kind in (EDIT, CHARACTER):
        bins = bins_of(one for one in judged if one.kind == kind)
        series.append(Points(kind, [(one.confidence, one.right, one.size) for one in bins]))
    return reliability_plot("Of edits this confident, how many are right?", series)


if __name__ == "__main__":
    sys.exit(main())
