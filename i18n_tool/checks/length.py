"""Finds texts that are far too short or too long for the other language's.

## What it does

Compares how much both sides say, counting three letters as much as one Chinese character. A translation should be
between 0.6 and 2.6 times as long as its counterpart, a summary of its own between 0.15 and 4 times; short texts may
vary by a third more. Titles are not compared.

## Why

A text that was cut off reads well up to where it ends. One that is far too long has something of another paper in it.

## Example

    summary:
      en: |-
        The model replaces attention by a selective scan.
        It needs half of the memory and is evaluated on three public data sets.
      zh: 该模型用选择性扫描代替注意力。

    summaries/mamba.yaml:13:11: MIS305 the Chinese summary says 0.38 times as much as the English one…

## Fix

Complete the text, or remove what does not belong to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._pairs import comparable
from i18n_tool.model import Catalogue, Paper
from i18n_tool.pairs.lengths import bounds, ratio


def find_lengths(paper: Paper, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each Chinese text that is out of proportion."""
    for pair in comparable(paper, catalogue):
        found = ratio(pair)
        allowed = bounds(pair)
        if found is not None and not allowed.shortest <= found <= allowed.longest:
            message = (
                f"the Chinese {pair.name} says {found:.2f} times as much as the English one, "
                f"which is too {'little' if found < allowed.shortest else 'much'} for a {pair.relation}"
            )
            yield Problem(message, (pair.name, "zh"), "zh", end=len(pair.zh))


PLUGIN = Check(
    code="MIS305",
    name="length",
    severity="warning",
    documentation=__doc__,
    on_paper=find_lengths,
)
