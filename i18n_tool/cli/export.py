"""`i18n-tool export`: write the list in one language."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from i18n_tool.cli._session import read_existing, session, write_stdout
from i18n_tool.errors import UsageError

app = typer.Typer(name="export", no_args_is_help=True, add_completion=False)


class ExportLanguage(str, Enum):
    """The language of the exported list."""

    en = "en"
    zh = "zh"


class MissingText(str, Enum):
    """What to write where a summary is missing in that language."""

    mark = "mark"
    fallback = "fallback"
    omit = "omit"
    fail = "fail"


@app.callback()
def export() -> None:
    """Write the list in one language."""


@app.command("readme")
def export_readme(
    context: typer.Context,
    language: Annotated[ExportLanguage, typer.Option("--lang", help="The language of the list.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT", help="The file to write; standard output if none.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 when OUT is not up to date.")
    ] = False,
    missing: Annotated[
        MissingText,
        typer.Option(
            help="Where a summary is missing: a mark, the other language's text, leave the paper out, or write nothing."
        ),
    ] = MissingText.mark,
) -> None:
    """Write a README for GitHub, in the layout of a survey."""
    if check and output is None:
        raise UsageError("--check compares with a file: name it with -o")
    here = session(context)
    data = here.load().export_readme(language.value, missing=missing.value).encode()
    if output is None:
        write_stdout(data)
        return
    current = read_existing(output)
    if current == data:
        here.err.print(f"{output} is up to date", markup=False)
    elif check:
        state = "does not exist" if current is None else "is not up to date"
        command = f"i18n-tool export readme --lang {language.value} -o {output}"
        here.err.print(f"{output} {state}: run `{command}`", markup=False)
        raise typer.Exit(1)
    else:
        from i18n_tool.store import write_file

        write_file(output, data, expected=current)
        here.err.print(f"Wrote {output}", markup=False)
