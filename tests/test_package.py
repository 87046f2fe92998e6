"""What a newcomer does first: install the package into a fresh environment, or run `make demo` in a fresh copy."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

MEGABYTE = 1_000_000


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project as git has it, with nothing that was built or installed."""
    copy = tmp_path_factory.mktemp("fresh") / "i18n-tool"
    left_out = shutil.ignore_patterns(".*_cache", ".venv", ".git", ".hypothesis", "__pycache__", "demo-output", "dist")
    shutil.copytree(ROOT, copy, ignore=left_out)
    return copy


def test_the_wheel_has_all_it_needs_and_is_small(source: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path, source, cwd=tmp_path)
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.stat().st_size <= 15 * MEGABYTE
    assert wheel.name.endswith("py3-none-any.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "i18n_tool/py.typed",
        "i18n_tool/demo_data/survey_readme.damaged.md",
        "i18n_tool/reporters/html.css",
        "i18n_tool/store/schemas/paper.schema.json",
        "i18n_tool/mojibake/data/PROVENANCE.md",
    } <= names
    assert not any(name.startswith(("tests/", "benchmarks/", "scripts/")) for name in names)


def test_make_demo_sets_up_all_it_needs(source: Path) -> None:
    said = run("make", "demo", f"PYTHON={sys.executable}", cwd=source)
    assert "README.zh-CN.md" in said
    assert (source / "demo-output/summaries/_catalogue.yaml").exists()
    version = run(source / ".venv/bin/i18n-tool", "--version", cwd=source)
    assert version.startswith("i18n-tool ")
