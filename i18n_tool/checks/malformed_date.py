"""Finds dates that are no dates, such as `20220` or a thirteenth month.

## What it does

Reports each date in a record that is none: `2024`, `2024-01` and `2024-01-31` are. Commands that write the list, or
write from it, refuse it until the date is one.

It also reports each date that an import could not read. What an imported list gives for a date and is none is kept
under `unplaced` in `_catalogue.yaml`; the finding points there and names the line of the list.

## Why

The paper is in the list without its date, and nobody sees that the list had one.

## Example

    date: 2024-13

    summaries/mamba.yaml:5:7: MET701 the date '2024-13' is none: write YYYY, YYYY-MM or YYYY-MM-DD

    unplaced:
      - source: README.md
        line: 12
        text: "Date: 20220"

    summaries/_catalogue.yaml:31:18: MET701 '20220' is no date; it stands on line 12 of README.md, and
    its paper has none

## Fix

Write the right date into the paper's record, and delete the item from `unplaced` if there is one.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._faults import problems_of
from i18n_tool.checks._wording import excerpt
from i18n_tool.model import Catalogue

#: What stands for the word "date" in lists without labels.
_CALENDARS = ("📆", "📅", "🗓")
#: A passage that is a date and its label is short; others can be whole tables.
_LONGEST = 120


def find_malformed_dates(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each date in a record that is none, and for each unplaced text that should have been one."""
    yield from problems_of(catalogue, "date")
    if not catalogue.unplaced:
        return
    from i18n_tool.importers._labels import read_date

    for number, item in enumerate(catalogue.unplaced):
        for value in _dates(item.text):
            if value and any(c.isdigit() for c in value) and read_date(value) is None:
                message = f"{excerpt(value)} is no date; it stands on line {item.line} of {item.source}"
                start = item.text.index(value)
                field = ("unplaced", str(number), "text")
                yield Problem(f"{message}, and its paper has none", field, start=start, end=start + len(value))


def _dates(text: str) -> Iterator[str]:
    """Yield what a text gives for a date: it begins with the date's label."""
    from i18n_tool.importers._labels import labelled, without_emoji

    line = text.partition("\n")[0][:_LONGEST]
    before, parts = labelled(line)
    if before.startswith(_CALENDARS):
        yield without_emoji(before)
    # `labelled` makes one space of several, and what it returns may not stand in the text.
    yield from (part.value for part in parts if part.kind == "date" and part.value in text)


PLUGIN = Check(
    code="MET701",
    name="malformed-date",
    severity="error",
    documentation=__doc__,
    on_catalogue=find_malformed_dates,
)
