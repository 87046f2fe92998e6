"""Finds papers with the code link of another paper of the list, whose title it fits.

## What it does

Reports a code link that two papers have, where the name of the repository fits the title of the one and shares no word
with that of the other; words that many titles of the list have do not count. A repository that fits neither title, such
as that of a laboratory, or both, as that of a series of papers, is not reported, nor are two records of one paper,
which DUP401 finds, or links into folders of a repository. Off by default: in the lists that this was tried on, papers
that shared a repository mostly did so rightly. Select it where entries are copied from each other.

## Why

Entries are written by copying the one above, and the code link is left behind.

## Example

    summaries/pan-mamba.yaml:8:9: MET706 the code link is that of 'graph-mamba', and fits its title only

## Fix

Give the paper its own code link, or `none` where it has no code. Where the repository does hold the code of both, the
record says so: `ignore: [MET706]`.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._repositories import (
    bare_name,
    code_link,
    common_words,
    is_part,
    may_fit,
    methods,
    repository,
    shared_words,
)
from i18n_tool.identity import identifiers, link_key
from i18n_tool.model import Catalogue, Paper


def find_shared_code_links(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each paper that has another one's code link."""
    by_link: dict[str, list[Paper]] = {}
    for paper in catalogue.papers:
        url = code_link(paper)
        if url and not is_part(url):
            by_link.setdefault(link_key(url), []).append(paper)
    common: frozenset[str] | None = None
    for papers in by_link.values():
        if len(papers) > 1:
            common = common_words(catalogue.papers) if common is None else common
            yield from _among(sorted(papers, key=lambda paper: paper.id), common)


def _among(papers: list[Paper], common: frozenset[str]) -> Iterator[Problem]:
    name = repository(code_link(papers[0])) or ""
    owners = [paper for paper in papers if bare_name(name) in methods(paper) or shared_words(name, paper, common)]
    for paper in papers if owners else ():
        if not may_fit(name, paper, common) and identifiers(paper).isdisjoint(identifiers(owners[0])):
            message = f"the code link is that of {owners[0].id!r}, and fits its title only"
            yield Problem(message, ("links", "code"), paper=paper.id, end=len(code_link(paper) or ""))


PLUGIN = Check(
    code="MET706",
    name="shared-code-link",
    severity="info",
    documentation=__doc__,
    on_catalogue=find_shared_code_links,
    enabled=False,
)
