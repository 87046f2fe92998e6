"""Which of the names that only the Chinese text has are out of place there, and not just added.

Translators write a name where the English has a pronoun or a common noun ("the library"), and spell out what an acronym
stands for. A name that was changed has another surrounding: the English sentence has a name that the Chinese one lacks,
its sentence is as long as it should be, and it stands alone. Each of these counts for or against it, with weights that
a logistic regression gave on translated documentation, as it is and with single names replaced.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import inf, log
from typing import NamedTuple

from i18n_tool.language import without_code
from i18n_tool.model import Relation
from i18n_tool.pairs.alignment import Bead, align
from i18n_tool.pairs.known_names import known_in
from i18n_tool.pairs.lengths import size
from i18n_tool.pairs.names import Name, is_general, known_names, names_in, names_only_in_chinese
from i18n_tool.pairs.pair import Pair
from i18n_tool.pairs.spelling import fold
from i18n_tool.spans import Span

#: Words with a capital inside, a digit or a hyphen are names wherever they stand.
_UNMISTAKABLE = re.compile("[A-Za-z][A-Z]|[0-9_+-]")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;|\n>])[\s\"'“”*_(>#|-]*\Z")
_LOOK_BACK = 12
_STANDS_FOR = re.compile(
    r"\b(?:its?|they|their|them|this|these|we|our|us|here)\b"
    r"|\bthe (?:framework|library|package|project|tool|model|method|algorithm|system|platform|team|code)\b",
    re.IGNORECASE,
)
#: Names that share so many letters, or begin with so many, are forms of each other.
_SHARED_LETTERS, _SHARED_BEGINNING = 4, 5
_LONGEST_NAME = 40
#: No more names are judged in one text.
_MOST_NAMES = 50


class Evidence(NamedTuple):
    """What speaks for or against a name of the Chinese text, each 0 where there is nothing of it.

    Args:
        replaces: 1 when the English sentence has an unmistakable name that the Chinese one lacks.
        replaces_word: 1 when it has only a word with a capital of this kind.
        repeats_less: 1 when it has a name more often than the Chinese one.
        longer: the logarithm of how much longer the Chinese sentence is than it should be.
        added: 1 when the Chinese sentence has no counterpart.
        words: the logarithm of the number of words of the name that are new.
        stands_for: 1 when the English sentence has none of these, but a pronoun or `the library` for it.
        related: 1 when it shares letters with a word of the English side.
        general: 1 when it is a word of technical text rather than a name.
    """

    replaces: float
    replaces_word: float
    repeats_less: float
    longer: float
    added: float
    words: float
    stands_for: float
    related: float
    general: float


# Of the names replaced in six sources of documentation, 97 % are above the threshold, of those that translators added a
# quarter less than without it. Summaries hardly have any of these, and share too few sentences for a strict judgement.
_WEIGHTS = Evidence(
    replaces=1.3,
    replaces_word=0.9,
    repeats_less=0.6,
    longer=-1.6,
    added=-2.0,
    words=-1.3,
    stands_for=-0.9,
    related=-2.2,
    general=-1.2,
)
_BIAS: dict[Relation, float] = {"translation": 2.0, "summary": 4.5}


def foreign_names(pair: Pair) -> list[Name]:
    """Return the names of the Chinese text that stand there in place of something else, in order.

    >>> en = "It is compared with VMamba on ImageNet. The library is free."
    >>> pair = Pair("summary", en, "它在 ImageNet 上与 SegMamba 作了比较。该库免费。", "translation")
    >>> [name.text for name in foreign_names(pair)]
    ['SegMamba']
    """
    bias = _BIAS[pair.relation]
    return [
        name
        for name, evidence in evidence_of_names(pair)
        if bias + _score(evidence) > 0
        and not (pair.relation == "summary" and evidence.general and _is_short(name.text))
    ]


def _is_short(name: str) -> bool:
    """Return whether a general name is one that a summary uses of its own accord, as it does AI, GPU and AUC."""
    return sum(map(str.isupper, name)) > 1


def evidence_of_names(pair: Pair) -> Iterator[tuple[Name, Evidence]]:
    """Yield the names that only the Chinese text has, words that belong together as one, and what speaks for each."""
    names = names_only_in_chinese(pair, general=True)[:_MOST_NAMES]
    if names:
        texts = _Texts(pair)
        for words in _phrases(pair.zh, names):
            span = Span(words[0].span.start, words[-1].span.end)
            yield Name(span.of(pair.zh), span), texts.evidence(words)


def _score(evidence: Evidence) -> float:
    if evidence.general and not (evidence.replaces or evidence.replaces_word or evidence.repeats_less):
        return -inf
    return sum(weight * value for weight, value in zip(_WEIGHTS, evidence, strict=True))


def _phrases(text: str, names: Sequence[Name]) -> Iterator[list[Name]]:
    """Yield names with nothing but a space between them together."""
    phrase = [names[0]]
    for name in names[1:]:
        if text[phrase[-1].span.end : name.span.start] in {" ", "-"}:
            phrase.append(name)
        else:
            yield phrase
            phrase = [name]
    yield phrase


class _Texts:
    """Both texts, as far as names are judged by them."""

    def __init__(self, pair: Pair):
        self.pair = pair
        self.en, self.zh = (without_code(text, keep_length=True) for text in (pair.en, pair.zh))
        known = known_names(pair)
        self.words = known.words
        self.beginnings = {word[:_SHARED_BEGINNING] for word in known.words if len(word) >= _SHARED_BEGINNING}
        self.joined = " ".join(known.words)
        self.beads = [bead for bead in align(pair.en, pair.zh) if bead.zh]
        self._left_over: dict[Bead, frozenset[str]] = {}

    def evidence(self, words: Sequence[Name]) -> Evidence:
        """Return what speaks for or against the words of one name."""
        bead = next((bead for bead in self.beads if words[0].span.start < bead.zh[-1].end), None)
        counterpart = bead if bead and bead.en else None
        left_over = self._left_over_in(counterpart) if counterpart else frozenset()
        return Evidence(
            replaces="name" in left_over,
            replaces_word="word" in left_over,
            repeats_less="fewer" in left_over,
            longer=self._surplus(counterpart) if counterpart else 0.0,
            added=not counterpart,
            words=log(len(words)),
            stands_for=not left_over and bool(counterpart and _STANDS_FOR.search(_text(self.en, counterpart.en))),
            related=any(self._is_related(fold(word.text)) for word in words),
            general=all(is_general(word.text) for word in words),
        )

    def _left_over_in(self, bead: Bead) -> frozenset[str]:
        """Return what kinds of names the English sentences of a bead have and the Chinese ones lack."""
        if bead not in self._left_over:
            self._left_over[bead] = frozenset(_left_over(_text(self.en, bead.en), _text(self.zh, bead.zh)))
        return self._left_over[bead]

    def _surplus(self, bead: Bead) -> float:
        chinese, english = _text(self.pair.zh, bead.zh), _text(self.pair.en, bead.en)
        return max(0.0, log((size(chinese) + 1) / (size(english) + 1)))

    def _is_related(self, name: str) -> bool:
        """Return whether a word of the English side has a part in common with a name."""
        if len(name) < _SHARED_LETTERS:
            return False
        if name in self.joined or (len(name) >= _SHARED_BEGINNING and name[:_SHARED_BEGINNING] in self.beginnings):
            return True
        name = name[:_LONGEST_NAME]
        starts = range(len(name) - _SHARED_LETTERS + 1)
        return any(name[i:j] in self.words for i in starts for j in range(i + _SHARED_LETTERS, len(name) + 1))


def _left_over(english: str, chinese: str) -> Iterator[str]:
    """Yield the kind of each name that an English text has, or has more often: `name`, `word` and `fewer`."""
    known = known_in(chinese)
    names = list(names_in(english))
    mentions, counts = (Counter(_singular(name) for name in side) for side in (names_in(chinese), names))
    for name in names:
        form, start = _singular(name), name.span.start
        is_name = _UNMISTAKABLE.search(name.text)
        if is_name or not _SENTENCE_START.search(english[max(0, start - _LOOK_BACK) : start]):
            if 0 < mentions[form] < counts[form]:
                yield "fewer"
            elif not known.has(name.text):
                yield "name" if is_name else "word"


def _singular(name: Name) -> str:
    return fold(name.text).removesuffix("s")


def _text(text: str, spans: Sequence[Span]) -> str:
    return text[spans[0].start : spans[-1].end]
