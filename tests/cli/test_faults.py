"""`check` reports what is wrong in the files of a catalogue and goes on; other commands refuse, and name all of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Cli

HEADER = """\
title: {en: List, zh: 列表}
sections:
- key: s
  title: {en: S, zh: 节}
  papers: [good, syntax]
- key: t
  title: {en: T, zh: 题}
"""
GOOD = 'id: good\ntitle: {en: "Go\\xADod", zh: 好}\nsection: s\nsummary: {en: It is good., zh: 它很好。}\n'
FILES: dict[str, str | bytes] = {
    "_catalogue.yaml": HEADER,
    "good.yaml": GOOD,
    # The title has damage that --fix would undo elsewhere; what cannot be read is not missing.
    "values.yaml": 'id: values\ntitle: {en: "V\\xAD", zh: 值}\nsection: s\ndate: 2024-13\nsumary: {}\nsummary: x\n',
    "place.yaml": "id: place\ntitle: {en: Place, zh: 处}\nsection: no\nsummary: {en: It is here., zh: 它在此。}\n",
    "old/syntax.yaml": "id: syntax\nvenue: b: c\n",
    "old/bytes.yaml": b"id: bytes\nvenue: \xe4\xbd\n",
}
FAULTS = [
    ("summaries/old/bytes.yaml", 2, 1, "MET712"),
    ("summaries/old/syntax.yaml", 2, 9, "MET712"),
    ("summaries/place.yaml", 3, 10, "MET710"),
    ("summaries/values.yaml", 4, 7, "MET701"),
    ("summaries/values.yaml", 5, 1, "MET709"),
    ("summaries/values.yaml", 6, 10, "MET711"),
]
FIXABLE = [("summaries/good.yaml", 2, 16, "ENC504"), ("summaries/values.yaml", 2, 15, "ENC504")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        write(tmp_path / "summaries" / name, content)
    return tmp_path / "summaries"


def write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yaml")}


def places(cli: Cli, *arguments: str) -> list[tuple[str, int, int, str]]:
    result = cli("check", *arguments, "--format", "json")
    assert result.err == ""
    assert result.code == (1 if result.json else 0)
    return [(item["path"], item["line"], item["column"], item["code"]) for item in result.json]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_every_fault_is_a_finding_and_causes_no_other(cli: Cli, jobs: str) -> None:
    assert places(cli, "--jobs", jobs) == sorted(FAULTS + FIXABLE)


@pytest.mark.usefixtures("folder")
def test_what_was_not_seen_is_told_whichever_checks_are_selected_unless_ignored(cli: Cli) -> None:
    unseen = [fault for fault in FAULTS if fault[3] in {"MET711", "MET712"}]
    assert places(cli, "--select", "DUP") == unseen
    assert places(cli, "--select", "DUP", "--ignore", "MET711") == unseen[:2]
    assert places(cli, "--select", "MET709,MET710", "--ignore", "MET711,MET712") == [FAULTS[2], FAULTS[4]]


@pytest.mark.usefixtures("folder")
def test_a_file_that_cannot_be_read_can_be_named(cli: Cli) -> None:
    assert places(cli, "summaries/old/syntax.yaml") == [FAULTS[1]]
    assert places(cli, "summaries/old") == FAULTS[:2]
    assert places(cli, "summaries/good.yaml") == FIXABLE[:1]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("form", ["text", "sarif", "github", "markdown", "html"])
def test_every_format_carries_them(cli: Cli, form: str) -> None:
    result = cli("check", "--format", form)
    assert (result.code, result.err) == (1, "")
    for code in ("MET701", "MET709", "MET710", "MET711", "MET712"):
        assert code in result.out
    for name in ("values", "place", "old/syntax", "old/bytes"):
        assert f"{name}.yaml" in result.out


def test_a_baseline_knows_them_and_keeps_what_it_knew_of_an_unread_file(cli: Cli, folder: Path) -> None:
    write(folder / "old/syntax.yaml", "id: syntax\nsection: s\n")
    assert cli("check", "--baseline", "known.json", "--write-baseline").code == 0
    assert places_of_new(cli) == []
    write(folder / "old/syntax.yaml", FILES["old/syntax.yaml"])
    assert places_of_new(cli) == [FAULTS[1]]
    assert cli("check", "--baseline", "known.json", "--write-baseline").code == 0
    assert places_of_new(cli) == []
    assert '"code": "COV101", "paper": "syntax"' in (folder.parent / "known.json").read_text(encoding="utf-8")


def places_of_new(cli: Cli) -> list[tuple[str, int, int, str]]:
    result = cli("check", "--baseline", "known.json", "--format", "json")
    assert "no longer found" not in result.err
    return [(item["path"], item["line"], item["column"], item["code"]) for item in result.json]


def test_fixes_leave_faulty_records_alone(cli: Cli, folder: Path) -> None:
    before = contents(folder)
    diff = cli("check", "--diff").out
    assert "good.yaml" in diff
    assert "values.yaml" not in diff
    result = cli("check", "--fix")
    assert (result.code, result.err) == (1, "Fixed 1 finding\n")
    assert contents(folder) == before | {"good.yaml": before["good.yaml"].replace(b"\\xAD", b"")}


@pytest.mark.parametrize(
    "command",
    [
        ("repair",),
        ("touch", "good"),
        ("export", "readme", "--lang", "en"),
        ("import", "list.jsonl"),
        ("status",),
        ("show", "syntax"),
    ],
    ids=lambda command: command[0],
)
def test_commands_that_need_all_records_refuse_and_name_every_fault(
    cli: Cli, folder: Path, command: tuple[str, ...]
) -> None:
    write(folder.parent / "list.jsonl", '{"id": "a", "title": "A", "en": "It is.", "zh": "它是。"}\n')
    before = contents(folder)
    result = cli(*command)
    assert (result.code, result.out) == (2, "")
    lines = result.err.splitlines()
    assert lines[0] == f"error: {len(FAULTS)} faults in the files of the catalogue:"
    assert [line.split(":")[0] for line in lines[1:]] == [fault[0] for fault in FAULTS]
    assert contents(folder) == before


@pytest.mark.usefixtures("folder")
def test_show_needs_no_more_than_the_record(cli: Cli) -> None:
    sound = cli("show", "good")
    assert (sound.code, sound.err) == (0, "")
    assert "It is good." in sound.out
    assert "ENC504" in sound.out
    assert "MET" not in sound.out
    faulty = cli("show", "values")
    assert faulty.code == 0
    assert [line.split(": ")[0] for line in faulty.out.splitlines() if "MET" in line] == [
        f"{path}:{line}:{column}" for path, line, column, _ in FAULTS if path.endswith("values.yaml")
    ]


def test_without_the_list_itself_only_what_the_records_are_is_checked(cli: Cli, folder: Path) -> None:
    write(folder / "_catalogue.yaml", HEADER + "legend: a: b\n")
    header = ("summaries/_catalogue.yaml", 8, 10, "MET712")
    of_records = [fault for fault in FAULTS if fault[3] != "MET710"]
    assert places(cli) == [header, *of_records]
    assert places(cli, "summaries/good.yaml") == [header]
    before = contents(folder)
    assert cli("check", "--fix", "--unsafe-fixes").code == 1
    assert cli("check", "--diff").out == ""
    assert contents(folder) == before


def test_without_a_catalogue_nothing_can_be_checked(cli: Cli, folder: Path) -> None:
    (folder / "_catalogue.yaml").unlink()
    result = cli("check")
    assert (result.code, len(result.err.splitlines())) == (2, 1)
