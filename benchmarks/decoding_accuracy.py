#!/usr/bin/env python3
"""How much text of other encodings than UTF-8 is read right: encoding × tool.

    python benchmarks/decoding_accuracy.py TEXT… [--lines 150]

Files of 30 lines, lines by themselves, and the first eight characters of each, are right if every character is. Of
files whose lines are in different encodings the share of the lines that are right counts. Detectors say what a file is
in, and it is then read in that; i18n-tool repairs what bytes were lost of. Text in Big5 is made from the simplified
lines, with the tables of OpenCC.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import version
from typing import Final, NamedTuple

from benchmarks.arguments import parser_for, samples_of
from benchmarks.output import percent, table
from i18n_tool.errors import InputError
from i18n_tool.hanzi import convert
from i18n_tool.mojibake import repair_bytes

#: How many lines a file has, and how many characters a short passage.
FILE: Final = 30
PASSAGE: Final = 8

WESTERN: Final = (
    "Der Übergang wurde für große Datensätze geprüft – mit Erfolg.",
    "La méthode a été évaluée sur plusieurs jeux de données.",
    "El año pasado se publicó una versión más rápida.",
    "A clean line with “quotes” and an em dash — here.",
    "Schrödinger and Poincaré are cited, and so is Rényi.",
    "Não há diferença entre as duas versões.",
    "È più veloce perché usa meno memoria.",
    "It costs 3 € and runs at 25 °C ± 2.",
    "© 2024 The Authors",
    "naïve Bayes",
    "«Les modèles» sont prêts",
    "Modellen är snabbare än sina föregångare på svenska.",
    "¿Qué es un modelo de espacio de estados?",
)


class Line(NamedTuple):
    """A line and its bytes; characters that its encoding lacks are left out of both."""

    text: str
    data: bytes


class Tool(NamedTuple):
    """A way to read bytes."""

    name: str
    read: Callable[[bytes], str | None]


class Case(NamedTuple):
    """Bytes to read, and their text."""

    data: bytes
    text: str


def encoded(lines: Sequence[str], codec: str) -> list[Line]:
    """Return lines in an encoding."""
    found = [line.encode(codec, "ignore") for line in lines]
    return [Line(data.decode(codec), data) for data in found if not data.isascii()]


def tools() -> Iterator[Tool]:
    """Yield i18n-tool and the detectors that are installed."""
    yield Tool("i18n-tool", _ours)
    try:
        import chardet
    except ImportError:
        pass
    else:
        yield Tool(f"chardet {version('chardet')}", lambda data: _in(chardet.detect(data)["encoding"], data))
    try:
        import charset_normalizer
    except ImportError:
        return

    def normalised(data: bytes) -> str | None:
        found = charset_normalizer.from_bytes(data).best()
        return _in(found.encoding if found else None, data)

    yield Tool(f"charset-normalizer {version('charset-normalizer')}", normalised)


def _ours(data: bytes) -> str | None:
    try:
        return repair_bytes(data).text
    except InputError:
        return None


def _in(encoding: str | None, data: bytes) -> str | None:
    return data.decode(encoding, "replace") if encoding else None


def files(lines: Sequence[Line], newline: bytes = b"\n") -> list[Case]:
    """Return lines as files."""
    parts = [lines[start : start + FILE] for start in range(0, len(lines), FILE)]
    return [Case(newline.join(line.data for line in part), "\n".join(line.text for line in part)) for part in parts]


def passages(lines: Sequence[Line], codec: str) -> list[Case]:
    """Return the first characters of each line, those of ASCII alone left out."""
    texts = [line.text[:PASSAGE] for line in lines]
    return [Case(text.encode(codec), text) for text in texts if not text.isascii()]


def mixed(kinds: Sequence[tuple[float, Sequence[Line]]], count: int) -> list[Case]:
    """Return files with lines of several kinds, each with its share, the same ones each time."""
    chooser = random.Random(1)  # noqa: S311 - a sample, not a secret
    pools = chooser.choices([lines for _, lines in kinds], [share for share, _ in kinds], k=count * FILE)
    return files([chooser.choice(pool) for pool in pools])


def cut(lines: Sequence[Line]) -> list[Case]:
    """Return lines in UTF-8 that each lost one byte of a Chinese character, the same one each time."""
    chooser = random.Random(1)  # noqa: S311 - a sample, not a secret
    cases = []
    for text, data in lines:
        places = [place for place, char in enumerate(text) if "\u4e00" <= char <= "\u9fff"]
        if places:
            place = len(text[: chooser.choice(places)].encode()) + chooser.randrange(3)
            cases.append(Case(data[:place] + data[place + 1 :], text))
    return cases


def share_right(tool: Tool, cases: Sequence[Case]) -> float:
    """Return how many of the cases a tool reads right."""
    return sum(tool.read(case.data) == case.text for case in cases) / len(cases)


def share_of_lines(tool: Tool, cases: Sequence[Case]) -> float:
    """Return how many of the lines of some files a tool reads right."""
    right = total = 0
    for case in cases:
        want, got = case.text.split("\n"), (tool.read(case.data) or "").split("\n")
        total += len(want)
        right += sum(map(str.__eq__, got, want))
    return right / total


Row = tuple[str, Callable[[Tool, Sequence[Case]], float], list[Case]]


def rows_of(simplified: list[str]) -> Iterator[Row]:
    """Yield what is measured: its name, how it is scored, and the cases."""
    kinds: list[tuple[str, str, Sequence[str]]] = [
        ("GBK", "gbk", simplified),
        ("GB18030", "gb18030", simplified),
        ("Big5", "cp950", [convert(text, "Hant") for text in simplified]),
        ("UTF-16LE without a mark", "utf-16-le", simplified),
        ("UTF-16BE without a mark", "utf-16-be", simplified),
        ("windows-1252", "cp1252", WESTERN * 4),
    ]
    lines = {name: encoded(texts, codec) for name, codec, texts in kinds}
    for name, codec, _ in kinds:
        yield f"{name}, files", share_right, files(lines[name], "\n".encode(codec))
        yield f"{name}, lines", share_right, [Case(line.data, line.text) for line in lines[name]]
        yield f"{name}, {PASSAGE} characters", share_right, passages(lines[name], codec)
    in_utf_8 = encoded(simplified, "utf-8")
    yield "UTF-8, a byte lost in each line", share_right, cut(in_utf_8)
    count = max(1, len(simplified) // FILE)
    yield "UTF-8, a fifth GBK", share_of_lines, mixed([(4, in_utf_8), (1, lines["GBK"])], count)
    yield "UTF-8, a fifth windows-1252", share_of_lines, mixed([(4, in_utf_8), (1, lines["windows-1252"])], count)
    yield "GBK and Big5", share_of_lines, mixed([(1, lines["GBK"]), (1, lines["Big5"])], count)
    thirds = [(1.0, in_utf_8), (1.0, lines["GBK"]), (1.0, lines["Big5"])]
    yield "UTF-8, GBK and Big5", share_of_lines, mixed(thirds, count)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = parser_for(__doc__, lines=150)
    options = parser.parse_args(arguments)
    texts = [sample.text for sample in samples_of(parser, options) if not sample.text.isascii()]
    random.Random(options.seed).shuffle(texts)  # noqa: S311 - a sample, not a secret
    compared = list(tools())
    rows = []
    for name, score, cases in rows_of(texts):
        print(f"{name} …", file=sys.stderr)
        rows.append([name, *(percent(score(tool, cases)) for tool in compared)])
    print(table(["read right", *(tool.name for tool in compared)], rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
