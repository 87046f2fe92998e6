#!/usr/bin/env python3
"""How much of damaged text comes back: damage × tool.

    python benchmarks/repair_accuracy.py TEXT… [--lines 300] [--document] [--by-source] [--only cp936] [--svg FOLDER]

Each line is damaged; what the true encoding lacks is left out of it before. Reported are the share of the damaged
lines that come back exactly, and how many wrong characters that the damaged text did not hold were put there, per
1,000 characters (damage that is left alone is not invented). A line that the damage does not change is not counted.
`--check` fails where the engine is below its floor, or a sound line was changed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import reduce
from itertools import islice
from operator import add
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks.arguments import add_only, damages_of, parser_for, samples_of
from benchmarks.charts import Bars, bar_chart
from benchmarks.damage import BYTES_LOST, DAMAGES, EAST_ASIAN, GBK_AND_BIG5, GROUPS, NOTHING_LOST, TRADITIONAL, Damage
from benchmarks.output import number, percent, table
from benchmarks.samples import Sample
from benchmarks.scoring import Outcome, Score, damaged_cases, repair_cases, sound_cases
from benchmarks.tools import OURS, Tool, tools, versions

SOUND: Final = "sound lines left alone"
#: The share of lines, each repaired by itself, that the engine must restore on sources it was not trained on.
FLOORS: Final[dict[str, float]] = {
    **{damage.name: 0.995 for damage in DAMAGES if damage.group == NOTHING_LOST},
    "UTF-8 as cp1252, dropped": 0.98,
    "UTF-8 as cp1252, U+FFFD": 0.99,
    "UTF-8 as cp1252, ?": 0.97,
    "UTF-8 as cp1252, NBSP made a space": 0.99,
    "UTF-8 as cp1250, dropped": 0.95,
    "UTF-8 as cp1254, dropped": 0.95,
    "UTF-8 as cp1254, AD dropped too": 0.92,
    "UTF-8 as cp936, ?": 0.80,
    "UTF-8 as cp936, U+FFFD": 0.80,
    "UTF-8 as gbk, dropped": 0.70,
    "GBK as latin-1": 0.99,
    "Big5 as latin-1": 0.99,
    "GBK as cp1252, dropped": 0.97,
    "GBK as big5, U+FFFD": 0.80,
    "Big5 as gbk, U+FFFD": 0.80,
    SOUND: 1.0,
}
_FILES: Final = {
    NOTHING_LOST: "accuracy-nothing-lost.svg",
    BYTES_LOST: "accuracy-bytes-lost.svg",
    EAST_ASIAN: "accuracy-east-asian.svg",
    GBK_AND_BIG5: "accuracy-gbk-big5.svg",
    TRADITIONAL: "accuracy-traditional.svg",
}


class Result(NamedTuple):
    """The score of a tool in a row of the table, on one source."""

    row: str
    tool: str
    source: str
    score: Score


def summed(results: Iterable[Result], row: str, tool: str, source: str | None = None) -> Score:
    """Return the score of a tool in a row, on one source or on all."""
    wanted = (one.score for one in results if one[:2] == (row, tool) and source in {None, one.source})
    return reduce(add, wanted, Score())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    options, samples, damages = _parse(arguments)
    rows = {damage.name: damaged_cases(damage, samples) for damage in damages} | {SOUND: sound_cases(samples)}
    compared = tools()
    results: list[Result] = []
    for row, cases in rows.items():
        for tool in compared:
            outcomes = repair_cases(tool, cases, document=options.document)
            results += _by_source(row, tool.name, outcomes)
            if tool.name == OURS:
                _show(outcomes, options.show)
        _say_progress(row, results, compared)
    sources = list(dict.fromkeys(one.source for one in samples))
    report = _Report(results, [*rows], [tool.name for tool in compared], sources)
    print(report.as_json(document=options.document) if options.json else report.as_markdown(options.by_source))
    if options.svg:
        report.draw(options.svg, damages)
    return int(options.check and report.is_below_floor())


def _by_source(row: str, tool: str, outcomes: Iterable[Outcome]) -> list[Result]:
    sums: defaultdict[str, Score] = defaultdict(Score)
    for case, _, score in outcomes:
        sums[case.source] += score
    return [Result(row, tool, source, score) for source, score in sums.items()]


def _parse(arguments: Sequence[str] | None) -> tuple[argparse.Namespace, list[Sample], list[Damage]]:
    parser = parser_for(__doc__, lines=300)
    parser.add_argument("--document", action="store_true", help="repair all lines as one document")
    parser.add_argument("--by-source", action="store_true", help="a table for each file, too")
    add_only(parser)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print so many lines that stay wrong of each")
    parser.add_argument("--json", action="store_true", help="JSON instead of Markdown")
    parser.add_argument("--svg", type=Path, metavar="FOLDER", help="draw the tables, too")
    parser.add_argument("--check", action="store_true", help="exit with 1 where a floor is not reached")
    options = parser.parse_args(arguments)
    return options, samples_of(parser, options), damages_of(parser, options.only)


def _show(outcomes: Iterable[Outcome], count: int) -> None:
    """Print the first lines that did not come back: damaged, repaired, and as they should be."""
    wrong = (one for one in outcomes if not one.score.exact)
    for case, got, _ in islice(wrong, count):
        print(
            f"{case.source}:", *(f"    {text!r}" for text in (case.damaged, got, case.want)), sep="\n", file=sys.stderr
        )


def _say_progress(row: str, results: Sequence[Result], compared: Sequence[Tool]) -> None:
    shares = (f"{tool.name} {percent(summed(results, row, tool.name).share)}" for tool in compared)
    print(f"{row}: {', '.join(shares)}", file=sys.stderr, flush=True)


@dataclass(frozen=True, slots=True)
class _Report:
    results: list[Result]
    rows: list[str]
    tools: list[str]
    sources: list[str]

    def score(self, row: str, tool: str, source: str | None = None) -> Score:
        return summed(self.results, row, tool, source)

    def as_markdown(self, by_source: bool) -> str:
        parts = list(self._tables(None))
        for source in self.sources if by_source else ():
            parts += [f"## {source}", *self._tables(source)]
        return "\n\n".join([*parts, f"{', '.join(self.sources)}; {versions()}"])

    def _tables(self, source: str | None) -> Iterator[str]:
        lines = max((self.score(row, self.tools[0], source).lines for row in self.rows), default=0)
        exact = ([row, *(percent(self.score(row, tool, source).share) for tool in self.tools)] for row in self.rows)
        yield table([f"of {lines} lines exact", *self.tools], exact)
        invented = (
            [row, *(number(self.score(row, tool, source).invented_per_1000) for tool in self.tools)]
            for row in self.rows
            if row != SOUND
        )
        yield table(["invented per 1,000 characters", *self.tools], invented)

    def as_json(self, *, document: bool) -> str:
        found = [
            {"damage": row, "tool": tool, "source": source, **asdict(self.score(row, tool, source))}
            for row in self.rows
            for tool in self.tools
            for source in self.sources
        ]
        head: dict[str, Any] = {"versions": versions(), "unit": "document" if document else "line"}
        return json.dumps({**head, "results": found}, ensure_ascii=False, indent=1)

    def draw(self, folder: Path, damages: Sequence[Damage]) -> None:
        """Write a picture of each group of damages that was measured."""
        folder.mkdir(parents=True, exist_ok=True)
        for group in GROUPS:
            rows = [damage.name for damage in damages if damage.group == group]
            if rows:
                bars = [Bars(tool, [100 * (self.score(row, tool).share or 0) for row in rows]) for tool in self.tools]
                chart = bar_chart(f"{group}: lines restored exactly, %", rows, bars, most=100)
                (folder / _FILES[group]).write_text(chart, encoding="utf-8")

    def is_below_floor(self) -> bool:
        """Say on standard error where the engine is below its floor, and return whether it is anywhere."""
        below = False
        for row in self.rows:
            share, floor = self.score(row, OURS).share, FLOORS.get(row)
            if share is not None and floor is not None and share < floor:
                print(f"{row}: {percent(share)}, below {percent(floor)}", file=sys.stderr)
                below = True
        return below


if __name__ == "__main__":
    sys.exit(main())
