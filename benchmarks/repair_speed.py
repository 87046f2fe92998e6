#!/usr/bin/env python3
"""How fast text is repaired, in MB of UTF-8 a second: kind of text × tool.

    python benchmarks/repair_speed.py TEXT… [--characters 300000]

TEXT: files of sound Chinese text (`.txt`, `.txt.xz`). ftfy is compared where it is installed. The best of three runs
counts; what is loaded once (tables, the language model) is loaded before.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

from repair_accuracy import (  # type: ignore[import-not-found]  # it lies beside this script
    misread,
    read_lines,
    tools,
)


def best_seconds(function: Callable[[str], str], text: str) -> float:
    """Return the time of the fastest of three runs."""
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        function(text)
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--characters", type=int, default=300_000, help="how much text (default: %(default)s)")
    options = parser.parse_args()
    text = "\n".join(line for path in options.texts for line in read_lines(path, options.characters))
    text = text[: options.characters]
    ascii_text = ("The quick brown fox jumps over the lazy dog. " * (len(text) // 45 + 1))[: len(text)]
    texts = {
        "clean English": ascii_text,
        "clean Chinese": text,
        "cp1252, nothing lost": misread(text, codec="cp1252"),
        "cp1252, dropped": misread(text, codec="cp1252", lost=""),
        "cp1254, soft hyphen dropped too": misread(text, codec="cp1254", lost="", also=b"\xad"),
    }
    functions = tools()
    print("| MB/s | " + " | ".join(functions) + " |")
    print("|---|" + "---|" * len(functions))
    for name, sample in texts.items():
        size = len(sample.encode()) / 1e6
        speeds = (size / best_seconds(function, sample) for function in functions.values())
        print(f"| {name} | " + " | ".join(f"{speed:.2f}" for speed in speeds) + " |", flush=True)


if __name__ == "__main__":
    main()
