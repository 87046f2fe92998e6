"""What the fix of a finding changes in the files, exactly as `--fix` would write it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import takewhile

from i18n_tool.checks._base import Finding
from i18n_tool.checks._fixing import apply_fixes
from i18n_tool.spans import Lines
from i18n_tool.store import Stored, preview


@dataclass(frozen=True, slots=True)
class FileEdit:
    """A range of a file becomes another text; lines and columns count from 1, in characters; the end is exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    text: str


def file_edits(stored: Stored, finding: Finding) -> tuple[FileEdit, ...]:
    """Return the edits of files that make up the fix of one finding, were it the only one; () without a fix."""
    if finding.fix is None:
        return ()
    part = _part_of(stored, finding.paper)
    fixed, _ = apply_fixes(part.catalogue, [finding], unsafe=True)
    return tuple(_edit(path.as_posix(), before, after) for path, (before, after) in preview(part, fixed).items())


def _part_of(stored: Stored, paper: str | None) -> Stored:
    """Return the catalogue with one paper alone: what it costs to edit one must not grow with the others."""
    kept = (stored.catalogue.by_id[paper],) if paper is not None else ()
    records = {paper: stored.records[paper]} if paper is not None else {}
    return replace(stored, catalogue=replace(stored.catalogue, papers=kept), records=records)


def _edit(path: str, before: str, after: str) -> FileEdit:
    start = _common(before, after)
    start -= before[start - 1 : start] == "\r"  # a line end is not cut in two
    tail = min(_common(reversed(before), reversed(after)), min(len(before), len(after)) - start)
    tail -= before[len(before) - tail - 1 : len(before) - tail + 1] == "\r\n"
    lines = Lines(before)
    end = len(before) - tail
    return FileEdit(path, *lines.place(start), *lines.place(end), after[start : len(after) - tail])


def _common(one: Iterable[str], other: Iterable[str]) -> int:
    """Return how many characters two texts have in common at their beginnings."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
