"""The defects that readers find in real lists, in a list made up for it, and its twin without them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Cli

Check = Callable[[str], list[dict[str, str]]]
LISTS = Path(__file__).parents[1] / "cases" / "lists"
#: The list is in English alone, and says so nowhere.
BUT_COVERAGE = ("--ignore", "COV", "--format", "json")


@pytest.fixture
def check(cli: Cli, tmp_path: Path) -> Check:
    def run(name: str) -> list[dict[str, str]]:
        (tmp_path / "list.md").write_bytes((LISTS / name).read_bytes())
        assert cli("--catalogue", "C", "import", "list.md").code == 0
        result = cli("--catalogue", "C", "check", *BUT_COVERAGE)
        findings: list[dict[str, str]] = result.json
        assert result.code == bool(findings)
        return findings

    return run


def test_the_twin_without_defects_has_no_findings(check: Check) -> None:
    assert check("owls.clean.md") == []


DEFECTS = {
    "a paper listed twice in different sections": (
        *("DUP401", "the-hidden-hearing-of-owl-faces-2"),
        "one is in the section 'flight', the other in 'nests'",
    ),
    "one arXiv id on two different papers": ("DUP401", "greyowl", "both have arXiv 2402.00017; their titles differ"),
    "a summary pasted from the entry above": ("DUP402", "the-hidden-hearing-of-owl-faces", "in that of 'nightshift'"),
    "code links exchanged, the one": ("MET705", "greyowl", "the code link leads to 'HiddenHearingFaces'"),
    "code links exchanged, the other": ("MET705", "the-hidden-hearing-of-owl-faces", "leads to 'GreyOwl'"),
    "a date that is none": ("MET701", None, "'20231' is no date; it stands on line 14 of list.md"),
    "a date that does not fit the id": ("MET702", "a-census-of-holes-in-old-barns", "before arXiv 2402.00017"),
    "a wrong label before a link": ("MET707", None, "line 19 of list.md has the label 'Summary' before a link"),
}


def test_each_defect_is_found_and_nothing_else(check: Check) -> None:
    found = sorted((item["code"], item["paper"] or "", item["message"]) for item in check("owls.defects.md"))
    wanted = sorted((code, paper or "", message) for code, paper, message in DEFECTS.values())
    assert [item[:2] for item in found] == [item[:2] for item in wanted]
    for (*_, message), (*_, part) in zip(found, wanted, strict=True):
        assert part in message
