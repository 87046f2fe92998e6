#!/usr/bin/env python3
"""How many pairs of texts are checked in a second of one processor, beside other checkers.

    python benchmarks/mismatch_speed.py PAIRS… --relation translation|summary [--pairs 300]

The first pair is checked before the clock starts, so that tables are loaded; how long that took is told.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

from benchmarks.mismatch_accuracy import parse
from benchmarks.output import table
from benchmarks.pair_faults import PairSample
from benchmarks.pair_tools import PairTool, pair_tools, versions


def measure(tool: PairTool, pairs: Sequence[PairSample]) -> tuple[float, float]:
    """Return how many seconds the first pair takes, and how many of the others are checked in one."""
    start = time.process_time()
    tool.codes(pairs[0])
    loaded = time.process_time()
    for pair in pairs[1:]:
        tool.codes(pair)
    return loaded - start, (len(pairs) - 1) / max(time.process_time() - loaded, 1e-9)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    options, pairs = parse(arguments, __doc__)
    results = {tool.name: measure(tool, pairs) for tool in pair_tools(options.relation)}
    if options.json:
        print(json.dumps({name: {"first": first, "pairs a second": rate} for name, (first, rate) in results.items()}))
        return 0
    rows = [[name, f"{first:.2f} s", f"{rate:,.0f}"] for name, (first, rate) in results.items()]
    print(table([f"checker ({len(pairs)} pairs)", "first pair", "pairs a second"], rows))
    print(f"\n{versions()}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
