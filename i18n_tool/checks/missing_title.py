"""Finds papers without a title in a language in which the list has titles.

## What it does

Reports each paper that has no title at all, and each whose title is missing in one of the languages of
`_catalogue.yaml`. Many lists leave every title in the language of the paper; a missing translation counts only where
at least one paper in ten has its title in both languages.

## Why

An export in that language shows the title of the other one among translated ones, or none.

## Example

    title:
      en: "MambaByte: Token-free Selective State Space Model"

    summaries/mambabyte.yaml:2:1: COV102 no Chinese title; the English one can be translated

## Fix

Translate the title. A paper whose title is to stay as it is says so: `ignore: [COV102]`.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._wording import LANGUAGE_NAMES, other_language
from i18n_tool.model import Catalogue, Language, Paper

#: One in so many titles must be there in both languages to say that titles are translated in this list.
_TRANSLATED = 10


def find_missing_titles(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each title that is missing in a language in which it is wanted."""
    both = sum(paper.title.get("en") is not None and paper.title.get("zh") is not None for paper in catalogue.papers)
    are_translated = both * _TRANSLATED >= len(catalogue.papers)
    for paper in catalogue.papers:
        if not paper.title:
            yield Problem("no title in any language", ("title",), paper=paper.id)
        elif are_translated:
            for language in catalogue.languages:
                if not _has_title(paper, language):
                    other = LANGUAGE_NAMES[other_language(language)]
                    message = f"no {LANGUAGE_NAMES[language]} title; the {other} one can be translated"
                    yield Problem(message, ("title", language), language, paper.id)


def _has_title(paper: Paper, language: Language) -> bool:
    return bool((paper.title.get(language) or "").strip())


PLUGIN = Check(
    code="COV102",
    name="missing-title",
    severity="warning",
    documentation=__doc__,
    on_catalogue=find_missing_titles,
)
