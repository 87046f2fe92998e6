"""Finds papers without a link to the paper, in a list that has them.

## What it does

Reports each paper that has neither a `paper` link nor a `pdf` or `html` one, where at least three papers in four of the
list have one. `none`, which says that there is none to be had, counts as one.

## Why

The link is what most readers of a list come for.

## Example

    links:
      code: https://github.com/state-spaces/mamba

    summaries/mamba.yaml:6:1: MET704 no link to the paper

## Fix

Add the link, or `paper: none` where the paper is nowhere to be had.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.model import Catalogue, Paper

#: The share of papers with a link from which on a missing one is an oversight, and no way to keep a list.
_LINKED_SHARE = 0.75


def find_missing_paper_links(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each paper without a link to it."""
    unlinked = [paper for paper in catalogue.papers if not _has_link(paper)]
    if len(unlinked) <= (1 - _LINKED_SHARE) * len(catalogue.papers):
        for paper in unlinked:
            yield Problem("no link to the paper", ("links", "paper"), paper=paper.id)


def _has_link(paper: Paper) -> bool:
    return bool(paper.links.paper or paper.links.pdf or paper.links.html)


PLUGIN = Check(
    code="MET704",
    name="missing-paper-link",
    severity="warning",
    documentation=__doc__,
    on_catalogue=find_missing_paper_links,
)
