"""`i18n-tool show`: one paper, both languages side by side, and what the checks say of it."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from i18n_tool.cli._session import Session, count, printable, session
from i18n_tool.model import Bilingual, Paper

if TYPE_CHECKING:
    from i18n_tool.checks._base import Finding

_NAMES = {"en": "English", "zh": "中文"}


def show(
    context: typer.Context,
    paper_id: Annotated[str, typer.Argument(metavar="ID", help="The paper's id.")],
) -> None:
    """Show one paper with both languages side by side, and its findings beneath."""
    here = session(context)
    catalogue = here.load(keep_faults=True)
    if paper_id not in catalogue.model.by_id and catalogue.model.unread:
        # It may be one of those that cannot be read, of which this tells the reasons.
        here.load()
    paper = catalogue.paper(paper_id)
    place = Path(catalogue.stored.place(paper_id).path)
    findings = [item for item in catalogue.check(paths=[place], settings=here.settings) if item.paper == paper_id]
    _print_facts(here, paper)
    if here.out.is_terminal:
        _print_columns(here, paper)
    else:
        _print_lines(here, paper)
    _print_findings(here, findings)


def _texts(paper: Paper) -> dict[str, Bilingual]:
    texts = {"Title": paper.title, "Summary": paper.summary}
    return {**texts, "Notes": paper.notes} if paper.notes else texts


def _print_facts(here: Session, paper: Paper) -> None:
    from rich.text import Text

    facts = {"Section": paper.section, "Date": paper.date, "Venue": paper.venue, "Authors": ", ".join(paper.authors)}
    here.out.print(Text(paper.id, "bold"))
    for label, value in {**facts, **dict(paper.links.items())}.items():
        if value:
            here.out.print(Text.assemble((f"  {label.capitalize()}: ", "dim"), printable(value)))
    for language, translation in paper.translation:
        made = "reviewed" if translation.reviewed else "not reviewed"
        source = f" of {_NAMES[translation.of]}" if translation.of else ""
        here.out.print(
            Text.assemble(("  Translation: ", "dim"), f"{_NAMES[language]}{source}, {translation.origin}, {made}")
        )


def _print_columns(here: Session, paper: Paper) -> None:
    """Print the two languages side by side, line n of one facing line n of the other."""
    from rich import box
    from rich.table import Table

    table = Table(box=box.ROUNDED, show_lines=False, header_style="bold", expand=True)
    for language in ("en", "zh"):
        table.add_column(_NAMES[language], ratio=1, overflow="fold")
    for text in _texts(paper).values():
        for en, zh in zip_longest(_sentences(text.en), _sentences(text.zh), fillvalue=""):
            table.add_row(en, zh)
        table.add_section()
    here.out.print(table, markup=False)


def _print_lines(here: Session, paper: Paper) -> None:
    for label, text in _texts(paper).items():
        for language, name in _NAMES.items():
            here.out.print(f"\n{label} ({name}):", markup=False)
            value = text.get("en" if language == "en" else "zh")
            for line in _sentences(value) or ["(missing)"]:
                here.out.print(f"  {line}", markup=False)


def _sentences(text: str | None) -> list[str]:
    from i18n_tool.sentences import split_lines

    return [printable(line) for line in split_lines(text).split("\n")] if text else []


def _print_findings(here: Session, findings: list[Finding]) -> None:
    from rich.text import Text

    if not findings:
        here.out.print(Text("\nNo findings.", "green"))
        return
    here.out.print(Text(f"\n{count(len(findings), 'finding')}", "bold"))
    for finding in findings:
        here.out.print(
            Text.assemble(
                (f"{finding.path}:{finding.line}:{finding.column}: ", "cyan"),
                (finding.code, "bold red"),
                f" {finding.message}",
            )
        )
