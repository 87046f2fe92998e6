"""Finds translations whose source text has changed since.

## What it does

Compares the `source_hash` that a record keeps of a translated summary with the summary that it was translated from. If
sentences were added to the source and nothing else was changed, the message names them. A hash cannot tell more, but
git can: `i18n-tool touch ID --diff` prints every sentence that changed.
Without a `source_hash` nothing is known, and nothing reported.

## Why

A correction reaches one language and not the other. Both texts look finished, and the reader of one is told what the
author has taken back.

## Example

    summary:
      en: |-
        The model is fast.
        It scales.
      zh: |-
        该模型很快。
    translation:
      zh: {of: en, origin: human, reviewed: true, source_hash: 1a2b3c4d}

    summaries/paper.yaml:6:7: MIS309 its English source was changed after it was translated: added is 'It scales.'

## Fix

Bring the translation up to date and run `i18n-tool touch ID`, which records what it was translated from. The same
command is enough when the change was minor, such as a corrected spelling.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._wording import LANGUAGE_NAMES, count, excerpt
from i18n_tool.coverage import is_stale
from i18n_tool.model import Catalogue, Paper, text_hash
from i18n_tool.sentences import sentences
from i18n_tool.spans import Span

#: Larger texts are not searched for what was added: the tries grow with the square of the number of sentences.
_MAX_SENTENCES = 60
_MAX_LENGTH = 10_000


def find_stale(paper: Paper, _: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each summary whose source is there and has changed."""
    for language, recorded in paper.translation:
        source = paper.summary.get(recorded.of) if recorded.of else None
        if not (recorded.of and source and recorded.source_hash and is_stale(paper, language)):
            continue
        if paper.summary.get(language):
            message = f"its {LANGUAGE_NAMES[recorded.of]} source was changed after it was translated"
            yield Problem(message + _added(source, recorded.source_hash), ("summary", language), language)


def _added(source: str, source_hash: str) -> str:
    """Return what to say of the sentences without which the source is what was translated; "" if there are none."""
    spans = sentences(source) if len(source) <= _MAX_LENGTH else []
    if len(spans) > _MAX_SENTENCES:
        return ""
    for length in range(1, len(spans)):
        for first in range(len(spans) - length + 1):
            added = Span(spans[first].start, spans[first + length - 1].end)
            if any(text_hash(text) == source_hash for text in _without(source, added)):
                more = f" and {count(length - 1, 'more sentence')}" if length > 1 else ""
                return f": added is {excerpt(spans[first].of(source))}{more}"
    return ""


def _without(text: str, span: Span) -> Iterator[str]:
    """Yield a text without a part, and without the space on either side of it."""
    before, after = text[: span.start], text[span.end :]
    yield before + after
    yield before.rstrip() + after
    yield before + after.lstrip()


PLUGIN = Check(
    code="MIS309",
    name="stale",
    severity="error",
    documentation=__doc__,
    on_paper=find_stale,
)
