"""Finds numbers of one language that the other language does not have.

## What it does

Reads the numbers of both texts, whatever they are written in: digits, words and Chinese numerals, with their scales
(`24 million`, `24M`, 2400 万), percentages, multiples (`twofold`, 两倍, 提高了一倍), fractions, powers, dates and
ranges. A number of the Chinese text must be in the English one; in a translation, the English numbers above ten and
all decimals must be in the Chinese one, too.

What only may stand for a number (`both`, 一种) answers one of the other side and asks for none. Estimates (约 95%) may
round, and a summary may leave out decimals and work out for itself what the numbers of one sentence come to: the sum
or the difference of two, what a percentage leaves to a hundred, how much less or more the second is than the first,
what is saved when something is ten times less, or how many things a list names. The number of a name is compared where
the other side has the same name with another number (`CUDA 8` for `CUDA 11.8`); links and code are not compared, nor
are the numbers of list items of two summaries, which may well differ in their lists.

## Why

A wrong digit reads as well as the right one, and nobody who knows only one of the languages can see it.

## Example

    summary:
      en: It is 2.5 times faster.
      zh: 速度快 2.35 倍。

    summaries/mamba.yaml:11:11: MIS301 the Chinese summary says '2.35 倍', the English one has no such number; the
    nearest there is '2.5 times'

## Fix

Look the number up in the paper, and correct the text that has it wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._pairs import comparable
from i18n_tool.checks._wording import LANGUAGE_NAMES, count, excerpt, other_language
from i18n_tool.model import Catalogue, Language, Paper
from i18n_tool.pairs.numbers.matching import Unmatched, find_unmatched
from i18n_tool.pairs.numbers.number import Kind, Number, Value
from i18n_tool.pairs.pair import Pair

#: A text with more of them is another text altogether, and one finding says so.
_MAX_FINDINGS = 5
_NAME_BEFORE = re.compile(r"[A-Za-z0-9._-]{0,24}\Z")
_NAME_AFTER = re.compile(r"(?:[._-]?[A-Za-z0-9]){0,24}")
_SPACED_NAME_BEFORE = re.compile(r"[A-Za-z][A-Za-z0-9]*[ ._=-]{1,3}\Z")
# 90:10 and 7.5k are quoted whole.
_RATIO_BEFORE = re.compile(r"(?<!\d)\d{1,6}:\Z")
_REST_AFTER = re.compile(r"(?:[A-Za-z]{1,8}(?![A-Za-z0-9]))?(?::\d{1,6}(?!\d))?")


def find_number_mismatches(paper: Paper, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each number that the other side does not have, one for all of them where they are many."""
    for pair in comparable(paper, catalogue):
        unmatched: dict[tuple[Language, tuple[Value, ...]], Unmatched] = {}
        for item in find_unmatched(pair.en, pair.zh, pair.relation, pair.title):
            # A number that is said twice is one mistake.
            unmatched.setdefault((item.language, item.number.values), item)
        for language in LANGUAGE_NAMES:
            items = [item for item in unmatched.values() if item.language == language]
            if len(items) > _MAX_FINDINGS:
                yield _many(pair, items)
            else:
                yield from (_problem(pair, item) for item in items)


def _problem(pair: Pair, item: Unmatched) -> Problem:
    own, other = LANGUAGE_NAMES[item.language], LANGUAGE_NAMES[other_language(item.language)]
    said = _said(pair, item.language, item.number, item.is_of_name)
    theirs = _said(pair, other_language(item.language), item.nearest, item.is_of_name) if item.nearest else ""
    message = f"the {own} {pair.name} says {said}, the {other} one "
    if item.is_of_name:
        message += f"has {theirs}"
    else:
        message += "has no such number" + (f"; the nearest there is {theirs}" if theirs else "")
    number = item.number
    return Problem(message, (pair.name, item.language), item.language, start=number.start, end=number.end)


def _many(pair: Pair, items: list[Unmatched]) -> Problem:
    language = items[0].language
    own, other = LANGUAGE_NAMES[language], LANGUAGE_NAMES[other_language(language)]
    said = ", ".join(_said(pair, language, item.number) for item in items[:_MAX_FINDINGS])
    message = f"the {own} {pair.name} has {count(len(items), 'number')} that the {other} one does not: {said}, …"
    number = items[0].number
    return Problem(message, (pair.name, language), language, start=number.start, end=number.end)


def _said(pair: Pair, language: Language, number: Number, with_name: bool = False) -> str:
    """Return a number as it stands in its text, in its name if it belongs to one, behind it if that is asked for."""
    text = pair.en if language == "en" else pair.zh
    start, end = number.start, number.end
    if number.kind is Kind.NAME:
        before, after = _NAME_BEFORE.search(text, max(0, start - 24), start), _NAME_AFTER.match(text, end)
    else:
        pattern = _SPACED_NAME_BEFORE if with_name else _RATIO_BEFORE
        before, after = pattern.search(text, max(0, start - 24), start), _REST_AFTER.match(text, end)
    start, end = before.start() if before else start, after.end() if after else end
    return excerpt(text[start:end])


PLUGIN = Check(
    code="MIS301",
    name="number-mismatch",
    severity="error",
    documentation=__doc__,
    on_paper=find_number_mismatches,
)
