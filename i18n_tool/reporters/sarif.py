"""Writes SARIF 2.1.0, which code scanning services and editors read: findings, rules with their pages, and fixes.

Paths are relative to the working directory, regions count lines and columns from 1 in Unicode characters, and a fix is
what `--fix` or `--unsafe-fixes` would change in the file. The partial fingerprint of a finding stays the same when
lines shift. The format is https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any
from urllib.parse import quote

from i18n_tool.checks import runner
from i18n_tool.checks._base import Check, Finding, Severity
from i18n_tool.checks.baseline import Identity, identity
from i18n_tool.reporters._base import Report, Reporter
from i18n_tool.reporters._edits import FileEdit
from i18n_tool.reporters._paths import relative_path

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
#: The name of the fingerprint, with the version of what it is made of.
_FINGERPRINT = "i18nToolFinding/v1"


def render_sarif(report: Report) -> str:
    """Return the findings as one run in a SARIF log, indented by two spaces."""
    rules = runner.rules()
    numbers = {check.code: number for number, check in enumerate(rules)}
    seen: Counter[Identity] = Counter()
    results = []
    for finding in report.findings:
        seen[identity(finding)] += 1
        fingerprint = _fingerprint(finding, seen[identity(finding)])
        results.append(_result(finding, numbers[finding.code], fingerprint, report))
    driver: dict[str, Any] = {
        "name": "i18n-tool",
        "rules": [_rule(check) for check in rules],
    }
    if report.version:
        driver |= {"version": report.version, "semanticVersion": report.version}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(check: Check) -> dict[str, Any]:
    page = check.documentation.strip()
    return {
        "id": check.code,
        "name": "".join(word.capitalize() for word in check.name.split("-")),
        "shortDescription": {"text": check.summary},
        "fullDescription": {"text": check.summary},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"enabled": check.enabled, "level": _LEVELS[check.severity]},
        "properties": {"tags": ["translation", check.code[:3]]},
    }


def _result(finding: Finding, rule: int, fingerprint: str, report: Report) -> dict[str, Any]:
    region: dict[str, int] = {"startLine": finding.line, "startColumn": finding.column}
    if finding.end_line is not None and finding.end_column is not None:
        region |= {"endLine": finding.end_line, "endColumn": finding.end_column}
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": _artifact(finding.path), "region": region},
    }
    if finding.paper is not None:
        location["logicalLocations"] = [{"name": finding.paper, "fullyQualifiedName": _name(finding), "kind": "object"}]
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [location],
        "partialFingerprints": {_FINGERPRINT: fingerprint},
    }
    edits = report.edits(finding)
    return {**result, "fixes": [_fix(finding, edits)]} if edits else result


def _name(finding: Finding) -> str:
    return ".".join((finding.paper or "", *finding.field))


def _fix(finding: Finding, edits: Any) -> dict[str, Any]:
    option = "--fix" if finding.fix and finding.fix.safe else "--unsafe-fixes"
    changes = [{"artifactLocation": _artifact(edit.path), "replacements": [_replacement(edit)]} for edit in edits]
    return {"description": {"text": f"What `i18n-tool check {option}` does."}, "artifactChanges": changes}


def _replacement(edit: FileEdit) -> dict[str, Any]:
    region = {
        "startLine": edit.line,
        "startColumn": edit.column,
        "endLine": edit.end_line,
        "endColumn": edit.end_column,
    }
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}


def _artifact(path: str) -> dict[str, str]:
    place = relative_path(path)
    if place.startswith("/") or place[1:2] == ":":
        return {"uri": "file://" + quote(place if place.startswith("/") else f"/{place}", errors="replace")}
    return {"uri": quote(place, errors="replace"), "uriBaseId": "%SRCROOT%"}


def _fingerprint(finding: Finding, number: int) -> str:
    """Return a hash of what the finding is known by, and of how many alike stand before it."""
    parts = json.dumps([*identity(finding), number])
    return hashlib.sha256(parts.encode()).hexdigest()[:32]


PLUGIN = Reporter(name="sarif", documentation=__doc__, render=render_sarif)
