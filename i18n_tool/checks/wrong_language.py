"""Finds texts that are in another language than the slot they stand in.

## What it does

Tells the language of each title, summary and note by its script and its function words, and reports those that are
mainly in another language. Code, formulas, links, Latin-script names and what is cited inside a Chinese text do not
count, and a text of a few names is in no language. A copy of the other side is LNG202's to report, damaged text
ENC501's.

## Why

An export in one language would print the other.

## Example

    summary:
      en: 这篇论文介绍了一种选择性状态空间模型。
      zh: This paper presents a selective state space model.

    summaries/mamba.yaml:10:7: LNG201 the English and the Chinese summary are exchanged

## Fix

Where both texts stand in each other's slot, `--unsafe-fixes` exchanges them. Otherwise write the text in the language
of the slot.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Fix, Problem, Replacement
from i18n_tool.checks._slots import Slot, misplaced
from i18n_tool.checks._wording import LANGUAGE_NAMES, describe_language, excerpt, other_language
from i18n_tool.model import Catalogue, Paper


def find_wrong_languages(paper: Paper, _: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each text in the wrong slot, one for two texts that stand in each other's."""
    wrong = {slot.field: slot for slot in misplaced(paper) if slot.is_wrong and not slot.is_untranslated}
    for field, slot in wrong.items():
        other = wrong.get((field[0], other_language(slot.language)))
        if other is None or not _are_exchanged(slot, other):
            yield _problem(slot)
        elif slot.language == "en":
            yield _exchange(slot, other)


def _are_exchanged(one: Slot, other: Slot) -> bool:
    return one.detected.language == other.language and other.detected.language == one.language


def _problem(slot: Slot) -> Problem:
    name = LANGUAGE_NAMES[slot.language]
    message = f"the {name} {slot.field[0]} is in {describe_language(slot.detected)}: {excerpt(slot.text)}"
    return Problem(message, slot.field, slot.language, end=len(slot.text))


def _exchange(english: Slot, chinese: Slot) -> Problem:
    fix = Fix((Replacement(english.field, chinese.text), Replacement(chinese.field, english.text)), safe=False)
    message = f"the English and the Chinese {english.field[0]} are exchanged"
    return Problem(message, english.field, end=len(english.text), fix=fix)


PLUGIN = Check(
    code="LNG201",
    name="wrong-language",
    severity="error",
    documentation=__doc__,
    on_paper=find_wrong_languages,
)
