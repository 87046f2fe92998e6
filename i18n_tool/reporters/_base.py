"""The contract of a reporter: one module that ends in `PLUGIN = Reporter(…)`.

A reporter turns findings into text and prints nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from i18n_tool.checks._base import Finding
from i18n_tool.model import Catalogue
from i18n_tool.reporters._edits import FileEdit


def _no_edits(_: Finding) -> Sequence[FileEdit]:
    return ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a reporter gets.

    Args:
        findings: the findings, in order.
        records: how many records were looked at.
        version: the version of this program, for formats that name what wrote them.
        edits: returns what the fix of a finding would change in which files; asked only by formats that carry it.
        catalogue: the list, for formats that show its coverage beside the findings.
        folder: where the report will lie, for formats with links to the records, which are relative to it.
    """

    findings: Sequence[Finding]
    records: int
    version: str = ""
    edits: Callable[[Finding], Sequence[FileEdit]] = _no_edits
    catalogue: Catalogue = field(default_factory=Catalogue)
    folder: Path = Path()


@dataclass(frozen=True, slots=True)
class Reporter:
    """A reporter.

    Args:
        name: what the user writes after `--format`.
        documentation: the module's docstring: its first line says what it writes.
        render: returns the text, which ends with a newline unless it is empty.
    """

    name: str
    documentation: str
    render: Callable[[Report], str]
