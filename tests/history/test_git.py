"""Reading earlier versions: renames, odd names, merges, shallow clones; and repositories that mean harm."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from i18n_tool.errors import InputError
from i18n_tool.history import FileVersions, file_versions
from tests.history.repositories import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    folder = tmp_path / "repository"
    folder.mkdir()
    return Repository(folder)


def texts(path: Path, most: int = 100) -> list[str]:
    return [text for _, text in file_versions(path, most=most)]


def test_versions_come_latest_first_each_content_once(repository: Repository) -> None:
    hashes = [repository.commit({"a.md": text}) for text in ("one\n", "two\n", "three\n")]
    repository.commit({"other.md": "x"})
    repository.commit({"a.md": "two\n"})
    versions = list(file_versions(repository.folder / "a.md"))
    assert [text for _, text in versions] == ["two\n", "three\n", "one\n"]
    assert versions[1][0] == f"{hashes[2]} (2024-05-03)"


def test_the_number_of_versions_is_limited(repository: Repository) -> None:
    for number in range(5):
        repository.commit({"a.md": f"{number}\n"})
    versions = file_versions(repository.folder / "a.md", most=2)
    assert [text for _, text in versions] == ["4\n", "3\n"]
    assert versions.has_more
    assert "there are more" in versions.describe()
    assert not file_versions(repository.folder / "a.md", most=5).has_more


NAMES = ["-rf.md", "*.md", ":(top)a.md", "a b\tc.md", "列表.md", "quote\"'.md", "line\nbreak.md", "--all"]


@pytest.mark.skipif(sys.platform == "win32", reason="other systems refuse such names")
@pytest.mark.parametrize("name", [*NAMES, os.fsdecode(b"bad\xff.md")], ids=ascii)
def test_strange_names(repository: Repository, name: str) -> None:
    repository.commit({"b.md": "another", "c/a.md": "another"})
    repository.commit({name: "one"})
    repository.commit({name: "two"})
    assert texts(repository.folder / name) == ["two", "one"]


def test_renames_are_followed_also_with_damage_in_the_same_commit(repository: Repository) -> None:
    sound = "".join(f"第{n}行：本文提出了一种新的状态空间模型 {n}\n" for n in range(30))
    repository.commit({"old/名.md": sound})
    repository.git("mv", "old/名.md", "mid.md")
    repository.commit({})
    (repository.folder / "mid.md").rename(repository.folder / "new.md")
    damaged = sound.encode("ascii", "replace").decode()
    repository.commit({"new.md": damaged})
    assert texts(repository.folder / "new.md")[0] == damaged


def test_a_version_that_only_a_merge_has(repository: Repository) -> None:
    repository.commit({"a.md": "base\n"})
    repository.git("checkout", "-q", "-b", "side")
    repository.commit({"a.md": "side\n"})
    repository.git("checkout", "-q", "main")
    repository.commit({"a.md": "main\n"})
    with pytest.raises(subprocess.CalledProcessError):
        repository.git("merge", "side")
    repository.commit({"a.md": "merged\n"})
    assert set(texts(repository.folder / "a.md")) == {"merged\n", "main\n", "side\n", "base\n"}


def test_a_symbolic_link_has_the_history_of_its_target(repository: Repository) -> None:
    repository.commit({"a.md": "one"})
    link = repository.folder.parent / "link.md"
    link.symlink_to(repository.folder / "a.md")
    assert texts(link) == ["one"]


def test_what_is_no_text_is_passed_over(repository: Repository) -> None:
    for content in (b"sound\n", b"\x89PNG\0\xff", b"\xef\xbb\xbfwith mark\n", b"\x00", b""):
        repository.commit({"a.md": content})
    assert texts(repository.folder / "a.md") == ["", "with mark\n", "sound\n"]


def test_a_version_may_be_in_another_encoding(repository: Repository) -> None:
    text = "本文提出了一种新的状态空间模型，它在长序列上优于基线。\n"
    repository.commit({"a.md": text.encode("gbk")})
    repository.commit({"a.md": text.encode("gbk").decode("utf-8", "replace")})
    assert texts(repository.folder / "a.md")[1] == text


def test_large_versions_are_passed_over(repository: Repository) -> None:
    for content in ("small\n", "x" * 5_000_000, "now\n"):
        repository.commit({"a.md": content})
    path = repository.folder / "a.md"
    from i18n_tool.history.git import Repository as Git

    versions = FileVersions(Git(path), 10, limit=1000)
    assert [text for _, text in versions] == ["now\n", "small\n"]
    assert versions.looked_at == 3


def test_a_shallow_clone_says_so(repository: Repository, tmp_path: Path) -> None:
    for number in range(3):
        repository.commit({"a.md": f"{number}\n"})
    repository.git("clone", "-q", "--depth=1", f"file://{repository.folder}", str(tmp_path / "clone"))
    versions = file_versions(tmp_path / "clone" / "a.md")
    assert [text for _, text in versions] == ["2\n"]
    assert "shallow" in versions.describe()


@pytest.mark.parametrize("state", ["no commits", "not added"])
def test_a_file_that_git_does_not_know(repository: Repository, state: str) -> None:
    if state == "not added":
        repository.commit({"b.md": "x"})
    (repository.folder / "a.md").write_text("one")
    versions = file_versions(repository.folder / "a.md")
    assert list(versions) == []
    assert versions.describe() == "git knows no version of it"


def test_no_repository_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("one")
    with pytest.raises(InputError, match=r"a\.md: is not in a git repository, so that it has no history$"):
        file_versions(tmp_path / "a.md")


def test_a_file_within_the_repository_s_own_folder(repository: Repository) -> None:
    repository.commit({"a.md": "one"})
    with pytest.raises(InputError, match="not in the work tree"):
        file_versions(repository.folder / ".git" / "config")


def test_no_git_is_told_in_a_sentence(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit({"a.md": "one"})
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InputError, match="git is not installed"):
        file_versions(repository.folder / "a.md")


def test_a_broken_repository_is_told_in_a_sentence(repository: Repository) -> None:
    repository.commit({"a.md": "one"})
    (repository.folder / ".git" / "config").write_text("[core\n\x1b[31m")
    with pytest.raises(InputError, match="git cannot read its history: ") as raised:
        file_versions(repository.folder / "a.md")
    assert str(raised.value).isprintable()


def test_lost_objects_are_no_crash(repository: Repository) -> None:
    repository.commit({"a.md": "one\n"})
    blob = repository.git("rev-parse", "HEAD:a.md")
    repository.commit({"a.md": "two\n"})
    (repository.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert texts(repository.folder / "a.md") == ["two\n"]


def test_the_variables_of_a_hook_do_not_lead_astray(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit({"a.md": "one"})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert texts(repository.folder / "a.md") == ["one"]


def test_nothing_that_the_configuration_names_is_run(repository: Repository, tmp_path: Path) -> None:
    marker = tmp_path / "was-run"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{marker}'\nexit 1\n")
    program.chmod(0o755)
    repository.commit({"a.md": "one\n", ".gitattributes": "*.md diff=evil filter=evil\n"})
    repository.commit({"a.md": "two\n"})
    signed = repository.git("cat-file", "commit", "HEAD").replace(
        "\ncommitter", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\ncommitter", 1
    )
    commit = tmp_path / "commit"
    commit.write_text(signed + "\n")
    repository.git("reset", "-q", repository.git("hash-object", "-t", "commit", "-w", str(commit)))
    gone = repository.git("rev-parse", "HEAD~:a.md")
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "reference-transaction", "fsmonitor-watchman", "post-checkout"):
        (hooks / hook).symlink_to(program)
    settings = {
        "core.fsmonitor": program,
        "core.hooksPath": hooks,
        "core.pager": program,
        "pager.log": program,
        "core.sshCommand": program,
        "core.gitProxy": program,
        "core.askPass": program,
        "core.editor": program,
        "core.alternateRefsCommand": program,
        "credential.helper": f"!{program}",
        "diff.external": program,
        "diff.evil.command": program,
        "diff.evil.textconv": program,
        "filter.evil.clean": program,
        "filter.evil.smudge": program,
        "filter.evil.process": program,
        "gpg.program": program,
        "gpg.openpgp.program": program,
        "log.showSignature": "true",
        "uploadpack.packObjectsHook": program,
        "alias.log": f"!{program}",
        "alias.cat-file": f"!{program}",
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
        "extensions.partialClone": "evil",
        "remote.evil.promisor": "true",
        "remote.evil.url": f"ext::{program} %S",
        "core.repositoryFormatVersion": "1",
    }
    for key, value in settings.items():
        repository.git("config", key, str(value))
    marker.unlink(missing_ok=True)
    (repository.folder / ".git" / "objects" / gone[:2] / gone[2:]).unlink()
    subprocess.run(["git", "log", "-p"], cwd=repository.folder, capture_output=True, check=False)
    assert marker.exists(), "the settings do no harm, so that this shows nothing"
    marker.unlink()
    assert texts(repository.folder / "a.md") == ["two\n"]
    assert not marker.exists(), marker.read_text()
