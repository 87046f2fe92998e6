"""The hooks for pre-commit, run by pre-commit itself in a repository with the command that is installed here."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HEADER = "title: {en: List, zh: 列表}\nsections:\n- key: s\n  title: {en: S, zh: 节}\n"
GOOD = "id: good\ntitle: {en: Good, zh: 好}\nsection: s\nsummary: {en: It is good., zh: 它很好。}\n"
INCOMPLETE = GOOD.replace(", zh: 它很好。", "")
SOUND = "# 列表\n\n它很好。\n"
DAMAGED = SOUND.encode().decode("gb18030", "replace")


def run(*command: str, cwd: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a command whose configuration, caches and author are of this test alone."""
    folders = [str(Path(sys.executable).parent), os.environ["PATH"]]
    env = {
        "PATH": os.pathsep.join(folders),
        "HOME": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "LC_ALL": "C.UTF-8",
    }
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose hooks are those of the manifest, in the environment of this test instead of a new one."""
    folder = tmp_path / "repository"
    (folder / "summaries").mkdir(parents=True)
    hooks = [{**hook, "language": "system"} for hook in yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))]
    write(folder, ".pre-commit-config.yaml", yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}))
    write(folder, "summaries/_catalogue.yaml", HEADER)
    write(folder, "summaries/good.yaml", GOOD)
    write(folder, "README.md", SOUND)
    assert run("git", "init", "--quiet", cwd=folder, home=tmp_path).returncode == 0
    return folder


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def hook(repository: Path, name: str) -> subprocess.CompletedProcess[str]:
    home = repository.parent
    assert run("git", "add", ".", cwd=repository, home=home).returncode == 0
    return run("pre-commit", "run", name, "--color=never", cwd=repository, home=home)


def test_the_manifest_is_one(tmp_path: Path) -> None:
    done = run("pre-commit", "validate-manifest", str(MANIFEST), cwd=tmp_path, home=tmp_path)
    assert done.returncode == 0, done.stdout


def test_a_commit_passes_when_the_list_is_in_order(repository: Path) -> None:
    done = hook(repository, "i18n-tool-check")
    assert done.returncode == 0, done.stdout
    assert "Passed" in done.stdout


def test_a_change_of_one_file_fails_for_what_is_wrong_in_the_list(repository: Path) -> None:
    write(repository, "summaries/good.yaml", INCOMPLETE)
    done = hook(repository, "i18n-tool-check")
    assert done.returncode == 1
    assert "summaries/good.yaml:4:1: COV101 no Chinese summary" in done.stdout
    assert done.stdout.count("COV101") == 1


def test_files_that_are_no_concern_of_the_list_run_nothing(repository: Path) -> None:
    for path in (repository / "summaries").iterdir():
        path.unlink()
    (repository / ".pre-commit-config.yaml").rename(repository / ".pre-commit-config.yml")
    home = repository.parent
    assert run("git", "add", ".", cwd=repository, home=home).returncode == 0
    options = ("--config", ".pre-commit-config.yml", "--color=never")
    done = run("pre-commit", "run", *options, "i18n-tool-check", cwd=repository, home=home)
    assert done.returncode == 0
    assert "(no files to check)Skipped" in done.stdout


def test_a_damaged_file_is_repaired_and_told(repository: Path) -> None:
    assert hook(repository, "i18n-tool-repair").returncode == 0
    write(repository, "README.md", DAMAGED)
    done = hook(repository, "i18n-tool-repair")
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stdout
    assert (repository / "README.md").read_text(encoding="utf-8") == SOUND
    assert hook(repository, "i18n-tool-repair").returncode == 0
