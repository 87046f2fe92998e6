"""Finds sections without papers, and sections without a title in a language that the catalogue requires.

## What it does

Reports each section of `_catalogue.yaml` that no paper belongs to, or whose title is missing in a required language.
A section with several of these faults gets one finding that names them all.

## Why

An exported list shows a heading with nothing beneath it, or a heading in the wrong language. After an import, an
empty section often means that its entries were not recognised.

## Example

    sections:
      - key: vision
        title: {en: Vision Mamba}

    summaries/_catalogue.yaml:7:5: COV104 section 'vision' has no papers and no Chinese title

## Fix

Add the papers or the title, or remove the section from `_catalogue.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._faults import has_homeless
from i18n_tool.checks._wording import LANGUAGE_NAMES, join
from i18n_tool.model import Catalogue, Section


def find_empty_sections(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each section that lacks papers or a title."""
    for section in catalogue.sections:
        if faults := _faults(catalogue, section):
            yield Problem(f"section {section.key!r} has {join(faults)}", ("sections", section.key))


def _faults(catalogue: Catalogue, section: Section) -> list[str]:
    faults = [] if catalogue.by_section[section.key] or has_homeless(catalogue) else ["no papers"]
    untitled = [language for language in catalogue.languages if not (section.title.get(language) or "").strip()]
    return faults + [f"no {LANGUAGE_NAMES[language]} title" for language in untitled]


PLUGIN = Check(
    code="COV104",
    name="empty-section",
    severity="warning",
    documentation=__doc__,
    on_catalogue=find_empty_sections,
)
