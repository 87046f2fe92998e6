"""Finds encoding damage that can be undone exactly, such as `æˆ‘ä»¬` for `我们`.

## What it does

Reports each text of a paper or of the list itself in which characters were read in the wrong code page and every byte
survived. A finding stands for all such places of one text and points at the first.

## Why

Such text is unreadable, it is found by no search, and each further conversion makes it worse.

## Example

    title:
      zh: æˆ‘ä»¬

    summaries/hello.yaml:4:7: ENC501 encoding damage that can be undone (UTF-8 read as windows-1252): 'æˆ‘ä»¬' is '我们'

## Fix

`--fix` puts the original characters back and changes nothing else. `i18n-tool repair` does the same for any file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from i18n_tool.checks._base import Check, Fix, Problem, Replacement
from i18n_tool.checks._fields import own_texts
from i18n_tool.checks._repairs import find_damage
from i18n_tool.checks._wording import count, excerpt
from i18n_tool.model import Catalogue, Field, Language, Paper


def find_in_paper(paper: Paper, _: Catalogue) -> Iterable[Problem]:
    """Return a problem for each text of a paper that is damaged without loss."""
    return _find(paper.texts)


def find_in_catalogue(catalogue: Catalogue) -> Iterable[Problem]:
    """Return the same for the texts of the list itself."""
    return _find(own_texts(catalogue))


def _find(texts: Iterable[tuple[Field, Language, str]]) -> Iterator[Problem]:
    for damage in find_damage(texts):
        edits = [edit for edit in damage.repair.edits if not edit.lossy]
        if not edits:
            continue
        first = edits[0]
        more = f", and {count(len(edits) - 1, 'more place')}" if len(edits) > 1 else ""
        message = f"encoding damage that can be undone ({first.channel}): {excerpt(first.before)} is "
        replacements = tuple(Replacement(damage.field, edit.after, edit.span.start, edit.span.end) for edit in edits)
        yield Problem(
            message + excerpt(first.after) + more,
            damage.field,
            damage.language,
            start=first.span.start,
            end=first.span.end,
            fix=Fix(replacements, safe=True),
        )


PLUGIN = Check(
    code="ENC501",
    name="mojibake",
    severity="error",
    documentation=__doc__,
    on_paper=find_in_paper,
    on_catalogue=find_in_catalogue,
)
