"""`i18n-tool status`: how much of the catalogue is there in each language."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from i18n_tool.cli._session import session
from i18n_tool.cli._tables import coverage_table


class StatusFormat(str, Enum):
    """How the coverage is printed."""

    table = "table"
    json = "json"


def status(
    context: typer.Context,
    output: Annotated[StatusFormat, typer.Option("--format", help="How to print it.")] = StatusFormat.table,
) -> None:
    """Show the coverage of each section and language: present, reviewed, machine-made, stale, missing."""
    here = session(context)
    coverage = here.load().coverage()
    if output is StatusFormat.json:
        import json

        from i18n_tool.coverage import to_json

        typer.echo(json.dumps(to_json(coverage), ensure_ascii=False, indent=2))
        return
    here.out.print(coverage_table(here, coverage))
