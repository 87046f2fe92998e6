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
from tests.corpus.shards import DAMAGED_GREETING, DAMAGED_NAME, GREETING, NAME

RECORDS = 300

#: The command, with an engine that uses processes and many small portions even where they are not worth it.
EAGER = """
import sys
from i18n_tool.cli.app import run
from i18n_tool.corpus import engine
engine._PROCESS_SECONDS, engine._PORTION_BYTES = 0.0, 1 << 12
sys.exit(run(["corpus", "repair", "in", "out", "--engine", sys.argv[1]]))
"""


def corpus(folder: Path, name: str, greeting: str) -> Path:
    """Write a corpus of two formats in which some texts are the name or the greeting."""
    choose = random.Random(1)  # noqa: S311  # the same each time
    texts = [choose.choice([name, "sound", greeting]) for _ in range(RECORDS)]
    folder.mkdir()
    lines = [f'{{"id": {i}, "t": "{text}", "u": ["{greeting}", null]}}\n' for i, text in enumerate(texts)]
    (folder / "a.jsonl").write_text("".join(lines), encoding="utf-8")
    table = pa.table({"id": range(RECORDS), "t": texts, "u": [[greeting, None]] * RECORDS})
    pq.write_table(table, folder / "b.parquet", row_group_size=200)
    return folder


@pytest.mark.parametrize("engine", ["local", "ray"])
def test_both_engines_give_the_same(tmp_path: Path, engine: str) -> None:
    corpus(tmp_path / "in", DAMAGED_NAME, DAMAGED_GREETING)
    expected = corpus(tmp_path / "expected", NAME, GREETING)
    done = subprocess.run(
        [sys.executable, "-c", EAGER, engine], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (0, "", 3), done.stderr
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
