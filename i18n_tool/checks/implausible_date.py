"""Finds dates that cannot be right: in the future, before there were papers, or years away from the arXiv id.

## What it does

Reports a paper's date that is more than a year ahead of today, or before 1900, and one that does not fit the month
that the paper's arXiv id stands for: two or more calendar years before it, or more than three after it. In between, a
paper may have been put on arXiv after it appeared, or have appeared years after.

## Why

Lists are sorted by date, and a wrong digit moves a paper by ten years. Where the date is right, the link is wrong.

## Example

    date: "2014-02"
    links: {paper: "https://arxiv.org/abs/2402.05892"}

    summaries/mamba-nd.yaml:5:7: MET702 the date 2014-02 is 10 years before arXiv 2402.05892 (2024-02)

## Fix

Correct the date or the link. A paper that was put on arXiv much later than it appeared says so: `ignore: [MET702]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._wording import count
from i18n_tool.identity import arxiv_id, arxiv_month
from i18n_tool.model import Catalogue, Paper

_FIRST_YEAR = 1900
#: Of the lists that this was tried on, none has a date so far from an id that is the paper's.
_YEARS_BEFORE = 2
_YEARS_AFTER = 3


def find_implausible_dates(paper: Paper, _: Catalogue) -> Iterator[Problem]:
    """Yield a problem for a date that cannot be right."""
    if paper.date is None:
        return
    year = int(paper.date[:4])
    if year > date.today().year + 1:
        yield _problem(paper.date, f"the date {paper.date} is in the future")
    elif year < _FIRST_YEAR:
        yield _problem(paper.date, f"the date {paper.date} is before {_FIRST_YEAR}")
    elif identifier := _identifier(paper):
        month = arxiv_month(identifier)
        years = year - int(month[:4])
        if years <= -_YEARS_BEFORE or years > _YEARS_AFTER:
            side = "before" if years < 0 else "after"
            distance = count(abs(years), "year")
            yield _problem(paper.date, f"the date {paper.date} is {distance} {side} arXiv {identifier} ({month})")


def _identifier(paper: Paper) -> str | None:
    urls = (paper.links.paper, paper.links.pdf, paper.links.html)
    return next((identifier for url in urls if url and (identifier := arxiv_id(url))), None)


def _problem(text: str, message: str) -> Problem:
    return Problem(message, ("date",), end=len(text))


PLUGIN = Check(
    code="MET702",
    name="implausible-date",
    severity="warning",
    documentation=__doc__,
    on_paper=find_implausible_dates,
)
