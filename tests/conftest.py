"""What tests of every part use: the real command in a process of its own, and the documents that are bundled."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from i18n_tool.demo_data import damaged_readme

ROOT = Path(__file__).parents[1]

# How long an example takes is the machine's affair; speed is for the benchmarks. The examples are the same each time,
# so that a change is blamed only for what it broke; HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


@dataclass(frozen=True)
class Result:
    """What a command did."""

    code: int
    out: str
    err: str
    raw: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Cli = Callable[..., Result]


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    """Run `i18n-tool` in a folder of its own, as a user would, its output going to a pipe."""

    def run(*arguments: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "i18n_tool", *map(str, arguments)],
            cwd=tmp_path,
            input=stdin,
            capture_output=True,
            timeout=120,
            env={**os.environ, "PYTHONWARNINGS": "error", **(env or {})},
            check=False,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode(), done.stdout)

    return run


@pytest.fixture(scope="session")
def damaged() -> bytes:
    """The README that the project started from, damaged by a wrong code page."""
    return damaged_readme()


@pytest.fixture(scope="session")
def truth() -> bytes:
    """The same README before the damage."""
    return (ROOT / "tests/cases/seed/survey_readme.truth.md").read_bytes()
