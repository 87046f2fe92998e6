"""`i18n-tool status`: how much of the catalogue is there in each language."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from i18n_tool.cli._session import read_existing, session, write_stdout
from i18n_tool.errors import UsageError

if TYPE_CHECKING:
    from i18n_tool.coverage import Coverage


class StatusFormat(str, Enum):
    """How the coverage is printed."""

    table = "table"
    json = "json"
    markdown = "markdown"
    badge = "badge"


def status(
    context: typer.Context,
    form: Annotated[
        StatusFormat, typer.Option("--format", help="How to print it; a badge is an SVG picture.")
    ] = StatusFormat.table,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT", help="The file to write; standard output if none.")
    ] = None,
) -> None:
    """Show the coverage of each section and language: present, reviewed, machine-made, stale, missing."""
    if output is not None and form is StatusFormat.table:
        raise UsageError("--output goes with --format json, markdown or badge; the table is to be read at once")
    here = session(context)
    coverage = here.load().coverage(languages=here.settings.languages)
    if form is StatusFormat.table:
        from i18n_tool.cli._tables import coverage_table

        here.out.print(coverage_table(here, coverage))
        return
    data = _render(coverage, form).encode("utf-8", "backslashreplace")
    if output is None:
        write_stdout(data)
        return
    from i18n_tool.store import write_file

    write_file(output, data, expected=read_existing(output))
    here.err.print(f"Wrote {output}", markup=False)


def _render(coverage: Coverage, form: StatusFormat) -> str:
    if form is StatusFormat.json:
        import json

        from i18n_tool.coverage import to_json

        return json.dumps(to_json(coverage), ensure_ascii=False, indent=2) + "\n"
    from i18n_tool.coverage_formats import to_badge, to_markdown

    return to_markdown(coverage) if form is StatusFormat.markdown else to_badge(coverage)
