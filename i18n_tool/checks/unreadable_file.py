"""Finds files of the catalogue that cannot be read at all.

## What it does

Reports a file that is no YAML, or uses of it what a record may not (aliases, tags, a key twice), is empty or too large,
or has bytes that are in no encoding. The other records are checked without it. Where `_catalogue.yaml` is such a file,
nothing is known of the list, so that only the form of the records is checked. This check runs whichever are selected,
since the others did not see the file; `ignore` leaves it out.

Commands that write the list, or write from it, refuse it as it is, and name all of its files that are so.

## Why

No other check can say anything of such a file, and the paper is missing from every export.

## Example

    id: mamba
    venue: NeurIPS: a workshop

    summaries/mamba.yaml:2:15: MET712 this is not valid YAML: mapping values are not allowed in this context

## Fix

Correct the place that the finding names: mostly a text with a colon needs quotes, or a line is indented wrongly.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._faults import problems_of
from i18n_tool.model import Catalogue


def find_unreadable_files(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each file that cannot be read."""
    yield from problems_of(catalogue, "file")


PLUGIN = Check(
    code="MET712",
    name="unreadable-file",
    severity="error",
    documentation=__doc__,
    on_catalogue=find_unreadable_files,
    always=True,
)
