"""`i18n-tool corpus`: undo encoding damage in files of Parquet and JSON Lines, however many."""

from __future__ import annotations

import os
from enum import Enum
from math import isnan
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn

import typer

from i18n_tool.cli._session import Session, count, printable, session
from i18n_tool.corpus.run import Progress
from i18n_tool.errors import I18nToolError, UsageError

if TYPE_CHECKING:
    from i18n_tool.corpus.formats._base import Tally
    from i18n_tool.corpus.plan import Item
    from i18n_tool.corpus.run import CorpusReport

#: What shells return for a command that was interrupted.
_INTERRUPTED: Final = 130

app = typer.Typer(name="corpus", no_args_is_help=True, add_completion=False)


class EngineChoice(str, Enum):
    """What the repair runs on."""

    local = "local"
    ray = "ray"


@app.callback()
def corpus() -> None:
    """Work on corpora: files of Parquet and JSON Lines."""


@app.command("repair")
def repair(
    context: typer.Context,
    sources: Annotated[
        list[str],
        typer.Argument(metavar="IN...", help="Files, patterns such as 'data/*.parquet', or folders."),
    ],
    output: Annotated[
        str, typer.Argument(metavar="OUT", help="A folder; or a file, where IN is one file. It cannot be IN.")
    ],
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="NAME",
            help="A column to repair, with all text in its lists and structs; may be repeated.",
            show_default="all that hold text",
        ),
    ] = None,
    report_column: Annotated[
        str | None,
        typer.Option(
            "--report-column",
            metavar="NAME",
            help="Add a column of this name: how many passages of each column were repaired, how many are left, and "
            "the lowest confidence.",
        ),
    ] = None,
    min_confidence: Annotated[
        float | None,
        typer.Option("--min-confidence", min=0.0, max=1.0, help="Leave alone what is less sure than this."),
    ] = None,
    escapes: Annotated[
        bool, typer.Option("--escapes", help="Undo escapes as well, such as &#20320; and %E4%BD%A0.")
    ] = False,
    engine: Annotated[
        EngineChoice, typer.Option(help="This machine with all its processors, or a Ray cluster.")
    ] = EngineChoice.local,
    address: Annotated[
        str | None,
        typer.Option(
            "--address", metavar="ADDR", help="The Ray cluster's; without it, one is started on this machine."
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", help="Repeat files that are finished, and overwrite files that no run has written."),
    ] = False,
) -> None:
    r"""Undo encoding damage in files of Parquet and JSON Lines, on all processors or on a cluster.

    JSON Lines are .jsonl or .ndjson, plain or compressed (.gz, .zst, .bz2, .xz).

    Each file of IN becomes one of the same name and format in OUT, and appears there once it is complete.
    What is not repaired stays: types, values, order and metadata of columns, every other byte of a line of JSON.

    The same command, run again, goes on after an interruption: files that are finished are not repeated.

    It needs the extra: pip install 'i18n-tool\[corpus]'
    """
    if min_confidence is not None and isnan(min_confidence):
        raise UsageError("--min-confidence must be a number from 0 to 1")
    if address is not None and engine is not EngineChoice.ray:
        raise UsageError("--address is that of a Ray cluster: add --engine ray")
    from i18n_tool.corpus.run import repair_corpus

    options: dict[str, Any] = {}
    if min_confidence is not None:
        options["min_confidence"] = min_confidence
    if escapes:
        options["escapes"] = True
    here = session(context)
    try:
        with _Display(here) as display:
            report = repair_corpus(
                sources,
                output,
                columns=columns or None,
                report_column=report_column,
                engine=engine.value,
                address=address,
                force=force,
                progress=display,
                **options,
            )
    except KeyboardInterrupt:
        _end_interrupted(here, engine)
    _summarise(here, report)
    raise typer.Exit(2 if report.problems else 0)


def _end_interrupted(here: Session, engine: EngineChoice) -> NoReturn:
    here.err.print("Interrupted; the same command goes on with the files that are not finished")
    if engine is EngineChoice.local:
        # The threads of Daft's own engine still run, and would end an orderly exit with a crash.
        os._exit(_INTERRUPTED)
    raise typer.Exit(_INTERRUPTED)


class _Display(Progress):
    """Shows how a run goes: a bar on a terminal, and a line for each file."""

    def __init__(self, here: Session) -> None:
        self._err = here.err
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> _Display:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def start(self, total: int) -> None:
        if not self._err.is_terminal:
            return
        from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        self._bar = Bar(
            TextColumn("Repairing"),
            BarColumn(),
            DownloadColumn(),
            TimeElapsedColumn(),
            console=self._err,
            transient=True,
        )
        self._task = self._bar.add_task("", total=total)
        self._bar.start()

    def advance(self, done: int) -> None:
        if self._bar is not None:
            self._bar.advance(self._task, done)

    def finished(self, item: Item, tally: Tally) -> None:
        self._say(f"{item.target}: {_told(tally)}")

    def skipped(self, item: Item) -> None:
        self._say(f"{item.target}: finished already")

    def failed(self, error: I18nToolError) -> None:
        from rich.text import Text

        self._err.print(Text.assemble(("error: ", "bold red"), printable(str(error))))

    def _say(self, line: str) -> None:
        self._err.print(printable(line), markup=False)


def _told(tally: Tally) -> str:
    parts = [count(tally.rows, "record"), f"{count(tally.repaired, 'text')} repaired"]
    if tally.unresolved:
        parts.append(f"damage left in {tally.unresolved:,}")
    return ", ".join(parts)


def _summarise(here: Session, report: CorpusReport) -> None:
    """Say in a line what was done."""
    files = [f"{count(len(report.done), 'file')} repaired"]
    if report.skipped:
        files.append(f"{len(report.skipped):,} finished already")
    if report.problems:
        files.append(f"{len(report.problems):,} failed")
    line = ", ".join(files)
    if report.done:
        speed = report.tally.rows / max(report.seconds, 0.001)
        line += f"; {_told(report.tally)}, in {report.seconds:,.1f} s ({count(round(speed), 'record')} a second)"
    here.err.print(line, markup=False)
