"""`i18n-tool check`: find what is missing, damaged or does not match."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from i18n_tool.cli._session import Session, count, session, unified_diff

if TYPE_CHECKING:
    from i18n_tool.api import Catalogue


class CheckFormat(str, Enum):
    """How the findings are printed."""

    text = "text"
    json = "json"


def check(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATHS]...", help="Only the findings in these files or folders.")
    ] = None,
    select: Annotated[
        list[str] | None, typer.Option(metavar="CHECK", help="Run these: codes, families such as COV, or names.")
    ] = None,
    ignore: Annotated[list[str] | None, typer.Option(metavar="CHECK", help="Leave these out.")] = None,
    output: Annotated[CheckFormat, typer.Option("--format", help="How to print the findings.")] = CheckFormat.text,
    fix: Annotated[bool, typer.Option("--fix", help="Apply the safe fixes and report what is left.")] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="Apply the fixes that a person should look at, too.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print what the fixes would change and write nothing.")] = False,
) -> None:
    """Run the checks; exit with 1 when they find something."""
    from i18n_tool.discovery import plugins
    from i18n_tool.reporters._base import Report

    here = session(context)
    catalogue = here.load()
    chosen = _split(select) or here.settings.select
    left_out = (*here.settings.ignore, *_split(ignore))
    if fix or unsafe_fixes or diff:
        fixed = catalogue.fix(select=chosen, ignore=left_out, paths=paths or (), unsafe=unsafe_fixes)
        if diff:
            _print_diff(catalogue)
            raise typer.Exit(1 if fixed else 0)
        catalogue.save()
        here.err.print(f"Fixed {count(len(fixed), 'finding')}" if fixed else "Nothing to fix")
    findings = catalogue.check(select=chosen, ignore=left_out, paths=paths or ())
    reporter = plugins("i18n_tool.reporters")[output.value]
    rendered = reporter.render(Report(findings, len(catalogue.papers)))
    if output is CheckFormat.text and here.is_styled:
        _print_highlighted(here, rendered)
    else:
        typer.echo(rendered, nl=False)
    raise typer.Exit(1 if findings else 0)


def _split(values: list[str] | None) -> tuple[str, ...]:
    """Return the checks of an option that can be given more than once, and can hold several with commas."""
    return tuple(part.strip() for value in values or () for part in value.split(",") if part.strip())


def _print_diff(catalogue: Catalogue) -> None:
    for path, (before, after) in catalogue.preview().items():
        typer.echo(unified_diff(before, after, path.as_posix()), nl=False)


def _print_highlighted(here: Session, report: str) -> None:
    from rich.text import Text

    text = Text(report.removesuffix("\n"))
    text.highlight_regex(r"(?m)^[^:\n]+:\d+:\d+:", "cyan")
    text.highlight_regex(r"(?m)(?<=\d: )[A-Z]{3}\d{3}\b", "bold red")
    here.out.print(text, soft_wrap=True)  # a broken path cannot be clicked on
