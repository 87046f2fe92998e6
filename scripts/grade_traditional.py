#!/usr/bin/env python3
"""Grade traditional characters by how frequent they are, for telling Big5 from other encodings.

    python scripts/grade_traditional.py TEXT… -o i18n_tool/mojibake/data/traditional.txt

TEXT: files of sound simplified Chinese (`.txt`, `.txt.xz`), those that the language model was trained on. OpenCC turns
them to the traditional characters of Taiwan; where it keeps the length of a line, each character stands for the one in
its place. A traditional character costs what its simplified one does in the language model, and more if it stands for
only some of these. The order of the files does not matter; the same texts, model and OpenCC give the same bytes.

Each line of the file is a cost in nats and the characters that cost as much; only those that the model lacks are in it.
"""

from __future__ import annotations

import argparse
import lzma
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import opencc

from i18n_tool.mojibake.decoding.encodings import BIG5
from i18n_tool.mojibake.decoding.legibility import RAREST, cost_by_model

#: Costs are rounded to this, in nats.
STEP: Final = 0.5
#: Characters that are met less often say nothing.
LEAST: Final = 3


def read_lines(paths: list[Path]) -> Iterator[str]:
    """Yield the lines of all files."""
    for path in sorted(paths, key=lambda path: path.name):
        data = path.read_bytes()
        yield from (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8").splitlines()


def count_pairs(lines: Iterator[str]) -> Counter[tuple[str, str]]:
    """Count which simplified character each traditional one stands for."""
    converter = opencc.OpenCC("s2tw")
    pairs: Counter[tuple[str, str]] = Counter()
    for line in lines:
        converted = converter.convert(line)
        if len(converted) == len(line):
            pairs.update(zip(line, converted, strict=True))
    return pairs


def grade(pairs: Counter[tuple[str, str]]) -> dict[float, str]:
    """Return the traditional characters of each cost."""
    of_simplified: Counter[str] = Counter()
    of_traditional: dict[str, float] = defaultdict(float)
    for (simplified, _), count in pairs.items():
        of_simplified[simplified] += count
    for (simplified, traditional), count in pairs.items():
        if traditional != simplified and count >= LEAST and traditional.encode(BIG5.codec, "ignore"):
            cost = cost_by_model(simplified) + math.log(of_simplified[simplified] / count)
            of_traditional[traditional] += math.exp(-cost)
    grades: dict[float, list[str]] = defaultdict(list)
    for char, weight in of_traditional.items():
        cost = round(-math.log(weight) / STEP) * STEP
        if cost < min(RAREST, cost_by_model(char)):
            grades[cost].append(char)
    return {cost: "".join(sorted(chars)) for cost, chars in sorted(grades.items())}


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    grades = grade(count_pairs(read_lines(options.texts)))
    options.output.write_text("".join(f"{cost:g} {chars}\n" for cost, chars in grades.items()), encoding="utf-8")
    print(f"{sum(map(len, grades.values())):,} characters, {options.output.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
