"""Finds titles and sentences that stand in the list more than once and are translated in more than one way.

## What it does

Compares the titles of sections and papers and, where the two sides of the catalogue are translations of each other,
the sentences of summaries and notes: line n of the one language faces line n of the other where both have as many.
Case, spaces and punctuation do not matter on either side. Of the translations of one title or sentence the commonest
stands, of equals the first by the paper's id; each other gets a finding. Sentences of less than six words, or ten
characters, are not compared.

## Why

The same sentence in two wordings looks to a reader like two statements, and a text search finds half of the places.

## Example

    summary:
      en: The code is available to everyone for free.
      zh: 代码对所有人免费开放。

    summaries/vmamba.yaml:14:5: DUP403 'The code is available to everyone for fr…' is translated otherwise in 'mamba':
    '代码免费提供给所有人。'

## Fix

Agree on one translation, and add the terms that it turns on to the glossary of `_catalogue.yaml`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._wording import excerpt, other_language
from i18n_tool.identity import title_key
from i18n_tool.model import Bilingual, Catalogue, Field, Language
from i18n_tool.sentences import sentences
from i18n_tool.spans import Span

#: What is shorter is a phrase, whose translation depends on what stands around it.
_LEAST: dict[Language, int] = {"en": 6, "zh": 10}
_MARKS = re.compile(r"[.!?;。！？；\n]+\s*")
_SHORTEST_PART: dict[Language, int] = {"en": 16, "zh": 6}


@dataclass(frozen=True, slots=True)
class _Use:
    """One place where a text is translated."""

    paper: str | None
    field: Field
    source: str
    target: str
    span: Span


def find_inconsistencies(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each translation that differs from the commonest one of the same text."""
    uses: dict[str, list[_Use]] = {}
    for use in _uses(catalogue):
        uses.setdefault(title_key(use.source), []).append(use)
    for key, group in uses.items():
        if key and len(group) > 1:
            yield from _among(group, other_language(catalogue.source_language))


def _uses(catalogue: Catalogue) -> Iterator[_Use]:
    source = catalogue.source_language
    repeating = _repeating(catalogue) if catalogue.relation == "translation" else set()
    for section in catalogue.sections:
        yield from _whole(None, ("sections", section.key, "title"), section.title, source)
    for paper in sorted(catalogue.papers, key=lambda paper: paper.id):
        yield from _whole(paper.id, ("title",), paper.title, source)
        if paper.id in repeating:
            yield from _facing(paper.id, ("summary",), paper.summary, source)
            yield from _facing(paper.id, ("notes",), paper.notes, source)


def _repeating(catalogue: Catalogue) -> set[str]:
    """Return the papers of whose texts a part, from one mark to the next, stands elsewhere too: few of them do.

    Marks are found much faster than sentences, and a sentence that is repeated ends in a part that is.
    """
    source = catalogue.source_language
    first: dict[str, str] = {}
    found: set[str] = set()
    for paper in catalogue.papers:
        for text in (paper.summary.get(source), paper.notes.get(source)):
            for part in _MARKS.split(text.casefold()) if text else ():
                if len(part) >= _SHORTEST_PART[source] and first.setdefault(part, paper.id) != paper.id:
                    found.update((paper.id, first[part]))
    return found


def _whole(paper: str | None, field: Field, text: Bilingual, source: Language) -> Iterator[_Use]:
    target = other_language(source)
    before, after = text.get(source), text.get(target)
    if before and after:
        yield _Use(paper, (*field, target), before, after, Span(0, len(after)))


def _facing(paper: str, field: Field, text: Bilingual, source: Language) -> Iterator[_Use]:
    """Yield the sentences that face each other, of texts that have as many."""
    target = other_language(source)
    before, after = text.get(source), text.get(target)
    if not before or not after:
        return
    sources, targets = sentences(before), sentences(after)
    if len(sources) == len(targets):
        for one, other in zip(sources, targets, strict=True):
            if _length(one.of(before), source) >= _LEAST[source]:
                yield _Use(paper, (*field, target), one.of(before), other.of(after), other)


def _length(text: str, language: Language) -> int:
    return len(text.split()) if language == "en" else len(text)


def _among(uses: list[_Use], language: Language) -> Iterator[Problem]:
    keys = [title_key(use.target) for use in uses]
    numbers = Counter(keys)
    if len(numbers) == 1:
        return
    standing = max(range(len(uses)), key=lambda place: (numbers[keys[place]], -place))
    model = uses[standing]
    for use, key in zip(uses, keys, strict=True):
        if key != keys[standing]:
            where = repr(model.paper) if model.paper else "_catalogue.yaml"
            message = f"{excerpt(use.source)} is translated otherwise in {where}: {excerpt(model.target)}"
            yield Problem(message, use.field, language, use.paper, use.span.start, use.span.end)


PLUGIN = Check(
    code="DUP403",
    name="inconsistent",
    severity="info",
    documentation=__doc__,
    on_catalogue=find_inconsistencies,
)
