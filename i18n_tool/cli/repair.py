"""`i18n-tool repair`: undo encoding damage in files, in standard input or in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import isnan
from pathlib import Path
from typing import Annotated

import typer

from i18n_tool.cli._repair_large import Job, is_large, refuse_loss, repair_large
from i18n_tool.cli._repair_report import Repaired, render_report, summarise
from i18n_tool.cli._session import (
    ENCODING,
    Session,
    read_existing,
    read_input,
    session,
    unified_diff,
    write_stdout,
)
from i18n_tool.errors import UsageError

#: How large a text can be of which --diff, --explain or --from-git are wanted, in bytes.
_MOST_IN_MEMORY = 16 << 20


@dataclass(frozen=True, slots=True)
class _Options:
    """What was asked for; `versions` is 0 where the history is of no interest."""

    output: Path | None
    in_place: bool
    diff: bool
    explain: bool
    min_confidence: float | None
    escapes: bool
    versions: int
    encoding: str | None

    @property
    def needs_all(self) -> bool:
        """Whether a text must be in memory as a whole."""
        return self.diff or self.explain or self.versions > 0

    @property
    def threshold(self) -> float:
        """How sure a repair must be."""
        from i18n_tool.mojibake import MIN_CONFIDENCE

        return MIN_CONFIDENCE if self.min_confidence is None else self.min_confidence

    def job(self, report: Path | None) -> Job:
        """Return what is done block by block."""
        return Job(self.output, self.in_place, report, self.threshold, self.escapes, self.encoding)

    def check(self) -> None:
        """Refuse options that contradict each other."""
        if sum((self.output is not None, self.in_place, self.diff)) > 1:
            raise UsageError("use one of --output, --in-place and --diff")
        if self.explain and self.diff:
            raise UsageError("use one of --explain and --diff: both print what would change")
        if self.min_confidence is not None and isnan(self.min_confidence):
            raise UsageError("--min-confidence must be a number from 0 to 1")


def repair(
    context: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILES]...", help="Files, or - for standard input; the catalogue when none is given."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT", help="Write the repaired text to this file.")
    ] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Write the repaired text back.")] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Print what would change, write nothing, and exit with 1 if anything would.")
    ] = False,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Show each damaged passage, what happened to it, and how sure its repair is."),
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="Write every edit, its confidence and its runners-up as JSON."),
    ] = None,
    min_confidence: Annotated[
        float | None,
        typer.Option(
            "--min-confidence", min=0.0, max=1.0, help="Leave alone what is less sure than this, and list it."
        ),
    ] = None,
    escapes: Annotated[
        bool,
        typer.Option("--escapes", help="Undo what was escaped as well: &#20320;, \\u4f60, %E4%BD%A0, =?UTF-8?B?5L2g?="),
    ] = False,
    from_git: Annotated[
        bool,
        typer.Option("--from-git", help="Take what cannot be restored from the file's history, where it is in git."),
    ] = False,
    encoding: Annotated[str | None, ENCODING] = None,
    versions: Annotated[
        int | None,
        typer.Option(
            "--versions", metavar="N", min=1, help="How many versions --from-git looks at.", show_default="100"
        ),
    ] = None,
) -> None:
    """Undo encoding damage, also where bytes were lost.

    The repaired text goes to standard output unless told otherwise; the catalogue is only written with --in-place.
    What cannot be restored is listed, and the exit code is then 1.
    """
    most = _versions(from_git, versions)
    options = _Options(output, in_place, diff, explain, min_confidence, escapes, most, encoding)
    options.check()
    if report is not None:
        _refuse_report(report, [*map(Path, files or ()), *([output] if output else [])])
    here = session(context)
    if files:
        _check_files(files, options)
        if not options.needs_all and any(map(is_large, files)):
            raise typer.Exit(repair_large(here, files, options.job(report)))
        done = _repair_files(files, options)
    elif output is not None:
        raise UsageError("--output needs a file to repair; the catalogue is repaired with --in-place")
    elif encoding is not None:
        raise UsageError("--encoding is for files; the catalogue is in UTF-8")
    else:
        done = _repair_catalogue(here, options)
    if explain:
        from i18n_tool.cli._explain import print_explanation

        print_explanation(here, done)
    for item in done:
        summarise(here, item, is_explained=explain)
    if report is not None:
        _write(report, render_report(done))
    if not files and not done:
        here.err.print(f"No damage found in {here.folder}", markup=False)
    changed = any(item.is_changed for item in done)
    unresolved = any(item.repair.unresolved for item in done)
    raise typer.Exit(1 if unresolved or (diff and changed) else 0)


def _versions(from_git: bool, most: int | None) -> int:
    """Return how many earlier versions are wanted."""
    if not from_git:
        if most is not None:
            raise UsageError("--versions says how many versions --from-git looks at; add --from-git")
        return 0
    from i18n_tool.history import MOST_VERSIONS

    return MOST_VERSIONS if most is None else most


def _refuse_report(report: Path, texts: Iterable[Path]) -> None:
    """Refuse a report that cannot be written, or would be written over a text, before anything is written."""
    read_existing(report)
    if any(report.resolve() == text.resolve() for text in texts):
        raise UsageError(f"--report would overwrite {report}; name another file")


def _check_files(files: list[str], options: _Options) -> None:
    """Refuse options that do not fit these files."""
    if len(files) > 1 and (options.output or not (options.in_place or options.diff or options.explain)):
        raise UsageError("several files need --in-place, --diff or --explain")
    if options.in_place and "-" in files:
        raise UsageError("standard input cannot be repaired in place")
    if options.versions and "-" in files:
        raise UsageError("standard input has no history; --from-git needs a file")


def _repair_files(files: list[str], options: _Options) -> list[Repaired]:
    from i18n_tool.mojibake.byte_repair import to_bytes
    from i18n_tool.store import write_file

    done = [_repair_file(name, options) for name in files]
    for name, item in zip(files, done, strict=True):
        after = to_bytes(item.repair.text)
        if options.diff:
            typer.echo(unified_diff(item.before, item.repair.text, item.name), nl=False)
        elif options.output is not None:
            _write(options.output, after)
        elif options.in_place:
            if after != item.data:
                if item.decoded and not item.decoded.is_lossless:
                    refuse_loss(item.name)
                write_file(Path(name), after, expected=item.data)
        elif not options.explain:
            write_stdout(after)
    return done


def _repair_file(name: str, options: _Options) -> Repaired:
    from i18n_tool import mojibake
    from i18n_tool.mojibake.byte_repair import with_undecoded

    source = read_input(name, options.encoding, most=_MOST_IN_MEMORY if options.needs_all else None)
    repaired = mojibake.repair(source.text, min_confidence=options.threshold, escapes=options.escapes)
    repaired = with_undecoded(source.decoded, repaired)
    item = Repaired(source.name, source.text, repaired, source.data, decoded=source.decoded)
    return _with_history(Path(name), item, options.versions) if options.versions else item


def _with_history(path: Path, item: Repaired, most: int) -> Repaired:
    """Return a repair with what the file's history tells, and a word on what that has."""
    from i18n_tool.history import file_versions, restore

    versions = file_versions(path, most=most, name=item.name)
    repair = restore(item.before, item.repair, versions)
    return replace(item, repair=repair, history=versions.describe())


def _write(path: Path, data: bytes) -> None:
    from i18n_tool.store import write_file

    write_file(path, data, expected=read_existing(path))


def _repair_catalogue(here: Session, options: _Options) -> list[Repaired]:
    catalogue = here.load()
    repairs = catalogue.repair(
        min_confidence=options.min_confidence, escapes=options.escapes, versions=options.versions
    )
    if options.in_place:
        catalogue.save()
    elif not options.explain:
        for path, (old, new) in catalogue.preview().items():
            typer.echo(unified_diff(old, new, path.as_posix()), nl=False)
    if not options.in_place and any(item.repair.edits for item in repairs):
        here.err.print("Nothing was written: use --in-place to write it")
    return [Repaired(f"{item.paper or 'the list'} {'.'.join(item.field)}", item.text, item.repair) for item in repairs]
