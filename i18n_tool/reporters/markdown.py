"""Writes the findings as a table in Markdown, for the summary of a CI job or a comment.

The worst come first. Text of the list is escaped: it cannot format, link, notify people, or break the table.
"""

from __future__ import annotations

from collections import Counter

from i18n_tool.checks._base import Finding, Severity
from i18n_tool.markdown import escape_markdown
from i18n_tool.reporters._base import Report, Reporter
from i18n_tool.reporters._paths import relative_path

_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
_MARKS = {"error": "❌", "warning": "⚠️", "info": "ℹ️"}


def render_markdown(report: Report) -> str:
    r"""Return a heading line and a table.

    >>> render_markdown(Report([], records=2))
    '**All clear:** no findings in 2 records.\n'
    """
    records = _count(report.records, "record")
    if not report.findings:
        return f"**All clear:** no findings in {records}.\n"
    counts = Counter(item.severity for item in report.findings)
    parts = [f"{_MARKS[name]} {counts[name]} {_noun(name, counts[name])}" for name in _SEVERITIES if counts[name]]
    found = _count(len(report.findings), "finding")
    rows = [_row(item) for item in sorted(report.findings, key=lambda item: _SEVERITIES.index(item.severity))]
    head = ["", "|   | Check | Place | Message |", "|---|---|---|---|"]
    return "\n".join([f"**{found} in {records}:** {', '.join(parts)}", *head, *rows, ""])


def _row(item: Finding) -> str:
    place = escape_markdown(f"{relative_path(item.path)}:{item.line}:{item.column}")
    return f"| {_MARKS[item.severity]} | {item.code} {item.name} | {place} | {escape_markdown(item.message)} |"


def _noun(severity: Severity, number: int) -> str:
    return severity if number == 1 or severity == "info" else f"{severity}s"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


PLUGIN = Reporter(name="markdown", documentation=__doc__, render=render_markdown)
