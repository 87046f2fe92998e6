"""`i18n-tool import`: read lists into the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from i18n_tool.cli._session import Session, read_input, session

if TYPE_CHECKING:
    from i18n_tool.importers import Merged


def import_lists(
    context: typer.Context,
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Files, or - for standard input.")],
    source_format: Annotated[
        str | None, typer.Option("--from", metavar="FORMAT", help="How to read them; guessed when left out.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done and write nothing.")] = False,
    update: Annotated[
        bool, typer.Option("--update", help="Let the list's text win where it differs from the catalogue's.")
    ] = False,
) -> None:
    """Read lists into the catalogue, repaired on the way; nothing of them is lost."""
    from i18n_tool.api import Catalogue

    here = session(context)
    catalogue = Catalogue.open(here.folder)
    for name in sources:
        shown, text, _ = read_input(name)
        with here.err.status(f"Reading {shown} …"):
            merged = catalogue.import_text(text, Path(shown).name, format=source_format, update=update)
        _report(here, shown, merged)
    with here.err.status("Writing the catalogue …"):
        saved = catalogue.save(dry_run=dry_run)
    verb = "Would write" if dry_run else "Wrote"
    if saved.created or saved.changed:
        here.err.print(
            f"{verb} {len(saved.created)} new and {len(saved.changed)} changed files in {here.folder}", markup=False
        )
    else:
        here.err.print(f"Nothing to write: {here.folder} has it all already", markup=False)


def _report(here: Session, name: str, merged: Merged) -> None:
    """Say what became of one source."""
    imported = merged.imported
    papers, sections = len(imported.catalogue.papers), len(imported.catalogue.sections)
    say = here.err.print
    say(f"[bold]{_escape(name)}[/bold]: {_count(papers, 'paper')} in {_count(sections, 'section')}")
    say(
        f"  {len(merged.added)} added, {len(merged.updated)} updated, {len(merged.unchanged)} unchanged"
        + (f"; {_count(imported.repaired, 'damaged passage')} repaired" if imported.repaired else "")
        + (f", {imported.unresolved} beyond repair" if imported.unresolved else "")
    )
    for note in imported.notes:
        say(f"  {name}:{note.line}: {note.message}", markup=False)
    for conflict in merged.conflicts:
        field = ".".join(conflict.field)
        say(
            f"  {conflict.paper}: {field} differs and was kept; the list has: {_shorten(conflict.theirs)}", markup=False
        )
    if merged.conflicts:
        say("  Use --update to take the list's text instead.")
    if merged.unplaced:
        say(f"  {_count(len(merged.unplaced), 'passage')} without a field, kept under 'unplaced' in _catalogue.yaml:")
    for passage in merged.unplaced:
        say(f"  {name}:{passage.line}: {_shorten(passage.text)}", markup=False)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else f"{line[:99]}…"


def _escape(text: str) -> str:
    from rich.markup import escape

    return escape(text)
