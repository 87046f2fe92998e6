"""Writes one workflow command of GitHub a finding, which annotates the line in a pull request.

Each is `::error file=…,line=…,col=…,title=…::message`, with `warning` or `notice` for lesser findings. What ends a
command or one of its properties is escaped, so that no text of a list can give commands. GitHub shows ten errors and
ten warnings of a step; the formats `markdown` and `sarif` have no such limit.
"""

from __future__ import annotations

from i18n_tool.checks._base import Finding, Severity
from i18n_tool.reporters._base import Report, Reporter
from i18n_tool.reporters._paths import relative_path

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}

# https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts; the per cent sign comes first.
_DATA = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_PROPERTY = (*_DATA, (":", "%3A"), (",", "%2C"))


def render_github(report: Report) -> str:
    """Return a workflow command for each finding; "" when there is none."""
    return "".join(f"{_command(finding)}\n" for finding in report.findings)


def _command(finding: Finding) -> str:
    properties = {"file": relative_path(finding.path), "line": str(finding.line), "col": str(finding.column)}
    if finding.end_line is not None:
        properties["endLine"] = str(finding.end_line)
        if finding.end_line == finding.line:  # GitHub takes columns of one line only
            properties["endColumn"] = str(finding.end_column)
    properties["title"] = f"{finding.code} {finding.name}"
    listed = ",".join(f"{name}={_escape(value, _PROPERTY)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {listed}::{_escape(finding.message, _DATA)}"


def _escape(text: str, table: tuple[tuple[str, str], ...]) -> str:
    for character, escape in table:
        text = text.replace(character, escape)
    return text


PLUGIN = Reporter(name="github", documentation=__doc__, render=render_github)
