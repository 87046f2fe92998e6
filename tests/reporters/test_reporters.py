"""Every reporter on its own cases, tests/cases/reporters/<stem>.yaml."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from i18n_tool.checks._base import Finding, Fix, Replacement
from i18n_tool.discovery import plugins
from i18n_tool.reporters._base import Report, Reporter
from i18n_tool.reporters.github import render_github
from i18n_tool.reporters.markdown import render_markdown
from tests.reporters.pages import Page

FOLDER = Path(__file__).parents[1] / "cases" / "reporters"
CASES = [
    pytest.param(reporter, case, id=f"{stem}.yaml: {case['name']}")
    for stem, reporter in plugins("i18n_tool.reporters").items()
    for case in yaml.safe_load((FOLDER / f"{stem}.yaml").read_text(encoding="utf-8"))
]

PLAIN = {"code": "COV101", "name": "missing-summary", "severity": "error", "path": "a.yaml", "line": 1, "column": 1}


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
    rendered = reporter.render(Report([finding(item) for item in case["findings"]], case["records"]))
    if "results" in case:
        assert [shown(result) for result in json.loads(rendered)["runs"][0]["results"]] == case["results"]
    elif "shows" in case:
        page = Page(rendered)
        assert page.after("Findings")[:-1] == case["shows"]
        assert page.attributes("href") == case.get("links", [])
    else:
        assert rendered == case["expect"]


def shown(result: dict[str, Any]) -> dict[str, Any]:
    """Return what a case says of a result of SARIF."""
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
    return {
        **{key: result[key] for key in ("ruleId", "level")},
        "text": result["message"]["text"],
        "uri": place["artifactLocation"]["uri"],
        "region": place["region"],
    }


HOSTILE = st.text(st.sampled_from("a |\\`*_[]()<>!#@&~\"'\n\r\t-+.:/0123wht;$^={}漢")) | st.sampled_from(
    [
        "@someone",
        "<script>x</script>",
        "https://example.org",
        "www.example.org",
        "a@example.org",
        "&amp;",
        "![](x)",
        "#1",
    ]
)


@given(st.lists(HOSTILE, max_size=3).map("".join))
def test_no_text_formats_links_or_breaks_a_table_of_markdown(text: str) -> None:
    row = render_markdown(Report([finding({**PLAIN, "message": text})], records=1))
    parser = MarkdownIt("gfm-like", {"linkify": False}).enable("table")
    tokens = parser.parse(row)
    cells = [token.children or [] for token in tokens if token.type == "inline"][-4:]
    assert sum(token.type == "tr_open" for token in tokens) == 2
    said = "".join(child.content for child in cells[3] if child.type in {"text", "text_special"})
    assert {child.type for child in cells[3]} <= {"text", "text_special", "html_inline"}
    assert all(child.content == "<!-- -->" for child in cells[3] if child.type == "html_inline")
    assert said == " ".join(text.split())
    assert not re.search("@(?!<!-- -->)", row)


@given(st.lists(HOSTILE, max_size=3).map("".join), st.lists(HOSTILE, max_size=3).map("".join))
def test_no_text_gives_a_workflow_command(message: str, path: str) -> None:
    rendered = render_github(Report([finding({**PLAIN, "message": message, "path": path})], records=1))
    (line,) = re.split(r"\r\n|\r|\n", rendered.removesuffix("\n"))
    properties, _, data = line.removeprefix("::error ").partition("::")
    names = [part.partition("=")[0] for part in properties.split(",")]
    assert names == ["file", "line", "col", "title"]
    assert unescape(data) == message


def unescape(text: str) -> str:
    return text.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
