"""Which of the names that only the Chinese text has are out of place there, and not just added.

Translators write a name where the English has a pronoun or a common noun ("the library"), and spell out what an acronym
stands for. A name that was changed has another surrounding: the English sentence has a name that the Chinese one lacks,
the words around it are those of the English sentence, and it stands alone. Each of these counts for or against it, with
weights that a logistic regression gave on translated documentation, as it is and with single names replaced.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import inf, log
from typing import NamedTuple

from i18n_tool.language import without_code
from i18n_tool.model import Relation
from i18n_tool.pairs.name_sentences import Sentences
from i18n_tool.pairs.names import Name, is_general, known_names, names_in, names_only_in_chinese
from i18n_tool.pairs.pair import Pair
from i18n_tool.pairs.spelling import fold
from i18n_tool.spans import Span

#: Names that share so many letters, or begin with so many, are forms of each other.
_SHARED_LETTERS, _SHARED_BEGINNING = 4, 5
_LONGEST_NAME = 40
#: No more names are judged in one text.
_MOST_NAMES = 50


class Evidence(NamedTuple):
    """What speaks for or against a name of the Chinese text, each 0 where there is nothing of it.

    Args:
        replaces: 1 when the English sentence has an unmistakable name that the Chinese one lacks.
        replaces_word: 1 when it has a word with a capital of this kind.
        repeats_less: 1 when it has a name more often than the Chinese one.
        added: 1 when the Chinese sentence has no counterpart.
        company: the logarithm of the number of new names in the Chinese sentence.
        repeated: 1 when the Chinese text has it more than once.
        unmatched: the logarithm of one more than the words of the sentence that have no counterpart.
        strangers: how many of the words before and after it have none.
        related: 1 when it shares letters with a word of the English side.
        general: 1 when it is a word of technical text rather than a name.
    """

    replaces: float
    replaces_word: float
    repeats_less: float
    added: float
    company: float
    repeated: float
    unmatched: float
    strangers: float
    related: float
    general: float


# Whether the English sentence has a pronoun in place of the name says nothing: as many of those have one in which a
# name was replaced. Summaries hardly add names, and share so few sentences that their words would speak against any.
_WEIGHTS = Evidence(
    replaces=2.2,
    replaces_word=1.5,
    repeats_less=1.4,
    added=-3.0,
    company=-2.0,
    repeated=-2.3,
    unmatched=-0.7,
    strangers=-0.6,
    related=-2.6,
    general=-1.5,
)
_BIAS: dict[Relation, float] = {"translation": 2.6, "summary": 6.0}


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
        texts = _Texts(pair, names)
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

    def __init__(self, pair: Pair, names: Sequence[Name]):
        self.names = names
        self.mentions = Counter(fold(name.text) for name in names_in(without_code(pair.zh, keep_length=True)))
        self.sentences = Sentences(pair)
        known = known_names(pair)
        self.words = known.words
        self.beginnings = {word[:_SHARED_BEGINNING] for word in known.words if len(word) >= _SHARED_BEGINNING}
        self.joined = " ".join(known.words)

    def evidence(self, words: Sequence[Name]) -> Evidence:
        """Return what speaks for or against the words of one name."""
        span = Span(words[0].span.start, words[-1].span.end)
        sentence = self.sentences.at(span.start)
        stands_alone = not sentence.english
        return Evidence(
            replaces="name" in sentence.left_over,
            replaces_word="word" in sentence.left_over,
            repeats_less="fewer" in sentence.left_over,
            added=stands_alone,
            company=log(sum(sentence.span.start <= name.span.start < sentence.span.end for name in self.names)),
            repeated=self.mentions[fold(words[0].text)] > 1,
            unmatched=0.0 if stands_alone else log(1 + sentence.unmatched(span)),
            strangers=0.0 if stands_alone else sentence.strangers(span),
            related=any(self._is_related(fold(word.text)) for word in words),
            general=all(is_general(word.text) for word in words),
        )

    def _is_related(self, name: str) -> bool:
        """Return whether a word of the English side has a part in common with a name."""
        if len(name) < _SHARED_LETTERS:
            return False
        if name in self.joined or (len(name) >= _SHARED_BEGINNING and name[:_SHARED_BEGINNING] in self.beginnings):
            return True
        name = name[:_LONGEST_NAME]
        starts = range(len(name) - _SHARED_LETTERS + 1)
        return any(name[i:j] in self.words for i in starts for j in range(i + _SHARED_LETTERS, len(name) + 1))
