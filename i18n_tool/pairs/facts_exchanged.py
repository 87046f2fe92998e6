"""Two numbers or two names that have changed places in one of the texts.

Translations keep the order of what they name in nearly all sentences. Where they do not, the words around have moved,
too: 在 B 上达到 90% for `90% on B`. So what is out of order is tried in the other arrangement, and if the words around
fit that one better, or there are only commas between and nothing could have moved, the two have been exchanged.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from i18n_tool.pairs.dictionary import stem
from i18n_tool.pairs.facts_context import Neighbour, chinese_context, english_context
from i18n_tool.pairs.facts_items import KINDS, Item, Items
from i18n_tool.pairs.facts_order import is_one_sentence, is_repeated, is_turned
from i18n_tool.pairs.pair import Pair
from i18n_tool.spans import Span

# Measured on true translations and summaries, and on the same with two numbers or names exchanged.
#: How much better the words around two numbers must fit the other arrangement, where it puts them in order, and
#: anyway; in summaries neither of the two may fit it much worse.
_GAIN_IN_ORDER = {"translation": 0.0, "summary": 0.45}
_GAIN_ANYWAY = 0.5
_LOSS = {"translation": float("inf"), "summary": 0.1}
#: Names change places with the words around: within a clause, as A 的 B does for `B of A`, and beyond.
_NAMES_IN_CLAUSE, _NAMES_BEYOND = 0.8, 0.1
#: How much better the words around either name must fit in any case, and those around both together.
_EITHER, _BOTH = 0.0, 0.3
#: The same of names of which one text speaks more often than the other, so that which stands for which is uncertain.
_EITHER_UNCERTAIN, _BOTH_UNCERTAIN = 0.2, 1.0

#: With how many items before or behind an item can have been exchanged, and how often a name is looked up.
_PARTNERS = 5
_MENTIONS = 8
_LONGEST_LIST = 80
_HAN = re.compile("[㐀-鿿]")
_CLAUSE_END = re.compile(r"[，。；：！？;:!?\n]|[,.](?!\d)")
_CHINESE_AND = re.compile("以及|[和与及或到至]")
_ENGLISH_AND = re.compile(r"\b(?:and|or|to|vs|versus)\b")
_SEPARATOR = re.compile(r"[、，,/:：;；|&]|[和与及或到至]|\b(?:and|or|vs|versus|to)\b")
#: The bounds of a range, of which the lower one may come first whatever the other text does.
_RANGE = re.compile(r"(?:\\?[%％])?\s?(?:[-–—~～至到]|--|to|and)\s?")
_BRACKET = re.compile(r"[()（）\[\]【】]")
_WORD = re.compile("[A-Za-z]+")
_LETTERS = re.compile("[A-Za-zα-ωΑ-Ω]+")


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Two items of the Chinese text that stand in each other's place.

    Args:
        kind: what they are, `numbers` or `names`.
        first: the first of the two in the Chinese text.
        second: the other one.
        english: where the English text has the two, in the order of that text.
    """

    kind: Literal["numbers", "names"]
    first: Span
    second: Span
    english: tuple[Span, Span]


def find_exchanged(pair: Pair) -> Iterator[Exchanged]:
    """Yield the numbers and the names of the Chinese text that have changed places, those of a pair once.

    >>> pair = Pair("summary", "Its recall is 81%, its precision 64%.", "召回率为 64%，精度为 81%。", "summary")
    >>> [(item.first.of(pair.zh), item.second.of(pair.zh)) for item in find_exchanged(pair)]
    [('64%', '81%')]
    """
    for kind in KINDS:
        if kind == "names" and pair.relation == "summary":
            # A summary is free to name things in any order and sentence, and nothing around them is to be relied on.
            continue
        items = KINDS[kind](pair.en, pair.zh)
        if len({item.key for item in items.zh}) > 1:
            table = _Table(pair, "numbers" if kind == "numbers" else "names", items)
            yield from table.exchanged()


class _Table:
    """The items of one kind of both texts, each of the Chinese ones with the English one that it most likely is."""

    def __init__(self, pair: Pair, kind: Literal["numbers", "names"], items: Items):
        self.pair, self.kind, self.items = pair, kind, items
        self.places: dict[int, list[int]] = {}
        for index, item in enumerate(items.en):
            self.places.setdefault(item.key, []).append(index)
        self.counts = Counter(item.key for item in items.zh)
        self.match = self._matches()
        self._neighbours: dict[int, list[Neighbour]] = {}
        self._english_places: dict[int, list[float]] = {}
        self._own_stems: dict[int, frozenset[str]] = {}

    def _matches(self) -> list[int]:
        seen: dict[int, int] = {}
        match = []
        for item in self.items.zh:
            places = self.places[item.key]
            if self.counts[item.key] == len(places):
                match.append(places[seen.get(item.key, 0)])
            else:
                share = item.span.start / len(self.pair.zh)
                match.append(min((abs(self._share(index) - share), index) for index in places)[1])
            seen[item.key] = seen.get(item.key, 0) + 1
        return match

    def _share(self, index: int) -> float:
        """Return how far into its text an English item stands."""
        return self.items.en[index].span.start / len(self.pair.en)

    def exchanged(self) -> Iterator[Exchanged]:
        """Yield the exchanged items, each in one pair at most."""
        in_order = _longest_in_order(self.match)
        done: set[int] = set()
        for index in range(len(self.match)):
            if index in in_order or index in done:
                continue
            for other in self._partners(index):
                first, second = sorted((index, other))
                if other not in done and self._is_exchanged(first, second, len(in_order)):
                    done |= {first, second}
                    one, two = self.items.zh[first], self.items.zh[second]
                    yield Exchanged(self.kind, one.span, two.span, self._there(first, second))
                    break

    def _partners(self, index: int) -> list[int]:
        """Return the nearest items that stand on the one side of an item here, and on the other side there."""
        match, zh = self.match, self.items.zh
        others = range(max(0, index - 2 * _PARTNERS), min(len(match), index + 2 * _PARTNERS + 1))
        crossed = (
            other
            for other in others
            if (other - index) * (match[other] - match[index]) < 0
            and zh[other].key != zh[index].key
            and zh[other].is_in_name == zh[index].is_in_name
        )
        return sorted(crossed, key=lambda other: abs(other - index))[:_PARTNERS]

    def _is_exchanged(self, first: int, second: int, in_order: int) -> bool:
        one, two = self.items.zh[first], self.items.zh[second]
        is_summary_of_numbers = self.kind == "numbers" and self.pair.relation == "summary"
        if is_summary_of_numbers and not self._is_comparable(first, second):
            return False
        if self.kind == "numbers" and self._is_unit_exchanged(first, second):
            return True
        if self._is_listed(first, second):
            return True
        if self._is_turned(first, second) or (is_summary_of_numbers and one.unit != two.unit):
            return False
        own, other = self._fit(first, one, two), self._fit(second, two, one)
        gain = own + other
        if self.kind == "names":
            if any(self.counts[item.key] != len(self.places[item.key]) for item in (one, two)):
                return min(own, other) > _EITHER_UNCERTAIN and gain > _BOTH_UNCERTAIN
            if min(own, other) > _EITHER and gain > _BOTH:
                return True
            least = _NAMES_IN_CLAUSE if self._is_one_clause(first, second) else _NAMES_BEYOND
            return gain > least and self._orders(first, second, in_order)
        if min(own, other) < -_LOSS[self.pair.relation]:
            return False
        if gain > _GAIN_ANYWAY and (self.pair.relation == "translation" or min(own, other) > 0):
            return True
        return gain > _GAIN_IN_ORDER[self.pair.relation] and self._orders(first, second, in_order)

    def _is_turned(self, first: int, second: int) -> bool:
        """Return whether the order is what the grammar of both languages makes of one and the same."""
        here = self.items.zh[first].span, self.items.zh[second].span
        return is_turned(self.pair, here, self._there(first, second))

    def _is_comparable(self, first: int, second: int) -> bool:
        """Return whether two numbers are facts of their own, each said once, and of one sentence in both texts."""
        here = [self.items.zh[index] for index in (first, second)]
        left, right = self._there(first, second)
        return (
            not any(item.is_part or len(self.places[item.key]) > 1 or self.counts[item.key] > 1 for item in here)
            and not any(is_repeated(self.pair.en, span) for span in (left, right))
            and is_one_sentence(self.pair.zh, here[0].span, here[1].span)
            and is_one_sentence(self.pair.en, left, right)
        )

    def _there(self, first: int, second: int) -> tuple[Span, Span]:
        """Return where the English text has two items, in its order."""
        left, right = sorted((self.items.en[self.match[first]].span, self.items.en[self.match[second]].span))
        return left, right

    def _orders(self, first: int, second: int, in_order: int) -> bool:
        """Return whether more items are in the order of the other side once two are exchanged."""
        match = self.match.copy()
        match[first], match[second] = match[second], match[first]
        return len(_longest_in_order(match)) > in_order

    def _fit(self, index: int, own: Item, other: Item) -> float:
        """Return how much better the words around a Chinese item fit the English places of another one."""
        # The words in a name say nothing of where it belongs.
        without = self._stems(own.key) | self._stems(other.key)
        near = [word for word in self._near(index) if without.isdisjoint(word.stems)]
        context = english_context(self.pair.en)
        return context.support(near, self._english(other.key)) - context.support(near, self._english(own.key))

    def _near(self, index: int) -> list[Neighbour]:
        if index not in self._neighbours:
            self._neighbours[index] = chinese_context(self.pair.zh).around(self.items.zh[index].span)
        return self._neighbours[index]

    def _english(self, key: int) -> list[float]:
        """Return where the English text has an item, as places of its context."""
        if key not in self._english_places:
            spans = (self.items.en[index].span for index in self.places[key][:_MENTIONS])
            context = english_context(self.pair.en)
            self._english_places[key] = [context.place(span.start) for span in spans]
        return self._english_places[key]

    def _stems(self, key: int) -> frozenset[str]:
        if self.kind == "numbers":
            return frozenset()
        if key not in self._own_stems:
            name = self.items.en[self.places[key][0]].span.of(self.pair.en)
            self._own_stems[key] = frozenset(map(stem, _WORD.findall(name)))
        return self._own_stems[key]

    def _is_unit_exchanged(self, first: int, second: int) -> bool:
        """Return whether two numbers have each other's unit: 3% of 90 for 90% of 3."""
        one, two = self.items.zh[first], self.items.zh[second]
        there, there_two = self.items.en[self.match[first]], self.items.en[self.match[second]]
        return one.unit != two.unit and one.unit == there_two.unit and two.unit == there.unit

    def _between(self, first: int, second: int) -> tuple[str, str]:
        """Return what stands between two items in the Chinese and in the English text."""
        one, two = self.items.zh[first].span, self.items.zh[second].span
        left, right = self._there(first, second)
        limit = _LONGEST_LIST + 1
        return self.pair.zh[one.end : two.start][:limit], self.pair.en[left.end : right.start][:limit]

    def _is_listed(self, first: int, second: int) -> bool:
        """Return whether nothing but signs and the same letters stands between two items in both texts."""
        zh, en = self._between(first, second)
        if max(len(zh), len(en)) > _LONGEST_LIST:
            return False
        if self.kind == "names" or self.pair.relation == "summary":
            # `Call Stack` is one name in two words, and 67.9%（+7.3%） one fact in two numbers.
            is_range = (
                self.items.zh[first].size < self.items.zh[second].size and _RANGE.fullmatch(zh) and _RANGE.fullmatch(en)
            )
            is_list = _SEPARATOR.search(zh) and _SEPARATOR.search(en) and not is_range
            if not is_list or _BRACKET.search(zh) or _BRACKET.search(en):
                return False
        rest = _CHINESE_AND.sub(" ", zh)
        return not _HAN.search(rest) and _LETTERS.findall(rest) == _LETTERS.findall(_ENGLISH_AND.sub(" ", en))

    def _is_one_clause(self, first: int, second: int) -> bool:
        return not any(_CLAUSE_END.search(text) for text in self._between(first, second))


def _longest_in_order(match: Sequence[int]) -> set[int]:
    """Return the indices of a longest part that does not go back; patience sorting, n log n.

    >>> sorted(_longest_in_order([3, 0, 1, 1, 2]))
    [1, 2, 3, 4]
    """
    tails: list[int] = []
    ends: list[int] = []
    before = [-1] * len(match)
    for index, value in enumerate(match):
        place = bisect_right(tails, value)
        tails[place : place + 1] = [value]
        ends[place : place + 1] = [index]
        before[index] = ends[place - 1] if place else -1
    kept = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return kept
