"""The documents say what is so: their commands run, their tables are those of the program, both languages agree."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main

from i18n_tool.checks import runner
from i18n_tool.cli.app import app
from tests.conftest import ROOT

READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

#: These set up an environment or run the tests; test_package.py and the continuous integration run them.
SET_UP = ("make ", "git clone ", "pip ", "cd i18n-tool\n", "python -m venv ", "source ", ". ")


def blocks(path: Path, language: str) -> list[str]:
    return [code for name, code in BLOCK.findall(path.read_text(encoding="utf-8")) if name == language]


def commands(path: Path) -> list[str]:
    lines = [line for code in blocks(path, "sh") for line in code.splitlines() if line and not line.startswith("#")]
    return [line for line in lines if not f"{line}\n".startswith(SET_UP)]


@pytest.mark.parametrize("path", [*READMES.values(), ROOT / "CONTRIBUTING.md"], ids=lambda path: path.name)
def test_every_command_runs(path: Path, tmp_path: Path) -> None:
    for folder in ("summaries", "i18n_tool/demo_data"):
        target = tmp_path / folder
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(ROOT / folder)
    for command in commands(path):
        argv = shlex.split(command, comments=True)
        assert argv[0] == "i18n-tool", command
        given = b""
        if "<" in argv:
            given = (tmp_path / argv[argv.index("<") + 1]).read_bytes()
            argv = argv[: argv.index("<")]
        done = subprocess.run(
            [sys.executable, "-m", "i18n_tool", *argv[1:]], cwd=tmp_path, input=given, capture_output=True, check=False
        )
        assert done.returncode in {0, 1}, f"{command}\n{done.stderr.decode()}"
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("path", READMES.values(), ids=lambda path: path.name)
def test_every_python_example_gives_what_it_says(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import doctest

    monkeypatch.chdir(ROOT)
    examples = "\n".join(blocks(path, "pycon"))
    test = doctest.DocTestParser().get_doctest(examples, {}, path.name, str(path), 0)
    assert test.examples
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test).failed == 0


def test_both_readmes_show_the_same_commands_and_figures() -> None:
    english, chinese = (path.read_text(encoding="utf-8") for path in READMES.values())
    assert BLOCK.findall(english) == BLOCK.findall(chinese)
    figures = re.compile(r"\d+(?:\.\d+)?")
    tables = [
        [figures.findall(line) for line in text.splitlines() if line.startswith("|")] for text in (english, chinese)
    ]
    assert tables[0] == tables[1]
    assert english.count("\n## ") == chinese.count("\n## ")


@pytest.mark.parametrize("path", READMES.values(), ids=lambda path: path.name)
def test_the_tables_list_every_command_and_check(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    listed = re.findall(r"^\| `i18n-tool (\w+)", text, re.MULTILINE)
    group: Any = typer.main.get_command(app)
    assert sorted(listed) == sorted(group.list_commands(None))
    rows = re.findall(r"^\| (\w{3}\d{3}) \| ([\w-]+) \| (\w+) \|", text, re.MULTILINE)
    assert rows == [(rule.code, rule.name, rule.severity) for rule in runner.rules()]


def test_every_link_between_documents_leads_somewhere() -> None:
    for path in [*READMES.values(), ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]:
        for target in re.findall(r"\]\((?!https?://|#)([^)#\s]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"
