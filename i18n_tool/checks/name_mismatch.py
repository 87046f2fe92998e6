"""Finds names in the Chinese text that the English one does not have.

## What it does

Reports names, acronyms and model names in Latin letters that stand in a Chinese text and neither in the English one nor
in the paper's title, where they are likely to stand in place of another: the English sentence has a name that the
Chinese one lacks, and the words around the new one have their counterparts. Not reported is a name that the Chinese
text has more than once or among other new ones, that stands among new words or in a sentence that was added, and one
that spells out an English word: translators write the name of a project for "it" and "the library".

Case, hyphens, plurals, doubled and exchanged letters make no difference, nor does it whether a name is spelled out on
one side and abbreviated on the other, or coined from the words of the title; code, links, formulas and units are not
looked at, nor in summaries the short names of a field, such as AI and GPU. Names that only the English has are not
reported, since a faithful translation may well translate them.

## Why

A name that is on one side only was changed by mistake, or belongs to another paper.

## Example

    summary:
      en: It is compared with VMamba on ImageNet.
      zh: 它在 ImageNet 上与 SegMamba 作了比较。

    summaries/mamba.yaml:11:23: MIS302 'SegMamba' is not in the English summary

## Fix

Look at the paper for the right name. Where both sides are right, add the name to the other one, or `MIS302` to the
record's `ignore`.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._pairs import comparable
from i18n_tool.checks._wording import excerpt
from i18n_tool.model import Catalogue, Paper
from i18n_tool.pairs.foreign_names import foreign_names


def find_name_mismatches(paper: Paper, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each name of a Chinese text that the English one lacks."""
    for pair in comparable(paper, catalogue):
        for name in foreign_names(pair):
            message = f"{excerpt(name.text)} is not in the English {pair.name}"
            yield Problem(message, (pair.name, "zh"), "zh", start=name.span.start, end=name.span.end)


PLUGIN = Check(
    code="MIS302",
    name="name-mismatch",
    severity="warning",
    documentation=__doc__,
    on_paper=find_name_mismatches,
)
