"""Sound lines to measure with, read from files of text or of paired texts."""

from __future__ import annotations

import json
import lzma
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: Shorter lines say little about a repairer: there is hardly any context, or hardly any damage.
SHORTEST: Final = 12


@dataclass(frozen=True, slots=True)
class Sample:
    """A sound line.

    Attributes:
        text: the line.
        source: the name of its file.
        context: related sound text, such as the same in the other language; "" for none.
    """

    text: str
    source: str
    context: str = ""


def read_samples(path: Path, count: int, seed: int = 1, language: str = "zh") -> list[Sample]:
    """Return some lines of a file, the same ones each time.

    Args:
        path: text, or pairs of texts in both languages.
        count: how many lines.
        seed: which ones.
        language: which text of a pair.

    Raises:
        ValueError: the file cannot be read, is not what its name says, or has no line that is long enough.
    """
    form = "JSONL" if is_paired(path) else "text"
    try:
        found = [sample for sample in _all_samples(path, language) if len(sample.text) >= SHORTEST]
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, TypeError, AttributeError, EOFError, lzma.LZMAError) as error:
        raise ValueError(f"{path} cannot be read as {form} in UTF-8: {error}") from error
    if not found:
        raise ValueError(f"{path} has no line of {SHORTEST} characters or more to measure with")
    random.Random(seed).shuffle(found)  # noqa: S311 - a sample, not a secret
    return found[:count]


def joined(samples: Sequence[Sample]) -> str:
    """Return the lines as one text."""
    return "\n".join(sample.text for sample in samples)


def is_paired(path: Path) -> bool:
    """Say whether a file holds texts in both languages."""
    return ".jsonl" in path.suffixes


def _all_samples(path: Path, language: str) -> Iterator[Sample]:
    data = path.read_bytes()
    lines = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8").split("\n")
    source = path.name.split(".")[0]
    if not is_paired(path):
        yield from (Sample(line, source) for line in lines)
        return
    for record in map(json.loads, filter(None, lines)):
        for line in record.get(language, "").split("\n"):
            yield Sample(line, source, _context(record, language))


def _context(record: dict[str, str], language: str) -> str:
    """Return what a record says in the other language: the title of a paper, and the text."""
    other = "en" if language == "zh" else "zh"
    return "\n".join(filter(None, (record.get("title"), record.get(other))))
