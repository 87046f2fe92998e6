"""Finds papers that are in the list twice: the same arXiv id, DOI, link or title.

## What it does

Compares the arXiv ids, DOIs and paper links of all papers, whatever form the link has, and their titles without
regard to case, spaces and punctuation. Of the records that share one, the first by id stands; each other gets a
finding that names it and all that they share. The message says so where the two stand in different sections, and where
their titles differ, so that one of the links is likely to lead to the wrong paper.

## Why

A paper that fits two sections is easily entered twice, and then only one entry is kept up to date. Where only the
identifier is the same, one of the two links leads to the wrong paper.

## Example

    summaries/moe-mamba-2.yaml:8:10: DUP401 the same paper as 'moe-mamba': both have arXiv 2401.04081

## Fix

Merge the two records and delete one, or correct the link or title that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._wording import excerpt, join
from i18n_tool.identity import doi, identifiers, link_key, title_key
from i18n_tool.model import Catalogue, Field, Paper

_PAPER_LINKS = ("paper", "pdf", "html")
_TITLE = "title:"
_KINDS = {"arxiv:": "arXiv", "doi:": "the DOI"}


def find_duplicate_papers(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each paper that shares an identifier with one whose id comes before its own."""
    owners: dict[str, Paper] = {}
    for paper in sorted(catalogue.papers, key=lambda paper: paper.id):
        shared: dict[str, tuple[Paper, list[str]]] = {}
        for key in sorted(filter(_identifies, identifiers(paper))):
            owner = owners.setdefault(key, paper)
            if owner is not paper:
                shared.setdefault(owner.id, (owner, []))[1].append(key)
        for owner, keys in shared.values():
            yield _problem(paper, owner, keys)


def _identifies(key: str) -> bool:
    """Return whether a key stands for one paper: the address of a whole site does not."""
    return key.startswith((_TITLE, *_KINDS)) or "/" in key.rstrip("/")


def _problem(paper: Paper, owner: Paper, keys: list[str]) -> Problem:
    field, text = _place(paper, keys)
    evidence = join(list(dict.fromkeys(_describe(paper, key) for key in keys)))
    message = f"the same paper as {owner.id!r}: both have {evidence}{_circumstances(paper, owner)}"
    return Problem(message, field, paper=paper.id, end=len(text))


def _circumstances(paper: Paper, owner: Paper) -> str:
    titles = [(title, other) for language, title in paper.title.items() if (other := owner.title.get(language))]
    if titles and all(title_key(title) != title_key(other) for title, other in titles):
        return "; their titles differ, so one of the links may be wrong"
    if paper.section != owner.section:
        return f"; one is in the section {owner.section!r}, the other in {paper.section!r}"
    return ""


def _describe(paper: Paper, key: str) -> str:
    for prefix, kind in _KINDS.items():
        if key.startswith(prefix):
            return f"{kind} {key.removeprefix(prefix)}"
    if key.startswith(_TITLE):
        return f"the title {excerpt(_place(paper, [key])[1])}"
    return f"the link {excerpt(key, 80)}"


def _place(paper: Paper, keys: list[str]) -> tuple[Field, str]:
    """Return where the first of the keys stands in the record, and the text there."""
    for kind, url in paper.links.items():
        if kind in _PAPER_LINKS and (link_key(url) in keys or f"doi:{doi(url)}" in keys):
            return ("links", kind), url
    for language, title in paper.title.items():
        if _TITLE + title_key(title) in keys:
            return ("title", language), title
    raise AssertionError(f"{paper.id} has none of the identifiers {keys}")


PLUGIN = Check(
    code="DUP401",
    name="duplicate-paper",
    severity="error",
    documentation=__doc__,
    on_catalogue=find_duplicate_papers,
)
