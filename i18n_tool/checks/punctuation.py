"""Finds half-width punctuation in Chinese text, and full-width punctuation in English text.

## What it does

Reports where autocorrect would write another mark in a title, summary or note: `，` for a comma between Chinese
characters, `,` for `，` between English words. Code, formulas, addresses, tags and the targets of links are left alone.
It is a matter of taste, so that the check is off by default: select STY602, or STY for all checks of style. It needs
the extra `style`.

## Why

Mixed `:` and `：` are the commonest untidiness of lists in two languages, and no input method gives both at will.

## Example

    summary:
      zh: 模型很快,也很准。

    summaries/mamba.yaml:11:15: STY602 width of punctuation in '模型很快,也很准。'

## Fix

`--fix` writes the mark that fits the text around it.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._style import changed_by_style, problems
from i18n_tool.model import Catalogue, Paper


def find_punctuation(paper: Paper, _: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each text with marks of the wrong width."""
    for field, language, text in paper.texts:
        # A Chinese word in English text does not make the marks around it Chinese.
        marks = (edit for edit in changed_by_style(text) if edit.replacement.strip())
        edits = [edit for edit in marks if edit.replacement.isascii() == (language == "en")]
        yield from problems(field, language, text, edits, "width of punctuation")


PLUGIN = Check(
    code="STY602",
    name="punctuation",
    severity="info",
    documentation=__doc__,
    on_paper=find_punctuation,
    enabled=False,
)
