"""Names of two words whose words have changed places: `Chain Markov` where the English text has `Markov Chain`.

The words around cannot tell, since both words have the same ones. But a name is written the same in both languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from i18n_tool.pairs.facts_exchanged import Exchanged
from i18n_tool.pairs.pair import Pair
from i18n_tool.spans import Span

_WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*(?:[-_+][A-Za-z0-9]+)*")


def turned_names(pair: Pair) -> Iterator[Exchanged]:
    """Yield the names of the Chinese text that the English one has the other way round, and only so.

    >>> pair = Pair("summary", "A hidden Markov Chain is learned.", "学习隐藏的 Chain Markov。", "translation")
    >>> [(item.first.of(pair.zh), item.second.of(pair.zh)) for item in turned_names(pair)]
    [('Chain', 'Markov')]
    """
    found = [
        (one, two)
        for one, two in pairwise(_WORD.finditer(pair.zh))
        if pair.zh[one.end() : two.start()] == " " and not one.group().islower() and not two.group().islower()
    ]
    if not found:
        return
    # Hardly any text has one of them the other way round, which is found out faster than its words.
    lower = pair.en.lower()
    if not any(f"{two.group()} {one.group()}".lower() in lower for one, two in found):
        return
    words = list(_WORD.finditer(pair.en))
    neighbours = {(one.group().lower(), two.group().lower()): (one, two) for one, two in pairwise(words)}
    done = -1
    for one, two in found:
        first, second = one.group().lower(), two.group().lower()
        there = neighbours.get((second, first))
        if there is None or (first, second) in neighbours or one.start() <= done:
            continue
        is_name = not (there[0].group().islower() and there[1].group().islower())
        if is_name and pair.en[there[0].end() : there[1].start()] == " ":
            done = two.start()
            left, right = (Span(*match.span()) for match in there)
            yield Exchanged("names", Span(*one.span()), Span(*two.span()), (left, right))
