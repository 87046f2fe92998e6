"""Whole runs on the engine of this machine: what is repeated, what is not, and what a killed run leaves."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from i18n_tool.corpus import CorpusReport, repair_corpus
from i18n_tool.corpus.formats import jsonl
from i18n_tool.corpus.formats._base import Task
from i18n_tool.corpus.manifest import FOLDER, Manifest
from i18n_tool.corpus.run import Progress
from i18n_tool.errors import ConflictError, UsageError
from tests.conftest import Cli
from tests.corpus.shards import DAMAGED_NAME, NAME

D, N = DAMAGED_NAME, NAME


def lines(name: str, count: int = 3, padding: int = 0) -> bytes:
    return "".join(f'{{"id": {i}, "t": "{name} {i}", "u": "{"x" * padding}"}}\n' for i in range(count)).encode()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with three files in `in`."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for stem in "abc":
        (tmp_path / f"in/{stem}.jsonl").write_bytes(lines(D))
    return tmp_path


def names(report: CorpusReport) -> tuple[list[str], list[str], list[str]]:
    """Return the files that were done, those that were skipped, and the problems."""
    return [i.name for i in report.done], [i.name for i in report.skipped], [str(p) for p in report.problems]


def outputs(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_mixed_folder(folder: Path) -> None:
    pq.write_table(pa.table({"t": [D, None], "i": [1, 2]}), folder / "in/d.parquet")
    report = repair_corpus(["in"], "out", columns=["t"], report_column="r")
    assert names(report) == (["a.jsonl", "b.jsonl", "c.jsonl", "d.parquet"], [], [])
    assert (report.tally.rows, report.tally.repaired, report.tally.unresolved) == (11, 10, 0)
    assert (folder / "out/a.jsonl").read_text(encoding="utf-8").splitlines()[0] == (
        f'{{"id": 0, "t": "{N} 0", "u": "", "r": {{"t": {{"repairs": 1, "unresolved": 0, "confidence": 1.0}}}}}}'
    )
    assert pq.read_table(folder / "out/d.parquet").to_pylist() == [
        {"t": N, "i": 1, "r": {"t": {"repairs": 1, "unresolved": 0, "confidence": 1.0}}},
        {"t": None, "i": 2, "r": {"t": {"repairs": 0, "unresolved": 0, "confidence": None}}},
    ]


def test_a_finished_file_is_not_repeated_while_nothing_changed(folder: Path) -> None:
    assert names(repair_corpus(["in"], "out")) == (["a.jsonl", "b.jsonl", "c.jsonl"], [], [])
    before = (folder / "out/b.jsonl").stat().st_mtime_ns
    assert names(repair_corpus(["in"], "out")) == ([], ["a.jsonl", "b.jsonl", "c.jsonl"], [])
    (folder / "in/a.jsonl").write_bytes(lines(D, 4))
    (folder / "out/c.jsonl").unlink()
    assert names(repair_corpus(["in"], "out")) == (["a.jsonl", "c.jsonl"], ["b.jsonl"], [])
    assert (folder / "out/a.jsonl").read_bytes() == lines(N, 4)
    assert (folder / "out/b.jsonl").stat().st_mtime_ns == before
    assert names(repair_corpus(["in"], "out", min_confidence=0.9))[0] == ["a.jsonl", "b.jsonl", "c.jsonl"]
    assert names(repair_corpus(["in"], "out", columns=["t"]))[0] == ["a.jsonl", "b.jsonl", "c.jsonl"]
    assert names(repair_corpus(["in"], "out", columns=["t"], force=True))[0] == ["a.jsonl", "b.jsonl", "c.jsonl"]


def test_a_file_of_others_is_not_overwritten(folder: Path) -> None:
    (folder / "out").mkdir()
    (folder / "out/a.jsonl").write_bytes(b"mine")
    report = repair_corpus(["in"], "out")
    problem = "out/a.jsonl: is not what an earlier run wrote; --force overwrites it"
    assert names(report) == (["b.jsonl", "c.jsonl"], [], [problem])
    (folder / "out/b.jsonl").write_bytes(b"edited")
    assert "out/b.jsonl: is not what an earlier run wrote" in str(repair_corpus(["in"], "out", columns=["t"]).problems)
    assert outputs(folder / "out") == {"a.jsonl": b"mine", "b.jsonl": b"edited", "c.jsonl": lines(N)}
    repair_corpus(["in"], "out", force=True)
    assert outputs(folder / "out") == {f"{stem}.jsonl": lines(N) for stem in "abc"}


def test_one_bad_file_does_not_keep_the_others(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # So little at a time that the bad file is half written when its end turns out to be bad.
    monkeypatch.setattr(jsonl, "CHUNK_BYTES", 1 << 15)
    (folder / "in/b.jsonl").write_bytes(lines(D, 2_000) + b"{\n")
    report = repair_corpus(["in"], "out", block_bytes=1)
    assert names(report)[0] == ["a.jsonl", "c.jsonl"]
    assert [str(p).partition(" (")[0] for p in report.problems] == ["in/b.jsonl:2001: is not valid JSON"]
    assert outputs(folder / "out") == {"a.jsonl": lines(N), "c.jsonl": lines(N)}
    assert list((folder / "out" / FOLDER).glob("*.part")) == []


def test_an_output_that_cannot_be_written(folder: Path) -> None:
    (folder / "out").write_bytes(b"")
    with pytest.raises(UsageError, match="out is a file"):
        repair_corpus(["in"], "out")
    (folder / "out").unlink()
    (folder / "out/b.jsonl").mkdir(parents=True)
    report = repair_corpus(["in"], "out", force=True)
    assert names(report)[0] == ["a.jsonl", "c.jsonl"]
    assert [str(p) for p in report.problems] == ["in/b.jsonl: is a directory"]


def test_nothing_to_do_leaves_nothing_behind(folder: Path) -> None:
    report = repair_corpus(["in/z.jsonl"], "out")
    assert names(report) == ([], [], ["in/z.jsonl: no such file"])
    assert not (folder / "out").exists()


def test_two_runs_do_not_write_to_one_folder(folder: Path) -> None:
    with Manifest(folder / "out", Task()), pytest.raises(ConflictError, match="out: another run is writing there"):
        repair_corpus(["in"], "out")


RUN = """
import sys
from i18n_tool.corpus import repair_corpus
repair_corpus(["in"], "out", block_bytes=1)
"""


def half_written(out: Path) -> bool:
    return any(part.stat().st_size for part in (out / FOLDER).glob("*.part"))


def test_a_killed_run_leaves_no_half_file_and_is_taken_up(folder: Path, cli: Cli) -> None:
    (folder / "in/b.jsonl").write_bytes(lines(D, 2_000, padding=8_000))
    run = subprocess.Popen([sys.executable, "-c", RUN], start_new_session=True)
    try:
        until = time.monotonic() + 60
        while not (folder / "out/a.jsonl").exists() or not half_written(folder / "out"):
            assert run.poll() is None, "the run ended before it could be killed"
            assert time.monotonic() < until
            time.sleep(0.01)
    finally:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
    assert outputs(folder / "out") == {"a.jsonl": lines(N)}
    done = cli("corpus", "repair", "in", "out", env={"PYTHONWARNINGS": ""})  # Daft leaves pipes open
    assert done.code == 0
    assert "out/a.jsonl: finished already\nout/b.jsonl: 2,000 records, 2,000 texts repaired\n" in done.err
    assert outputs(folder / "out") == {"a.jsonl": lines(N), "b.jsonl": lines(N, 2_000, 8_000), "c.jsonl": lines(N)}
    assert list((folder / "out" / FOLDER).glob("*.part")) == []


def test_the_record_survives_a_line_that_was_cut(folder: Path) -> None:
    repair_corpus(["in"], "out")
    record = folder / "out" / FOLDER / "finished"
    record.write_bytes(record.read_bytes()[:-20])
    problem = "out/c.jsonl: is not what an earlier run wrote; --force overwrites it"
    assert names(repair_corpus(["in"], "out")) == ([], ["a.jsonl", "b.jsonl"], [problem])


def test_many_small_files_are_not_all_open_at_once(folder: Path) -> None:
    table = pa.table({"t": [D]})
    for number in range(200):
        (folder / f"in/{number}.jsonl").write_bytes(lines(D, 1))
        pq.write_table(table, folder / f"in/{number}.parquet")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(list(Path("/dev/fd").iterdir())) + 100, hard))
    try:
        report = repair_corpus(["in"], "out")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert (len(report.done), report.problems) == (403, [])


def test_an_input_that_changes_while_it_is_read(folder: Path) -> None:
    class Meddler(Progress):
        def start(self, total: int) -> None:
            super().start(total)
            (folder / "in/a.jsonl").write_bytes(lines(D, 5))

    report = repair_corpus(["in/a.jsonl"], "out", progress=Meddler())
    assert [str(problem) for problem in report.problems] == [
        "in/a.jsonl: changed on disk while it was read; it was not repaired"
    ]
    assert outputs(folder / "out") == {}
