"""Every check on its own cases, tests/cases/checks/<stem>.yaml, and what holds of all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.checks import runner
from i18n_tool.checks._base import Check, Finding
from i18n_tool.checks._fields import field_text
from i18n_tool.discovery import plugins
from i18n_tool.model import Catalogue, Field
from tests.checks.catalogues import InMemory, build_catalogue, read_cases

CHECKS: dict[str, Check] = plugins("i18n_tool.checks")
CASES = [
    pytest.param(check, case, id=f"{stem}.yaml: {case['name']}")
    for stem, check in CHECKS.items()
    for case in read_cases("checks", stem)
]


def text_of(catalogue: Catalogue, finding: Finding) -> str:
    """Return the text that a finding points at; its columns are offsets, as the test's places have it."""
    text = field_text(catalogue, finding.paper, finding.field) or ""
    end = len(text) if finding.end_column is None else finding.end_column - 1
    return text[finding.column - 1 : end]


def field_of(name: str) -> Field:
    return tuple(name.split(".")) if name else ()


@pytest.mark.parametrize(("check", "case"), CASES)
def test_findings(check: Check, case: dict[str, Any]) -> None:
    catalogue = build_catalogue(case)
    findings = runner.run(InMemory(catalogue), select=[check.code])
    expected = [] if case["expect"] == "clean" else case["expect"]
    assert [(item.paper, item.field) for item in findings] == [
        (wanted.get("paper"), field_of(wanted["field"])) for wanted in expected
    ]
    for item, wanted in zip(findings, expected, strict=True):
        assert wanted["message"] in item.message
        assert item.language == wanted.get("language")
        if "text" in wanted:
            assert text_of(catalogue, item) == wanted["text"]
        fix = item.fix and ("safe" if item.fix.safe else "unsafe")
        assert fix == wanted.get("fix")


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize(("check", "case"), CASES)
def test_fixes(check: Check, case: dict[str, Any], unsafe: bool) -> None:
    catalogue = build_catalogue(case)
    fixed = runner.fix(InMemory(catalogue), select=[check.code], unsafe=unsafe).catalogue
    wanted = case.get("fixed", {})
    expected = wanted.get("safe", {}) | (wanted.get("unsafe", {}) if unsafe else {})
    texts = {place: text for place, text in changed_texts(catalogue, fixed).items() if text is not None}
    assert texts == {tuple(place.split(" ")): text for place, text in expected.items()}
    again = runner.fix(InMemory(fixed), select=[check.code], unsafe=unsafe)
    assert again.catalogue == fixed
    assert again.findings == ()


def changed_texts(before: Catalogue, after: Catalogue) -> dict[tuple[str, ...], str | None]:
    places = [(paper.id, field) for paper in before.papers for field, _, _ in paper.texts]
    return {
        (paper, ".".join(field)): field_text(after, paper, field)
        for paper, field in places
        if field_text(before, paper, field) != field_text(after, paper, field)
    }


@pytest.mark.parametrize("stem", CHECKS)
def test_the_cases_begin_with_a_clean_one(stem: str) -> None:
    cases = read_cases("checks", stem)
    assert cases[0]["expect"] == "clean"
    assert any(case["expect"] != "clean" for case in cases)
    assert all(case.get("provenance") for case in cases)


@pytest.mark.parametrize(("check", "case"), CASES)
@given(data=st.data())
def test_the_order_of_papers_does_not_matter(check: Check, case: dict[str, Any], data: st.DataObject) -> None:
    catalogue = build_catalogue(case)
    shuffled = replace(catalogue, papers=tuple(data.draw(st.permutations(catalogue.papers))))
    in_order, out_of_order = (runner.run(InMemory(item), select=[check.code]) for item in (catalogue, shuffled))
    assert in_order == out_of_order


def test_a_waived_check_is_silent() -> None:
    case = next(case for case in read_cases("checks", "missing_summary") if case["expect"] != "clean")
    catalogue = build_catalogue(case)
    for selector in ("COV101", "COV", "missing-summary"):
        waived = replace(catalogue, papers=tuple(replace(paper, ignore=(selector,)) for paper in catalogue.papers))
        assert runner.run(InMemory(waived), select=["COV101"]) == []
