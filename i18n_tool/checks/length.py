"""Finds texts that are far too short or too long for the other language's.

## What it does

Compares how much both sides say, counting three letters as much as one Chinese character. A translation should be
between 0.65 and 2.6 times as long as its counterpart, a summary of its own between 0.15 and 4 times; short texts may
vary by a third more. A translation of up to 0.75 times the length is reported where the words of the English end are
not in it, unlike those of the beginning. Titles are not compared.

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
from i18n_tool.checks._wording import excerpt
from i18n_tool.model import Catalogue, Paper
from i18n_tool.pairs.dropped import lost_ending
from i18n_tool.pairs.lengths import bounds, ratio
from i18n_tool.pairs.pair import Pair


def find_lengths(paper: Paper, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each Chinese text that is out of proportion."""
    for pair in comparable(paper, catalogue):
        message = _length(pair)
        if message:
            yield Problem(message, (pair.name, "zh"), "zh", end=len(pair.zh))


def _length(pair: Pair) -> str | None:
    """Return what is wrong with the length of a pair's Chinese text."""
    found = ratio(pair)
    if found is None:
        return None
    says = f"the Chinese {pair.name} says {found:.2f} times as much as the English one"
    allowed = bounds(pair)
    if not allowed.shortest <= found <= allowed.longest:
        return f"{says}, which is too {'little' if found < allowed.shortest else 'much'} for a {pair.relation}"
    ending = lost_ending(pair)
    return f"{says} and breaks off before {excerpt(ending.of(pair.en))}" if ending else None


PLUGIN = Check(
    code="MIS305",
    name="length",
    severity="warning",
    documentation=__doc__,
    on_paper=find_lengths,
)
