"""What tells where in a catalogue something stands; apart from what finds it out, so that YAML need not be loaded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a path as the user would name it, a line and a column, counted from 1."""

    path: str
    line: int
    column: int
