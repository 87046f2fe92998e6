"""Which files become which: folders, patterns, and outputs that would be in the way of each other."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from i18n_tool.corpus.plan import Plan, make_plan
from i18n_tool.errors import UsageError


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with some files, which is the working directory."""
    for name in (
        "in/a.jsonl",
        "in/sub/b.parquet",
        "in/sub/a.jsonl",
        "in/.hidden/c.jsonl",
        "in/notes.txt",
        "x.jsonl.gz",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"{}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pairs(plan: Plan) -> dict[str, str]:
    return {item.source.as_posix(): item.target.as_posix() for item in plan.items}


def problems(plan: Plan) -> list[str]:
    return [str(problem) for problem in plan.problems]


PLANS: dict[str, tuple[list[str], str, dict[str, str]]] = {
    "a file into a folder": (["in/a.jsonl"], "out", {"in/a.jsonl": "out/a.jsonl"}),
    "a file into a file": (["in/a.jsonl"], "new/c.ndjson", {"in/a.jsonl": "new/c.ndjson"}),
    "a file into another compression": (["in/a.jsonl"], "c.jsonl.zst", {"in/a.jsonl": "c.jsonl.zst"}),
    "several files": (
        ["in/a.jsonl", "x.jsonl.gz"],
        "out",
        {"in/a.jsonl": "out/a.jsonl", "x.jsonl.gz": "out/x.jsonl.gz"},
    ),
    "the same file twice": (["in/a.jsonl", "in/a.jsonl"], "out", {"in/a.jsonl": "out/a.jsonl"}),
    "a folder, with what is below it": (
        ["in"],
        "out",
        {
            "in/a.jsonl": "out/a.jsonl",
            "in/sub/a.jsonl": "out/sub/a.jsonl",
            "in/sub/b.parquet": "out/sub/b.parquet",
        },
    ),
    "into a folder of the folder": (["in"], "in/sub", {"in/a.jsonl": "in/sub/a.jsonl"}),
    "a pattern": (["in/*"], "out", {"in/a.jsonl": "out/a.jsonl"}),
    "a deep pattern": (["in/**/*.parquet"], "out", {"in/sub/b.parquet": "out/b.parquet"}),
}


@pytest.mark.parametrize(("sources", "output", "expected"), PLANS.values(), ids=PLANS.keys())
@pytest.mark.usefixtures("folder")
def test_what_becomes_what(sources: list[str], output: str, expected: dict[str, str]) -> None:
    if output == "in/sub":
        Path("in/sub/a.jsonl").unlink()
    plan = make_plan(sources, output)
    assert pairs(plan) == expected
    assert problems(plan) == []


PROBLEMS: dict[str, tuple[list[str], str, list[str]]] = {
    "no such file": (["in/z.jsonl"], "out", ["in/z.jsonl: no such file"]),
    "another kind of file": (["in/notes.txt"], "out", ["in/notes.txt: does not end in .jsonl"]),
    "a pattern without files": (["*.parquet"], "out", ["*.parquet: matches no file that ends in .jsonl"]),
    "a folder without files": (["in/empty"], "out", ["in/empty: has no file in it that ends in .jsonl"]),
    "another format": (["in/a.jsonl"], "a.parquet", ["in/a.jsonl: is JSON Lines and stays so"]),
    "onto itself": (["in/a.jsonl"], "in/a.jsonl", ["in/a.jsonl: would overwrite in/a.jsonl: name another OUT"]),
    "into its own folder": (["in/a.jsonl"], "in", ["in/a.jsonl: would overwrite in/a.jsonl: name another OUT"]),
    "onto another input": (["in/a.jsonl", "in/sub/a.jsonl"], "in", ["in/sub/a.jsonl: would be written to in/a.jsonl"]),
    "a folder into itself": (["in"], "in", ["in: is IN and OUT at once: name another OUT"]),
    "two of the same name": (
        ["in/a.jsonl", "in/sub/a.jsonl"],
        "out",
        ["in/sub/a.jsonl: would be written to out/a.jsonl, as would in/a.jsonl; neither was"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sources", "output", "expected"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_what_is_left_out_and_why(folder: Path, sources: list[str], output: str, expected: list[str]) -> None:
    (folder / "in/empty").mkdir()
    plan = make_plan([*sources, "x.jsonl.gz"] if Path(output).suffix == "" else sources, output)
    found = problems(plan)
    assert [text[: len(start)] for text, start in zip(found, expected, strict=False)] == expected
    assert [item.name for item in plan.items] == (["x.jsonl.gz"] if Path(output).suffix == "" else [])


def test_a_file_under_two_names(folder: Path) -> None:
    (folder / "out").mkdir()
    os.link("in/a.jsonl", "out/a.jsonl")
    (folder / "link").symlink_to("in")
    assert problems(make_plan(["in/a.jsonl"], "out")) == ["in/a.jsonl: would overwrite in/a.jsonl: name another OUT"]
    assert problems(make_plan(["link/a.jsonl"], "in")) == [
        "link/a.jsonl: would overwrite link/a.jsonl: name another OUT"
    ]
    assert problems(make_plan(["link"], "in")) == ["link: is IN and OUT at once: name another OUT"]


@pytest.mark.usefixtures("folder")
def test_several_files_do_not_go_to_one() -> None:
    with pytest.raises(UsageError, match="several files go to a folder"):
        make_plan(["in/a.jsonl", "in/sub/a.jsonl"], "x.jsonl.gz")


def test_a_pipe_is_no_file(folder: Path) -> None:
    os.mkfifo(folder / "pipe.jsonl")
    assert problems(make_plan(["pipe.jsonl"], "out")) == ["pipe.jsonl: is no regular file"]
