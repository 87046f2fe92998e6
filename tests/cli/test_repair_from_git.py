"""`repair --from-git`: what is lost for good comes back from the file's history, in real repositories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Cli
from tests.history.repositories import Repository

SOUND = """# 综述

- **Mamba**：一种高效的状态空间模型

本文提出了一种选择性机制，使模型能够过滤无关信息。
作者：张三、李四
"""
LOST = SOUND.encode("ascii", "replace").decode()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_the_original_comes_back(cli: Cli, repository: Repository, tmp_path: Path) -> None:
    commit = repository.commit({"列表.md": SOUND})
    repository.commit({"列表.md": LOST})
    result = cli("repair", "列表.md", "--from-git", "--in-place", "--report", "report.json")
    assert (result.code, result.out) == (0, "")
    assert "restored from earlier versions" in result.err
    assert (tmp_path / "列表.md").read_text(encoding="utf-8") == SOUND
    edits = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))[0]["edits"]
    assert {edit["version"] for edit in edits} == {f"{commit} (2024-05-01)"}
    assert {edit["channel"] for edit in edits} == {f"restored from {commit} (2024-05-01)"}


def test_the_seed_comes_back_where_language_alone_cannot_tell(
    cli: Cli, repository: Repository, damaged: bytes, truth: bytes
) -> None:
    repository.commit({"list.md": truth})
    lines = damaged.decode().split("\n")
    lines[11] = truth.decode().split("\n")[11].encode("ascii", "replace").decode()
    lines[13] = lines[13].replace("ï¸âƒ£", "\ufffd\ufffd")
    repository.commit({"list.md": "\n".join(lines)})
    assert cli("repair", "list.md").raw != truth
    result = cli("repair", "list.md", "--from-git")
    assert (result.code, result.raw) == (0, truth)


def test_damage_that_is_not_committed_yet(cli: Cli, repository: Repository, tmp_path: Path) -> None:
    repository.commit({"a.md": SOUND})
    (tmp_path / "a.md").write_text(LOST, encoding="utf-8")
    assert cli("repair", "a.md", "--from-git").raw == SOUND.encode()


def test_a_renamed_file(cli: Cli, repository: Repository) -> None:
    repository.commit({"old.md": SOUND * 3})
    repository.git("mv", "old.md", "new.md")
    repository.commit({})
    repository.commit({"new.md": (SOUND * 3).replace("选择性", "\ufffd\ufffd\ufffd")})
    assert cli("repair", "new.md", "--from-git").raw == (SOUND * 3).encode()


def test_diff_and_explain_name_the_version(cli: Cli, repository: Repository, tmp_path: Path) -> None:
    commit = repository.commit({"a.md": SOUND})
    repository.commit({"a.md": LOST})
    shown = cli("repair", "a.md", "--from-git", "--diff")
    assert shown.code == 1
    assert "+作者：张三、李四\n" in shown.out
    explained = cli("repair", "a.md", "--from-git", "--explain")
    assert f"a.md:1:3: restored from {commit} (2024-05-01) (99.9 % sure)" in explained.out
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == LOST


def test_what_no_version_tells_is_left_and_told(cli: Cli, repository: Repository) -> None:
    for number in range(3):
        repository.commit({"a.md": f"另一个文件 {number}\n"})
    repository.commit({"a.md": "前面的内容锟斤拷锟斤拷后面\n"})
    result = cli("repair", "a.md", "--from-git")
    assert result.code == 1
    assert result.raw == "前面的内容锟斤拷锟斤拷后面\n".encode()
    assert "a.md: 4 of its versions in git were looked at, all there are\n" in result.err
    fewer = cli("repair", "a.md", "--from-git", "--versions", "2")
    assert "a.md: 2 of its versions in git were looked at, and there are more\n" in fewer.err


def test_several_texts_are_told_and_none_is_used(cli: Cli, repository: Repository) -> None:
    repository.commit({"a.md": "甲\n本文提出了一种高效的空间模型\n乙\n本文提出了一种稀疏的空间模型\n丙\n"})
    damaged = "引言\n本文提出了一种\ufffd\ufffd的空间模型\n结论\n"
    repository.commit({"a.md": damaged})
    result = cli("repair", "a.md", "--from-git")
    assert (result.code, result.raw) == (1, damaged.encode())
    assert "has several texts that fit: '高效', '稀疏'" in result.err


def test_the_catalogue(cli: Cli, repository: Repository, tmp_path: Path) -> None:
    header = "title: {zh: 状态空间模型综述}\nsections:\n- key: s\n  title: {en: S, zh: '方法与应用'}\n"
    record = (
        "# kept\nid: p\ntitle: {en: 'P', zh: 一种新的模型}   # kept too\nsection: s\nsummary:\n"
        "  zh: |-\n    本文提出了一种选择性机制。\n    它在长序列上优于基线。\n"
    )
    repository.commit({"summaries/_catalogue.yaml": header, "summaries/s/p.yaml": record})
    lost = {
        "summaries/_catalogue.yaml": header.replace("方法与应用", "?????"),
        "summaries/s/p.yaml": record.replace("一种新的模型", "锟斤拷锟斤拷锟斤拷").replace(
            "长序列", "\ufffd\ufffd\ufffd"
        ),
    }
    repository.commit(dict(lost))
    shown = cli("repair", "--from-git")
    assert "+  title: {en: S, zh: '方法与应用'}" in shown.out
    assert (tmp_path / "summaries/s/p.yaml").read_text(encoding="utf-8") == lost["summaries/s/p.yaml"]
    assert "the list sections.s.title.zh:1:1: restored from " in cli("repair", "--from-git", "--explain").out
    assert cli("repair", "--from-git", "--in-place").code == 0
    assert (tmp_path / "summaries/s/p.yaml").read_text(encoding="utf-8") == record
    assert (tmp_path / "summaries/_catalogue.yaml").read_text(encoding="utf-8") == header


def test_no_repository(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(LOST, encoding="utf-8")
    result = cli("repair", "a.md", "--from-git", "--in-place")
    assert (result.code, result.out) == (2, "")
    assert result.err == "error: a.md: is not in a git repository, so that it has no history\n"
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == LOST


def test_no_git(cli: Cli, repository: Repository) -> None:
    repository.commit({"a.md": SOUND})
    result = cli("repair", "a.md", "--from-git", env={"PATH": ""})
    assert result.code == 2
    assert result.err == "error: a.md: git is not installed, so that its history cannot be read\n"


@pytest.mark.parametrize(
    ("arguments", "word"),
    [(["-", "--from-git"], "history"), (["a.md", "--versions", "3"], "--from-git")],
    ids=["standard input", "versions alone"],
)
def test_options_that_do_not_fit(cli: Cli, tmp_path: Path, arguments: list[str], word: str) -> None:
    (tmp_path / "a.md").write_text("x")
    result = cli("repair", *arguments)
    assert (result.code, result.out) == (2, "")
    assert word in result.err
