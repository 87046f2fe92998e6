"""Finds a passage of the other language that was left in a text.

## What it does

Reports running English inside a Chinese title, summary or note: 20 words or more, 7 or more that stand on the English
side as well, or 3 or more with which both sides end; and 24 Chinese characters or more inside an English one. Names,
code (also unmarked), links, and what stands in brackets or quotation marks are no running text. A text that is wholly
in the other language is LNG201's to report, one that is a copy in good part LNG202's.

## Why

Translation scripts leave the rest of a text as it was when a request is cut short, and the beginning looks fine.

## Example

    summary:
      en: The model is fast. It scans the patches of an image in four directions at once.
      zh: 该模型速度很快。 It scans the patches of an image in four directions at once.

    summaries/mamba.yaml:11:16: LNG203 12 words of the Chinese summary are English: 'It scans the patches…'

## Fix

Translate the rest of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from i18n_tool.checks._base import Check, Problem
from i18n_tool.checks._citations import without_citations
from i18n_tool.checks._slots import misplaced
from i18n_tool.checks._wording import LANGUAGE_NAMES, excerpt, other_language
from i18n_tool.language import HAN, blank_code, count_function_words
from i18n_tool.model import Catalogue, Field, Language, Paper
from i18n_tool.spans import Span

_LATIN_PASSAGE = re.compile(f"[^{HAN}\u3000-\u303f\uff00-\uffef\\n]+")
_HAN_PASSAGE = re.compile(f"[{HAN}\u3000-\u303f\uff00-\uffef]+")
_HAN_CHARACTER = re.compile(f"[{HAN}]")
# A word that is part of no name, path, command or formula.
_PROSE_WORD = re.compile(r"(?<![\w\\/._$#@<-])[A-Za-z]+(?:['’-][a-z]+)*(?![\w/\\=(<{]|[.:][\w/])")
# What programs and commands have and prose has not: `x = f({`, `"a", "b"`, `run -u 0`.
_CODE_SIGN = re.compile(r"[{}=\\$#;]|\(\)|\(\(|['\"]\s?[,)\]]|->|\s--?[A-Za-z]")
_CODE_SHARE = 0.3
# Of the words of prose, most follow the one before after a space, those of a list or of a table after other signs.
_JOINED_SHARE = 0.2
#: English words that are running text wherever they are from, and where they stand on the English side as well.
_LONG_RUN, _SHORT_RUN = 20, 7
_MIN_FUNCTION_WORDS = 2
#: Both texts may end in a name or a command; of prose, two words at least are in lower case.
_SHORT_END, _LOWER_CASE_WORDS = 3, 2
#: Of the words of a title that is cited, fewer are in lower case.
_LOWER_CASE_SHARE = 0.6
_LONG_HAN_RUN = 24
#: How many words in a row are compared with the English side, and the share of them that makes a copy.
_WINDOW = 3
_COPIED_SHARE = 0.6


def find_half_translated(paper: Paper, _: Catalogue) -> Iterator[Problem]:
    """Yield a problem for the longest passage of the other language in each text."""
    reported = {slot.field for slot in misplaced(paper)}
    texts = {field: text for field, _, text in paper.texts}
    for field, language, text in paper.texts:
        if field in reported:
            continue
        run = _foreign_run(text, texts.get((field[0], "en"), "")) if language == "zh" else _chinese_run(text)
        if run is not None:
            yield _problem(field, language, text, *run)


def _foreign_run(text: str, english: str) -> tuple[int, Span] | None:
    return _english_run(text, english) or _english_end(text, english)


def _problem(field: Field, language: Language, text: str, size: int, span: Span) -> Problem:
    unit = "words" if language == "zh" else "characters"
    name, left = LANGUAGE_NAMES[language], LANGUAGE_NAMES[other_language(language)]
    message = f"{size} {unit} of the {name} {field[0]} are {left}: {excerpt(span.of(text))}"
    return Problem(message, field, language, start=span.start, end=span.end)


def _english_run(text: str, english: str) -> tuple[int, Span] | None:
    """Return the words and the extent of the longest English passage that is running text."""
    found = None
    known: frozenset[tuple[str, ...]] | None = None
    for passage in _LATIN_PASSAGE.finditer(without_citations(text)):
        if passage.end() - passage.start() < 2 * _SHORT_RUN:
            continue
        words = list(_PROSE_WORD.finditer(passage.group()))
        if len(words) < _SHORT_RUN or (found and len(words) <= found[0]):
            continue
        lower = [word.group().lower() for word in words]
        functions = count_function_words(lower)
        if known is None:
            known = frozenset(_windows([word.group().lower() for word in _PROSE_WORD.finditer(english)]))
        if _is_code(passage.group(), words):
            continue
        is_prose = functions and sum(word.group().islower() for word in words) >= _LOWER_CASE_SHARE * len(words)
        if (len(words) >= _LONG_RUN and functions >= _MIN_FUNCTION_WORDS) or (is_prose and _is_copied(lower, known)):
            start = passage.start()
            found = len(words), Span(start + words[0].start(), start + words[-1].end())
    return found


def _english_end(text: str, english: str) -> tuple[int, Span] | None:
    """Return the words and the extent of the end that a text shares with the English side, if it is running text."""
    last = text.rstrip()
    same = takewhile(lambda signs: signs[0] == signs[1], zip(reversed(last), reversed(english.rstrip()), strict=False))
    start = len(last) - sum(1 for _ in same)
    # What is left out of a text becomes spaces, so that places in it stay the same.
    words = list(_PROSE_WORD.finditer(blank_code(text)[start:]))
    if len(words) < _SHORT_END or sum(word.group().islower() for word in words) < _LOWER_CASE_WORDS:
        return None
    if _is_code(last[start:], words):
        return None
    return len(words), Span(start + words[0].start(), start + words[-1].end())


def _is_code(passage: str, words: Sequence[re.Match[str]]) -> bool:
    """Return whether a passage with some words has the signs of a program or a command, or only lists its words.

    >>> code, prose, names = 'layout = f("x", "z"), "y")', "it scans the patches (twice)", "min, max, sum / mean"
    >>> [_is_code(passage, list(_PROSE_WORD.finditer(passage))) for passage in (code, prose, names)]
    [True, False, True]
    """
    joined = sum(passage[word.end() : after.start()].isspace() for word, after in pairwise(words))
    return joined < _JOINED_SHARE * (len(words) - 1) or len(_CODE_SIGN.findall(passage)) >= _CODE_SHARE * len(words)


def _is_copied(words: list[str], known: frozenset[tuple[str, ...]]) -> bool:
    windows = _windows(words)
    return sum(window in known for window in windows) >= _COPIED_SHARE * len(windows)


def _windows(words: list[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[start:] for start in range(_WINDOW)), strict=False))


def _chinese_run(text: str) -> tuple[int, Span] | None:
    """Return the characters and the extent of the longest Chinese passage, if it is more than a term."""
    # Most English texts have none, which is found out faster than what they cite.
    if text.isascii() or not _HAN_CHARACTER.search(text):
        return None
    runs = (
        (len(_HAN_CHARACTER.findall(match.group())), Span(*match.span()))
        for match in _HAN_PASSAGE.finditer(without_citations(text))
    )
    longest = max(runs, key=lambda run: run[0], default=None)
    return longest if longest and longest[0] >= _LONG_HAN_RUN else None


PLUGIN = Check(
    code="LNG203",
    name="half-translated",
    severity="error",
    documentation=__doc__,
    on_paper=find_half_translated,
)
