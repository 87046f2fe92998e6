"""Finds keys that a record or `_catalogue.yaml` does not have, such as `sumary`.

## What it does

Reports each key that is not known where it stands, and names the one that was probably meant. What stands at the key is
in no export. Commands that write the list, or write from it, refuse it until the key is known.

## Why

A text under a misspelt key is missing from the list, although everybody who opens the record sees it.

## Example

    id: mamba
    section: scans
    sumary:
      en: A model.

    summaries/mamba.yaml:3:1: MET709 the key 'sumary' is not known in a record; did you mean 'summary'?

## Fix

Correct the key, or delete it with what stands there. `i18n-tool schema paper` prints a JSON Schema of the keys that a
record can have, with which editors complete and check them.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._faults import problems_of
from i18n_tool.model import Catalogue


def find_unknown_keys(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each key that is not known."""
    yield from problems_of(catalogue, "key")


PLUGIN = Check(
    code="MET709",
    name="unknown-key",
    severity="error",
    documentation=__doc__,
    on_catalogue=find_unknown_keys,
)
