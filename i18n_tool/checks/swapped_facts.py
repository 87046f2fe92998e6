"""Finds facts of which all parts are there, but bound to the wrong ones: exchanged numbers and names, reversed claims.

## What it does

- Two **numbers or names** that stand in the other order than in the other text, while the words around them do not:
  those of a plain list, and those whose neighbours fit the exchanged arrangement better by the dictionary; and the
  two words of a name that stand the other way round.
- A **claim reversed**: a Chinese word that denies or belittles (不支持, 无效, 劣于, 更慢, 减少), while the English
  sentence that shares its words has nothing of the kind.
- The items of a **list** numbered out of order, as they are when two of them have been exchanged.

It compares only what stands on both sides; what is missing on one is MIS301's and MIS302's to report.

## Why

Each number and each name is right, so that nothing looks wrong until both texts are read side by side.

## Example

    summary:
      en: Its recall is 81%, its precision 64%.
      zh: 召回率为 64%，精度为 81%。

    summaries/mamba.yaml:11:12: MIS307 the Chinese summary exchanges '64%' and '81%', where the English one has 'is 81%,
    its precision 64%.'

## Fix

Read both sentences, and exchange what is in the wrong place.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._pairs import comparable
from i18n_tool.checks._wording import excerpt
from i18n_tool.model import Catalogue, Paper
from i18n_tool.pairs.facts_exchanged import Exchanged, find_exchanged
from i18n_tool.pairs.facts_lists import Stray, find_strays
from i18n_tool.pairs.facts_phrases import turned_names
from i18n_tool.pairs.facts_reversed import Reversed, find_reversed
from i18n_tool.pairs.pair import Pair
from i18n_tool.spans import Span

#: How much of the English text is shown around what a finding compares with.
_BEFORE, _SHOWN = 25, 60


def find_swapped_facts(paper: Paper, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each exchange of two numbers or names, each reversed claim, each list out of order."""
    for pair in comparable(paper, catalogue):
        yield from (_exchanged(pair, item) for item in _exchanges(pair))
        yield from (_reversed(pair, item) for item in find_reversed(pair))
        yield from (_stray(pair, item) for item in find_strays(pair)[:1])


def _exchanges(pair: Pair) -> Iterator[Exchanged]:
    """Yield the exchanged numbers and names, none of the names twice."""
    turned = list(turned_names(pair))
    yield from turned
    known = {span for item in turned for span in (item.first, item.second)}
    yield from (item for item in find_exchanged(pair) if known.isdisjoint((item.first, item.second)))


def _exchanged(pair: Pair, item: Exchanged) -> Problem:
    one, two = excerpt(item.first.of(pair.zh)), excerpt(item.second.of(pair.zh))
    message = f"the Chinese {pair.name} exchanges {one} and {two}, where the English one has {_english(pair, item)}"
    return _problem(pair, message, item.first)


def _reversed(pair: Pair, item: Reversed) -> Problem:
    said = excerpt(item.english.of(pair.en), _SHOWN)
    return _problem(
        pair,
        f"the Chinese {pair.name} says {excerpt(item.word.of(pair.zh))}, the English one affirms {said}",
        item.word,
    )


def _stray(pair: Pair, item: Stray) -> Problem:
    number = item.span.of(pair.zh)
    return _problem(
        pair, f"the list in the Chinese {pair.name} has {number!r} in place of '{item.expected}'", item.span
    )


def _problem(pair: Pair, message: str, span: Span) -> Problem:
    return Problem(message, (pair.name, "zh"), "zh", start=span.start, end=span.end)


def _english(pair: Pair, item: Exchanged) -> str:
    """Return the English words around an item."""
    start = max(0, item.english.start - _BEFORE)
    if start:
        start = pair.en.find(" ", start, item.english.start) + 1 or start
    return excerpt(pair.en[start : start + 2 * _SHOWN], _SHOWN)


PLUGIN = Check(
    code="MIS307",
    name="swapped-facts",
    severity="warning",
    documentation=__doc__,
    on_paper=find_swapped_facts,
)
