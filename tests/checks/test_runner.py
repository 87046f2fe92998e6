"""Choosing checks, placing findings in files, waiving them, and applying fixes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from i18n_tool.checks import runner
from i18n_tool.checks._base import Finding, Fix, Replacement
from i18n_tool.checks._paths import PathIgnores
from i18n_tool.checks._selection import choose_checks
from i18n_tool.config import Settings
from i18n_tool.errors import InputError, UsageError
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


#: Those that the cases are about, whatever other checks there are.
SOME = {"COV101", "DUP401", "DUP402", "ENC501", "ENC502", "MIS303"}


@pytest.mark.parametrize(
    ("select", "ignore", "codes"),
    [
        (["DUP"], [], {"DUP401", "DUP402"}),
        (["dup4"], ["duplicate-summary"], {"DUP401"}),
        (["COV101", "wrong-paper"], [], {"COV101", "MIS303"}),
        (["ENC"], ["ENC50"], set()),
        (["ENC501", "ENC502"], ["ENC", "lossy-mojibake"], {"ENC501"}),
        (["ENC50"], ["ENC", "ENC501"], {"ENC502"}),
        ([], ["MIS", "DUP", "COV1", "mojibake"], {"ENC502"}),
    ],
)
def test_selection(select: list[str], ignore: list[str], codes: set[str]) -> None:
    assert SOME & {check.code for check in runner.select_checks(select, ignore)} == codes


def test_without_a_selection_every_check_that_is_on_runs() -> None:
    assert runner.select_checks() == [check for check in runner.rules() if check.enabled]
    assert "COV101" not in {check.code for check in runner.select_checks(ignore=["COV101"])}


@pytest.mark.parametrize(
    ("selector", "hint"),
    [
        ("COV110", "COV10"),
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


def test_what_the_settings_say_of_severities_and_selection() -> None:
    settings = Settings(
        select=("COV",), ignore=("COV104",), severities={"COV": "info", "COV103": "off", "COV101": "error"}
    )
    chosen = {check.code: check.severity for check in choose_checks(settings)}
    assert chosen["COV101"] == "error"
    assert chosen["COV102"] == "info"
    assert not {"COV103", "COV104"} & chosen.keys()
    always = [check.code for check in runner.rules() if check.always]
    assert [check.code for check in choose_checks(settings, select=["COV104", "ENC501"])] == ["ENC501", *always]
    extended = {check.code for check in choose_checks(replace(settings, extend_select=("ENC501",)))}
    assert extended == {*chosen, "ENC501"}


def test_an_unknown_check_in_the_settings_names_the_setting_and_its_file() -> None:
    settings = Settings(per_path_ignores={"a.yaml": ("COV999",)}, source=Path("i18n.toml"))
    with pytest.raises(InputError, match=r"i18n\.toml: in the setting 'per-path-ignores', no check is called 'COV999'"):
        choose_checks(settings)


@pytest.mark.parametrize(
    ("pattern", "is_left_out"),
    [
        ("summaries/s/mamba.yaml", True),
        ("summaries/s", True),
        ("summaries/**", True),
        ("**/mamba.yaml", True),
        ("**/s/**", True),
        ("summaries/*/mamba.*", True),
        ("mamba.yaml", True),
        ("s", True),
        ("m*", True),
        ("summaries/*.yaml", False),
        ("s/mamba.yaml", False),
        ("summaries/s/mamba.yaml/x", False),
        ("**/t/**", False),
        ("amba*", False),
    ],
)
def test_checks_are_left_out_by_path(tmp_path: Path, pattern: str, is_left_out: bool) -> None:
    settings = Settings(per_path_ignores={pattern: ("COV",)}, source=tmp_path / "i18n.toml")
    ignores = PathIgnores(settings)
    path = str(tmp_path / "summaries" / "s" / "mamba.yaml")
    assert ignores.covers(runner.find_rule("COV101"), path) == is_left_out
    assert not ignores.covers(runner.find_rule("ENC501"), path)


def test_what_is_ignored_by_path_is_not_reported(stored: Folder) -> None:
    catalogue = stored(mamba=RECORD, vmamba=RECORD.replace("id: mamba", "id: vmamba"))
    settings = Settings(per_path_ignores={"vmamba.yaml": ("ENC", "COV")})
    findings = runner.run(catalogue, settings=settings, select=["ENC", "COV"])
    assert findings
    assert findings == runner.run(catalogue, select=["ENC", "COV"], paths=["summaries/mamba.yaml"])


def test_workers_find_the_same_in_the_same_order(stored: Folder) -> None:
    records = {f"mamba-{number}": RECORD.replace("id: mamba", f"id: mamba-{number}") for number in range(120)}
    catalogue = stored(**records)
    seen: list[tuple[int, int]] = []
    alone = runner.run(catalogue, progress=lambda done, total: seen.append((done, total)))
    assert len(alone) > 240
    assert seen[-1][0] == seen[-1][1] == len(seen)
    some = [catalogue.folder / "mamba-7.yaml"]
    with runner.Workers(2) as workers:
        assert runner.run(catalogue, workers=workers) == alone
        found = runner.run(catalogue, workers=workers, paths=some)
    assert found == [item for item in alone if item.paper == "mamba-7"]


def test_whether_a_waiver_is_of_use_does_not_depend_on_the_selection(stored: Folder) -> None:
    catalogue = stored(mamba=RECORD + "ignore: [placeholder, ENC504, LNG]\n")
    found = runner.run(catalogue, select=["MET790"])
    assert [(item.line, item.column, item.message) for item in found] == [
        (10, 31, "'LNG' in 'ignore' silences nothing")
    ]
    assert found == runner.run(catalogue)
