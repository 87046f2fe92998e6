r"""Finds links, code, formulas, citations and lists that one side of a translation has and the other lacks.

## What it does

Compares the two texts of a summary or note that are translations of each other: the web addresses in them, the code
between backticks, the formulas between dollar signs, the keys of citations (`\cite{…}`, `[@…]`) and the number of list
items. What has a part for the language in its address, such as `/en/`, is the same in the other, and a code word or
formula that stands in the other text without its marks is there. A formula that is a number or a letter is not
compared: one writer sets it, another one types it. A translator may well put code or a formula into words: code is
reported where the translation alone has it, a formula where each side has one that the other lacks. Of bold text only
an odd mark is reported, which opens and does not close.

Two summaries that were written apart need not have the same links, and are compared only for odd marks.

## Why

A link that was left behind is a source that a reader cannot follow, and a formula that changed is wrong.

## Example

    summary:
      en: The scan costs $O(N \log N)$ and is part of `torch`.
      zh: 扫描的代价为 $O(N^2)$，已包含在 `torch` 中。

    summaries/scan.yaml:8:24: MIS304 the formula '$O(N \log N)$' is in the English summary only, '$O(N^2)$' in the
    Chinese one

## Fix

Copy what is missing from the other side.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._pairs import comparable
from i18n_tool.checks._wording import LANGUAGE_NAMES, count, excerpt, other_language
from i18n_tool.language import HAN
from i18n_tool.markdown import code_places
from i18n_tool.model import LANGUAGES, Catalogue, Language, Paper
from i18n_tool.pairs.pair import Pair
from i18n_tool.spans import Span

_ADDRESS = re.compile(rf"https?://[^\s<>()\[\]{{}}（）【】《》，。；：、“”\"'`|*$\\{HAN}]+", re.IGNORECASE)
_FORMULA = re.compile(r"(?<![\\$A-Za-z0-9])\$(?![\s$])([^$\n\u3000-\u9fff]{1,400}?)(?<![\s\\])\$(?![$A-Za-z0-9])")
_CITATION = re.compile(r"\\[Cc]ite[a-z]{0,10}\*?\{([^{}\n]{1,200})\}|\[@([\w:./-]{1,100})[^\[\]\n]{0,100}\]")
_ITEM = re.compile(r"^[ \t]{0,8}(?:[-*+]|\d{1,3}[.)])[ \t]", re.MULTILINE)
_LANGUAGE_PART = re.compile(
    r"(?<=[/.=_-])(?:en|zh|cn|eng|chs|english|chinese)(?:[-_](?:us|gb|cn|hans|tw))?(?=[/.?#&_-]|\Z)"
)
_NOT_SAID = re.compile(r"\\(?:math[a-z]{2,4}|boldsymbol|bm|rm|bf|text|left|right)(?![A-Za-z])|[\s{}$`\\]+")
_ORDINAL = re.compile(r"\^?\s?\{?\\(?:mathrm|text|textrm|textsuperscript)\s?\{(?:st|nd|rd|th)\}\}?")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_WORDS = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{3,} +[A-Za-z]{3,}")
# Signs that one writer types in ASCII and another one does not; the rest is Unicode's to fold.
_ASCII_SIGNS = str.maketrans("−–—’‘“”×", "---''\"\"*")
#: What a formula must have for its change to be one of meaning, and not of type: a sign of operation or a command.
_OPERATION = re.compile(r"\\[A-Za-z]{2,}|[=<>+*/^_(|]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A marked part of a text, and what it says in the form in which it can be compared."""

    span: Span
    said: str


_Marks = Callable[[str], Iterator[_Mark]]


def find_markup_mismatches(paper: Paper, catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each kind of markup in which the two sides differ."""
    for pair in comparable(paper, catalogue):
        if pair.name == "title":
            continue
        if pair.relation == "translation":
            for kind, marks in _KINDS.items():
                yield from _compare(pair, catalogue.source_language, kind, marks)
            yield from _compare_items(pair)
        yield from _odd_marks(pair)


def _addresses(text: str) -> Iterator[_Mark]:
    for found in _ADDRESS.finditer(text):
        url = found.group().rstrip(".,;:!?_~-/")
        bare = re.sub(r"\Ahttps?://(?:www\.)?", "", url.lower())
        host = bare.partition("/")[0]
        # The pages of an encyclopedia have other names in another language.
        said = host[3:] if host.startswith(("en.", "zh.")) else _LANGUAGE_PART.sub("", bare)
        yield _Mark(Span(found.start(), found.start() + len(url)), said)


def _code(text: str) -> Iterator[_Mark]:
    for span in code_places(text):
        code = span.of(text)
        # What is translated in code, a comment or a message, is not the same on both sides.
        if not code.startswith(("```", "~~~")) and code.isascii():
            yield _Mark(span, _said(code))


def _formulas(text: str) -> Iterator[_Mark]:
    for found in _FORMULA.finditer(text):
        formula = _ORDINAL.sub("", found[1])
        has_letters = _LETTER.search(_COMMAND.sub("", formula)) is not None
        # Between two amounts of dollars stands prose, and `${` begins a variable of a shell.
        is_prose = formula.startswith("{") or _WORDS.search(formula) is not None
        if _OPERATION.search(formula) and has_letters and not is_prose:
            yield _Mark(Span(*found.span()), _said(formula))


def _citations(text: str) -> Iterator[_Mark]:
    for found in _CITATION.finditer(text):
        yield _Mark(Span(*found.span()), _said(found[1] or found[2]))


def _said(text: str) -> str:
    return _NOT_SAID.sub("", unicodedata.normalize("NFKC", text).translate(_ASCII_SIGNS)).lower()


_KINDS: dict[str, _Marks] = {"link": _addresses, "code": _code, "formula": _formulas, "citation": _citations}


def _compare(pair: Pair, source: Language, kind: str, marks: _Marks) -> Iterator[Problem]:
    english, chinese = list(marks(pair.en)), list(marks(pair.zh))
    only = {"en": _missing(english, chinese, pair.zh), "zh": _missing(chinese, english, pair.en)}
    # What a translator may put into words, or take out of them.
    needed = {"formula": LANGUAGES, "code": (other_language(source),)}.get(kind, ())
    if not all(only[language] for language in needed):
        return
    for language in LANGUAGES:
        found = only[language]
        if not found:
            continue
        other = other_language(language)
        text = pair.en if language == "en" else pair.zh
        message = f"the {kind} {excerpt(found[0].span.of(text))} is in the {LANGUAGE_NAMES[language]} {pair.name} only"
        if theirs := only[other]:
            twin = excerpt(theirs[0].span.of(pair.zh if language == "en" else pair.en))
            message += f", {twin} in the {LANGUAGE_NAMES[other]} one"
        elif len(found) > 1:
            message += f", and {count(len(found) - 1, 'more')}".removesuffix("s")
        yield _problem(pair, language, message, found[0].span)
        return


def _missing(marks: list[_Mark], others: list[_Mark], text: str) -> list[_Mark]:
    """Return the marks whose words are nowhere in the other text, marked or not."""
    there = {mark.said for mark in others}
    lacking = [mark for mark in marks if mark.said and mark.said not in there]
    plain = _said(text) if lacking else ""
    return [mark for mark in lacking if mark.said not in plain]


def _compare_items(pair: Pair) -> Iterator[Problem]:
    english, chinese = len(_ITEM.findall(pair.en)), len(_ITEM.findall(pair.zh))
    if english != chinese and max(english, chinese) > 1:
        message = f"{count(english, 'list item')} in the English {pair.name}, {chinese} in the Chinese one"
        found = _ITEM.search(pair.zh if chinese else pair.en)
        yield _problem(pair, "zh" if chinese else "en", message, Span(*found.span()) if found else Span(0, 0))


def _odd_marks(pair: Pair) -> Iterator[Problem]:
    texts: dict[Language, str] = {"en": pair.en, "zh": pair.zh}
    odd = [language for language, text in texts.items() if _bold_marks(text) % 2]
    if len(odd) == 1:
        text = texts[odd[0]]
        place = text.rindex("**")
        message = f"an odd number of '**' in the {LANGUAGE_NAMES[odd[0]]} {pair.name}, so that bold text does not end"
        yield _problem(pair, odd[0], message, Span(place, place + 2))


def _bold_marks(text: str) -> int:
    """Return how many marks of bold there are outside of code, where they are powers."""
    inside = sum(span.of(text).count("**") for span in code_places(text)) if "`" in text else 0
    return text.count("**") - inside


def _problem(pair: Pair, language: Language, message: str, span: Span) -> Problem:
    return Problem(message, (pair.name, language), language, start=span.start, end=span.end)


PLUGIN = Check(
    code="MIS304",
    name="markup-mismatch",
    severity="warning",
    documentation=__doc__,
    on_paper=find_markup_mismatches,
)
