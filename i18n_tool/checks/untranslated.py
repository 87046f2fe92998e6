"""Finds texts that repeat the other language's text instead of translating it.

## What it does

Reports a title, summary or note that is the text of the other slot, but for case, spaces and punctuation, or that
consists of it in good part: at least a third of its words belong to runs of eight English words, or twelve Chinese
characters, that stand on the other side as well. The finding is on the slot whose language it is not. A name that is
the same in both languages is not reported, nor is a cited title in a longer text, nor what is in quotation marks.

## Why

Coverage counts the slot as done. Translation scripts leave the source text behind when a request fails half-way.

## Example

    summary:
      en: This paper presents a selective state space model.
      zh: This paper presents a selective state space model.

    summaries/mamba.yaml:11:7: LNG202 the Chinese summary is the English one, untranslated

## Fix

Translate the text, or remove it: an empty slot is reported as missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._slots import Slot, misplaced
from i18n_tool.checks._wording import LANGUAGE_NAMES, excerpt, other_language
from i18n_tool.model import Catalogue, Paper


def find_untranslated(paper: Paper, _: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each text that is a copy of the other side."""
    for slot in misplaced(paper):
        if slot.is_untranslated:
            yield Problem(_message(slot), slot.field, slot.language, start=slot.copy.start, end=slot.copy.end)


def _message(slot: Slot) -> str:
    name, other = LANGUAGE_NAMES[slot.language], LANGUAGE_NAMES[other_language(slot.language)]
    if slot.is_same:
        return f"the {name} {slot.field[0]} is the {other} one, untranslated"
    part = excerpt(slot.copy.of(slot.text))
    return f"{int(100 * slot.copied)} % of the {name} {slot.field[0]} is copied from the {other} one: {part}"


PLUGIN = Check(
    code="LNG202",
    name="untranslated",
    severity="error",
    documentation=__doc__,
    on_paper=find_untranslated,
)
