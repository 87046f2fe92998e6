"""Runs a command again whenever a file that it reads changes.

The files are looked at twice a second rather than watched by the system, which costs some milliseconds for thousands
of them, needs no library, and works on network drives and in containers.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

#: Each file with the time of its last change, in nanoseconds, and its size.
_State: TypeAlias = dict[str, tuple[int, int]]

_INTERVAL = 0.5
#: An editor may write several files; they are waited for this long.
_SETTLE = 0.1
_CLEAR_SCREEN = "\x1b[H\x1b[2J\x1b[3J"


def watch(run: Callable[[], None], paths: Callable[[], Iterable[Path]]) -> None:
    """Call `run` now and after each change, until the user interrupts.

    Args:
        run: what to do; it deals with its errors itself.
        paths: returns the files and folders to look at, asked anew each time.
    """
    try:
        while True:
            before = _state(paths())
            if sys.stdout.isatty():
                sys.stdout.write(_CLEAR_SCREEN)
            run()
            sys.stdout.flush()
            while _state(paths()) == before:
                time.sleep(_INTERVAL)
            time.sleep(_SETTLE)
    except KeyboardInterrupt:
        return


def _state(paths: Iterable[Path]) -> _State:
    return {name: (found.st_mtime_ns, found.st_size) for path in paths for name, found in _files(path)}


def _files(path: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the files at or below a path; what vanishes meanwhile is not there."""
    try:
        if not path.is_dir():
            yield str(path), path.stat()
            return
        entries = list(os.scandir(path))
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        try:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry.path))
            else:
                yield entry.path, entry.stat()
        except OSError:
            continue
