"""What the tests of corpora share: damaged texts, and a shard repaired without an engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from i18n_tool.corpus.formats._base import Tally, Task
from i18n_tool.corpus.plan import format_of


def misread(text: str) -> str:
    """Return a text as it looks after its UTF-8 was read as windows-1252."""
    return text.encode().decode("cp1252")


NAME = "René Descartes"
DAMAGED_NAME = misread(NAME)
GREETING = "你好"
DAMAGED_GREETING = misread(GREETING)


def repair_shard(
    source: Path, target: Path, *, columns: tuple[str, ...] | None = None, report: str | None = None, **options: Any
) -> Tally:
    """Turn one file into another as a run does, each chunk repaired in this process."""
    kind = format_of(source.name)
    assert kind is not None
    shard = kind.open(source, target, source.name, target.name, Task(columns, report, options))
    tally = Tally()
    try:
        for chunk in shard.chunks():
            tally += shard.write(chunk, shard.work(chunk.values))
        shard.finish()
    finally:
        shard.close()
    return tally
