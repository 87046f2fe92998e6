"""Finds code links that lead to the repository of another paper of the list.

## What it does

Compares the name of the repository that a paper's code link leads to with the names that the titles of the list give
to their methods. A link is reported where the repository is named after the method of another paper and shares no word
with the title that it stands under; words that many titles of the list have do not count. Two papers whose repositories
each have words of the other's title and none of their own are reported as exchanged, also where only one of the titles
names a method. A link into a folder of a repository is passed over.

Papers that share one repository are MET706's business.

## Why

Entries are written by copying the one above, and two neighbours' links are easily exchanged. Both still open, so that
no link checker notices.

## Example

    title: {en: "BlackMamba: Mixture of Experts for State-Space Models"}
    links: {code: "https://github.com/AmeenAli/HiddenMambaAttn"}

    summaries/blackmamba.yaml:8:9: MET705 the code link leads to 'HiddenMambaAttn', which fits the title of
    'hidden-attention'; the two papers' code links look exchanged

## Fix

Open the links, and give each paper its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

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
    title_words,
)
from i18n_tool.checks._wording import excerpt
from i18n_tool.identity import link_key
from i18n_tool.model import Catalogue, Paper

#: A repository must share so many words with a title that names no method to belong to it.
_SHARED_WORDS = 2


def find_foreign_code_links(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each code link that names another paper."""
    links = _Links(catalogue)
    exchanged: set[str] = set()
    for one, other in links.likely_exchanged():
        if one.id not in exchanged and other.id not in exchanged:
            exchanged.update((one.id, other.id))
            yield _problem(one, other, are_exchanged=True)
            yield _problem(other, one, are_exchanged=True)
    for paper in catalogue.papers:
        owner = links.named(paper) if paper.id not in exchanged else None
        if owner:
            yield _problem(paper, owner, are_exchanged=False)


class _Links:
    """The code links of a list, and the papers that their names can speak of."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._common = common_words(catalogue.papers)
        self._owners: dict[str, Paper | None] = {}
        for paper in catalogue.papers:
            for name in methods(paper) - self._common:
                # A name that several papers have belongs to none of them.
                self._owners[name] = None if name in self._owners else paper

    def named(self, paper: Paper) -> Paper | None:
        """Return the other paper whose method a paper's repository is named after, and not after its own."""
        owner, name = self._owner(paper), repository(code_link(paper))
        return owner if name and not may_fit(name, paper, self._common) else None

    def likely_exchanged(self) -> Iterator[tuple[Paper, Paper]]:
        """Yield the pairs of papers whose repositories fit each other: one and the owner of its name, neighbours."""
        pairs = [(paper, owner) for paper in self._catalogue.papers if (owner := self._owner(paper))]
        for papers in self._catalogue.by_section.values():
            pairs += pairwise(papers)
        # In an order of their own: which of two pairs comes first must not depend on that of the papers.
        for one, other in sorted(pairs, key=lambda pair: tuple(sorted((pair[0].id, pair[1].id)))):
            if _names(one, other) and _names(other, one):
                # What both titles say does not tell them apart.
                common = self._common | (title_words(one) & title_words(other))
                if _belongs(one, other, common) and _belongs(other, one, common):
                    yield one, other

    def _owner(self, paper: Paper) -> Paper | None:
        url = code_link(paper)
        name = repository(url)
        owner = self._owners.get(bare_name(name)) if name else None
        if url is None or owner is None or owner is paper or is_part(url):
            return None
        # Papers that follow each other can share a repository.
        theirs = code_link(owner)
        return None if theirs and link_key(theirs) == link_key(url) else owner


def _names(paper: Paper, other: Paper) -> bool:
    """Return whether a paper's repository has the name of the other's method, or words of its title."""
    name = repository(code_link(paper))
    return name is not None and (bare_name(name) in methods(other) or len(shared_words(name, other)) >= _SHARED_WORDS)


def _belongs(paper: Paper, other: Paper, common: frozenset[str]) -> bool:
    """Return whether a paper's repository, which names the other paper, does not fit its own title."""
    name = repository(code_link(paper)) or ""
    is_method = bare_name(name) in methods(other) - common
    return (is_method or len(shared_words(name, other)) >= _SHARED_WORDS) and not may_fit(name, paper, common)


def _problem(paper: Paper, owner: Paper, *, are_exchanged: bool) -> Problem:
    url = code_link(paper) or ""
    message = f"the code link leads to {excerpt(repository(url) or url)}, which fits the title of {owner.id!r}"
    if are_exchanged:
        message += "; the two papers' code links look exchanged"
    return Problem(message, ("links", "code"), paper=paper.id, end=len(url))


PLUGIN = Check(
    code="MET705",
    name="foreign-code-link",
    severity="warning",
    documentation=__doc__,
    on_catalogue=find_foreign_code_links,
)
