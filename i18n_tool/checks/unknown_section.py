"""Finds papers in a section that `_catalogue.yaml` does not have.

## What it does

Reports each record whose `section` is the key of no section. Commands that write the list, or write from it, refuse it
until the section is known. Nothing is reported while a section of `_catalogue.yaml` itself cannot be read.

## Why

The paper stands under no heading, so that no export would show it. Mostly the section was renamed, or the key misspelt.

## Example

    id: mamba
    section: scnas

    summaries/mamba.yaml:2:10: MET710 the section 'scnas' is not in summaries/_catalogue.yaml

## Fix

Correct the key, or add the section to `_catalogue.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._faults import problems_of
from i18n_tool.model import Catalogue


def find_unknown_sections(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each section that is not known."""
    yield from problems_of(catalogue, "section")


PLUGIN = Check(
    code="MET710",
    name="unknown-section",
    severity="error",
    documentation=__doc__,
    on_catalogue=find_unknown_sections,
)
