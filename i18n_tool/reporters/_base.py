"""The contract of a reporter: one module that ends in `PLUGIN = Reporter(…)`.

A reporter turns findings into text and prints nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from i18n_tool.checks._base import Finding


@dataclass(frozen=True, slots=True)
class Report:
    """What a reporter gets: the findings in order, and how many records were looked at."""

    findings: Sequence[Finding]
    records: int


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
