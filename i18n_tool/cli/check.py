"""`i18n-tool check`: find what is missing, damaged or does not match."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from i18n_tool.cli._checking import Request, run_checks
from i18n_tool.cli._session import Session, session
from i18n_tool.errors import UsageError


class CheckFormat(str, Enum):
    """How the findings are printed."""

    text = "text"
    json = "json"
    sarif = "sarif"
    github = "github"
    markdown = "markdown"
    html = "html"


class FailOn(str, Enum):
    """The least severity that fails the command."""

    error = "error"
    warning = "warning"
    info = "info"


def check(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATHS]...", help="Only the findings in these files or folders.")
    ] = None,
    select: Annotated[
        list[str] | None, typer.Option(metavar="CHECK", help="Run these: codes, families such as COV, or names.")
    ] = None,
    extend_select: Annotated[list[str] | None, typer.Option(metavar="CHECK", help="Run these as well.")] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="CHECK", help="Leave these out.")] = None,
    form: Annotated[CheckFormat, typer.Option("--format", help="How to print the findings.")] = CheckFormat.text,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the findings to a file.")
    ] = None,
    reports: Annotated[
        list[str] | None,
        typer.Option("--report", metavar="FORMAT=FILE", help="Write the findings to a file in another format as well."),
    ] = None,
    statistics: Annotated[bool, typer.Option("--statistics", help="Count the findings of each check.")] = False,
    fix: Annotated[bool, typer.Option("--fix", help="Apply the safe fixes and report what is left.")] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="Apply the fixes that a person should look at, too.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print what the fixes would change and write nothing.")] = False,
    baseline: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Report only what this file of known findings does not have.")
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Write the findings to the baseline, and succeed.")
    ] = False,
    fail_on: Annotated[
        FailOn | None, typer.Option(help="The least severity that fails the command.", show_default="info")
    ] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Succeed whatever is found.")] = False,
    jobs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="How many processes to use; found out when left out.")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Run again whenever a file changes, until Ctrl-C.")] = False,
) -> None:
    """Run the checks; exit with 1 when they find something."""
    request = Request(
        paths=tuple(paths or ()),
        select=_split(select),
        extend_select=_split(extend_select),
        ignore=_split(ignore),
        format=form.value,
        output=output,
        reports=_reports(reports),
        statistics=statistics,
        fix=fix or unsafe_fixes,
        unsafe=unsafe_fixes,
        diff=diff,
        baseline=baseline,
        write_baseline=write_baseline,
        fail_on=fail_on.value if fail_on else None,
        exit_zero=exit_zero,
        jobs=jobs,
    )
    _refuse_contradictions(request, watch=watch)
    here = session(context)
    if watch:
        _watch(here, request)
        return
    raise typer.Exit(run_checks(here, request))


def _split(values: list[str] | None) -> tuple[str, ...]:
    """Return the checks of an option that can be given more than once, and can hold several with commas."""
    return tuple(part.strip() for value in values or () for part in value.split(",") if part.strip())


def _reports(values: list[str] | None) -> tuple[tuple[str, Path], ...]:
    """Return the formats and files of an option that can be given more than once.

    Raises:
        UsageError: a value is not a format, an equals sign and a file.
    """
    formats = [form.value for form in CheckFormat]
    found = []
    for value in values or ():
        form, _, name = value.partition("=")
        if form not in formats or not name:
            raise UsageError(f"--report takes FORMAT=FILE, the format one of {', '.join(formats)}; not {value!r}")
        found.append((form, Path(name)))
    return tuple(found)


def _refuse_contradictions(request: Request, *, watch: bool) -> None:
    writing = request.output or request.reports
    changing = request.fix or request.diff or request.write_baseline
    if watch and (changing or writing):
        raise UsageError(
            "--watch only prints; it goes with no option that writes: --fix, --write-baseline, --output, …"
        )
    if request.write_baseline and request.reports:
        raise UsageError("--write-baseline reports nothing; it does not go with --report")
    if request.write_baseline and (request.fix or request.diff):
        raise UsageError("--write-baseline records what is found; run it after --fix or --diff")
    if request.statistics and request.format not in {"text", "json"}:
        raise UsageError(f"--statistics has the formats text and json, not {request.format}")
    if request.diff and (request.statistics or writing or request.format != "text"):
        raise UsageError("--diff prints a diff; it goes with neither --format, --statistics, --output nor --report")


def _watch(here: Session, request: Request) -> None:
    import gc

    from i18n_tool.cli._watch import watch
    from i18n_tool.errors import I18nToolError

    def run() -> None:
        try:
            run_checks(replace(here), request)  # a session of its own reads the settings anew
        except (I18nToolError, OSError) as error:
            here.err.print(f"error: {error}", markup=False, style="red")
        gc.unfreeze()  # the next run reads everything anew
        here.err.print("Watching for changes; Ctrl-C ends it.")

    watch(run, lambda: _inputs(here, request))


def _inputs(here: Session, request: Request) -> list[Path]:
    """Return the files and folders that a run reads."""
    settings = here.settings
    named = [settings.path(name) for name in (settings.glossary, settings.baseline) if name]
    return [path for path in (here.folder, settings.source, request.baseline, *named) if path]
