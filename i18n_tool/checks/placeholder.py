r"""Finds texts that only look filled: `TODO`, `待补充`, `N/A`, a lone backslash, the word `Error`.

## What it does

Reports each title, summary or note that consists of a placeholder and nothing else: a word such as `TODO`, `TBD`,
`N/A`, `待翻译`, `暂无` or `Error`, crosses such as `xxx`, or marks such as `...`, `-` and `\`. Emphasis and brackets
around it do not matter. A sentence that contains such a word is never reported.

## Why

Coverage would count the slot as done. `Error` is what translation scripts leave behind when a request failed.

## Example

    summary:
      en: TODO

    summaries/mamba.yaml:10:7: COV103 the English summary is only a placeholder: 'TODO'

## Fix

Write the text, or remove the placeholder: an empty slot is reported as missing.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._wording import LANGUAGE_NAMES, excerpt
from i18n_tool.coverage import is_placeholder
from i18n_tool.model import Catalogue, Paper


def find_placeholders(paper: Paper, _: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each text that is a placeholder."""
    for field, language, text in paper.texts:
        if is_placeholder(text):
            message = f"the {LANGUAGE_NAMES[language]} {field[0]} is only a placeholder: {excerpt(text.strip())}"
            yield Problem(message, field, language, end=len(text))


PLUGIN = Check(
    code="COV103",
    name="placeholder",
    severity="error",
    documentation=__doc__,
    on_paper=find_placeholders,
)
