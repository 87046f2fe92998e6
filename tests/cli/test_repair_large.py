"""`repair` of files that are read, repaired and written block by block."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from i18n_tool.mojibake.stream import BLOCK
from tests.conftest import Cli

SOUND = "正常的一行文字，没有任何损坏。\n"
DAMAGED = "ç®€ä»‹\n"
GONE = "标题锟斤拷锟斤拷后面\n"


@pytest.fixture(scope="module")
def large() -> str:
    """A text of three blocks, with a little damage in each."""
    part = SOUND * (BLOCK // 2 // len(SOUND.encode()))
    return (part + DAMAGED) * 3


def repaired(text: str) -> bytes:
    return text.replace(DAMAGED, "简介\n").encode()


def test_a_large_file_is_written_to_another_one(cli: Cli, tmp_path: Path, large: str) -> None:
    (tmp_path / "list.md").write_text(large + GONE, encoding="utf-8")
    done = cli("repair", "list.md", "--output", "out/list.md", "--report", "report.json")
    assert done.code == 1
    assert (tmp_path / "out/list.md").read_bytes() == repaired(large) + GONE.encode()
    assert "3 damaged passages undone exactly, 1 beyond repair" in done.err
    assert f"list.md:{large.count(chr(10)) + 1}:3: " in done.err
    (report,) = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    for edit in report["edits"]:
        assert large[edit["start"] : edit["end"]] == edit["before"]
        assert large.split("\n")[edit["line"] - 1].startswith(edit["before"], edit["column"] - 1)
    assert len(report["edits"]) == 3
    assert [left["text"] for left in report["unresolved"]] == ["锟斤拷锟斤拷"]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["list.md", "list.md", "out", "report.json"]


def test_the_report_is_that_of_a_small_file(cli: Cli, tmp_path: Path) -> None:
    """Standard input is read block by block, a small file as a whole; they say the same."""
    data = (DAMAGED + SOUND).encode() + "新的一行".encode("gbk") + f"\n{GONE}".encode()
    (tmp_path / "list.md").write_bytes(data)
    small = cli("repair", "list.md", "--report", "small.json")
    stream = cli("repair", "-", "--report", "stream.json", stdin=data)
    assert (small.code, small.raw) == (stream.code, stream.raw)
    assert small.err == stream.err.replace("<stdin>", "list.md")
    reports = [json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8")) for name in ("small", "stream")]
    reports[1][0]["name"] = "list.md"
    assert reports[0] == reports[1]


def test_in_place_of_large_and_small_files(cli: Cli, tmp_path: Path, large: str) -> None:
    for name, text in (("large.md", large), ("small.md", DAMAGED), ("sound.md", SOUND)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "large.md").chmod(0o640)
    before = (tmp_path / "sound.md").stat().st_mtime_ns
    done = cli("repair", "large.md", "small.md", "sound.md", "--in-place", "--report", "report.json")
    assert done.code == 0
    assert (tmp_path / "large.md").read_bytes() == repaired(large)
    assert (tmp_path / "large.md").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "small.md").read_bytes() == repaired(DAMAGED)
    assert (tmp_path / "sound.md").stat().st_mtime_ns == before
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert [(item["name"], len(item["edits"])) for item in report] == [
        ("large.md", 3),
        ("small.md", 1),
        ("sound.md", 0),
    ]


def test_a_large_file_in_another_encoding(cli: Cli, tmp_path: Path) -> None:
    text = SOUND * (BLOCK // len(SOUND))
    (tmp_path / "list.md").write_bytes(text.encode("utf-16"))
    done = cli("repair", "list.md", "--in-place")
    assert "list.md: read as UTF-16LE\n" in done.err
    assert (tmp_path / "list.md").read_text(encoding="utf-8") == text


def test_a_fault_halfway_leaves_what_was_there(cli: Cli, tmp_path: Path, large: str) -> None:
    (tmp_path / "list.md").write_bytes(large.encode() + b"\0\n")
    (tmp_path / "out.md").write_text("before")
    (tmp_path / "report.json").write_text("before")
    done = cli("repair", "list.md", "--output", "out.md", "--report", "report.json")
    assert done.code == 2
    assert done.err.startswith("error: list.md: is binary data, not text (byte ")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.name != "list.md"} == {
        "out.md": b"before",
        "report.json": b"before",
    }


def test_standard_input_is_repaired_as_it_comes(tmp_path: Path) -> None:
    """The first block is written while the rest is still to come."""
    lines = (SOUND * (2 * BLOCK // len(SOUND.encode()))).encode()
    with subprocess.Popen(
        [sys.executable, "-m", "i18n_tool", "repair", "-"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(lines[: BLOCK + 1000])
        process.stdin.flush()
        first = process.stdout.read(BLOCK // 4)
        assert first == lines[: BLOCK // 4]
        process.kill()


@pytest.mark.parametrize("option", ["--diff", "--explain"])
def test_what_needs_all_of_a_text_is_refused_for_a_huge_one(cli: Cli, tmp_path: Path, option: str) -> None:
    with (tmp_path / "list.md").open("wb") as file:
        file.truncate((16 << 20) + 1)
    done = cli("repair", "list.md", option)
    assert done.code == 2
    assert "is larger than 16 MB, too large to compare or explain" in done.err
    assert done.err.count("\n") == 1


def test_a_file_that_is_missing_spoils_nothing(cli: Cli, tmp_path: Path, large: str) -> None:
    (tmp_path / "list.md").write_text(large, encoding="utf-8")
    done = cli("repair", "list.md", "missing.md", "--in-place", "--report", "report.json")
    assert done.code == 2
    assert done.err.endswith("error: missing.md: no such file\n")
    assert (tmp_path / "list.md").read_bytes() == large.encode()
    assert not (tmp_path / "report.json").exists()


def test_a_folder_is_no_output(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for arguments in (["--output", "folder"], ["--report", "folder"]):
        done = cli("repair", "-", *arguments, stdin=b"x")
        assert done.code == 2
        assert "folder is a folder; name a file in it" in done.err
