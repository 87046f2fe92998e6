#!/usr/bin/env python3
"""How many faults in pairs of texts are found, and how many true pairs are flagged, beside other checkers.

    python benchmarks/mismatch_accuracy.py PAIRS… --relation translation|summary [--pairs 300] [--json]

PAIRS: files of objects with `en`, `zh` and perhaps `title`, one a line (.jsonl, .jsonl.xz). Faults are made from
each pair: a number is changed, a sentence dropped, the summary of another paper put in its place. One is found if a
check reports what it does not report for the true pair, so that a false alarm is no find. Checkers are compared at
their defaults.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.arguments import add_number, told
from benchmarks.output import percent, table
from benchmarks.pair_faults import PairSample, faults_of, read_pairs
from benchmarks.pair_tools import PairTool, pair_tools, versions
from i18n_tool.model import Relation


class Result(NamedTuple):
    """What a checker found.

    Attributes:
        flagged: the share of the true pairs with a finding.
        by_code: the share of them with a finding of each code.
        recall: the share of the faults of each kind that were found.
    """

    flagged: float
    by_code: dict[str, float]
    recall: dict[str, float]


def measure(tool: PairTool, pairs: Sequence[PairSample], seed: int) -> Result:
    """Return what a checker finds in true pairs and in the faults made from them."""
    chooser = random.Random(seed)  # noqa: S311 - a sample, not a secret
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    blamed: Counter[str] = Counter()
    flagged = 0
    for place, pair in enumerate(pairs):
        true = tool.codes(pair)
        flagged += bool(true)
        blamed.update(set(true))
        for fault in faults_of(pair, [*pairs[:place], *pairs[place + 1 :]], chooser):
            tried[fault.kind] += 1
            found[fault.kind] += bool(tool.codes(fault.pair) - true)
    return Result(
        flagged / len(pairs),
        {code: count / len(pairs) for code, count in blamed.most_common()},
        {kind: found[kind] / tried[kind] for kind in tried},
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    options, pairs = parse(arguments, __doc__)
    results = {tool.name: measure(tool, pairs, options.seed) for tool in pair_tools(options.relation)}
    if options.json:
        print(json.dumps({name: result._asdict() for name, result in results.items()}, ensure_ascii=False, indent=1))
        return 0
    kinds = dict.fromkeys(kind for result in results.values() for kind in result.recall)
    rows = [["true pairs flagged", *(percent(result.flagged) for result in results.values())]]
    rows += [[kind, *(percent(result.recall[kind]) for result in results.values())] for kind in kinds]
    print(table([f"fault ({len(pairs)} pairs)", *results], rows))
    for name, result in results.items():
        shares = ", ".join(f"{code} {percent(share)}" for code, share in result.by_code.items())
        print(f"\n{name} flags true pairs by {shares or 'nothing'}")
    print(f"\n{versions()}")
    return 0


def parse(arguments: Sequence[str] | None, documentation: str | None) -> tuple[argparse.Namespace, list[PairSample]]:
    """Return the options of a benchmark of pairs, and the pairs that are asked for; or end the program."""
    parser = argparse.ArgumentParser(description=documentation, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="PAIRS")
    relations: tuple[Relation, ...] = ("translation", "summary")
    parser.add_argument("--relation", choices=relations, required=True, help="how the two sides relate")
    add_number(parser, "--pairs", 300, "pairs of each file")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same number, the same pairs and faults")
    parser.add_argument("--json", action="store_true", help="JSON instead of Markdown")
    options = parser.parse_args(arguments)
    read = told(parser, lambda: [read_pairs(path, options.pairs, options.seed) for path in options.files])
    return options, [pair for pairs in read for pair in pairs]


if __name__ == "__main__":
    raise SystemExit(main())
