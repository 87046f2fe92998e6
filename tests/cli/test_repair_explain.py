"""What a person sees of a repair: `--explain`, and what `--min-confidence` leaves."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.conftest import Cli

#: 重复损 is the best guess for what is left at the end of the passage, and not a sure one.
UNSURE = "重要：è¿™æ˜¯ä¸€ä¸ªé‡å¤æŸ，请注意\n"
#: The no-break space in it is real.
EXACT = "RenÃ© 与 ä½\xa0å¥½\n"
GONE = "前面的内容锟斤拷锟斤拷后面\n"


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())


def test_a_passage_is_shown_with_its_place_and_what_happened(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "# 标题\n" + UNSURE})
    result = cli("repair", "a.md", "--explain")
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[0].startswith("a.md:2:4: UTF-8 read as windows-1252, 3 bytes lost (")
    assert lines[0].endswith(" % sure)")
    assert lines[1] == "    - 重要：è¿™æ˜¯ä¸€ä¸ªé‡å¤æŸ，请注意"
    assert lines[2] == "    + 重要：这是一个重复损，请注意"
    assert lines[4].startswith("        损 ")
    assert ", or 束 " in lines[4]
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "# 标题\n" + UNSURE


@pytest.mark.parametrize("around", ["", "abc ", "宽字符", "😀 e\u0301 "])
def test_marks_stand_under_what_they_mark(cli: Cli, around: str) -> None:
    result = cli("repair", "-", "--explain", stdin=(around + UNSURE).encode())
    _, _, after, marks, *_ = result.out.splitlines()
    before_marks, under = after[: after.index("损")], marks[: marks.index("^")]
    assert cell_len(before_marks) == len(under)
    assert marks.count("^") == cell_len("损")
    assert marks.count("~") == cell_len("这是一个重复")


def test_what_is_left_is_shown_with_its_reason(cli: Cli) -> None:
    result = cli("repair", "-", "--explain", stdin=GONE.encode())
    assert result.code == 1
    heading, line, marks, *rest = result.out.splitlines()
    assert heading.startswith("<stdin>:1:6: left as it was: the bytes were replaced")
    assert line.strip() == GONE.strip()
    assert cell_len(line[: line.index("锟")]) == len(marks) - len(marks.lstrip())
    assert rest[-1] == "0 passages restored; 1 passage left as found."


def test_below_the_least_confidence_the_guess_is_told(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, {"a.md": UNSURE})
    result = cli("repair", "a.md", "--explain", "--min-confidence", "0.95")
    assert result.code == 1
    assert "a.md:1:20: left as it was: the lost bytes leave several characters possible" in result.out
    assert "    most likely 损 " in result.out
    told = cli("repair", "a.md", "--min-confidence", "0.95", "--report", "report.json")
    assert told.out == "重要：这是一个重复æŸ，请注意\n"
    assert "a.md:1:20: the lost bytes leave several" in told.err
    assert "'æŸ', most likely '损' (" in told.err
    import json

    (left,) = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))[0]["unresolved"]
    assert (left["text"], left["guess"]) == ("æŸ", "损")
    assert 0.4 < left["probability"] < 0.95
    assert left["alternatives"][0]["runners_up"][0]["text"] == "束"


def test_equal_passages_are_one(cli: Cli) -> None:
    result = cli("repair", "-", "--explain", stdin=("AndrÃ©, " * 12 + "\n").encode())
    assert result.out.count("UTF-8 read as windows-1252 (exact)") == 1
    assert "    also at 1:13, 1:21, " in result.out
    assert "and 3 more places" in result.out
    assert "12 passages restored." in result.out


def test_a_long_passage_loses_its_middle_but_not_what_is_uncertain(cli: Cli) -> None:
    long = ("本文提出了一种新的状态空间模型" * 200).encode().decode("cp1252", "ignore")
    result = cli("repair", "-", "--explain", stdin=(long + UNSURE).encode())
    assert max(map(len, result.out.splitlines())) < 120
    assert len(result.out.splitlines()) < 40
    assert "characters …" in result.out
    assert "^" in result.out


def test_the_summary_counts_by_what_happened(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, {"a.md": EXACT + GONE, "b.md": UNSURE, "c.md": "sound\n"})
    result = cli("repair", "a.md", "b.md", "c.md", "--explain")
    assert result.code == 1
    rows = [line.split() for line in result.out.splitlines()]
    assert ["UTF-8", "read", "as", "windows-1252", "3", "3", "1"] in rows
    assert result.out.endswith(
        "3 passages restored, 3 characters of them inferred, 1 less than 99 % sure; 1 passage left as found.\n"
    )
    assert "c.md: no damage found" in result.err


def test_sound_text_is_told(cli: Cli) -> None:
    result = cli("repair", "-", "--explain", stdin="你好\n".encode())
    assert (result.code, result.out) == (0, "No damage found.\n")


def test_it_goes_with_writing(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, {"a.md": EXACT})
    result = cli("repair", "a.md", "--explain", "--output", "b.md", "--report", "r.json")
    assert result.out.startswith("a.md:1:4: UTF-8 read as")
    assert (tmp_path / "b.md").read_text(encoding="utf-8") == "René 与 你好\n"
    assert (tmp_path / "r.json").exists()
    assert cli("repair", "a.md", "--explain", "--in-place").out == result.out
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "René 与 你好\n"


def test_it_does_not_go_with_a_diff(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, {"a.md": EXACT})
    result = cli("repair", "a.md", "--explain", "--diff")
    assert (result.code, result.out) == (2, "")
    assert "--explain" in result.err


def test_the_catalogue_names_its_fields(cli: Cli, tmp_path: Path) -> None:
    record = "id: p\ntitle: {en: P}\nsection: s\nsummary:\n  zh: " + EXACT
    (tmp_path / "C/s").mkdir(parents=True)
    write(tmp_path, {"C/_catalogue.yaml": "sections:\n- key: s\n  title: {en: S}\n", "C/s/p.yaml": record})
    result = cli("--catalogue", "C", "repair", "--explain")
    assert result.out.startswith("p summary.zh:1:4: UTF-8 read as windows-1252 (exact)\n")
    assert "use --in-place" in result.err
    assert (tmp_path / "C/s/p.yaml").read_text(encoding="utf-8") == record


def test_nothing_in_the_text_controls_the_terminal(cli: Cli) -> None:
    hostile = "\x1b]0;title\x07 \x9b2J RenÃ©\x85\u202e\r here \x1b[8m\x00"[:-1] + "\n"
    for options in ([], ["--color", "always"]):
        result = cli(*options, "repair", "-", "--explain", stdin=hostile.encode())
        for sequence in ("\x1b]", "\x07", "\x9b", "\x1b[8m", "\u202e", "\x85", "\r"):
            assert sequence not in result.out
        assert "\\x1b[8m" in result.out


def test_a_terminal_shows_colour_instead_of_marks(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": UNSURE})
    coloured = on_terminal(tmp_path, {})
    assert "\x1b[1;4;33m损\x1b[0m" in coloured
    assert "^^" not in coloured
    plain = on_terminal(tmp_path, {"NO_COLOR": "1"})
    assert "^^" in plain
    assert "\x1b[3" not in plain


def on_terminal(folder: Path, env: dict[str, str]) -> str:
    master, slave = pty.openpty()
    clean = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "FORCE_COLOR"}}
    with subprocess.Popen(
        [sys.executable, "-m", "i18n_tool", "repair", "a.md", "--explain"],
        cwd=folder,
        stdout=slave,
        stderr=slave,
        env={**clean, "TERM": "xterm-256color", "COLUMNS": "80", **env},
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
