"""Finds ids in a section's `papers` that are no papers of that section.

## What it does

Reports each id that a section of `_catalogue.yaml` names for the order of its papers, and that no record has, or whose
record is in another section.

## Why

The section's order is made for a paper that is gone or elsewhere. Often the record was renamed, and now stands last in
its section, or a record that should be there was lost.

## Example

    sections:
      - key: vision
        papers:
          - vmamba

    summaries/_catalogue.yaml:9:9: MET708 'vmamba' is named in the section 'vision', but no record has this id

## Fix

Delete the id, or write that of the record that was meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._wording import excerpt
from i18n_tool.model import Catalogue


def find_stray_ids(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each id that a section should not name."""
    for stray in catalogue.strays:
        paper = catalogue.by_id.get(stray.paper)
        fact = f"its record is in {paper.section!r}" if paper else "no record has this id"
        message = f"{excerpt(stray.paper, 80)} is named in the section {stray.section!r}, but {fact}"
        yield Problem(message, ("sections", stray.section, "papers", str(stray.place)))


PLUGIN = Check(
    code="MET708",
    name="stray-order",
    severity="warning",
    documentation=__doc__,
    on_catalogue=find_stray_ids,
)
