"""The same files come out of both engines: that of this machine, with processes of its own, and a Ray cluster."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from i18n_tool.corpus._daft import NO_TELEMETRY
from tests.conftest import Cli
from tests.corpus.shards import DAMAGED_GREETING, DAMAGED_NAME, GREETING, NAME

#: More than what an engine repairs without starting processes.
RECORDS = 800
PADDING = "x" * 2_000


def records(name: str, greeting: str) -> list[tuple[int, str, list[str | None]]]:
    choose = random.Random(1)  # noqa: S311  # the same each time
    return [(i, choose.choice([name, "sound", greeting]) + PADDING, [greeting, None]) for i in range(RECORDS)]


def corpus(folder: Path, name: str, greeting: str) -> Path:
    folder.mkdir()
    rows = records(name, greeting)
    lines = [f'{{"id": {i}, "t": "{text}", "u": ["{tags[0]}", null]}}\n' for i, text, tags in rows]
    (folder / "a.jsonl").write_text("".join(lines), encoding="utf-8")
    ids, texts, tags = zip(*rows, strict=True)
    pq.write_table(pa.table({"id": ids, "t": texts, "u": list(tags)}), folder / "b.parquet", row_group_size=300)
    return folder


@pytest.mark.parametrize("engine", ["local", "ray"])
def test_both_engines_give_the_same(cli: Cli, tmp_path: Path, engine: str) -> None:
    corpus(tmp_path / "in", DAMAGED_NAME, DAMAGED_GREETING)
    expected = corpus(tmp_path / "expected", NAME, GREETING)
    # Both libraries leave files open at their end, which is nothing to a user.
    done = cli("corpus", "repair", "in", "out", "--engine", engine, env={"PYTHONWARNINGS": ""})
    assert done.code == 0, done.err
    assert (done.err.count("\n"), done.out) == (3, "")
    assert (tmp_path / "out/a.jsonl").read_bytes() == (expected / "a.jsonl").read_bytes()
    assert pq.read_table(tmp_path / "out/b.parquet").equals(pq.read_table(expected / "b.parquet"))


def test_the_libraries_are_told_not_to_report() -> None:
    program = (
        "from i18n_tool.corpus.engine import Engine\n"
        "Engine()\n"
        "from daft.scarf_telemetry import opted_out\n"
        "import threading\n"
        "print(opted_out(), [thread.name for thread in threading.enumerate()])"
    )
    environment = {key: value for key, value in os.environ.items() if key not in NO_TELEMETRY}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "True ['MainThread']\n"
