"""The commands apart from the main job: help, version, pipes, reports, and how they fail."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

import i18n_tool
from tests.conftest import Cli, Result

#: 你好 in UTF-8, read as windows-1252; the no-break space in it is real.
MOJIBAKE = "你好".encode().decode("cp1252")

RECORD = """id: good
title: {en: Good}
section: s
"""
HEADER = "sections:\n- key: s\n  title: {en: S}\n"


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def snapshot(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_version(cli: Cli) -> None:
    assert cli("--version").out == f"i18n-tool {i18n_tool.__version__}\n"
    assert cli("--color", "never", "--version").out == f"i18n-tool {i18n_tool.__version__}\n"


@pytest.mark.parametrize(
    "command", ["import", "status", "check", "repair", "export", "export readme", "show", "rules", "schema", "demo"]
)
def test_every_command_explains_itself(cli: Cli, command: str) -> None:
    result = cli(*command.split(), "--help")
    assert result.code == 0
    assert "Usage: i18n-tool" in result.out


def test_help_lists_the_commands_and_a_slip_is_told(cli: Cli) -> None:
    assert "│ export " in cli("--help").out
    result = cli("chekc")
    assert result.code == 2
    assert "No such command 'chekc'. Did you mean 'check'?" in result.err


def test_shared_options_stand_on_either_side_of_the_command(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, {"C/_catalogue.yaml": HEADER, "C/good.yaml": RECORD})
    before = cli("--catalogue", "C", "--color", "always", "show", "good")
    assert before.code == 0
    for arguments in (
        ["show", "good", "--catalogue", "C", "--color", "always"],
        ["show", "--catalogue=C", "good", "--color=always"],
    ):
        assert cli(*arguments) == before
    assert_one_sentence(cli("--catalogue", "C", "show", "--", "--color"), "--color")
    assert "'--catalogue' requires an argument" in cli("show", "good", "--catalogue").err


BAD_LISTS = {
    "missing": (None, "no such file"),
    "binary": (b"\x89PNG\r\n\x1a\n\0\0\0", "binary data"),
    "no-encoding": (bytes(range(0x80, 0x100)), "no encoding that is known"),
}


@pytest.mark.parametrize("name", BAD_LISTS)
@pytest.mark.parametrize("command", ["import", "repair"])
def test_a_file_that_cannot_be_read(cli: Cli, tmp_path: Path, name: str, command: str) -> None:
    content, message = BAD_LISTS[name]
    if content is not None:
        write(tmp_path, {"list.md": content})
    before = snapshot(tmp_path)
    result = cli("--catalogue", "C", command, "list.md")
    assert_one_sentence(result, "list.md", message)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("command", ["import", "repair"])
def test_a_folder_is_not_a_list(cli: Cli, tmp_path: Path, command: str) -> None:
    (tmp_path / "folder").mkdir()
    result = cli("--catalogue", "C", command, "folder")
    assert_one_sentence(result, "folder", "is a folder")


BAD_RECORDS = {
    "duplicate key": ("title: {en: A}\ntitle: {en: B}\n", ":5:1", "line 4"),
    "tab": ("title:\n\ten: A\n", ":5:", "tab"),
    "alias": ("title: &a {en: A}\nnotes: *a\n", ":4:", "anchor"),
    "wrong type": ("title: [A]\n", ":4:", "title"),
    "unknown section": ("title: {en: A}\nsection: nowhere\n", ":5:", "nowhere"),
    "unknown key": ("title: {en: A}\nlanguage: en\n", ":5:", "language"),
    "escaping id": ("title: {en: A}\n", ":3:", "id"),
}


@pytest.mark.parametrize("name", BAD_RECORDS)
@pytest.mark.parametrize("command", ["status", "check", "export readme --lang en", "repair --in-place", "show bad"])
def test_a_record_that_is_none(cli: Cli, tmp_path: Path, name: str, command: str) -> None:
    body, place, message = BAD_RECORDS[name]
    paper_id = "../../evil" if name == "escaping id" else "bad"
    section = "" if "section:" in body else "section: s\n"
    record = f"# a record\n# with a fault\nid: {paper_id}\n{body}{section}"
    write(tmp_path, {"C/_catalogue.yaml": HEADER, "C/s/good.yaml": RECORD, "C/s/bad.yaml": record})
    before = snapshot(tmp_path)
    result = cli("--catalogue", "C", *command.split())
    if command == "check":
        assert_a_finding(result, "C/s/bad.yaml", place, message)
    elif command == "show bad" and result.code == 0:
        # What can be read of it is shown, with what cannot.
        assert_a_finding(cli("--catalogue", "C", "check"), "C/s/bad.yaml", place, message)
        assert message in result.out
    else:
        assert_one_sentence(result, "C/s/bad.yaml", place, message)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"\xff\xfe\x00", "UTF-8"), ("id: 列表\nsection: s\n".encode("gbk"), "UTF-8"), (b"[" * 100_000, "nest")],
)
def test_a_record_that_is_not_even_text(cli: Cli, tmp_path: Path, content: bytes, message: str) -> None:
    write(tmp_path, {"C/_catalogue.yaml": HEADER, "C/s/bad.yaml": content})
    assert_a_finding(cli("--catalogue", "C", "check"), "C/s/bad.yaml", message)
    assert_one_sentence(cli("--catalogue", "C", "status"), "C/s/bad.yaml", message)


def assert_a_finding(result: Result, *parts: str) -> None:
    assert (result.code, result.err) == (1, "")
    assert any(all(part.lower() in line.lower() for part in parts) for line in result.out.splitlines()), result.out


def assert_one_sentence(result: Result, *parts: str) -> None:
    assert result.code == 2
    assert "Traceback" not in result.err
    assert len(result.err.strip().splitlines()) == 1, result.err
    for part in parts:
        assert part.lower() in result.err.lower()


def test_an_empty_list_holds_no_papers(cli: Cli, tmp_path: Path) -> None:
    result = cli("--catalogue", "C", "import", "-", stdin=b"\n")
    assert_one_sentence(result, "<stdin>", "empty")
    assert not (tmp_path / "C").exists()
    assert cli("repair", "-", stdin=b"").raw == b""


def test_no_catalogue_says_how_to_get_one(cli: Cli) -> None:
    result = cli("status")
    assert_one_sentence(result, "summaries", "i18n-tool import")


def test_an_unknown_paper_names_similar_ones(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, {"C/_catalogue.yaml": HEADER, "C/s/good.yaml": RECORD})
    result = cli("--catalogue", "C", "show", "goood")
    assert_one_sentence(result, "goood", "did you mean good")


def test_unknown_check_format_and_setting(cli: Cli, tmp_path: Path) -> None:
    write(
        tmp_path, {"C/_catalogue.yaml": HEADER, "C/s/good.yaml": RECORD, "a.md": "# T\n\n## S\n\n- P <br>\nCode: x\n"}
    )
    assert_one_sentence(cli("--catalogue", "C", "check", "--select", "COV999"), "COV999")
    assert_one_sentence(cli("--catalogue", "C", "import", "a.md", "--from", "docx"), "docx", "survey-readme")
    write(tmp_path, {"i18n.toml": "catalog = 'C'\n"})
    assert_one_sentence(cli("status"), "i18n.toml", "catalog", "catalogue")


def test_settings_name_the_catalogue_and_the_checks(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, {"lists/_catalogue.yaml": HEADER, "lists/s/good.yaml": RECORD})
    write(tmp_path, {"pyproject.toml": '[tool.i18n_tool]\ncatalogue = "lists"\nselect = ["COV101"]\n'})
    findings = cli("check", "--format", "json").json
    assert {finding["code"] for finding in findings} == {"COV101"}
    assert {finding["path"] for finding in findings} == {"lists/s/good.yaml"}


def test_repair_reads_a_pipe_and_keeps_line_ends(cli: Cli) -> None:
    result = cli("repair", "-", stdin=f"{MOJIBAKE}\r\nplain\r\n".encode())
    assert result.code == 0
    assert result.raw == "你好\r\nplain\r\n".encode()


def test_repair_shows_a_diff_and_writes_nothing(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, {"a.md": f"one\n{MOJIBAKE}\n"})
    result = cli("repair", "a.md", "--diff")
    assert result.code == 1
    assert f"-{MOJIBAKE}\n+你好\n" in result.out
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == f"one\n{MOJIBAKE}\n"


def test_repair_in_place_of_several_files_and_a_report(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, {"a.md": MOJIBAKE, "b.md": "sound 你好\n"})
    (tmp_path / "a.md").chmod(0o640)
    result = cli("repair", "a.md", "b.md", "--in-place", "--report", "report.json")
    assert result.code == 0
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "你好"
    assert (tmp_path / "a.md").stat().st_mode & 0o777 == 0o640
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert [(item["name"], len(item["edits"])) for item in report] == [("a.md", 1), ("b.md", 0)]
    edit = report[0]["edits"][0]
    assert (edit["line"], edit["column"], edit["after"], edit["lossy"]) == (1, 1, "你好", False)


def test_repair_says_what_is_beyond_repair(cli: Cli) -> None:
    result = cli("repair", "-", stdin="前面锟斤拷锟斤拷后面\n".encode())
    assert result.code == 1
    assert result.raw == "前面锟斤拷锟斤拷后面\n".encode()
    assert "1:3" in result.err


@pytest.mark.parametrize("report", ["list.md", "./list.md", "out.md", "folder"])
def test_a_report_is_not_written_over_a_text(cli: Cli, tmp_path: Path, report: str) -> None:
    write(tmp_path, {"list.md": MOJIBAKE, "folder/x": ""})
    before = snapshot(tmp_path)
    assert_one_sentence(cli("repair", "list.md", "-o", "out.md", "--report", report), Path(report).name)
    assert snapshot(tmp_path) == before


def test_a_confidence_is_a_number(cli: Cli) -> None:
    assert_one_sentence(cli("repair", "-", "--min-confidence", "nan"), "--min-confidence")


@pytest.mark.skipif(not Path("/dev/zero").is_char_device(), reason="the system has no such device")
@pytest.mark.parametrize("command", ["import", "repair"])
def test_a_device_without_end_is_not_read(cli: Cli, command: str) -> None:
    assert_one_sentence(cli(command, "/dev/zero"), "/dev/zero", "device")


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="the system has no such device")
def test_a_full_device_is_named(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, {"list.md": MOJIBAKE})
    assert_one_sentence(cli("repair", "list.md", "-o", "/dev/full"), "/dev/full", "cannot be written")


@pytest.mark.skipif(os.name == "nt", reason="the line is written for a POSIX shell")
@pytest.mark.parametrize("streams", [">&- <&-", "2>&- <&-", "</dev/null | true"])
@pytest.mark.parametrize("command", ["--version", "check", "show good", "repair -", "status --format json"])
def test_closed_streams_are_no_crash(tmp_path: Path, command: str, streams: str) -> None:
    write(tmp_path, {"summaries/_catalogue.yaml": HEADER, "summaries/s/good.yaml": RECORD})
    line = f"'{sys.executable}' -m i18n_tool {command} {streams}"
    done = subprocess.run(["sh", "-c", line], cwd=tmp_path, capture_output=True, timeout=120, check=False)
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr
    assert done.returncode in {0, 1, 2}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
@pytest.mark.parametrize(
    "name", [b"list\xff.md", b"list[/bold].md", b"list\n.md"], ids=["not-utf-8", "markup", "break"]
)
def test_strange_names_of_files(cli: Cli, tmp_path: Path, name: bytes) -> None:
    path = os.fsdecode(name)
    write(tmp_path, {path: f"# List\n\n## {MOJIBAKE}\n\n- **A title**\n\n---\nstray\n"})
    assert cli("--catalogue", path + ".d", "import", path).code == 0
    assert cli("--catalogue", path + ".d", "import", path).err.endswith("has it all already\n")
    assert cli("--catalogue", path + ".d", "check", "--format", "json").json
    assert cli("repair", path, "--in-place", "--report", "report.json").code == 0
    assert "你好" in (tmp_path / path).read_text()
    assert_one_sentence(cli("repair", path + "x"), "no such file")


def test_nothing_of_a_list_controls_the_terminal(cli: Cli, tmp_path: Path) -> None:
    hostile = "- **A \x1b]0;title\x07 b**\n  Summary: \x1b[2J gone\n\n---\n\x1b[8mhidden\n"
    write(tmp_path, {"list.md": f"# List\n\n## \x1b[1mS\n\n{hostile}"})
    imported = cli("import", "list.md")
    paper = next((tmp_path / "summaries").rglob("a-*.yaml")).stem
    for result in (imported, cli("status"), cli("check"), cli("show", paper)):
        assert "\x1b" not in result.out + result.err


@pytest.mark.parametrize(("options", "env"), [(["--color", "always"], {}), ([], {"FORCE_COLOR": "1"})])
def test_colour_in_a_pipe_is_as_wide_as_a_terminal(
    cli: Cli, tmp_path: Path, options: list[str], env: dict[str, str]
) -> None:
    write(tmp_path, {"summaries/_catalogue.yaml": HEADER, "summaries/s/good.yaml": RECORD})
    result = cli(*options, "show", "good", env={"COLUMNS": "90", **env})
    assert "\x1b[1m" in result.out
    assert max(map(len, result.out.splitlines())) < 200


def test_an_error_names_the_list_as_it_was_given(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, {"lists/bad.jsonl": "{"})
    assert_one_sentence(cli("import", "lists/bad.jsonl"), "lists/bad.jsonl:1:2: ")


@pytest.mark.parametrize("options", [["--in-place", "--diff"], ["--output", "o", "--diff"]])
def test_options_that_do_not_fit(cli: Cli, tmp_path: Path, options: list[str]) -> None:
    write(tmp_path, {"a.md": "x"})
    result = cli("repair", "a.md", *options)
    assert_one_sentence(result, "--in-place")


def test_the_catalogue_is_repaired_surgically(cli: Cli, tmp_path: Path) -> None:
    record = "# kept\nid: p\ntitle: {en: 'P'}   # kept too\nsection: s\nsummary:\n  zh: " + MOJIBAKE + "\n"
    write(tmp_path, {"C/_catalogue.yaml": HEADER, "C/s/p.yaml": record})
    shown = cli("--catalogue", "C", "repair")
    assert "+  zh: 你好" in shown.out
    assert (tmp_path / "C/s/p.yaml").read_text(encoding="utf-8") == record
    assert cli("--catalogue", "C", "repair", "--in-place").code == 0
    assert (tmp_path / "C/s/p.yaml").read_text(encoding="utf-8") == record.replace(MOJIBAKE, "你好")


def test_safe_fixes_are_applied_and_the_rest_reported(cli: Cli, tmp_path: Path) -> None:
    record = (
        "id: p\ntitle: {en: P, zh: 皮}\nsection: s\nsummary:\n  zh: " + "你好，世界。".encode().decode("cp1252") + "\n"
    )
    header = HEADER.replace("{en: S}", "{en: S, zh: 艾}")
    write(tmp_path, {"C/_catalogue.yaml": header, "C/s/p.yaml": record})
    preview = cli("--catalogue", "C", "check", "--diff")
    assert preview.code == 1
    assert "+  zh: 你好，世界。" in preview.out
    assert (tmp_path / "C/s/p.yaml").read_text(encoding="utf-8") == record
    result = cli("--catalogue", "C", "check", "--fix", "--format", "json")
    assert {finding["code"] for finding in result.json} == {"COV101"}
    assert "zh: 你好，世界。" in (tmp_path / "C/s/p.yaml").read_text(encoding="utf-8")


def test_rules_and_schemas(cli: Cli) -> None:
    listed = cli("rules").out
    assert "MIS303" in listed
    page = cli("rules", "wrong-paper").out
    assert "MIS303" in page
    assert "Why" in page
    for name in ("paper", "catalogue"):
        assert json.loads(cli("schema", name).out)["$schema"].startswith("https://json-schema.org/")


def test_a_pipe_gets_plain_text_and_a_terminal_colour(tmp_path: Path, cli: Cli) -> None:
    write(tmp_path, {"C/_catalogue.yaml": HEADER, "C/s/good.yaml": RECORD})
    assert "\x1b[" not in cli("--catalogue", "C", "status").out
    assert "\x1b[" in on_terminal(tmp_path, {})
    assert "\x1b[3" not in on_terminal(tmp_path, {"NO_COLOR": "1"})


def on_terminal(folder: Path, env: dict[str, str]) -> str:
    """Run `status` on a real pseudo-terminal."""
    master, slave = pty.openpty()
    clean = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "FORCE_COLOR"}}
    with subprocess.Popen(
        [sys.executable, "-m", "i18n_tool", "--catalogue", "C", "status"],
        cwd=folder,
        stdout=slave,
        stderr=slave,
        env={**clean, "TERM": "xterm-256color", "COLUMNS": "100", **env},
    ):
        os.close(slave)
        parts = []
        try:
            while part := os.read(master, 65536):
                parts.append(part)
        except OSError:  # Linux reports the end of a terminal so
            pass
        os.close(master)
    return b"".join(parts).decode()


def test_demo(cli: Cli, tmp_path: Path, truth: bytes) -> None:
    result = cli("demo", "here")
    assert result.code == 0, result.err
    folder = tmp_path / "here"
    assert (folder / "survey_readme.md").read_bytes() == truth
    assert (folder / "summaries/_catalogue.yaml").exists()
    assert "摘要：这篇论文介绍了MambaByte" in (folder / "README.zh-CN.md").read_text(encoding="utf-8")
    assert "118 characters had lost bytes for good" in result.out
    assert "2/3  66 %" in result.out
    assert "MIS303" in result.out
    assert "\x1b[" not in result.out
    first = snapshot(folder)
    assert cli("demo", "here").code == 0
    assert snapshot(folder) == first


def test_demo_does_not_touch_a_folder_in_use(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, {"here/notes.txt": "mine"})
    result = cli("demo", "here")
    assert_one_sentence(result, "here", "not empty")
    assert list((tmp_path / "here").iterdir()) == [tmp_path / "here/notes.txt"]


@pytest.mark.parametrize(
    ("command", "unused"),
    [
        ("--help", {"numpy", "yaml", "langdetect", "filelock"}),
        ("rules", {"numpy", "langdetect", "filelock"}),
        ("schema paper", {"numpy", "langdetect", "rich.table"}),
        ("--catalogue C status", {"numpy", "langdetect", "jsonschema", "i18n_tool.mojibake"}),
        ("--catalogue C check", {"numpy", "langdetect", "jsonschema", "i18n_tool.exporters", "i18n_tool.importers"}),
        ("--catalogue C export readme --lang zh", {"numpy", "langdetect", "i18n_tool.checks", "i18n_tool.mojibake"}),
    ],
)
def test_a_command_imports_only_what_it_uses(tmp_path: Path, command: str, unused: set[str]) -> None:
    write(tmp_path, {"C/_catalogue.yaml": HEADER, "C/s/good.yaml": RECORD})
    program = (
        "import sys; from i18n_tool.cli.app import run; run(sys.argv[1:]);"
        "print('\\n'.join(sys.modules), file=open('modules', 'w'))"
    )
    subprocess.run([sys.executable, "-c", program, *command.split()], cwd=tmp_path, check=True, capture_output=True)
    assert not unused & set((tmp_path / "modules").read_text().split())
