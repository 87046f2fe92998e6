"""Finds items of `ignore` in a record that silence nothing, and such as mean no check.

## What it does

Reports each code, family or name in the `ignore` of a record whose checks find nothing in it, and each that no check
is called by. Checks that are not selected are run for it on the records that ignore them, so that the answer does not
depend on the selection. What ignores this check itself is not reported.

## Why

An exception outlives its reason: the text was corrected, or the check became better. What is left hides the next
fault of the kind. A misspelt code hides nothing, and looks as if it did.

## Example

    id: mamba
    ignore: [MIS301, COV999]

    summaries/mamba.yaml:2:10: MET790 'MIS301' in 'ignore' silences nothing
    summaries/mamba.yaml:2:18: MET790 no check is called 'COV999'; did you mean COV101?

## Fix

Take the item out, or correct its spelling.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem, Waivers
from i18n_tool.checks._selection import unknown
from i18n_tool.checks._wording import excerpt
from i18n_tool.model import Paper


def find_unused_ignores(_: Paper, waivers: Waivers) -> Iterator[Problem]:
    """Yield a problem for each item that silences nothing or means nothing."""
    for number, selector in waivers.unused:
        yield Problem(f"{excerpt(selector)} in 'ignore' silences nothing", ("ignore", str(number)), end=len(selector))
    for number, selector in waivers.unknown:
        yield Problem(unknown(selector), ("ignore", str(number)), end=len(selector))


PLUGIN = Check(
    code="MET790",
    name="unused-ignore",
    severity="warning",
    documentation=__doc__,
    on_waivers=find_unused_ignores,
)
