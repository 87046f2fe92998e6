"""`i18n-tool repair` of files that are read, repaired and written block by block: large ones, and standard input."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from i18n_tool.cli._progress import Progress
from i18n_tool.cli._repair_report import Tally, say_tally
from i18n_tool.cli._report_file import ReportFile
from i18n_tool.cli._session import (
    Session,
    Source,
    named_errors,
    printable,
    refuse_folder,
    refuse_unreadable,
    say_encoding,
    write_stdout,
)
from i18n_tool.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from i18n_tool.mojibake.stream import RepairedBlock


class Job(NamedTuple):
    """What was asked for; without `output` and `in_place` the text goes to standard output."""

    output: Path | None
    in_place: bool
    report: Path | None
    min_confidence: float
    escapes: bool
    encoding: str | None


def is_large(name: str) -> bool:
    """Tell whether a file is repaired block by block: it has more than one, or nobody knows how many."""
    from i18n_tool.mojibake.stream import BLOCK

    path = Path(name)
    return name == "-" or path.is_fifo() or (path.is_file() and path.stat().st_size > BLOCK)


def repair_large(here: Session, names: list[str], job: Job) -> int:
    """Repair files block by block, in bounded memory, and return the exit code."""
    for name in names:
        if name != "-":
            refuse_unreadable(Path(name), printable(name))
    left = 0
    with ExitStack() as stack:
        report = stack.enter_context(ReportFile(job.report)) if job.report else None
        for name in names:
            left += _repair(here, name, job, report)
        if report:
            report.commit()
    return 1 if left else 0


def refuse_loss(name: str) -> None:
    """Refuse to write a file over itself of which not every byte could be decoded.

    Raises:
        InputError: always.
    """
    message = "some of its bytes cannot be decoded and would be lost; write the text to another file with --output"
    raise InputError(message, path=name)


def _repair(here: Session, name: str, job: Job, report: ReportFile | None) -> int:
    """Repair one file and return how many passages were left."""
    from i18n_tool.mojibake.decoding import in_words

    tally, lines, undecoded, is_lossless = Tally(), Counter[str](), 0, True
    with Source(name) as source, _sink(name, job) as sink:
        if report:
            report.begin(source.shown)
        for block in _blocks(here, source, job):
            is_lossless = is_lossless and block.decoded.is_lossless
            if job.in_place and not is_lossless:
                refuse_loss(source.shown)
            sink.write(block.data)
            tally.add(block.repair, block.place)
            lines.update(block.decoded.lines)
            undecoded += len(block.decoded.undecoded)
            if report:
                report.add(block)
        if report:
            report.end(lines)
        sink.commit()
    say_encoding(here, source.shown, in_words(lines, undecoded, is_lossless=is_lossless))
    say_tally(here, source.shown, tally)
    return tally.left


def _blocks(here: Session, source: Source, job: Job) -> Iterator[RepairedBlock]:
    """Yield the repaired blocks of a file, and show how far it is on a terminal that shows nothing else."""
    from i18n_tool.mojibake.stream import repair_stream

    is_free = bool(job.output or job.in_place or not sys.stdout.isatty())
    blocks = repair_stream(
        source.parts(), encoding=job.encoding, min_confidence=job.min_confidence, escapes=job.escapes
    )
    with named_errors(source.shown), Progress(here if is_free else None, source.shown, source.size()) as progress:
        for block in blocks:
            yield block
            progress.advance(block.size)


class _Sink(Protocol):
    """Takes a repaired file in parts; what was there stays until `commit`."""

    def __enter__(self) -> _Sink: ...

    def __exit__(self, *_: object) -> None: ...

    def write(self, data: bytes) -> None:
        """Write a part."""

    def commit(self) -> None:
        """Say that this was all."""


def _sink(name: str, job: Job) -> _Sink:
    if job.in_place:
        return _FileSink(Path(name))
    return _FileSink(job.output) if job.output else _StdoutSink()


class _StdoutSink:
    """Standard output, which has each part at once."""

    def __enter__(self) -> _StdoutSink:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def write(self, data: bytes) -> None:
        write_stdout(data)

    def commit(self) -> None:
        pass


class _FileSink:
    """A file that is written only if it changes."""

    def __init__(self, path: Path) -> None:
        from i18n_tool.store import StagedFile, digest_of

        refuse_folder(path)
        self._before = digest_of(path) if path.is_file() else None
        self._after = hashlib.sha256()
        self._staged = StagedFile(path)

    def __enter__(self) -> _FileSink:
        return self

    def __exit__(self, *_: object) -> None:
        self._staged.close()

    def write(self, data: bytes) -> None:
        self._after.update(data)
        self._staged.write(data)

    def commit(self) -> None:
        if self._after.hexdigest() != self._before:
            self._staged.commit(expected=self._before)
