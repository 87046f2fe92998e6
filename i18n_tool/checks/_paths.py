"""Which checks a project leaves out in which of its files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

from i18n_tool.checks._base import Check
from i18n_tool.checks._selection import matches
from i18n_tool.config import Settings


@dataclass
class PathIgnores:
    """The setting `per-path-ignores`, asked for one file after the other.

    A pattern is relative to the file of the settings; `*` stands for any characters but `/`, `**` for any folders. One
    without `/` matches a file or a folder of that name anywhere. What matches a folder goes for all that is in it.
    """

    settings: Settings
    _by_path: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def covers(self, check: Check, path: str) -> bool:
        """Return whether a check is left out in a file."""
        if not self.settings.per_path_ignores:
            return False
        if path not in self._by_path:
            self._by_path[path] = self._selectors(path)
        return any(matches(check, selector) for selector in self._by_path[path])

    def _selectors(self, path: str) -> tuple[str, ...]:
        absolute = Path(path).absolute()
        root = self.settings.root.absolute()
        parts = absolute.relative_to(root).parts if absolute.is_relative_to(root) else absolute.parts
        patterns = self.settings.per_path_ignores.items()
        return tuple(name for pattern, names in patterns if _matches(pattern, parts) for name in names)


def _matches(pattern: str, parts: Sequence[str]) -> bool:
    wanted = PurePath(pattern).parts
    if len(wanted) == 1:
        return any(fnmatchcase(part, wanted[0]) for part in parts)
    # The numbers of parts of the pattern that can be used up so far; the path is gone through once.
    reached = _past_folders({0}, wanted)
    for part in parts:
        reached = _past_folders({number for start in reached for number in _step(wanted, start, part)}, wanted)
        if len(wanted) in reached:
            return True  # it may be a folder on the way
    return False


def _step(wanted: Sequence[str], start: int, part: str) -> list[int]:
    if wanted[start] == "**":
        return [start]
    return [start + 1] if fnmatchcase(part, wanted[start]) else []


def _past_folders(reached: set[int], wanted: Sequence[str]) -> set[int]:
    """Return the numbers with those behind each `**`, which may stand for no folder."""
    beyond = set(reached)
    for number in reached:
        while number < len(wanted) and wanted[number] == "**":
            number += 1
            beyond.add(number)
    return beyond
