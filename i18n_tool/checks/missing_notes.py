"""Finds papers whose notes are missing in one of the languages that the catalogue requires.

## What it does

Reports each paper that has notes in one language and lacks them in another one of `_catalogue.yaml`. A paper need not
have notes: one that has none in any language is not reported.

## Why

Who reads the list in that language is not told what the other readers are.

## Example

    notes: {en: The code was rewritten for the second version.}

    summaries/mamba.yaml:14:1: COV105 no Chinese notes; the English ones can be translated

## Fix

Translate the notes. Notes that are for the readers of one language only say so: `ignore: [COV105]`.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._wording import LANGUAGE_NAMES, other_language
from i18n_tool.coverage import is_present
from i18n_tool.model import Catalogue, Paper


def find_missing_notes(paper: Paper, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each required language without the notes that the other one has."""
    for language in catalogue.languages:
        other = other_language(language)
        if not (paper.notes.get(language) or "").strip() and is_present(paper.notes.get(other)):
            message = f"no {LANGUAGE_NAMES[language]} notes; the {LANGUAGE_NAMES[other]} ones can be translated"
            yield Problem(message, ("notes", language), language)


PLUGIN = Check(
    code="COV105",
    name="missing-notes",
    severity="info",
    documentation=__doc__,
    on_paper=find_missing_notes,
)
