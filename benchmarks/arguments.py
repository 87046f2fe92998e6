"""What the command lines of the benchmarks have in common; what is wrong with one is told in a sentence."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from benchmarks.damage import DAMAGES, Damage
from benchmarks.samples import Sample, read_samples

T = TypeVar("T")

FORMATS: Final = """\
TEXT: files of sound text, one paragraph a line (.txt, .md), or of objects with the fields zh and en, one a line
(.jsonl): Chinese lines, with the English text as their context. Any of them may be compressed (.xz).
data/PROVENANCE.md names the sources that the language model was not trained on."""


def parser_for(documentation: str | None, *, lines: int, of: str = "file") -> argparse.ArgumentParser:
    """Return a parser of the arguments that all benchmarks have.

    Args:
        documentation: the docstring of the benchmark.
        lines: the default for how many lines are taken.
        of: of each of what.
    """
    parser = argparse.ArgumentParser(
        description=f"{documentation}\n{FORMATS}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", nargs="+", type=Path, metavar="TEXT")
    add_number(parser, "--lines", lines, f"lines of each {of}")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same number, the same lines")
    return parser


def add_number(parser: argparse.ArgumentParser, name: str, default: int, meaning: str) -> None:
    """Add an argument that is a number of 1 or more."""
    parser.add_argument(name, type=positive, default=default, metavar="N", help=f"{meaning} (default: %(default)s)")


def add_only(parser: argparse.ArgumentParser) -> None:
    """Add the argument that chooses damages."""
    parser.add_argument("--only", default="", metavar="NAME", help="only the damages whose name holds this")


def positive(text: str) -> int:
    """Return a number of the command line.

    Raises:
        ArgumentTypeError: it is none, or below 1.
    """
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of 1 or more")
    return int(text)


def damages_of(parser: argparse.ArgumentParser, only: str, *, lossy: bool = False) -> list[Damage]:
    """Return the damages that are asked for, or end the program."""
    chosen = [damage for damage in DAMAGES if only in damage.name and (damage.lossy or not lossy)]
    if not chosen:
        parser.error(f"no damage has {only!r} in its name, such as {DAMAGES[-1].name!r}")
    return chosen


def samples_of(parser: argparse.ArgumentParser, options: argparse.Namespace) -> list[Sample]:
    """Return the lines that are asked for, or end the program."""
    read = (read_samples(path, options.lines, options.seed) for path in options.texts)
    return told(parser, lambda: [sample for samples in read for sample in samples])


def told(parser: argparse.ArgumentParser, read: Callable[[], T]) -> T:
    """Return what was read, or end the program and say why that cannot be."""
    try:
        return read()
    except ValueError as error:
        parser.error(str(error))
