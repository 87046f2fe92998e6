"""Finds sentences that a translation left out.

## What it does

Aligns the sentences of both sides by the words, names and numbers that they share, and reports each English sentence
that has no counterpart in the Chinese text and whose words stand nowhere else in it. Only where one side is a
translation of the other (`relation` in `_catalogue.yaml`): a summary of its own may leave out what it likes.

## Why

A sentence that is gone is not seen by those who read one side only, and each sentence that is left is right.

## Example

    summary:
      en: |-
        The scan is fast.
        It is compared with attention on three data sets.
        The code is public.
      zh: 这种扫描速度很快。代码已经公开。

    summaries/mamba.yaml:12:7: MIS310 the Chinese summary leaves out 'It is compared with attention on three…'

## Fix

Translate the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._pairs import comparable
from i18n_tool.checks._wording import excerpt
from i18n_tool.model import Catalogue, Paper
from i18n_tool.pairs.dropped import dropped_sentences


def find_missing_sentences(paper: Paper, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each English sentence without a counterpart."""
    if catalogue.relation != "translation":
        return
    for pair in comparable(paper, catalogue):
        for span in dropped_sentences(pair):
            message = f"the Chinese {pair.name} leaves out {excerpt(span.of(pair.en))}"
            yield Problem(message, (pair.name, "en"), "zh", start=span.start, end=span.end)


PLUGIN = Check(
    code="MIS310",
    name="missing-sentence",
    severity="warning",
    documentation=__doc__,
    on_paper=find_missing_sentences,
)
