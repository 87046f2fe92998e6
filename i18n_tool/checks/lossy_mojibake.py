"""Finds encoding damage in which bytes were lost, and says what the text most likely was.

## What it does

Reports each text of a paper or of the list itself in which characters were read in the wrong code page and some of
their bytes were dropped. What is left of a character says which ones it can have been; the words around it, and the
paper's other texts, say which one it was. A finding stands for all such places of one text, points at the least
certain, and names its confidence and the runners-up.

## Why

The text is unreadable, and no conversion of code pages brings it back.

## Example

    summaries/mambabyte.yaml:12:5: ENC502 encoding damage with lost bytes (UTF-8 read as windows-1254, bytes dropped):
    'è®ºæ–‡' is '论文' with confidence 0.998

## Fix

Where every character is as good as certain (confidence 0.99 or more), `--fix` restores the text. Where one is less
certain, restoring that part takes `--unsafe-fixes`; read it afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from i18n_tool.checks._base import Check, Fix, Problem, Replacement
from i18n_tool.checks._fields import own_texts
from i18n_tool.checks._repairs import Damage, find_damage
from i18n_tool.checks._wording import count, excerpt
from i18n_tool.model import Catalogue, Field, Language, Paper

if TYPE_CHECKING:
    from i18n_tool.mojibake.results import RepairEdit

#: What repair has to be sure of before a fix counts as safe. The confidence is the language model's own estimate.
_CERTAIN = 0.99


def find_in_paper(paper: Paper, _: Catalogue) -> Iterable[Problem]:
    """Return the problems of each text of a paper that is damaged with loss."""
    return _find(paper.texts)


def find_in_catalogue(catalogue: Catalogue) -> Iterable[Problem]:
    """Return the same for the texts of the list itself."""
    return _find(own_texts(catalogue))


def _find(texts: Iterable[tuple[Field, Language, str]]) -> Iterator[Problem]:
    for damage in find_damage(texts):
        lossy = [edit for edit in damage.repair.edits if edit.lossy]
        for is_certain in (True, False):
            edits = [edit for edit in lossy if (edit.confidence >= _CERTAIN) == is_certain]
            if edits:
                yield _problem(damage, edits, is_certain)


def _problem(damage: Damage, edits: list[RepairEdit], is_certain: bool) -> Problem:
    worst = min(edits, key=lambda edit: (edit.confidence, edit.span))
    more = f", and {count(len(edits) - 1, 'more place')}" if len(edits) > 1 else ""
    message = (
        f"encoding damage with lost bytes ({worst.channel}): {excerpt(worst.before)} is {excerpt(worst.after)} "
        f"with confidence {worst.confidence:.3f}{more}"
    )
    replacements = tuple(Replacement(damage.field, edit.after, edit.span.start, edit.span.end) for edit in edits)
    return Problem(
        message,
        damage.field,
        damage.language,
        start=worst.span.start,
        end=worst.span.end,
        fix=Fix(replacements, safe=is_certain),
    )


PLUGIN = Check(
    code="ENC502",
    name="lossy-mojibake",
    severity="error",
    documentation=__doc__,
    on_paper=find_in_paper,
    on_catalogue=find_in_catalogue,
)
