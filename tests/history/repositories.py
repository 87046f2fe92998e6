"""Real git repositories for the tests, made by real commands."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}


@dataclass
class Repository:
    """A repository in a folder; its commits are a day apart, the first on 2024-05-01."""

    folder: Path
    _days: count[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, env: dict[str, str] | None = None) -> str:
        """Run a git command and return what it prints."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            check=True,
            capture_output=True,
            env={**os.environ, **_ENVIRONMENT, **(env or {})},
        )
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def commit(self, files: dict[str, str | bytes]) -> str:
        """Write some files, commit all that changed, and return the hash's first eight digits."""
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.git("add", "--all")
        date = f"2024-05-{next(self._days):02}T12:00:00+00:00"
        self.git("commit", "--quiet", "--message=c", env={"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date})
        return self.git("rev-parse", "HEAD")[:8]
