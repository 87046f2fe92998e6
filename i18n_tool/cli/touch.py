"""`i18n-tool touch`: say that translations still fit after a minor edit of their source."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated

import typer

from i18n_tool.cli._session import Session, count, printable, session

if TYPE_CHECKING:
    from i18n_tool.api import Catalogue
    from i18n_tool.model import Language


class TouchLanguage(str, Enum):
    """The language of a translation."""

    en = "en"
    zh = "zh"


def touch(
    context: typer.Context,
    paper_ids: Annotated[list[str], typer.Argument(metavar="ID...", help="The papers' ids.")],
    lang: Annotated[
        TouchLanguage | None,
        typer.Option("--lang", help="The language of the translation; each that is recorded as one when left out."),
    ] = None,
    diff: Annotated[
        bool, typer.Option("--diff", help="Print what changed in the sources, as git knows it, and write nothing.")
    ] = False,
) -> None:
    """Mark translations as made from their source as it is now, so that they are not reported as stale."""
    here = session(context)
    catalogue = here.load()
    touched = {paper_id: catalogue.touch(paper_id, language=lang.value if lang else None) for paper_id in paper_ids}
    changed = {paper_id: languages for paper_id, languages in touched.items() if languages}
    if diff:
        for paper_id, languages in changed.items():
            for language in languages:
                _print_changes(here, catalogue, paper_id, language)
        raise typer.Exit(1 if changed else 0)
    catalogue.save()
    already = len(touched) - len(changed)
    rest = f"; {count(already, 'paper')} had it already" if already else ""
    here.err.print(f"Recorded the present source of {count(len(changed), 'paper')}{rest}")


def _print_changes(here: Session, catalogue: Catalogue, paper_id: str, language: Language) -> None:
    """Print the sentences of a source that are gone and those that are new since it was translated."""
    changes = catalogue.source_changes(paper_id, language)
    if changes is None:
        reason = "no version in git is known to be what was translated"
        here.err.print(f"{paper_id}: the source of {language!r}: {reason}", markup=False)
        return
    here.out.print(f"{paper_id}: the source of {language!r}", markup=False, style="bold")
    for change in changes:
        for sign, sentences, style in (("-", change.before, "red"), ("+", change.after, "green")):
            for sentence in sentences:
                here.out.print(f"{sign} {printable(sentence)}", markup=False, style=style)
