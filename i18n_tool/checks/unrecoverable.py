"""Finds encoding damage that nothing in the text can undo: U+FFFD, `锟斤拷`, `???`.

## What it does

Reports each text of a paper or of the list itself in which characters were replaced by signs that say nothing about
them, or in which repair is not sure enough of what they were. A finding stands for all such places of one text, points
at the first and says why it was left as it is.

## Why

The original is lost here, and a guess would be an invention. Only another source has it.

## Example

    summary:
      zh: 本文提出锟斤拷模型。

    summaries/mamba.yaml:12:11: ENC503 damage that cannot be undone: '锟斤拷' (the bytes were replaced)

## Fix

Take the text from where it came from, from an earlier version of the record, or write it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._fields import own_texts
from i18n_tool.checks._repairs import find_damage
from i18n_tool.checks._wording import count, excerpt
from i18n_tool.model import Catalogue, Field, Language, Paper


def find_in_paper(paper: Paper, _: Catalogue) -> Iterable[Problem]:
    """Return a problem for each text of a paper with damage that cannot be undone."""
    return _find(paper.texts)


def find_in_catalogue(catalogue: Catalogue) -> Iterable[Problem]:
    """Return the same for the texts of the list itself."""
    return _find(own_texts(catalogue))


def _find(texts: Iterable[tuple[Field, Language, str]]) -> Iterator[Problem]:
    for damage in find_damage(texts):
        if not damage.repair.unresolved:
            continue
        first, *others = damage.repair.unresolved
        more = f", and {count(len(others), 'more place')}" if others else ""
        message = f"damage that cannot be undone: {excerpt(first.text)} ({first.reason}){more}"
        yield Problem(message, damage.field, damage.language, start=first.span.start, end=first.span.end)


PLUGIN = Check(
    code="ENC503",
    name="unrecoverable",
    severity="error",
    documentation=__doc__,
    on_paper=find_in_paper,
    on_catalogue=find_in_catalogue,
)
