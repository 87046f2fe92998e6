"""`i18n-tool rules`: the checks, or the page of one."""

from __future__ import annotations

from typing import Annotated

import typer

from i18n_tool.cli._session import session


def rules(
    context: typer.Context,
    code: Annotated[str | None, typer.Argument(metavar="[CHECK]", help="A code or a name.")] = None,
) -> None:
    """List the checks, or explain one."""
    from i18n_tool.checks import runner

    here = session(context)
    if code is not None:
        from rich.markdown import Markdown
        from rich.text import Text

        rule = runner.find_rule(code)
        here.out.print(f"[bold]{rule.code} {rule.name}[/bold] ({rule.severity})\n")
        page = rule.documentation.strip()
        here.out.print(Markdown(page) if here.out.is_terminal else Text(page))
        return
    table = here.table("Code", "Name", "Severity", "What it does")
    for rule in runner.rules():
        table.add_row(rule.code, rule.name, rule.severity, rule.summary)
    here.out.print(table)
