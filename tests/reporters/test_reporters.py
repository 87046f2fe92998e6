"""Every reporter on its own cases, tests/cases/reporters/<stem>.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from i18n_tool.checks._base import Finding, Fix, Replacement
from i18n_tool.discovery import plugins
from i18n_tool.reporters._base import Report, Reporter

FOLDER = Path(__file__).parents[1] / "cases" / "reporters"
CASES = [
    pytest.param(reporter, case, id=f"{stem}.yaml: {case['name']}")
    for stem, reporter in plugins("i18n_tool.reporters").items()
    for case in yaml.safe_load((FOLDER / f"{stem}.yaml").read_text(encoding="utf-8"))
]


def finding(data: dict[str, Any]) -> Finding:
    """Make a finding of plain data; a fix turns the two characters that it is about into one."""
    fix = data.get("fix")
    replacements = (Replacement(("title", "en"), "é", 0, 2),)
    values = {
        **data,
        "paper": data.get("paper"),
        "language": data.get("language"),
        "field": tuple(data.get("field", ())),
        "fix": Fix(replacements, fix["safe"]) if fix else None,
    }
    return Finding(**values)


@pytest.mark.parametrize(("reporter", "case"), CASES)
def test_report(reporter: Reporter, case: dict[str, Any]) -> None:
    report = Report([finding(item) for item in case["findings"]], case["records"])
    assert reporter.render(report) == case["expect"]
