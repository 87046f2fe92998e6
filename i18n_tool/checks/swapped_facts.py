"""Finds facts of which all parts are there, but bound to the wrong ones: exchanged numbers and names, reversed claims.

## What it does

- Two **numbers or names** that stand in the other order than in the other text, while the words around them do not:
  those of a plain list, and those whose neighbours fit the exchanged arrangement better by the dictionary.
- **Words of names** that stand where the English text has another one: `Chain Markov`, `Group Reason Optimization`; and
  an acronym in brackets behind the phrase that the English text spells out for another one: 骨密度（TTA）.
- A **claim reversed**: a Chinese word that denies or belittles (不支持, 无效, 劣于, 更慢, 减少), while the English
  sentence that shares its words has nothing of the kind.
- The items of a **list** numbered out of order, as they are when two of them have been exchanged.

Not reported is what grammar turns round, such as the modifier that Chinese puts before its noun (`of`, `by`: 的, 中),
nor a denial where the English text denies as often as the Chinese one.

Two summaries, each in its own words, share less: in these, two numbers count only if each is said once, both stand in
one sentence on either side, and neither is a part of a date or of a range; names only in longer names or in brackets,
whatever the order of a list; and a claim only in words that hardly any summary has (劣于, 无效解决, 不支持, 降低质量),
unless it is about others (现有方法), and if the English text affirms it and nowhere says the like.

It compares only what stands on both sides; what is missing on one is MIS301's and MIS302's to report.

## Why

Each number and each name is right, so that nothing looks wrong until both texts are read side by side.

## Example

    summary:
      en: Its recall is 81%, its precision 64%.
      zh: 召回率为 64%，精度为 81%。

    summaries/mamba.yaml:11:12: MIS307 the Chinese summary exchanges '64%' and '81%', where the English one has 'Its
    recall is 81%, its precision 64%.'

## Fix

Read both sentences, and exchange what is in the wrong place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._pairs import comparable
from i18n_tool.checks._wording import excerpt
from i18n_tool.model import Catalogue, Paper
from i18n_tool.pairs.facts_acronyms import misplaced_acronyms
from i18n_tool.pairs.facts_exchanged import Exchanged, find_exchanged
from i18n_tool.pairs.facts_lists import Stray, find_strays
from i18n_tool.pairs.facts_phrases import turned_names
from i18n_tool.pairs.facts_reversed import Reversed, find_reversed
from i18n_tool.pairs.pair import Pair
from i18n_tool.spans import Span

#: How much of the English text is shown around what a finding compares with.
_BEFORE, _SHOWN = 25, 60
#: What belongs to a number or name and is no part of it: the rest of `2D`, `90:10` and `7.5k`.
_TOKEN_BEFORE = re.compile(r"(?:[A-Za-z0-9%]|[.:](?=[A-Za-z0-9]))+\Z")
_TOKEN_AFTER = re.compile(r"(?:[A-Za-z0-9%]|[.:](?=[0-9]))+")
_LONGEST_TOKEN = 20


def find_swapped_facts(paper: Paper, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each exchange of two numbers or names, each reversed claim, each list out of order."""
    for pair in comparable(paper, catalogue):
        yield from (_exchanged(pair, item) for item in _exchanges(pair))
        yield from (_reversed(pair, item) for item in find_reversed(pair))
        yield from (_stray(pair, item) for item in find_strays(pair)[:1])


def _exchanges(pair: Pair) -> Iterator[Exchanged]:
    """Yield the exchanged numbers and names, none of the names twice."""
    known: list[Span] = []
    for item in chain(turned_names(pair), misplaced_acronyms(pair), find_exchanged(pair)):
        spans = item.first, item.second
        if not any(one.start < span.end and span.start < one.end for one in spans for span in known):
            known += spans
            yield item


def _exchanged(pair: Pair, item: Exchanged) -> Problem:
    one, two = (excerpt(token) for token in _tokens(pair.zh, item.first, item.second))
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


def _tokens(text: str, *spans: Span) -> list[str]:
    """Return what stands at two places, each to the ends of its token: `2D`, `7.5k`, but not a token of both."""
    found = []
    for span in spans:
        before = _TOKEN_BEFORE.search(text, max(0, span.start - _LONGEST_TOKEN), span.start)
        after = _TOKEN_AFTER.match(text, span.end, span.end + _LONGEST_TOKEN)
        found.append(Span(before.start() if before else span.start, after.end() if after else span.end))
    if len(set(found)) < len(spans):
        found = list(spans)
    return [span.of(text) for span in found]


def _english(pair: Pair, item: Exchanged) -> str:
    """Return the English words around two items: one excerpt with both, or one of each where they are far apart."""
    left, right = item.english
    if right.end - left.start <= _SHOWN - _BEFORE:
        return excerpt(_from(pair.en, left, _SHOWN), _SHOWN)
    return " and ".join(excerpt(_from(pair.en, span, _SHOWN), _SHOWN) for span in (left, right))


def _from(text: str, span: Span, length: int) -> str:
    """Return a text from a few words before a place on."""
    start = max(0, span.start - _BEFORE)
    if start:
        start = text.find(" ", start, span.start) + 1 or start
    return text[start : start + 2 * length]


PLUGIN = Check(
    code="MIS307",
    name="swapped-facts",
    severity="warning",
    documentation=__doc__,
    on_paper=find_swapped_facts,
)
