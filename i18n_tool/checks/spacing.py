"""Finds Chinese text without a space before or after a Latin word or a number, or with one that should not be there.

## What it does

Reports where autocorrect would put a space in a title, summary or note, between Chinese characters and Latin words or
numbers, and where it would take one, beside full-width punctuation. Code, formulas, addresses, tags and the targets of
links are left alone. It is a matter of taste, so that the check is off by default: select STY601, or STY for all checks
of style. It needs the extra `style`.

## Why

A list whose entries were written by many people reads better in one style, and a search for `Mamba 模型` finds
`Mamba模型` only where both are written alike.

## Example

    summary:
      zh: 论文提出了Mamba模型。

    summaries/mamba.yaml:11:16: STY601 space between Chinese and Latin letters in '论文提出了Mamba模型', and
    1 more place

## Fix

`--fix` puts the spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._style import changed_by_style, problems
from i18n_tool.language import HAN
from i18n_tool.model import Catalogue, Paper
from i18n_tool.spans import Edit

_BOTH = re.compile(f"[{HAN}][A-Za-z0-9]|[A-Za-z0-9][{HAN}]")


def find_spacing(paper: Paper, _: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each text with spaces to be put or taken."""
    for field, language, text in paper.texts:
        edits = [edit for edit in changed_by_style(text) if not edit.replacement or _is_between(text, edit)]
        yield from problems(field, language, text, edits, "space between Chinese and Latin letters")


def _is_between(text: str, edit: Edit) -> bool:
    """Return whether an edit puts a space between Chinese and Latin letters, and not beside a hyphen or bracket."""
    place = edit.span.start
    around = text[max(place - 1, 0) : place + 1]
    return edit.replacement == " " and _BOTH.fullmatch(around) is not None


PLUGIN = Check(
    code="STY601",
    name="spacing",
    severity="info",
    documentation=__doc__,
    on_paper=find_spacing,
    enabled=False,
)
