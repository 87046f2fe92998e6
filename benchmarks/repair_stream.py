#!/usr/bin/env python3
"""How fast a large file is repaired, and in how much memory.

    python benchmarks/repair_stream.py TEXT… [--megabytes 1000] [--lines 60000] [--damaged 10]

A file is made of the lines of the texts, over and over: pages of 100 lines, some of which are damaged, each in one way.
It is repaired by the command in a process of its own, whose highest resident memory, with Python and the language
model, is told. The file and its repair are written to the folder for temporary files, and removed again.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.arguments import add_number, parser_for, samples_of
from benchmarks.damage import by_name
from benchmarks.output import number, table

PAGE: Final = 100
#: Runs a command and prints its highest resident memory. A process of its own, and a small one: the memory of the
#: process that starts another counts as the other's.
_MEASURED: Final = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""
#: How the damaged pages were damaged, each kind on as many pages as it is named.
KINDS: Final = (
    *("UTF-8 as cp1252", "UTF-8 as latin-1", "UTF-8 as cp1251", "GBK as latin-1") * 3,
    "UTF-8 as cp1252, dropped",
    "UTF-8 as cp1254, AD dropped too",
    "UTF-8 as cp1252, U+FFFD",
    "UTF-8 as cp936, ?",
)
#: So many pages are made; then they come again.
PAGES: Final = 3_000
SOUND: Final = "sound"


class Run(NamedTuple):
    """What a repair took: seconds, and bytes at the highest point."""

    seconds: float
    memory: int


def pages(lines: Sequence[str], damaged: int) -> Iterator[tuple[str, bytes]]:
    """Yield pages and what they are, the same ones each time.

    Args:
        lines: sound lines.
        damaged: how many pages of a hundred are damaged.
    """
    chooser = random.Random(1)  # noqa: S311 - a sample, not a secret
    damages = by_name()
    for _ in range(PAGES):
        page = chooser.choices(lines, k=PAGE)
        kind = chooser.choice(KINDS) if chooser.randrange(100) < damaged else SOUND
        if kind != SOUND:
            page = [damages[kind](line) for line in page]
        yield kind, "".join(f"{line}\n" for line in page).encode()


def write_file(path: Path, lines: Sequence[str], size: int, damaged: int) -> Counter[str]:
    """Write a file of so many bytes, and return how many of them are of each kind."""
    made = list(pages(lines, damaged))
    sizes: Counter[str] = Counter()
    with path.open("wb") as file:
        while True:
            for kind, page in made:
                if file.tell() >= size:
                    return sizes
                file.write(page)
                sizes[kind] += len(page)


def repair_file(path: Path, output: Path) -> Run:
    """Repair a file with the command.

    Raises:
        CalledProcessError: it failed.
    """
    command = [sys.executable, "-m", "i18n_tool", "repair", str(path), "--output", str(output)]
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", _MEASURED, *command], capture_output=True, check=False)  # noqa: S603 - our own command
    seconds = time.perf_counter() - start
    if done.returncode > 1:  # 1 says that something is left, which there is
        raise subprocess.CalledProcessError(done.returncode, command, stderr=done.stderr)
    return Run(seconds, int(done.stdout) * (1 if sys.platform == "darwin" else 1024))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = parser_for(__doc__, lines=60_000)
    add_number(parser, "--megabytes", 1_000, "how large the file is")
    add_number(parser, "--damaged", 10, "how many pages of a hundred are damaged")
    options = parser.parse_args(arguments)
    lines = [sample.text for sample in samples_of(parser, options)]
    size = options.megabytes * 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.md"
        sizes = write_file(path, lines, size, options.damaged)
        run = repair_file(path, Path(folder) / "repaired.md")
    print(table(["pages", "MB"], [[kind, number(count / 1e6)] for kind, count in sizes.most_common()]))
    print()
    total = sizes.total() / 1e6
    print(table(["size, MB", "seconds", "MB/s", "memory, MB"], [list(map(number, _figures(total, run)))]))
    return 0


def _figures(megabytes: float, run: Run) -> tuple[float, ...]:
    return megabytes, run.seconds, megabytes / run.seconds, run.memory / 1e6


if __name__ == "__main__":
    sys.exit(main())
