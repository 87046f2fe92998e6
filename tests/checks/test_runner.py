"""Choosing checks, placing findings in files, waiving them, and applying fixes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from i18n_tool.checks import runner
from i18n_tool.checks._base import Finding, Fix, Replacement
from i18n_tool.errors import UsageError
from i18n_tool.model import Bilingual, Catalogue, Field, Paper
from i18n_tool.store import Stored, load_catalogue
from tests.checks.catalogues import InMemory

HEADER = """\
title: {en: A list, zh: 列表}
sections:
  - key: scans
    title: {en: Scans, zh: 扫描}
"""
RECORD = """\
id: mamba
title:
  en: 'A Survey'
section: scans
summary:
  en: |-
    A sentence.
    The se\u200blective scan.
  zh: 待补充
"""
Folder = Callable[..., Stored]


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """Write a catalogue of records, by id, and read it."""

    def write(**records: str) -> Stored:
        monkeypatch.chdir(tmp_path)
        folder = Path("summaries")
        folder.mkdir()
        (folder / "_catalogue.yaml").write_text(HEADER, encoding="utf-8")
        for name, text in records.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return load_catalogue(folder)

    return write


def places(findings: list[Finding]) -> list[tuple[str, int, int, str]]:
    return [(Path(item.path).as_posix(), item.line, item.column, item.code) for item in findings]


def test_findings_point_at_the_text_in_its_file(stored: Folder) -> None:
    findings = runner.run(stored(mamba=RECORD))
    assert places(findings) == [("summaries/mamba.yaml", 8, 11, "ENC504"), ("summaries/mamba.yaml", 9, 7, "COV103")]
    assert (findings[0].end_line, findings[0].end_column) == (8, 12)


def test_a_missing_text_is_reported_where_it_should_be(stored: Folder) -> None:
    findings = runner.run(stored(mamba="id: mamba\ntitle: {en: Scan}\nsection: scans\nsummary:\n  zh: 扫描。\n"))
    assert [(item.code, item.language) for item in findings] == [("COV101", "en")]
    assert 1 <= findings[0].line <= 5


def test_a_record_waives_a_check(stored: Folder) -> None:
    waived = runner.run(stored(mamba=RECORD + "ignore: [placeholder, ENC5]\n"))
    assert waived == []


def test_paths_limit_what_is_looked_at(stored: Folder) -> None:
    catalogue = stored(mamba=RECORD, vmamba=RECORD.replace("id: mamba", "id: vmamba"))
    assert {item.paper for item in runner.run(catalogue, paths=[Path("summaries/vmamba.yaml")])} == {"vmamba"}
    assert runner.run(catalogue, paths=[Path("summaries")]) == runner.run(catalogue)
    assert runner.run(catalogue, paths=["summaries/_catalogue.yaml"]) == []


def test_a_path_outside_the_catalogue_is_an_error(stored: Folder) -> None:
    with pytest.raises(UsageError, match="elsewhere is no record"):
        runner.run(stored(mamba=RECORD), paths=["elsewhere"])


@pytest.mark.parametrize(
    ("select", "ignore", "codes"),
    [
        (["DUP"], [], ["DUP401", "DUP402"]),
        (["dup4"], ["duplicate-summary"], ["DUP401"]),
        (["COV101", "wrong-paper"], [], ["COV101", "MIS303"]),
        (["ENC"], ["ENC50"], []),
    ],
)
def test_selection(select: list[str], ignore: list[str], codes: list[str]) -> None:
    assert [check.code for check in runner.select_checks(select, ignore)] == codes


def test_without_a_selection_every_check_that_is_on_runs() -> None:
    assert runner.select_checks() == [check for check in runner.rules() if check.enabled]
    assert "COV101" not in {check.code for check in runner.select_checks(ignore=["COV101"])}


@pytest.mark.parametrize(
    ("selector", "hint"),
    [
        ("COV110", "COV101"),
        ("mojibak", "mojibake"),
        ("missing-sumary", "missing-summary"),
        ("", "rules"),
        ("7", "rules"),
    ],
)
def test_an_unknown_check_is_an_error_that_names_near_ones(selector: str, hint: str) -> None:
    with pytest.raises(UsageError, match=hint):
        runner.select_checks([selector])
    with pytest.raises(UsageError, match=hint):
        runner.select_checks(ignore=[selector])
    with pytest.raises(UsageError, match=hint):
        runner.find_rule(selector)


def test_a_rule_is_found_by_code_and_by_name() -> None:
    assert runner.find_rule("enc501") is runner.find_rule("mojibake")
    with pytest.raises(UsageError):
        runner.find_rule("ENC")


TITLE: Field = ("title", "en")
PAPER = Paper("a", Bilingual("one two"), "s")


def finding(*replacements: Replacement, safe: bool = True, code: str = "XXX001") -> Finding:
    return Finding(code, "name", "error", "a", 1, 1, "message", "a", None, fix=Fix(replacements, safe))


def test_fixes_of_different_parts_are_applied_together() -> None:
    first, second = finding(Replacement(TITLE, "1", 0, 3)), finding(Replacement(TITLE, "2", 4))
    changed, fixed = runner.apply_fixes(Catalogue(papers=(PAPER,)), [second, first])
    assert changed.papers[0].title.en == "1 2"
    assert fixed == [second, first]


def test_of_two_fixes_of_the_same_part_the_first_wins() -> None:
    first, second = finding(Replacement(TITLE, "1", 0, 3)), finding(Replacement(TITLE, "both"), code="XXX002")
    changed, fixed = runner.apply_fixes(Catalogue(papers=(PAPER,)), [first, second])
    assert changed.papers[0].title.en == "1 two"
    assert fixed == [first]


def test_a_fix_is_applied_as_a_whole_or_not_at_all() -> None:
    first = finding(Replacement(TITLE, "1", 0, 3))
    exchange = finding(Replacement(TITLE, "b"), Replacement(("summary", "en"), "c"), code="XXX002")
    changed, fixed = runner.apply_fixes(Catalogue(papers=(PAPER,)), [first, exchange])
    assert changed.papers[0].summary.en is None
    assert fixed == [first]


def test_an_unsafe_fix_is_applied_only_when_asked_for() -> None:
    catalogue, unsafe = Catalogue(papers=(PAPER,)), finding(Replacement(TITLE, "1", 0, 3), safe=False)
    assert runner.apply_fixes(catalogue, [unsafe]) == (catalogue, [])
    assert runner.apply_fixes(catalogue, [unsafe], unsafe=True)[1] == [unsafe]


def test_a_text_that_a_fix_leaves_empty_is_removed() -> None:
    changed, _ = runner.apply_fixes(Catalogue(papers=(PAPER,)), [finding(Replacement(TITLE, ""))])
    assert changed.papers[0].title.en is None


def test_fixing_goes_on_until_nothing_is_left() -> None:
    papers = (Paper("a", Bilingual("\ufeffæˆ‘ä»¬ Se\u00adlective"), "s", notes=Bilingual(en="\u200b")),)
    fixed = runner.fix(InMemory(Catalogue(papers=papers)), select=["ENC"])
    assert fixed.catalogue.papers[0].title.en == "我们 Selective"
    assert fixed.catalogue.papers[0].notes.en is None
    assert {item.code for item in fixed.findings} == {"ENC501", "ENC504"}
    assert runner.run(InMemory(fixed.catalogue), select=["ENC"]) == []


def test_sound_text_needs_neither_statistics_nor_arrays(stored: Folder) -> None:
    stored(mamba=RECORD.replace("\u200b", ""))
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from i18n_tool.checks import runner\n"
        "from i18n_tool.store import load_catalogue\n"
        "assert runner.run(load_catalogue(Path('summaries')))\n"
        "assert not {'langdetect', 'numpy'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
