"""Finds punctuation that stands twice, or a comma before a full stop.

## What it does

Reports a comma, pause mark, colon, semicolon or full stop that stands twice, as in `，，` or `。。`, and the first four
of these right before a full stop, as in `，。`, in titles, summaries and notes. Ellipses (`……`, `...`), dashes and
repeated `！` and `？` are meant. Code, formulas, addresses, tags and the targets of links are left alone. The check is
off by default: select STY603, or STY for all checks of style.

## Why

They are left where a sentence was cut or two were joined.

## Example

    summary:
      zh: 模型很快，。

    summaries/mamba.yaml:11:15: STY603 repeated punctuation in '模型很快，。'

## Fix

`--fix` leaves one mark, the full stop where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._style import mask, problems
from i18n_tool.model import Catalogue, Paper
from i18n_tool.spans import Edit, Span

_REPEATED = re.compile("[，、；：]+。(?!。)|([，、；：])\\1+|(?<!。)。。(?!。)|(?<!,),,+(?!,)")


def find_repeated_marks(paper: Paper, _: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each text with a mark too many."""
    for field, language, text in paper.texts:
        masked, starts = mask(text) if _REPEATED.search(text) else ("", [0])
        edits = [
            Edit(Span(starts[found.start()], starts[found.end()]), found.group()[-1])
            for found in _REPEATED.finditer(masked)
        ]
        yield from problems(field, language, text, edits, "repeated punctuation")


PLUGIN = Check(
    code="STY603",
    name="repeated-marks",
    severity="info",
    documentation=__doc__,
    on_paper=find_repeated_marks,
    enabled=False,
)
