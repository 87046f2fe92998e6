"""Reads the earlier versions of a file from git.

The repository may come from anybody, and its configuration names programs that git would start: to watch the file
system, to show a difference, to check a signature, to fetch what a partial clone lacks. All of these are switched off,
so that nothing but git itself runs, and nothing is fetched or written.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import IO, Final

from i18n_tool.errors import InputError

#: How long git may take over one answer, in seconds.
TIMEOUT: Final = 120.0
#: Larger versions are not read: all of one is held in memory.
MOST_BYTES: Final = 64 * 2**20
_CHUNK: Final = 2**20
#: A file that was damaged and renamed at once has little in common with what it was.
_LEAST_LIKENESS: Final = "20%"

_OPTIONS: Final = (
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", f"core.attributesFile={os.devnull}"),
    *("-c", "core.sshCommand=false"),
    *("-c", "log.showSignature=false"),
    *("-c", "gpg.program=false"),
    *("-c", "protocol.allow=never"),
    *("-c", "color.ui=false"),
)
_ENVIRONMENT: Final = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
#: A hook, or a command that git started, has these set for its own repository.
_LOCAL_VARIABLES: Final = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_EXTERNAL_DIFF",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_WORK_TREE",
)
_HASH: Final = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_REGULAR_FILE: Final = "100"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a file.

    Attributes:
        commit: the hash of the commit that made it.
        date: the day on which its author made it, such as `2024-05-01`.
        blob: the hash of its content.
    """

    commit: str
    date: str
    blob: str

    @property
    def name(self) -> str:
        """The short hash and the date."""
        return f"{self.commit[:8]} ({self.date})"


@dataclass(frozen=True, slots=True)
class History:
    """The versions of a file, the latest first, each content once.

    Attributes:
        versions: at most as many as were asked for.
        has_more: whether there are more of them.
        is_shallow: whether the clone lacks the beginning of the history.
    """

    versions: tuple[Version, ...]
    has_more: bool
    is_shallow: bool


class Repository:
    """The git repository around a file.

    Args:
        path: the file; it need not be known to git.
        name: the file as it is told in messages.

    Raises:
        InputError: git is not installed, or the file is in no repository that git can read.
    """

    def __init__(self, path: Path, name: str | None = None) -> None:
        real = path.resolve()
        self._name = name or str(path)
        self._file = real.name
        program = shutil.which("git")
        if program is None:
            raise self._error("git is not installed, so that its history cannot be read")
        self._command = [program, "-C", str(real.parent), *_OPTIONS]
        answer = self._run("rev-parse", "--is-inside-work-tree", "--is-shallow-repository").split()
        if answer[:1] != ["true"]:
            raise self._error("is not in the work tree of a git repository, so that it has no history")
        self._is_shallow = answer[1:2] == ["true"]

    def history(self, most: int) -> History:
        """Return the latest versions of the file, also those under earlier names.

        Args:
            most: how many commits are looked at, at least 1.

        Raises:
            InputError: git cannot tell, or takes too long.
        """
        if not self._has_commits():
            return History((), has_more=False, is_shallow=self._is_shallow)
        listed = self._run(
            "log",
            "--follow",
            f"--find-renames={_LEAST_LIKENESS}",
            "--diff-merges=first-parent",
            "--raw",
            "--no-abbrev",
            "--no-ext-diff",
            "--no-textconv",
            "--no-show-signature",
            "--no-color",
            "-z",
            "--format=%H%x00%as",
            f"--max-count={most + 1}",
            "--",
            self._file,
        )
        found = list(_parse_log(listed))
        versions: dict[str, Version] = {}
        for version in found[:most]:
            versions.setdefault(version.blob, version)
        return History(tuple(versions.values()), len(found) > most, self._is_shallow)

    @contextmanager
    def contents(self, limit: int = MOST_BYTES) -> Iterator[Contents]:
        """Open what reads the contents of versions, all by one process.

        Args:
            limit: versions of more bytes are not read.
        """
        with subprocess.Popen(  # noqa: S603 - no shell; the arguments are ours
            [*self._command, "cat-file", "--batch"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        ) as process:
            try:
                yield Contents(process, limit)
            except (BrokenPipeError, _EndedError):
                raise self._error("git stopped while it read the history") from None
            finally:
                process.kill()

    def _has_commits(self) -> bool:
        return self._call("rev-parse", "--quiet", "--verify", "HEAD^{commit}").returncode == 0

    def _run(self, *arguments: str) -> str:
        done = self._call(*arguments)
        if done.returncode == 0:
            return os.fsdecode(done.stdout)
        told = os.fsdecode(done.stderr).strip().partition("\n")[0].removeprefix("fatal: ")
        if told.startswith("not a git repository"):
            raise self._error("is not in a git repository, so that it has no history")
        raise self._error(f"git cannot read its history: {_printable(told) or 'no reason was given'}")

    def _call(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(  # noqa: S603 - no shell; the arguments are ours
                [*self._command, *arguments],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=TIMEOUT,
                env=_environment(),
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise self._error(f"git took more than {TIMEOUT:.0f} s to read its history") from None

    def _error(self, message: str) -> InputError:
        return InputError(message, path=self._name)


class _EndedError(Exception):
    """The process ended before it had answered."""


class Contents:
    """Reads contents from `git cat-file --batch`, one after another."""

    def __init__(self, process: subprocess.Popen[bytes], limit: int) -> None:
        assert process.stdin is not None  # noqa: S101 - both are pipes
        assert process.stdout is not None  # noqa: S101
        self._process = process
        self._questions: IO[bytes] = process.stdin
        self._answers: IO[bytes] = process.stdout
        self._limit = limit

    def read(self, version: Version) -> bytes | None:
        """Return the content of a version; None where it is too large, or missing in a partial clone."""
        timer = Timer(TIMEOUT, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            self._questions.write(version.blob.encode() + b"\n")
            self._questions.flush()
            return self._answer()
        finally:
            timer.cancel()

    def _answer(self) -> bytes | None:
        header = self._answers.readline()
        if not header.endswith(b"\n"):
            raise _EndedError
        fields = header.split()
        if len(fields) != 3:
            return None
        size = int(fields[2])
        if size > self._limit:
            self._skip(size + 1)
            return None
        data = self._answers.read(size + 1)
        if len(data) <= size:
            raise _EndedError
        return data[:-1]

    def _skip(self, size: int) -> None:
        while size > 0:
            part = self._answers.read(min(size, _CHUNK))
            if not part:
                raise _EndedError
            size -= len(part)


def _parse_log(listed: str) -> Iterator[Version]:
    r"""Yield the versions of `git log -z --raw --format=%H%x00%as`.

    A commit is its hash and its date, then for each file a line of modes and hashes and one name, or two where it was
    renamed or copied; all end in NUL.
    """
    fields = iter(listed.split("\0"))
    commit = date = ""
    for entry in fields:
        if not entry.lstrip("\n").startswith(":"):
            commit, date = entry.strip("\n"), next(fields, "")
            continue
        _, mode, _, blob, status = (*entry.strip("\n").split(" "), "", "", "", "", "")[:5]
        for _ in range(2 if status[:1] in {"R", "C"} else 1):
            next(fields, "")
        if mode.startswith(_REGULAR_FILE) and _HASH.fullmatch(blob) and _HASH.fullmatch(commit):
            yield Version(commit, _printable(date), blob)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _LOCAL_VARIABLES}
    return {**kept, **_ENVIRONMENT}


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)
