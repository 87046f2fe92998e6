"""Words that have changed places in names of several words: `Chain Markov`, `Group Reason Policy Optimization`.

The words around cannot tell, since there are none but those of the name. But a name is written the same in both
languages, so that each word of one stands beside the same words as in the English text: a word that does not, where
another name of the Chinese text would, has taken that one's place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, islice, pairwise
from typing import NamedTuple

from i18n_tool.pairs.facts_exchanged import Exchanged
from i18n_tool.pairs.pair import Pair
from i18n_tool.spans import Span

_WORD = re.compile(r"[A-Za-z0-9]+(?:\.[0-9]+)*")
# Looked for at the beginning of a word alone, lest each digit of a long number be tried for one.
_RUN = re.compile(rf"(?<![A-Za-z0-9])(?<![0-9]\.){_WORD.pattern}(?:(?:[ _-]|\s?[(（]|[)）]\s?){_WORD.pattern})+")
_PLURAL = re.compile("(?<=[a-z0-9]{3})s(?= )")
_CAPITAL, _LETTERS = re.compile("[A-Z]"), re.compile("[a-z]")
#: How many words are looked at in names that the English text does not have, which keeps the cost linear.
_MOST = 200


class _Word(NamedTuple):
    """A word of a Chinese name, with those beside it as they are looked up; "" where there is none."""

    name: Span
    span: Span
    plain: str
    before: str
    after: str


def turned_names(pair: Pair) -> Iterator[Exchanged]:
    """Yield the words of names that stand in the place of another one.

    >>> pair = Pair("summary", "A hidden Markov Chain is learned.", "学习隐藏的 Chain Markov。", "translation")
    >>> [(item.first.of(pair.zh), item.second.of(pair.zh)) for item in turned_names(pair)]
    [('Chain', 'Markov')]
    """
    # Nearly all names stand in the English text as they are, which is found out faster than its words.
    lower = pair.en.lower()
    runs = list(islice((run for run in _RUN.finditer(pair.zh) if run.group().lower() not in lower), _MOST))
    if not runs:
        return
    names = _Names(pair)
    words = list(islice(chain.from_iterable(_words(run) for run in runs), _MOST))
    words = [word for word in words if names.knows(word)]
    name_of = {word.span: word.name for word in words}
    done: set[Span] = set()
    for item in chain(names.turned(words), names.misplaced(words)):
        # Where two names have exchanged their first words, they have exchanged their last ones as well.
        both = {name_of.get(span, span) for span in (item.first, item.second)}
        if done.isdisjoint(both):
            done |= both
            yield item


def _plain(text: str) -> list[str]:
    """Return the words of a text in lower case and without the plural."""
    return _PLURAL.sub("", f"{' '.join(_WORD.findall(text.lower()))} ").split()


def _words(run: re.Match[str]) -> Iterator[_Word]:
    name = Span(*run.span())
    plain = ["", *_plain(run.group()), ""]
    for place, match in enumerate(_WORD.finditer(run.string, name.start, name.end), 1):
        yield _Word(name, Span(*match.span()), plain[place], plain[place - 1], plain[place + 1])


class _Names:
    """Which words of the English text stand beside each other, and where the names of the Chinese one stand."""

    def __init__(self, pair: Pair):
        self.pair = pair
        words = _plain(pair.en)
        self.places = {word: place for place, word in enumerate(words)}
        self.beside = {two: place for place, two in enumerate(pairwise(words))}
        self.before: dict[str, set[str]] = {}
        self.after: dict[str, set[str]] = {}
        for one, two in pairwise(["", *words, ""]):
            self.before.setdefault(two, set()).add(one)
            self.after.setdefault(one, set()).add(two)

    def knows(self, word: _Word) -> bool:
        """Return whether a word and those beside it are in the English text."""
        return all(plain in self.places for plain in (word.plain, word.before, word.after) if plain)

    @cached_property
    def _english(self) -> list[Span]:
        return [Span(*match.span()) for match in _WORD.finditer(self.pair.en)]

    @cached_property
    def _chinese(self) -> dict[str, list[Span]]:
        found: dict[str, list[Span]] = {}
        for match in _WORD.finditer(self.pair.zh):
            if _CAPITAL.search(match.group()):
                found.setdefault(_plain(match.group())[0], []).append(Span(*match.span()))
        return found

    @cached_property
    def _rightful(self) -> frozenset[Span]:
        """The words of names that the English text has as they are, with which none has exchanged its place."""
        lower = self.pair.en.lower()
        names = (run.span() for run in _RUN.finditer(self.pair.zh) if run.group().lower() in lower)
        return frozenset(Span(*word.span()) for name in names for word in _WORD.finditer(self.pair.zh, *name))

    def turned(self, words: Sequence[_Word]) -> Iterator[Exchanged]:
        """Yield the neighbours that the English text has the other way round, and only so."""
        for one, two in pairwise(words):
            place = self.beside.get((two.plain, one.plain))
            if place is None or one.after != two.plain or (one.plain, two.plain) in self.beside:
                continue
            if self._is_name(one) and self._is_name(two) and (self._is_spaced(one, two, place) or self._is_behind(one)):
                left, right = self._english[place : place + 2]
                yield Exchanged("names", one.span, two.span, (left, right))

    def _is_spaced(self, one: _Word, two: _Word, place: int) -> bool:
        """Return whether two words are one name: BERT (Transformer) is as good as Transformer (BERT)."""
        left, right = self._english[place : place + 2]
        gaps = self.pair.zh[one.span.end : two.span.start], self.pair.en[left.end : right.start]
        return gaps == (" ", " ") and bool(_CAPITAL.search(self.pair.en, left.start, right.end))

    def _is_behind(self, word: _Word) -> bool:
        """Return whether the next word belongs in the place of this one: `Vision ViT (Transformer)`."""
        return (word.before, word.after) in self.beside and (word.before, word.plain) not in self.beside

    def misplaced(self, words: Sequence[_Word]) -> Iterator[Exchanged]:
        """Yield the words in whose place the English text has another one of the Chinese text."""
        found = {word.span: (word, others) for word in words if self._is_name(word) and (others := self._others(word))}
        for span, (word, others) in found.items():
            places = [
                (place, plain)
                for plain in others
                for place in self._chinese[plain]
                if place != span and place not in self._rightful
            ]
            if not places:
                continue
            # The likeliest is one in whose place the English text has this word.
            wanting = {place for place, _ in places if place in found and word.plain in found[place][1]}
            place, plain = min(places, key=lambda item: (item[0] not in wanting, abs(item[0].start - span.start)))
            own = found[place][1][word.plain] if place in wanting else self.places[word.plain]
            first, second = sorted((span, place))
            left, right = sorted((self._english[own], self._english[others[plain]]))
            yield Exchanged("names", first, second, (left, right))

    def _is_name(self, word: _Word) -> bool:
        return bool(_CAPITAL.search(self.pair.zh, word.span.start, word.span.end))

    def _others(self, word: _Word) -> dict[str, int]:
        """Return the names that the English text has between the neighbours of a word, with their places there.

        There are none if it has the word itself beside either of them. Where there is a neighbour on one side only, it
        must have the same name beside that wherever it has it.
        """
        near = [self.after[word.before]] if word.before else []
        near += [self.before[word.after]] if word.after else []
        if any(word.plain in words for words in near) or not _LETTERS.search(f"{word.before} {word.after}"):
            return {}
        plains = set.intersection(*near)
        if len(near) == 1 and len(plains) > 1:
            return {}
        return {
            plain: self.beside[word.before, plain] + 1 if word.before else self.beside[plain, word.after]
            for plain in plains - {""}
            if any(span != word.span for span in self._chinese.get(plain, ()))
        }
