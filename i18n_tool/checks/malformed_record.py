"""Finds what in a record or in `_catalogue.yaml` is not of the form that it must have.

## What it does

Reports a text where a list must be and the reverse, an `id` or `section` that is missing, an id that is not the name of
the file or is taken by another one, and words that are not among those allowed, such as a language besides `en` and
`zh`. The rest of the record is checked as if the value were not there; that it is missing is not reported besides. This
check runs whichever are selected, since the others did not see the value; `ignore` leaves it out.

Fixes leave such a record alone. Commands that write the list, or write from it, refuse it as it is, and name all of its
records that have such a fault.

## Why

What cannot be read is in no export, and cannot be written back.

## Example

    id: mamba
    section: scans
    authors: Albert Gu

    summaries/mamba.yaml:3:10: MET711 'authors' must be a list, not text

## Fix

Correct the value. `i18n-tool schema paper` and `schema catalogue` print JSON Schemas, with which editors show such
faults while one writes.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._faults import problems_of
from i18n_tool.model import Catalogue


def find_malformed_records(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each value that does not fit."""
    yield from problems_of(catalogue, "form")


PLUGIN = Check(
    code="MET711",
    name="malformed-record",
    severity="error",
    documentation=__doc__,
    on_catalogue=find_malformed_records,
    always=True,
)
