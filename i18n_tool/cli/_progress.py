"""Shows how far a long job is, on a terminal."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from i18n_tool.cli._session import Session

#: What takes less is over before anyone asks, in seconds.
_PATIENCE = 2.0


class Progress:
    """A bar with the bytes that are done; nothing where messages do not go to a terminal, or for a short job.

    Args:
        here: where to show it; None for nowhere.
        name: what is worked on.
        total: how many bytes there are; None if nobody knows.
    """

    def __init__(self, here: Session | None, name: str, total: int | None) -> None:
        self._here = here if here and here.err.is_terminal else None
        self._name = name
        self._total = total
        self._done = 0
        self._start = time.monotonic()
        self._bar: Bar | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def advance(self, size: int) -> None:
        """Say that so many bytes more are done."""
        self._done += size
        if self._here and self._bar is None and time.monotonic() - self._start > _PATIENCE:
            self._bar = self._show(self._here)
        if self._bar:
            self._bar.update(self._bar.task_ids[0], completed=self._done)

    def _show(self, here: Session) -> Bar:
        from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn, TransferSpeedColumn
        from rich.progress import Progress as Bar

        bar = Bar(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            console=here.err,
            transient=True,
        )
        bar.add_task(self._name, total=self._total)
        bar.start()
        return bar
