"""`i18n-tool rules`: the checks, or the page of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from i18n_tool.cli._session import session

if TYPE_CHECKING:
    from i18n_tool.checks._base import Check


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
        here.out.print(f"[bold]{rule.code} {rule.name}[/bold] ({_severity(rule)})\n")
        page = rule.documentation.strip()
        here.out.print(Markdown(page) if here.out.is_terminal else Text(page))
        return
    table = here.table("Code", "Name", "Severity", "What it does")
    for rule in runner.rules():
        table.add_row(rule.code, rule.name, _severity(rule), rule.summary)
    here.out.print(table)


def _severity(rule: Check) -> str:
    """Return how severe a check is, and whether it has to be selected."""
    return rule.severity if rule.enabled else f"{rule.severity}, off by default"
