#!/usr/bin/env python3
"""Which sound lines `repair` changes: there should be none.

    python benchmarks/clean_lines.py CHINESE.txt.xz… PAIRS.jsonl.xz… [--lines 10000]

Of the files of text together so many different lines are taken, and as many of the English texts in the files of
pairs. Each is repaired by itself; those that change are shown with what was done. Some may turn out to be damaged
indeed, so look at them. The exit code is 1 where any changed.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.arguments import parser_for, told
from benchmarks.samples import Sample, is_paired, read_samples
from i18n_tool import Repair, repair

TEXT: Final = "lines of text"
ENGLISH: Final = "English lines of pairs"


def changed(samples: Sequence[Sample]) -> Iterator[tuple[Sample, Repair]]:
    """Yield the sound lines that `repair` changes, with what it does."""
    for sample in samples:
        repaired = repair(sample.text)
        if repaired.text != sample.text:
            yield sample, repaired


def pools(paths: Sequence[Path], count: int, seed: int) -> dict[str, list[Sample]]:
    """Return the lines of each kind: so many different ones of all its files together, the same ones each time.

    Raises:
        ValueError: a file cannot be read, or is not what its name says.
    """
    taken = {}
    for kind, paired in ((TEXT, False), (ENGLISH, True)):
        files = [path for path in paths if is_paired(path) == paired]
        found = {one.text: one for path in files for one in read_samples(path, sys.maxsize, seed, "en")}
        samples = sorted(found.values(), key=lambda one: one.text)
        random.Random(seed).shuffle(samples)  # noqa: S311 - a sample, not a secret
        if samples:
            taken[kind] = samples[:count]
    return taken


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = parser_for(__doc__, lines=10_000, of="kind")
    options = parser.parse_args(arguments)
    read = partial(pools, options.texts, options.lines, options.seed)
    found = 0
    for kind, samples in told(parser, read).items():
        of_kind = 0
        for sample, repaired in changed(samples):
            _show(sample, repaired)
            of_kind += 1
        print(f"{kind}: {of_kind} of {len(samples)} changed", flush=True)
        found += of_kind
    return int(found > 0)


def _show(sample: Sample, repaired: Repair) -> None:
    """Print a line and its edits, so that control characters can be seen."""
    print(f"{sample.source}: {sample.text!r}")
    for edit in repaired.edits:
        print(f"    {edit.before!r} -> {edit.after!r}  {edit.channel}, confidence {edit.confidence:.3f}")


if __name__ == "__main__":
    sys.exit(main())
