"""Finds links that lead nowhere by their form alone: no web address, an arXiv id that cannot be, a paper as code.

## What it does

Reports each link of a record that is neither `none` nor a web address with a host; each link to arXiv whose id has
another form than arXiv gives out (a thirteenth month, four digits after the dot since 2015, five before), or a month
that is still to come; and each code link that leads to arXiv. It does not open any link.

## Why

A slip of a digit still looks like a link in the exported list. Sites that show a paper by its id answer with another
paper, or with none.

## Example

    links:
      paper: arxiv.org/abs/2401.1366

    summaries/mambabyte.yaml:7:10: MET703 the paper link is no web address: 'arxiv.org/abs/2401.1366'

## Fix

Write the whole address, as the browser has it; `none` says that there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._wording import excerpt
from i18n_tool.identity import arxiv_id, arxiv_month
from i18n_tool.model import NO_LINK, Catalogue, Paper

# A host has a dot in it, but for addresses in brackets; no white space, and no second scheme.
_ADDRESS = re.compile(
    r"https?://(?!https?:)(?:[^\s/?#@\[\].]+(?:\.[^\s/?#@\[\].]+)+|\[[0-9a-f:]+\])(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE
)
_ARXIV_PAPER = re.compile(r"https?://(?:[a-z]+\.)?arxiv\.org/(?:abs|pdf|html)/?([^?#]*)", re.IGNORECASE)
_NEW_ID = re.compile(r"(\d{2})\d{2}\.(\d+)")
#: Since January 2015 five digits follow the dot: https://info.arxiv.org/help/arxiv_identifier.html
_FIVE_DIGITS_SINCE = "2015-01"


def find_malformed_links(paper: Paper, _: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each link that cannot lead to what it stands for."""
    for kind, url in paper.links.items():
        if url != NO_LINK and (fault := _fault(kind, url)):
            yield Problem(f"the {kind} link {fault}", ("links", kind), end=len(url))


def _fault(kind: str, url: str) -> str | None:
    if not _ADDRESS.fullmatch(url):
        return f"is no web address: {excerpt(url)}"
    found = _ARXIV_PAPER.match(url)
    if found is None:
        return None
    identifier = arxiv_id(url)
    if identifier is None or not _is_whole(identifier, found[1]):
        return f"names no arXiv id: {excerpt(found[1] or url)}"
    month = arxiv_month(identifier)
    if month > date.today().isoformat()[:7]:
        return f"names the arXiv id {identifier}, of a month that is still to come"
    return "leads to a paper on arXiv" if kind == "code" else None


def _is_whole(identifier: str, path: str) -> bool:
    """Return whether an id was not cut out of a longer number, and has as many digits as its month calls for."""
    new = _NEW_ID.fullmatch(identifier)
    if new is None:
        return True
    is_long = arxiv_month(identifier) >= _FIVE_DIGITS_SINCE
    return len(new[2]) == (5 if is_long else 4) and not re.match(r"\d", path.partition(identifier)[2])


PLUGIN = Check(
    code="MET703",
    name="malformed-link",
    severity="error",
    documentation=__doc__,
    on_paper=find_malformed_links,
)
