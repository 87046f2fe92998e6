"""The main job on the real document: from a damaged README to a checked catalogue and two clean READMEs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Cli

TWINS = {"moe-mamba", "moe-mamba-2"}


@pytest.fixture
def imported(cli: Cli, tmp_path: Path, damaged: bytes) -> Path:
    (tmp_path / "list.md").write_bytes(damaged)
    result = cli("--catalogue", "C", "import", "list.md")
    assert result.code == 0, result.err
    return tmp_path / "C"


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_damaged_readme_comes_back_byte_for_byte(cli: Cli, tmp_path: Path, damaged: bytes, truth: bytes) -> None:
    (tmp_path / "list.md").write_bytes(damaged)
    result = cli("repair", "list.md", "--output", "out.md")
    assert result.code == 0
    assert (tmp_path / "out.md").read_bytes() == truth
    assert (tmp_path / "list.md").read_bytes() == damaged


def test_import_and_status(cli: Cli, imported: Path) -> None:
    status = cli("--catalogue", "C", "status", "--format", "json").json
    assert status["papers"] == 3
    assert len(status["sections"]) == 9
    for language, present, missing in (("en", 0, 3), ("zh", 2, 1)):
        summary = status["languages"][language]["summary"]
        assert (summary["present"], summary["missing"]) == (present, missing)
    assert {path.stem for path in imported.rglob("*.yaml")} == {
        "_catalogue",
        "linear-time-sequence-modeling-with-selective-state-spaces",
        *TWINS,
    }


@pytest.mark.usefixtures("imported")
def test_the_findings(cli: Cli) -> None:
    result = cli("--catalogue", "C", "check", "--format", "json")
    assert result.code == 1
    findings = result.json
    keys = {"code", "name", "severity", "path", "line", "column", "message", "paper", "language"}
    assert all(keys <= finding.keys() for finding in findings)
    papers = {code: {item["paper"] for item in findings if item["code"] == code} for code in codes(findings)}
    assert papers["DUP401"] & TWINS
    assert papers["DUP402"] & TWINS
    assert papers["MIS303"] == TWINS
    assert len([item for item in findings if item["code"] == "COV101"]) == 4
    assert len([item for item in findings if item["code"] == "COV104" and "no papers" in item["message"]]) == 7
    assert codes(findings) == {"COV101", "COV104", "DUP401", "DUP402", "MIS303"}


def codes(findings: list[dict[str, str]]) -> set[str]:
    return {finding["code"] for finding in findings}


@pytest.mark.usefixtures("imported")
def test_a_finding_points_at_its_text(cli: Cli, tmp_path: Path) -> None:
    findings = cli("--catalogue", "C", "check", "--format", "json", "--select", "MIS303").json
    for finding in findings:
        line = (tmp_path / finding["path"]).read_text(encoding="utf-8").split("\n")[finding["line"] - 1]
        assert line[finding["column"] - 1 :].startswith("MambaByte")


def test_importing_twice_changes_nothing(cli: Cli, imported: Path) -> None:
    before = files(imported)
    result = cli("--catalogue", "C", "import", "list.md")
    assert result.code == 0
    assert "Nothing to write" in result.err
    assert files(imported) == before


def test_a_dry_run_writes_nothing(cli: Cli, tmp_path: Path, damaged: bytes) -> None:
    result = cli("--catalogue", "C", "import", "-", "--dry-run", stdin=damaged)
    assert result.code == 0
    assert "3 papers in 9 sections" in result.err
    assert not (tmp_path / "C").exists()


def test_what_is_exported_in_chinese_imports_as_the_same_catalogue(cli: Cli, imported: Path) -> None:
    assert cli("--catalogue", "C", "export", "readme", "--lang", "zh", "-o", "README.zh-CN.md").code == 0
    again = cli("--catalogue", "C", "import", "README.zh-CN.md")
    assert "Nothing to write" in again.err
    fresh = cli("--catalogue", "D", "import", "README.zh-CN.md")
    assert fresh.code == 0, fresh.err
    assert files(imported.parent / "D") == files(imported)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.usefixtures("imported")
def test_export_is_repeatable_and_check_says_so(cli: Cli, tmp_path: Path, language: str) -> None:
    arguments = ("--catalogue", "C", "export", "readme", "--lang", language, "-o", "out.md")
    assert cli(*arguments, "--check").code == 1
    assert not (tmp_path / "out.md").exists()
    assert cli(*arguments).code == 0
    first = (tmp_path / "out.md").read_bytes()
    assert cli(*arguments).code == 0
    assert (tmp_path / "out.md").read_bytes() == first
    assert cli(*arguments, "--check").code == 0
    assert cli(*arguments[:-2]).raw == first
    (tmp_path / "out.md").write_bytes(first + b"edited\n")
    assert cli(*arguments, "--check").code == 1
    assert (tmp_path / "out.md").read_bytes() == first + b"edited\n"


@pytest.mark.usefixtures("imported")
def test_show_has_both_languages_and_the_findings(cli: Cli) -> None:
    result = cli("--catalogue", "C", "show", "moe-mamba-2")
    assert result.code == 0
    assert "MoE-Mamba: Efficient Selective State Space Models with Mixture of Experts" in result.out
    assert "MambaByte直接使用字节作为序列的基本单元。" in result.out
    assert "(missing)" in result.out
    assert "DUP402" in result.out


def test_a_page_about_one_paper(cli: Cli, tmp_path: Path) -> None:
    page = """Tech Blog\n\n  • Category: Paper Review\n  • Date: 2024-08-02\n\nA Survey of Mamba\n
  • url: https://arxiv.org/abs/2408.01129\n  • pdf: https://arxiv.org/pdf/2408.01129
  • abstract: This survey looks at Mamba. It says what is known.\n\nPrevious: One Next: Other\n"""
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    result = cli("--catalogue", "C", "import", "page.txt")
    assert result.code == 0, result.err
    shown = cli("--catalogue", "C", "show", "a-survey-of-mamba").out
    assert "This survey looks at Mamba." in shown
    assert "https://arxiv.org/abs/2408.01129" in shown
    assert "Previous: One Next: Other" in (tmp_path / "C/_catalogue.yaml").read_text(encoding="utf-8")


def test_jsonl(cli: Cli, tmp_path: Path) -> None:
    line = '{"id": "2503.00001", "title": "A Title", "category": "cs.CV", "en": "One. Two.", "zh": "一。二。"}\n'
    (tmp_path / "list.jsonl").write_text(line, encoding="utf-8")
    assert cli("--catalogue", "C", "import", "list.jsonl").code == 0
    status = cli("--catalogue", "C", "status", "--format", "json").json
    assert status["languages"]["zh"]["summary"]["percent"] == 100
    assert "https://arxiv.org/abs/2503.00001" in cli("--catalogue", "C", "show", "2503-00001").out
