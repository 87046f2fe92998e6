#!/usr/bin/env python3
"""How many damaged lines come back exactly: damage × tool.

    python benchmarks/repair_accuracy.py TEXT… [--lines 100]

TEXT: files of sound lines (`.txt`, `.txt.xz`) that the language model was not trained on; `data/PROVENANCE.md` names
the sources that were held out. Each line is damaged and repaired by itself. ftfy is compared where it is installed.
"""

from __future__ import annotations

import argparse
import lzma
import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from i18n_tool import repair

Function: TypeAlias = Callable[[str], str]


def misread(text: str, *, codec: str, lost: str | None = None, also: bytes = b"") -> str:
    """Return the UTF-8 of `text` read in a code page.

    Args:
        text: sound text.
        codec: the code page.
        lost: what stands for a byte without a character, "" for nothing; None keeps it as a C1 control.
        also: bytes that get lost although they have a character.
    """
    table = {byte: bytes([byte]).decode(codec, "ignore") for byte in range(256)}
    for byte, char in table.items():
        if not char or byte in also:
            table[byte] = chr(byte) if lost is None else lost
    return "".join(table[byte] for byte in text.encode())


def times(count: int, text: str) -> str:
    """Return `text` misread as windows-1252 several times."""
    for _ in range(count):
        text = misread(text, codec="cp1252")
    return text


DAMAGE: Final[dict[str, Function]] = {
    **{
        f"{codec}, nothing lost": partial(misread, codec=codec)
        for codec in ("cp1252", "latin-1", "cp1250", "cp1251", "cp1254", "cp437", "mac-roman", "cp850", "cp866")
    },
    "cp1252 twice": partial(times, 2),
    "cp1252 thrice": partial(times, 3),
    "cp1252, no-break space made plain": lambda text: misread(text, codec="cp1252").replace("\xa0", " "),
    "cp1252, U+FFFD": partial(misread, codec="cp1252", lost="\ufffd"),
    "cp1252, question marks": partial(misread, codec="cp1252", lost="?"),
    "cp1252, dropped": partial(misread, codec="cp1252", lost=""),
    "cp1250, dropped": partial(misread, codec="cp1250", lost=""),
    "cp1254, dropped": partial(misread, codec="cp1254", lost=""),
    "cp1254, soft hyphen dropped too": partial(misread, codec="cp1254", lost="", also=b"\xad"),
    "latin-1, controls stripped": partial(misread, codec="latin-1", lost="", also=bytes(range(0x80, 0xA0))),
}


def tools() -> dict[str, Function]:
    """Return the repair functions that are installed."""
    found: dict[str, Function] = {"i18n-tool": lambda text: repair(text).text}
    try:
        import ftfy
    except ImportError:
        return found
    return found | {"ftfy.fix_encoding": ftfy.fix_encoding}


def read_lines(path: Path, count: int) -> list[str]:
    """Return some lines of a file, the same ones each time."""
    data = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
    lines = [line for line in data.decode("utf-8").splitlines() if len(line) >= 12]
    random.Random(1).shuffle(lines)  # noqa: S311 - a sample, not a secret
    return lines[:count]


def share_exact(function: Function, damage: Function, lines: list[str]) -> float:
    """Return the share of the lines that damage changes which come back exactly."""
    pairs = [(line, damaged) for line in lines if (damaged := damage(line)) != line]
    return sum(function(damaged) == line for line, damaged in pairs) / max(1, len(pairs))


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--lines", type=int, default=100, help="lines of each file (default: %(default)s)")
    options = parser.parse_args()
    lines = [line for path in options.texts for line in read_lines(path, options.lines)]
    functions = tools()
    print("| UTF-8 read as | " + " | ".join(functions) + " |")
    print("|---|" + "---|" * len(functions))
    for name, damage in DAMAGE.items():
        shares = (share_exact(function, damage, lines) for function in functions.values())
        print(f"| {name} | " + " | ".join(f"{share:.1%}" for share in shares) + " |", flush=True)
    unchanged = (sum(function(line) == line for line in lines) / len(lines) for function in functions.values())
    print("| (sound lines unchanged) | " + " | ".join(f"{share:.1%}" for share in unchanged) + " |")


if __name__ == "__main__":
    main()
