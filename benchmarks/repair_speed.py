#!/usr/bin/env python3
"""How fast text is repaired, in MB of UTF-8 input a second: kind of text × tool.

    python benchmarks/repair_speed.py TEXT… [--characters 300000] [--repeats 5]
    python benchmarks/repair_speed.py TEXT… --scaling [--max-bytes 100000000]
    python benchmarks/repair_speed.py TEXT… --adversarial

The tools take turns, so that a busy machine slows down all alike, and the best of their runs counts. What is loaded
once (tables, the language model) is loaded before. `--scaling` shows the seconds for texts of 10 kB to 100 MB,
`--adversarial` the seconds for one MB of texts that are made to be slow, at a quarter, half and all of it: where the
cost is linear they are the same. Of some tools the result is wrong, and marked so.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import count, cycle
from math import ceil
from timeit import Timer
from typing import Final, NamedTuple

from benchmarks.adversarial import adversarial_texts, cut
from benchmarks.arguments import add_number, parser_for, positive, samples_of
from benchmarks.damage import by_name
from benchmarks.output import heading, number, row, table
from benchmarks.samples import Sample, is_paired, joined, read_samples
from benchmarks.tools import OURS, Tool, timed_tools, versions
from i18n_tool import repair

#: The damages whose repair is timed.
DAMAGED: Final = (
    "UTF-8 as cp1252",
    "UTF-8 as cp1252, dropped",
    "UTF-8 as cp1254, AD dropped too",
    "UTF-8 as cp936, ?",
    "GBK as latin-1",
)
SCALED: Final = ("UTF-8 as cp1252", "UTF-8 as cp1254, AD dropped too", "UTF-8 as cp936, ?")
#: Stands in for English where no file of pairs is given.
ENGLISH: Final = (
    "We don’t train a new network for each task – one model serves all of them, and “zero-shot” results are reported, "
    "too. The encoder reads long documents in linear time; memory grows with the width, not with the length.\n"
)
SMALLEST: Final = 10_000
SHORTEST_RUN: Final = 0.005  # seconds; what is faster is run several times
MOST_SHOWN: Final = 10_000  # MB/s; ASCII is recognised without looking at it
LONGEST: Final = 100_000_000  # bytes
MEGABYTE: Final = 1_000_000
FROM_THEN_ON_ONCE: Final = 5_000_000  # bytes; such long runs are not repeated


class Kind(NamedTuple):
    """A text, and what it should become."""

    text: str
    want: str


def kinds_of(chinese: str, english: str) -> dict[str, Kind]:
    """Return the texts that the tools are compared on."""
    ascii_only = english.encode("ascii", "ignore").decode()
    sound = {"sound ASCII": ascii_only, "sound English": english, "sound Chinese": chinese}
    kinds = {name: Kind(text, text) for name, text in sound.items()}
    for name in DAMAGED:
        damage = by_name()[name]
        kinds[name] = Kind(damage(chinese), damage.reduced(chinese))
    return kinds


class Run(NamedTuple):
    """How long a tool took, in seconds, and whether most lines came back."""

    seconds: float
    restored: bool


def compare(kind: Kind, tools: Sequence[Tool], repeats: int) -> dict[str, Run]:
    """Return the best run of each tool on a text; they take turns."""
    timers = {tool.name: Timer(partial(tool.fix, kind.text)) for tool in tools}
    restored = {tool.name: _restores(tool, kind) for tool in tools}  # loads what is loaded once, too
    loops = {name: ceil(SHORTEST_RUN / max(timer.timeit(1), 1e-9)) for name, timer in timers.items()}
    best = dict.fromkeys(timers, float("inf"))
    for _ in range(repeats):
        for name, timer in timers.items():
            best[name] = min(best[name], timer.timeit(loops[name]) / loops[name])
    return {name: Run(seconds, restored[name]) for name, seconds in best.items()}


def _restores(tool: Tool, kind: Kind) -> bool:
    got = tool.fix(kind.text)
    return is_restored(got, kind.want) or is_restored(got, tool.typeset(kind.want))


def is_restored(got: str, want: str) -> bool:
    """Say whether most lines of a text came back."""
    wanted = set(want.split("\n"))
    lines = got.split("\n")
    return sum(line in wanted for line in lines) * 2 > len(lines)


def damaged_text(lines: Sequence[str], damage: Callable[[str], str], size: int) -> str:
    """Return different damaged lines, about `size` bytes of UTF-8."""
    parts: list[str] = []
    for place, line in zip(count(1), cycle(lines)):
        parts.append(damage(f"{place}. {line}"))
        size -= len(parts[-1].encode()) + 1
        if size <= 0:
            break
    return "\n".join(parts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    options, samples = _parse(arguments)
    lines = [sample.text for sample in samples]
    if options.scaling:
        _print_scaling(lines, options.max_bytes or LONGEST, options.repeats)
    elif options.adversarial:
        _print_adversarial(lines, options.max_bytes or MEGABYTE, options.limit)
    else:
        _print_comparison(_texts(options, samples), options.repeats, as_json=options.json)
    return 0


def _parse(arguments: Sequence[str] | None) -> tuple[argparse.Namespace, list[Sample]]:
    parser = parser_for(__doc__, lines=100_000)
    add_number(parser, "--characters", 300_000, "how much text")
    add_number(parser, "--repeats", 5, "runs of which the best counts")
    parser.add_argument("--json", action="store_true", help="JSON instead of Markdown, of the comparison")
    parser.add_argument("--scaling", action="store_true", help="the time over the length instead")
    parser.add_argument("--max-bytes", type=positive, metavar="N", help="the longest text (default: 100 MB and 1 MB)")
    parser.add_argument("--adversarial", action="store_true", help="texts made to be slow instead")
    parser.add_argument("--limit", type=float, default=60, metavar="S", help="seconds after which none longer is tried")
    options = parser.parse_args(arguments)
    return options, samples_of(parser, options)


def _texts(options: argparse.Namespace, samples: Sequence[Sample]) -> dict[str, Kind]:
    paired = [path for path in options.texts if is_paired(path)]
    english = "\n".join(joined(read_samples(path, options.lines, options.seed, "en")) for path in paired) or ENGLISH
    return kinds_of(_sized(joined(samples), options.characters), _sized(english, options.characters))


def _sized(text: str, characters: int) -> str:
    """Return so many characters of a text, over and over where it has fewer."""
    return (text * ceil(characters / len(text)))[:characters]


def _print_comparison(kinds: Mapping[str, Kind], repeats: int, *, as_json: bool) -> None:
    tools = timed_tools()
    runs: dict[str, dict[str, Run]] = {}
    if not as_json:
        print(heading(["MB/s", *(tool.name for tool in tools)]))
    for name, kind in kinds.items():
        runs[name] = compare(kind, tools, repeats)
        if not as_json:
            print(row([name, *(_cell(kind, run) for run in runs[name].values())]), flush=True)
    if as_json:
        speeds = {name: {tool: _speed(kinds[name], run) for tool, run in found.items()} for name, found in runs.items()}
        print(json.dumps({"versions": versions(), "megabytes a second": speeds}, ensure_ascii=False, indent=1))
        return
    peers = [tool.name for tool in tools if tool.name != OURS]
    if peers:
        ratios = [
            [name, *(_capped(found[peer].seconds / found[OURS].seconds) for peer in peers)]
            for name, found in runs.items()
        ]
        print("", table([f"{OURS}, times as fast as", *peers], ratios), sep="\n")
    print("", f"wrong: fewer than half of the lines came back; {versions()}", sep="\n")


def _speed(kind: Kind, run: Run) -> float:
    return len(kind.text.encode()) / MEGABYTE / run.seconds


def _cell(kind: Kind, run: Run) -> str:
    return _capped(_speed(kind, run)) + ("" if run.restored else " (wrong)")


def _capped(value: float) -> str:
    return f"> {MOST_SHOWN:,}" if value > MOST_SHOWN else number(value)


def _print_scaling(lines: Sequence[str], max_bytes: int, repeats: int) -> None:
    damages: dict[str, Callable[[str], str]] = {"sound Chinese": str, **{name: by_name()[name] for name in SCALED}}
    print(heading(["text", "bytes", "seconds", "MB/s"]))
    for name, damage in damages.items():
        repair(damaged_text(lines, damage, SMALLEST))  # loads what is loaded once
        for size in _sizes(max_bytes):
            text = damaged_text(lines, damage, size)
            seconds = _seconds(text, repeats if size < FROM_THEN_ON_ONCE else 1)
            speed = len(text.encode()) / MEGABYTE / seconds
            print(row([name, f"{size:,}", f"{seconds:.4f}", number(speed)]), flush=True)


def _sizes(most: int) -> Iterator[int]:
    size = SMALLEST
    while size <= most:
        yield size
        size *= 10


def _print_adversarial(lines: Sequence[str], max_bytes: int, limit: float) -> None:
    sizes = (max_bytes // 4, max_bytes // 2, max_bytes)
    print(heading(["seconds per MB, of", *(f"{size / MEGABYTE:g} MB" for size in sizes), "last / first"]))
    for name, text in adversarial_texts(lines, max_bytes).items():
        repair(cut(text, SMALLEST // 10))  # loads what is loaded once
        costs: list[float] = []
        for size in sizes:
            if costs and costs[-1] > limit:
                break
            costs.append(_seconds(cut(text, size), 1) / size * MEGABYTE)
        cells = [*(f"{cost:.3f}" for cost in costs), *["–"] * (len(sizes) - len(costs))]
        growth = f"{costs[-1] / costs[0]:.1f}" if len(costs) > 1 else "–"
        print(row([name, *cells, growth]), flush=True)


def _seconds(text: str, repeats: int) -> float:
    return min(Timer(lambda: repair(text)).repeat(repeats, 1))


if __name__ == "__main__":
    sys.exit(main())
