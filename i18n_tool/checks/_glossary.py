"""Finds the terms of a glossary in a text: whole words in English, any characters in Chinese, the longest first.

A text is taken as tokens, which are words in Latin script without their plural endings, and single characters of
Chinese; a term is a run of tokens. A table leads from the first token of a run to the terms that begin with it, so that
the cost of a text is linear in its length, however many terms there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from i18n_tool.language import blank_code
from i18n_tool.spans import Span

_WORD = re.compile("[^\\W_\u2e80-\U0010ffff]+|[^\\W_]")
#: What may stand between two tokens of one term.
_JOINTS = frozenset({"", " ", "-", "\n", "\u2010", "\u2011", "\u2013"})
_HYPHENS = frozenset("-\u2010\u2011")
_SIBILANTS = ("ses", "xes", "zes", "ches", "shes")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a Chinese character: as it is compared, and where and how it stands."""

    key: str
    word: str
    span: Span

    @property
    def is_wide(self) -> bool:
        """Whether it is a character that stands without spaces."""
        return self.word >= "\u2e80"


@dataclass(frozen=True, slots=True)
class Match:
    """A term in a text: the number of its first token, of the one behind it, and where it stands."""

    term: str
    first: int
    behind: int
    span: Span


class Text:
    """A text and its tokens; code, formulas and links have none."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [
            Token(_singular(found.group()), found.group(), Span(*found.span()))
            for found in _WORD.finditer(blank_code(text))
        ]

    def is_joined(self, number: int) -> bool:
        """Return whether a token can go on with the one behind it as one term."""
        return self._between(number) in _JOINTS

    def is_hyphened(self, match: Match) -> bool:
        """Return whether a term is part of a compound with a hyphen, such as a name."""
        before = self._between(match.first - 1) if match.first else " "
        behind = self._between(match.behind - 1) if match.behind < len(self.tokens) else " "
        return before in _HYPHENS or behind in _HYPHENS

    def is_within_latin(self, match: Match) -> bool:
        """Return whether another word in Latin script stands right before or behind a term."""
        before = match.first > 0 and self.is_joined(match.first - 1) and not self.tokens[match.first - 1].is_wide
        is_last = match.behind == len(self.tokens)
        behind = not is_last and self.is_joined(match.behind - 1) and not self.tokens[match.behind].is_wide
        return before or behind

    def _between(self, number: int) -> str:
        one, other = self.tokens[number : number + 2]
        return self.text[one.span.end : other.span.start]


class Terms:
    """Terms that can be looked for in a text."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms: dict[tuple[str, ...], str] = {}
        lengths: dict[str, set[int]] = {}
        for term in terms:
            keys = tuple(token.key for token in Text(term).tokens)
            if keys:
                self._terms.setdefault(keys, term)
                lengths.setdefault(keys[0], set()).add(len(keys))
        self._lengths = {key: sorted(found, reverse=True) for key, found in lengths.items()}

    def find(self, text: Text, *, overlapping: bool = False) -> Iterator[Match]:
        """Yield the terms in a text; the longest at each place, and none within another unless they may overlap."""
        number = 0
        while number < len(text.tokens):
            match = self._longest(text, number)
            if match:
                yield match
            number = match.behind if match and not overlapping else number + 1

    def _longest(self, text: Text, first: int) -> Match | None:
        for length in self._lengths.get(text.tokens[first].key, ()):
            tokens = text.tokens[first : first + length]
            term = self._terms.get(tuple(token.key for token in tokens))
            joined = all(text.is_joined(number) for number in range(first, first + len(tokens) - 1))
            if term is not None and joined and _has_capitals_of(term, tokens):
                return Match(term, first, first + length, Span(tokens[0].span.start, tokens[-1].span.end))
        return None


def _has_capitals_of(term: str, tokens: Sequence[Token]) -> bool:
    """Return whether words that the term has in capitals are so in the text: `rag` is no retrieval."""
    words = _WORD.findall(term)
    return all(
        not (len(word) > 1 and word.isupper()) or token.word.removesuffix("s").isupper()
        for word, token in zip(words, tokens, strict=True)
    )


def _singular(word: str) -> str:
    """Return an English word in lower case without the ending of a plural; others only in lower case.

    >>> [_singular(word) for word in ("Models", "losses", "queries", "bias", "GPUs")]
    ['model', 'loss', 'query', 'bias', 'gpu']
    """
    if word[:-1].isupper() and word.endswith("s"):
        return word[:-1].lower()
    word = word.lower()
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "as")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(_SIBILANTS) else word[:-1]
