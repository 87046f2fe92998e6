"""Finds terms of the glossary that are rendered otherwise.

## What it does

Looks in the source text for the English or Chinese terms of the glossary, in `_catalogue.yaml` or in the file that the
setting `glossary` names: YAML, CSV, TSV or TBX, of which deprecated and superseded terms are `wrong` ones. In English
whole words count, in any case (but for acronyms) and number; of terms within each other the longest one; not what is
part of a compound with a hyphen, code or a link. The target must have the other language's term somewhere. Of several
entries of one term any will do. A longer English name that stands in both texts is left alone.

Where the texts are two `summary` texts of one paper, only what is certain is reported: a rendering that the glossary
lists as `wrong`, or the term itself left in the source's language.

## Why

A reader takes two renderings for two things. Translators, people and machines alike, choose a word anew each time.

## Example

    glossary:
      - {en: attention, zh: 注意力, wrong: [关注]}

    summary:
      en: We scale attention to long inputs.
      zh: 我们把关注扩展到长输入。

    summaries/paper.yaml:9:11: MIS308 the glossary has '注意力' for 'attention', not '关注'

## Fix

Use the glossary's term. Where the wrong rendering is known, `--unsafe-fixes` puts the term in its place; read the
sentence afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from i18n_tool.checks._base import Check, Fix, Problem, Replacement
from i18n_tool.checks._glossary import Match, Terms, Text
from i18n_tool.checks._pairs import comparable
from i18n_tool.checks._wording import LANGUAGE_NAMES, excerpt, other_language
from i18n_tool.model import Bilingual, Catalogue, Field, Language, Paper, Term
from i18n_tool.spans import Span


def find_wrong_terms(paper: Paper, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each term of the glossary that the target of a text renders otherwise."""
    if not catalogue.glossary:
        return
    for pair in comparable(paper, catalogue):
        target = _target(paper, catalogue)
        glossary = _glossary(catalogue.glossary, target)
        texts = Bilingual(pair.en, pair.zh)
        yield from _compare(
            glossary,
            Text(texts.get(other_language(target)) or ""),
            Text(texts.get(target) or ""),
            field=(pair.name, target),
            is_free=pair.relation == "summary" and pair.name != "title",
        )


@dataclass(frozen=True)
class _Glossary:
    """The terms of a source language: how each is rendered in the target's, and how it is not."""

    target: Language
    renderings: Mapping[str, tuple[str, ...]]
    wrong: Mapping[str, tuple[str, ...]]

    @cached_property
    def sources(self) -> Terms:
        """What to look for in a source."""
        return Terms(self.renderings)

    @cached_property
    def by_term(self) -> Mapping[str, tuple[Terms, Terms]]:
        """What to look for in a target for each term: its renderings, and what gives a wrong one away."""
        return {
            term: (Terms(renderings), Terms((*self.wrong[term], term))) for term, renderings in self.renderings.items()
        }


#: The last glossary, which is asked for again with each paper; it is told by its identity, which costs nothing.
_last: dict[Language, tuple[tuple[Term, ...], _Glossary]] = {}


def _glossary(terms: tuple[Term, ...], target: Language) -> _Glossary:
    if target not in _last or _last[target][0] is not terms:
        _last[target] = terms, _compile(terms, target)
    return _last[target][1]


def _compile(terms: Iterable[Term], target: Language) -> _Glossary:
    renderings: dict[str, list[str]] = {}
    wrong: dict[str, list[str]] = {}
    spellings: dict[str, str] = {}  # entries of one term may differ in its case
    for term in terms:
        source, rendering = (term.en, term.zh) if target == "zh" else (term.zh, term.en)
        key = spellings.setdefault(source.lower(), source)
        renderings.setdefault(key, []).append(rendering)
        wrong.setdefault(key, []).extend(term.wrong)
    return _Glossary(
        target,
        {term: tuple(dict.fromkeys(found)) for term, found in renderings.items()},
        {
            term: tuple(item for item in dict.fromkeys(found) if item not in renderings[term])
            for term, found in wrong.items()
        },
    )


def _target(paper: Paper, catalogue: Catalogue) -> Language:
    """Return the language that the paper was translated into, as far as is known."""
    for language, recorded in paper.translation:
        if recorded.of == other_language(language):
            return language
    return other_language(catalogue.source_language)


def _compare(glossary: _Glossary, source: Text, target: Text, *, field: Field, is_free: bool) -> Iterator[Problem]:
    found = {match.term: match for match in glossary.sources.find(source) if not source.is_hyphened(match)}
    for term in found:
        right, wrong = glossary.by_term[term]
        if _has(right, target):
            continue
        told = list(wrong.find(target))
        alone = [match for match in told if match.term != term or not target.is_within_latin(match)]
        if alone:
            yield _told(glossary, term, target, alone, field)
        elif not told and not is_free:
            message = f"{_rule(glossary, term)}, which the {LANGUAGE_NAMES[glossary.target]} {field[0]} does not have"
            yield Problem(message, field, glossary.target)


def _has(terms: Terms, text: Text) -> bool:
    return next(terms.find(text), None) is not None


def _told(glossary: _Glossary, term: str, target: Text, matches: Sequence[Match], field: Field) -> Problem:
    """Return the problem of a term whose wrong renderings stand in a text."""
    spans = [_with_spaces(target.text, match.span, glossary.target) for match in matches]
    rendering = glossary.renderings[term][0]
    first = matches[0].span
    return Problem(
        f"{_rule(glossary, term)}, not {excerpt(first.of(target.text))}",
        field,
        glossary.target,
        start=first.start,
        end=first.end,
        fix=Fix(tuple(Replacement(field, rendering, span.start, span.end) for span in spans), safe=False),
    )


def _rule(glossary: _Glossary, term: str) -> str:
    allowed = " or ".join(excerpt(item) for item in glossary.renderings[term])
    return f"the glossary has {allowed} for {excerpt(term)}"


def _with_spaces(text: str, span: Span, target: Language) -> Span:
    """Return a range with the spaces that Latin script had around it in Chinese."""
    start, end = span.start, span.end
    if target == "zh" and text[start:end].isascii():
        if text[start - 1 : start] == " " and text[start - 2 : start - 1] >= "\u2e80":
            start -= 1
        if text[end : end + 1] == " " and text[end + 1 : end + 2] >= "\u2e80":
            end += 1
    return Span(start, end)


PLUGIN = Check(
    code="MIS308",
    name="term",
    severity="warning",
    documentation=__doc__,
    on_paper=find_wrong_terms,
)
