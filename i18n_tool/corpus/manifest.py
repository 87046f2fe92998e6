"""What makes a run repeatable: outputs that appear whole or not at all, and a record of those that are finished.

Beside the outputs lies a hidden folder with the record, a lock, and the outputs that are being written.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from contextlib import suppress
from dataclasses import asdict
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from i18n_tool.corpus.formats._base import Tally, Task
from i18n_tool.errors import ConflictError, InputError

FOLDER: Final = ".i18n-tool-corpus"


class Manifest:
    """The record of the finished files of a folder, and the way for a new one to become one.

    A file counts as finished while its input, the options and itself are what they were.

    Args:
        root: the folder that the outputs go to; made where it is missing.
        task: what is done with each file.

    Raises:
        ConflictError: another run is writing to the same folder.
        InputError: the folder cannot be written to.
    """

    def __init__(self, root: Path, task: Task) -> None:
        self._root = root
        self._folder = root / FOLDER
        self._record = self._folder / "finished"
        self._options = _signature(task)
        self._entries: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def __enter__(self) -> Manifest:
        from filelock import FileLock, Timeout

        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(self._folder / "lock", blocking=False)
            self._lock.acquire()
        except Timeout:
            raise ConflictError(f"{self._root}: another run is writing there; nothing was done") from None
        except OSError as error:
            raise InputError(f"cannot be written to: {error.strerror}", path=str(self._root)) from None
        # What a killed run left; with the lock held, no other can be writing it.
        for part in self._folder.glob("*.part"):
            part.unlink()
        self._read()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()

    def _read(self) -> None:
        if not self._record.exists():
            return
        for line in self._record.read_text(encoding="utf-8").splitlines():
            # The last line of a killed run may be half written.
            with suppress(ValueError, KeyError, TypeError):
                entry = json.loads(line)
                self._entries[entry["name"]].append(entry)

    def part(self, name: str) -> Path:
        """Return the file to write an output to before it gets its name."""
        return self._folder / f"{sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}.part"

    def stamp(self, source: Path) -> dict[str, int]:
        """Return what tells whether an input is still the same: its size and the time of its last change."""
        status = source.stat()
        return {"size": status.st_size, "mtime_ns": status.st_mtime_ns}

    def is_finished(self, name: str, source: Path) -> bool:
        """Return whether the output is there, and is what this input and these options give."""
        stamp = self.stamp(source)
        return any(
            entry["input"] == stamp and entry["options"] == self._options for entry in self._entries_of_output(name)
        )

    def is_foreign(self, name: str) -> bool:
        """Return whether there is a file of that name that no run has written, or that was changed since."""
        return (self._root / name).exists() and not self._entries_of_output(name)

    def _entries_of_output(self, name: str) -> list[dict[str, Any]]:
        """Return the entries that describe the output as it is now."""
        try:
            stamp = self.stamp(self._root / name)
        except OSError:
            return []
        return [entry for entry in self._entries.get(name, []) if entry.get("output") == stamp]

    def commit(self, name: str, source: Path, read: dict[str, int], tally: Tally) -> None:
        """Give a complete output its name, and record it as finished.

        Args:
            name: that of the output.
            source: its input.
            read: the stamp of the input from before it was read.
            tally: what was done.

        Raises:
            ConflictError: the input changed meanwhile.
        """
        if self.stamp(source) != read:
            raise ConflictError(f"{source}: changed on disk while it was read; it was not repaired")
        part, target = self.part(name), self._root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        _sync(part)
        entry = {"name": name, "input": read, "output": self.stamp(part), "options": self._options, **asdict(tally)}
        # Recorded first: a run that is killed in between finds no output of that name, or the older one, and repeats
        # it; the other way round it would find a file of unknown origin.
        with self._record.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
        self._entries[name].append(entry)

    def discard(self, name: str) -> None:
        """Remove an output that is not complete."""
        with suppress(FileNotFoundError):
            self.part(name).unlink()


def _sync(path: Path) -> None:
    """Make sure that a file is on the disk, and not only in memory, before its name says that it is complete."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _signature(task: Task) -> dict[str, Any]:
    """Return what else an output depends on."""
    return {
        "version": version("i18n-tool"),
        "columns": list(task.columns) if task.columns is not None else None,
        "report": task.report,
        "repair": dict(task.options),
    }
