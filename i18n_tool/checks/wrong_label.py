"""Finds links that stand where a text should: under a label such as `Summary:`, or as the whole of a summary.

## What it does

Reports each link of an imported list that stood behind the label of a text, as in
`📖 Summary: [📄📄📄](https://…)`; the import takes it for the link to the paper, and keeps the passage under `unplaced`
in `_catalogue.yaml`, where the finding points. It also reports summaries and notes that consist of links alone.

## Why

Entries are written by copying a line and changing it, and the label is left. Where the tool guesses which link was
meant, somebody should look; a link in the place of a summary counts as a summary.

## Example

    unplaced:
      - source: README.md
        line: 12
        text: "Summary: [📄📄📄](https://arxiv.org/abs/2401.13660)"

    summaries/_catalogue.yaml:31:13: MET707 line 12 of README.md has the label 'Summary' before a link

## Fix

See that the paper's record has the link in the right place, correct the label in the list if it is still in use, and
delete the item from `unplaced`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._wording import LANGUAGE_NAMES
from i18n_tool.model import Catalogue, Paper

_LINKS = re.compile(r"\[[^\[\]]*\]\(https?://[^()\s]*\)|<?https?://[^\s<>]+>?", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
#: A passage begins with its label; others can be whole tables.
_LONGEST = 1000


def find_in_paper(paper: Paper, _: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each text of a paper that is only links."""
    for field, language, text in paper.texts:
        if field[0] != "title" and "://" in text and _is_only_links(text):
            message = f"the {LANGUAGE_NAMES[language]} {field[0]} is only a link"
            yield Problem(message, field, language, end=len(text))


def _is_only_links(text: str) -> bool:
    first = _LETTER.search(text)
    # Most texts begin with a word, and are done with here.
    if first and text[first.start() :][:4].lower() != "http" and "[" not in text[: first.start()]:
        return False
    return not _LETTER.search(_LINKS.sub("", text))


def find_in_catalogue(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each passage of an imported list that has the label of a text before a link."""
    if not catalogue.unplaced:
        return
    from i18n_tool.importers._labels import TEXTS, is_slip, labelled

    for number, item in enumerate(catalogue.unplaced):
        for part in labelled(item.text[:_LONGEST].partition("\n")[0])[1]:
            if part.kind in TEXTS and is_slip(part.value):
                message = f"line {item.line} of {item.source} has the label {part.label!r} before a link"
                yield Problem(message, ("unplaced", str(number), "text"), end=len(item.text))


PLUGIN = Check(
    code="MET707",
    name="wrong-label",
    severity="warning",
    documentation=__doc__,
    on_paper=find_in_paper,
    on_catalogue=find_in_catalogue,
)
