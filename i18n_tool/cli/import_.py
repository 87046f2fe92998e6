"""`i18n-tool import`: read lists into the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from i18n_tool.cli._session import ENCODING, Session, count, printable, read_input, say_encoding, session

if TYPE_CHECKING:
    from i18n_tool.importers import Conflict, Merged

#: How many notes, conflicts or passages of one source are told.
_MOST_LINES = 20


def import_lists(
    context: typer.Context,
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Files, or - for standard input.")],
    source_format: Annotated[
        str | None, typer.Option("--from", metavar="FORMAT", help="How to read them; guessed when left out.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done and write nothing.")] = False,
    encoding: Annotated[str | None, ENCODING] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Let the list's text win where it differs from the catalogue's.")
    ] = False,
) -> None:
    """Read lists into the catalogue, repaired on the way; nothing of them is lost."""
    from i18n_tool.api import Catalogue

    here = session(context)
    catalogue = Catalogue.open(here.folder)
    done = []
    for name in sources:
        source = read_input(name, encoding)
        say_encoding(here, source.name, source.decoded.in_words)
        with here.err.status(f"Reading {_escape(source.name)} …"):
            merged = catalogue.import_text(source.text, source.name, format=source_format, update=update)
        done.append((source.name, merged))
    with here.err.status("Writing the catalogue …"):
        saved = catalogue.save(dry_run=dry_run)
    # Only now, so that a reader who has seen enough and closes the pipe does not keep the catalogue from being written.
    for shown, merged in done:
        _report(here, shown, merged)
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
    say(f"[bold]{_escape(name)}[/bold]: {count(papers, 'paper')} in {count(sections, 'section')}")
    say(
        f"  {len(merged.added)} added, {len(merged.updated)} updated, {len(merged.unchanged)} unchanged"
        + (f"; {count(imported.repaired, 'damaged passage')} repaired" if imported.repaired else "")
        + (f", {imported.unresolved} beyond repair" if imported.unresolved else "")
    )
    _list(here, [f"{name}:{note.line}: {note.message}" for note in imported.notes])
    _list(here, [_conflict(conflict) for conflict in merged.conflicts])
    if merged.conflicts:
        say("  Use --update to take the list's text instead.")
    if merged.unplaced:
        say(f"  {count(len(merged.unplaced), 'passage')} without a field, kept under 'unplaced' in _catalogue.yaml:")
    _list(here, [f"{name}:{passage.line}: {_shorten(passage.text)}" for passage in merged.unplaced])


def _conflict(conflict: Conflict) -> str:
    place = ".".join((conflict.paper or "the list", *conflict.field))
    return f"{place} differs and was kept; the source has: {_shorten(conflict.theirs)}"


def _list(here: Session, lines: list[str]) -> None:
    """Say each line, as far as a person would read."""
    for line in lines[:_MOST_LINES]:
        here.err.print(f"  {printable(line)}", markup=False)
    if len(lines) > _MOST_LINES:
        here.err.print(f"  … and {len(lines) - _MOST_LINES:,} more")


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 100 else f"{line[:99]}…"


def _escape(text: str) -> str:
    from rich.markup import escape

    return escape(text)
