"""Writes the findings as a JSON list of objects, for other programs.

Each object has `code`, `name`, `severity` (`error`, `warning` or `info`), `path`, `line` and `column` (from 1),
`end_line` and `end_column` (one past the offending part, or null), `message`, `paper` (the record's id, or null; its
path below the catalogue's folder where it could not be read), `language` (`en`, `zh` or null), `field` (such as
`["summary", "zh"]`) and `fix`: null, or an object of `safe` and `replacements`, each with its `field`, the `start` and
`end` in the field's text (from 0, in characters; an `end` of null is the end of the text) and the new `text`.
"""

from __future__ import annotations

import json
from typing import Any

from i18n_tool.checks._base import Finding, Fix
from i18n_tool.reporters._base import Report, Reporter


def render_json(report: Report) -> str:
    r"""Return the findings as JSON, indented by two spaces, in UTF-8 without escapes.

    >>> render_json(Report([], records=2))
    '[]\n'
    """
    return json.dumps([_finding(item) for item in report.findings], ensure_ascii=False, indent=2) + "\n"


def _finding(item: Finding) -> dict[str, Any]:
    return {
        "code": item.code,
        "name": item.name,
        "severity": item.severity,
        "path": item.path,
        "line": item.line,
        "column": item.column,
        "end_line": item.end_line,
        "end_column": item.end_column,
        "message": item.message,
        "paper": item.paper,
        "language": item.language,
        "field": list(item.field),
        "fix": _fix(item.fix),
    }


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    replacements = [
        {"field": list(item.field), "start": item.start, "end": item.end, "text": item.text}
        for item in fix.replacements
    ]
    return {"safe": fix.safe, "replacements": replacements}


PLUGIN = Reporter(name="json", documentation=__doc__, render=render_json)
