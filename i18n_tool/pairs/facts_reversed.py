"""Comparisons and permissions that say the opposite in one of the texts.

Chinese words that deny or belittle are rare, and the English sentence that they translate says so, too, in one of many
ways. So for each of them the English sentences are looked for that share the most words with its clause; where none of
these has any word that denies or belittles, the Chinese one is reported.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from i18n_tool.model import Relation
from i18n_tool.pairs.dictionary import Word, chinese_words, english_words
from i18n_tool.pairs.pair import Pair
from i18n_tool.sentences import sentences
from i18n_tool.spans import Span

# Beginnings of words; a full stop ends one that is no beginning.
_DENIES = """
    not. no. nor. neither. never. none. nothing. nowhere. cannot. without. unless. except. instead. rather. too. only.
    few. little. hardly. rarely. seldom. barely. hard. difficult fail lack los miss absen absence unable inabilit
    impossib avoid prevent free. withhold forbid prohibit refus reject deny. denied. denies. disallow disab discard
    disagree disadvantag disappear disconnect disregard ignor exclud restrict stop block beyond non mis zero. skip omit
    optional hinder hamper obstruct imped inhibit preclud bottleneck error exception remov eliminat struggl limit
    challeng insufficien suffer drawback shortcoming problem obviat bypass circumvent alleviat independen escape crash
    deprecat cease forgo agnostic inaccess inaccura inadequa inapplic incapab incorrect incompat incomplete inconsist
    indistinguish ineffect ineffic infeasib inflexib intractab invalid invisib invari insensit insepar imprac imperfect
    impercept immut immun illegal illog irre nan null
"""
_WORSE = """
    worse worst. inferior poor below. under behind. less. lower lag short. shorter not. cannot. no. fail weak degrad
    deteriorat lose. loses. slower smaller suboptimal sub. bad. badly. trail struggl unable drop declin decreas limit
    competitive comparable gap. outperformed surpassed exceeded beaten bested rather instead
"""
_SLOW = "slow delay late lag long time bottleneck expens less. not. reduc decelerat"
_LESS = """
    low less few below. under small reduc decreas drop declin fall fell. down minim cut short within. most. more. not.
    no. sub diminish mitigat alleviat sav limit weak poor worse degrad lighten cheap compress narrow lose loss hurt
    harm impair damag undermin sacrific attenuat shrink inferior suppress eliminat remov avoid prevent light lack relax
    eas compromis deteriorat discount drain curtail ameliorat slow trim halv collaps negat without. free. simplif bound
    shallow thin. lean. insufficien efficien ineff rather. behind. trail scarc depend rely. relies. reli manual bridg
    counter combat overc conserv spar consum burden requir need prun outweigh optim lag economic afford
"""
_MORE = """
    increas improv enhanc rais boost grow. grew. growth. rise. rises. rising elevat expand strengthen exceed surpass
    above. over. high great more. larg big upper gain maximi extend outperform better. superior accelerat promot beyond
    add
"""
# The words of a summary's text that may be behind any denial.
_NEGATIVE = """
    not. no. nor. neither. never. none. cannot. without. unless. fail lack violat prun contrast hardly rarely limitation
    unable inabilit impossib ineffect ineffic infeasib intractab invalid inaccura inadequa inapplic incapab incorrect
    incompat incomplete inconsist inflexib insensit insufficien imprac imperfect irre irregul rather instead
"""


def _beginnings(words: str, *signs: str) -> re.Pattern[str]:
    """Return the pattern of English words that begin so, and of signs that say the same."""
    parts = sorted((f"{word[:-1]}(?![a-z])" if word[-1] == "." else word) for word in words.split())
    return re.compile("|".join((rf"(?<![a-z])(?:{'|'.join(parts)})", *signs)), re.IGNORECASE)


_NOT = r"n['’]t(?![a-z])|(?<![a-z])(?:do|does|ca|wo|is|are)nt(?![a-z])"
# `understand` and `unit` deny nothing.
_UN = "(?<![a-z])un(?!der|i[toqv]|til)[a-z]"
_LESS_SIGN = "[<≤↓−]|-[0-9]|less(?![a-z])"


class _Marked(NamedTuple):
    """Chinese words that say less or no, and the English words that can stand behind them.

    Args:
        chinese: the words; a negation in front of them makes another word.
        english: the words, one of which the English sentence must have.
        opposite: words, one of which it must have besides for the other meaning to be certain.
        relations: where English texts say it in so many words.
    """

    chinese: re.Pattern[str]
    english: re.Pattern[str]
    opposite: re.Pattern[str] | None = None
    relations: tuple[Relation, ...] = ("translation", "summary")


# 能不能 asks.
_NOT_DENIED = "(?<![不没未能会可])"


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{_NOT_DENIED}(?:{pattern})")


_DENIAL = _beginnings(_DENIES, _NOT, _UN, "less(?![a-z])")
#: A summary may have taken its denial from any sentence that has one of these.
_ANYWHERE = _beginnings(_NEGATIVE, _NOT, _UN)
#: What denies in a Chinese text, other words than 不同 and 非常.
_NEGATION = re.compile("[不没无未](?![同断仅但过管论来])|非(?!常)")
#: Chinese conditions: 若未设置，则无法生效 says what `Set it to activate this` does.
_CONDITION = re.compile(r"(?:如果|倘若|要是|[若如])[^，。；！？\n]{0,6}[不未没]|除非|否则|只有|才")
_LOOK_BACK = 60
_UNIQUE = _beginnings(f"{_DENIES} unique distinct differ duplicat", _NOT, _UN)
_LEXICON = (
    _Marked(_words("不(?:可以|能够?|得|允许)重复"), _UNIQUE),
    _Marked(_words("不(?:可以|能够?|得(?!不)|允许)(?!重复)|不支持|不必(?!要)"), _DENIAL),
    _Marked(_words("无法|不会|不需要|无需|不应|失效"), _DENIAL, None, ("translation",)),
    _Marked(_words("无效(?!值)"), _DENIAL),
    _Marked(_words("劣于|逊于|差于|逊色"), _beginnings(_WORSE, _NOT)),
    _Marked(_words("不如|更差"), _beginnings(_WORSE, _NOT), None, ("translation",)),
    _Marked(_words("更慢|最慢|减慢|放慢"), _beginnings(_SLOW, _NOT)),
    _Marked(
        _words("低于|小于(?!等)|少于|降低|减少"),
        _beginnings(_LESS, _NOT, _LESS_SIGN),
        _beginnings(_MORE, "[>≥↑]"),
        ("translation",),
    ),
)
#: The words of any entry, which nearly no text has: most are done with here. A set of characters that all of them begin
#: with is looked for several times as fast as what stands before them.
_ANY = re.compile("|".join(entry.chinese.pattern.removeprefix(_NOT_DENIED) for entry in _LEXICON))
_CLAUSE_END = re.compile("[，。；：！？\n]")

# Measured on true pairs and on pairs with a comparison reversed.
#: A clause of fewer words is read with the one before it; of these, so many must be known to look for.
_FEW_WORDS, _LEAST_WORDS = 3, 2
#: No clause has more words on either side of the one in question.
_MOST_WORDS = 25
#: How much of the clause the English sentence must share, by weight of its words, and how many words at least.
_SHARED, _LEAST_SHARED = 0.4, 1.0
#: Sentences that share nearly as much as the best one may be meant as well.
_NEARLY = 0.6
#: How many such words of a text are looked at.
_MOST = 50


@dataclass(frozen=True, slots=True)
class Reversed:
    """A Chinese word that denies or belittles what the English sentence affirms.

    Args:
        word: where it stands in the Chinese text.
        english: the English sentence that shares the most words with its clause.
    """

    word: Span
    english: Span


def find_reversed(pair: Pair) -> Iterator[Reversed]:
    """Yield the words of the Chinese text that deny what the English text says.

    >>> pair = Pair("summary", "Our method supports long videos.", "我们的方法不支持长视频。", "translation")
    >>> [item.word.of(pair.zh) for item in find_reversed(pair)]
    ['不支持']
    """
    if not _ANY.search(pair.zh) or (pair.relation == "summary" and _ANYWHERE.search(pair.en)):
        return
    found = [
        (match, entry)
        for entry in _LEXICON
        if pair.relation in entry.relations
        for match in entry.chinese.finditer(pair.zh)
    ][:_MOST]
    if found:
        texts = _Texts(pair)
        for match, entry in sorted(found, key=lambda item: item[0].start()):
            word = Span(*match.span())
            if _NEGATION.search(match.group()) and texts.denies_as_often:
                continue
            if _CONDITION.search(pair.zh, *texts.before(word)):
                continue
            meant = texts.sentences_of(word)
            if meant and not any(entry.english.search(pair.en, span.start, span.end) for span in meant):
                opposite = entry.opposite
                if not opposite or any(opposite.search(pair.en, span.start, span.end) for span in meant):
                    yield Reversed(word, meant[0])


class _Texts:
    """The sentences of the English text, by their words, and the clauses of the Chinese one."""

    def __init__(self, pair: Pair):
        self.pair = pair
        words = english_words(pair.en)
        starts = [word.start for word in words]
        self.english = [
            (span, _stems(words[bisect_left(starts, span.start) : bisect_left(starts, span.end)]))
            for span in sentences(pair.en)
        ]
        self.words = sorted((*chinese_words(pair.zh), *english_words(pair.zh)))
        self.starts = [word.start for word in self.words]
        self.text = pair.zh
        self.ends = [-1, *(match.start() for match in _CLAUSE_END.finditer(pair.zh)), len(pair.zh)]

    @cached_property
    def denies_as_often(self) -> bool:
        """Whether the English text denies as much as the Chinese one does, if in other sentences."""
        return len(_ANYWHERE.findall(self.pair.en)) >= len(_NEGATION.findall(self.pair.zh))

    def before(self, word: Span) -> tuple[int, int]:
        """Return where what stands before a word in its sentence begins and ends."""
        start = max(0, word.start - _LOOK_BACK)
        return max(start, *(self.text.rfind(sign, start, word.start) + 1 for sign in "。；！？\n")), word.start

    def sentences_of(self, word: Span) -> list[Span]:
        """Return the English sentences that a word's clause may be of, the likeliest first; none in doubt."""
        clause = self._clause(word)
        if len(clause) < _LEAST_WORDS:
            return []
        weights = [
            max(1, sum(not stems.isdisjoint(item.stems) for _, stems in self.english)) ** -0.5 for item in clause
        ]
        shared = [
            (
                sum(weight for item, weight in zip(clause, weights, strict=True) if not stems.isdisjoint(item.stems)),
                span,
            )
            for span, stems in self.english
        ]
        shared.sort(key=lambda item: -item[0])
        best = shared[0][0] if shared else 0.0
        if best < max(_LEAST_SHARED, _SHARED * sum(weights)):
            return []
        return [span for value, span in shared if value >= _NEARLY * best]

    def _clause(self, word: Span) -> list[Word]:
        """Return the words of meaning around a word, up to the nearest punctuation."""
        index = bisect_left(self.ends, word.start)
        start, end = self.ends[index - 1] + 1, self.ends[index]
        words = self._between(start, end, word)
        if len(words) < _FEW_WORDS and index > 1 and self.text[start - 1] in "，：":
            words = self._between(self.ends[index - 2] + 1, end, word)
        return words

    def _between(self, start: int, end: int, word: Span) -> list[Word]:
        at = bisect_left(self.starts, word.start)
        first = max(bisect_left(self.starts, start), at - _MOST_WORDS)
        words = self.words[first : min(bisect_left(self.starts, end), at + _MOST_WORDS)]
        return [item for item in words if item.stems and (item.end <= word.start or item.start >= word.end)]


def _stems(words: Sequence[Word]) -> frozenset[str]:
    return frozenset[str]().union(*(word.stems for word in words))
