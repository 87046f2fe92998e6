"""The command for corpora: what it says, what it refuses, and what it does without its extra."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.corpus.shards import DAMAGED_NAME, NAME

LINE = f'{{"t": "{DAMAGED_NAME}"}}\n'
SOUND = f'{{"t": "{NAME}"}}\n'


def test_repair_of_a_file(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(LINE * 2, encoding="utf-8")
    result = cli("corpus", "repair", "a.jsonl", "b.jsonl.gz", "--column", "t", "--report-column", "r")
    assert (result.code, result.out) == (0, "")
    said = result.err.splitlines()
    assert said[0] == "b.jsonl.gz: 2 records, 2 texts repaired"
    assert said[1].startswith("1 file repaired; 2 records, 2 texts repaired, in ")
    again = cli("corpus", "repair", "a.jsonl", "b.jsonl.gz", "--column", "t", "--report-column", "r")
    assert (again.code, again.err) == (0, "b.jsonl.gz: finished already\n0 files repaired, 1 finished already\n")


def test_a_terminal_sees_a_bar(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(LINE, encoding="utf-8")
    result = cli("--color", "always", "corpus", "repair", "a.jsonl", "b.jsonl")
    assert result.code == 0
    assert "Repairing" in result.err
    assert "b.jsonl: 1 record, 1 text repaired" in result.err


def test_the_other_files_are_done_when_some_cannot_be(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.jsonl").write_text(LINE + "\nnone\n", encoding="utf-8")
    (tmp_path / "in/b.jsonl").write_text(LINE, encoding="utf-8")
    (tmp_path / "in/c.parquet").write_bytes(b"none")
    result = cli("corpus", "repair", "in/*", "nowhere.parquet", "out")
    assert result.code == 2
    said = result.err.splitlines()
    assert said[0] == "error: nowhere.parquet: no such file"
    assert said[1].startswith("error: in/a.jsonl:3: is not valid JSON")
    assert said[2] == "out/b.jsonl: 1 record, 1 text repaired"
    assert said[3].startswith("error: in/c.parquet: cannot be read as Parquet")
    assert said[4].startswith("1 file repaired, 3 failed; ")
    assert (tmp_path / "out/b.jsonl").read_text(encoding="utf-8") == SOUND
    assert not (tmp_path / "out/a.jsonl").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.jsonl"], "Missing argument"),
        (["a.jsonl", "out", "--engine", "spark"], "'spark' is not one of"),
        (["a.jsonl", "out", "--min-confidence", "2"], "2.0 is not in the range"),
        (["a.jsonl", "out", "--min-confidence", "nan"], "--min-confidence must be a number from 0 to 1"),
        (["a.jsonl", "out", "--address", "10.0.0.1:6379"], "--address is that of a Ray cluster: add --engine ray"),
        (["a.jsonl", "out", "--engine", "ray", "--address", "127.0.0.1:1"], "no Ray cluster answers at 127.0.0.1:1"),
        (["a.jsonl", "out", "--column", "t", "--report-column", "t"], "the report cannot go to 't'"),
        (["a.jsonl", "b.jsonl", "c.jsonl"], "c.jsonl is a file; several files go to a folder"),
    ],
)
def test_what_does_not_fit_together(cli: Cli, tmp_path: Path, arguments: list[str], message: str) -> None:
    for name in ("a.jsonl", "b.jsonl", "c.jsonl"):
        (tmp_path / name).write_text(LINE, encoding="utf-8")
    result = cli("corpus", "repair", *arguments, env={"COLUMNS": "200", "PYTHONWARNINGS": ""})
    assert result.code == 2
    assert message in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize(("library", "options"), [("daft", []), ("ray", ["--engine", "ray"])])
def test_without_the_extra_it_says_what_to_install(cli: Cli, tmp_path: Path, library: str, options: list[str]) -> None:
    (tmp_path / "a.jsonl").write_text(LINE, encoding="utf-8")
    # What Python runs at its start; a module that is None counts as missing.
    (tmp_path / "sitecustomize.py").write_text(f"import sys\nsys.modules[{library!r}] = None\n", encoding="utf-8")
    result = cli("corpus", "repair", "a.jsonl", "out", *options, env={"PYTHONPATH": str(tmp_path)})
    assert result.code == 2
    assert result.err == f"error: repairing a corpus needs {library}: pip install 'i18n-tool[corpus]'\n"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("command", ["--version", "repair - --diff", "corpus --help", "corpus repair --help", "rules"])
def test_no_other_command_loads_the_libraries(cli: Cli, tmp_path: Path, command: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import atexit, json, pathlib, sys\n"
        "def tell():\n"
        "    pathlib.Path('loaded').write_text(json.dumps(sorted(sys.modules)))\n"
        "atexit.register(tell)\n",
        encoding="utf-8",
    )
    result = cli(*command.split(), stdin=LINE.encode(), env={"PYTHONPATH": str(tmp_path)})
    assert result.code in {0, 1}, result.err
    loaded = set(json.loads((tmp_path / "loaded").read_text(encoding="utf-8")))
    assert not loaded & {"daft", "ray", "pyarrow", "pandas", "polars"}
