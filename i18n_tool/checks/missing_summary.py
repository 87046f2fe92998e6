"""Finds papers without a summary in a language that the catalogue requires.

## What it does

Reports each paper whose summary is missing, or blank, in one of the languages of `_catalogue.yaml`. A paper without
any summary gets one finding for each language.

## Why

Who reads the list in that language meets an empty entry, or one in the other language.

## Example

The catalogue requires English and Chinese, and a record holds:

    summary:
      zh: 这篇论文介绍了一种选择性状态空间模型。

    summaries/mamba.yaml:9:1: COV101 no English summary; the Chinese one can be translated

## Fix

Write or translate the summary. A paper that is to stay without one says so: `ignore: [COV101]`.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._wording import LANGUAGE_NAMES, other_language
from i18n_tool.coverage import is_present
from i18n_tool.model import Catalogue, Language, Paper


def find_missing_summaries(paper: Paper, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each required language without a summary."""
    for language in catalogue.languages:
        if not (paper.summary.get(language) or "").strip():
            yield Problem(_message(paper, language), ("summary", language), language)


def _message(paper: Paper, language: Language) -> str:
    other = other_language(language)
    hint = f"; the {LANGUAGE_NAMES[other]} one can be translated" if is_present(paper.summary.get(other)) else ""
    return f"no {LANGUAGE_NAMES[language]} summary{hint}"


PLUGIN = Check(
    code="COV101",
    name="missing-summary",
    severity="error",
    documentation=__doc__,
    on_paper=find_missing_summaries,
)
