"""Says on a terminal what a command is doing, once it takes longer than a moment."""

from __future__ import annotations

import os
import sys
from threading import Event, Thread

#: What takes less is over before anyone asks, and how often the line is written anew; in seconds.
_PATIENCE = 1.0
_INTERVAL = 0.2
_CLEAR_LINE = "\r\x1b[K"


class Activity:
    """One line on standard error, written by a thread of its own; nothing where that is no terminal.

    Args:
        patience: how long nothing is said, in seconds.
    """

    def __init__(self, patience: float = _PATIENCE) -> None:
        self._words = ""
        self._patience = patience
        self._stop = Event()
        is_shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._thread = Thread(target=self._show, daemon=True) if is_shown else None

    def __enter__(self) -> Activity:
        if self._thread:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._thread:
            self._stop.set()
            self._thread.join()

    def say(self, words: str) -> None:
        """Say what is being done."""
        self._words = words

    def advance(self, done: int, total: int) -> None:
        """Say how far the checks are."""
        self._words = f"Checking: {done:,} of {total:,}"

    def _show(self) -> None:
        wait = self._patience
        is_written = False
        while not self._stop.wait(wait):
            wait, is_written = _INTERVAL, True
            sys.stderr.write(_CLEAR_LINE + self._words)
            sys.stderr.flush()
        if is_written:
            sys.stderr.write(_CLEAR_LINE)
            sys.stderr.flush()
