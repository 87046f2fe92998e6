"""True pairs of texts, and faults made from them: each one slip that a translator, a script or a copy makes."""

from __future__ import annotations

import json
import lzma
import random
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

#: Shorter texts are titles and labels: a check of pairs has little to go by.
SHORTEST_EN: Final = 80
SHORTEST_ZH: Final = 40

_NUMBER: Final = re.compile(r"(?<![\w.])[0-9]+(?:\.[0-9]+)?(?![\w.]*[A-Za-z])")
_NAME: Final = re.compile(r"\b(?=\w*[A-Z])[A-Za-z][A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\b", re.ASCII)
_SENTENCE: Final = re.compile("[^。！？；]+[。！？；]?")
_WORD: Final = re.compile("[a-z]{4,}")
#: Words and what they become when a sentence says the contrary.
_CONTRARY: Final = {
    "提高": "降低", "增加": "减少", "优于": "劣于", "超过": "低于", "大于": "小于", "更快": "更慢", "更好": "更差",
    "更高": "更低", "支持": "不支持", "可以": "不可以", "能够": "无法", "必须": "不必", "有效": "无效",
}  # fmt: skip
_MADE_UP: Final = ("Quorvex", "Talnet-X", "HydraFold", "Mizelle", "OptiGrad")


class PairSample(NamedTuple):
    """A true pair and the title of the paper that it is about, "" without one."""

    en: str
    zh: str
    title: str


class Fault(NamedTuple):
    """A pair with something wrong in it."""

    kind: str
    pair: PairSample


def read_pairs(path: Path, count: int, seed: int = 1) -> list[PairSample]:
    """Return some pairs of a file of objects with `en`, `zh` and perhaps `title`, one a line; the same ones each time.

    Raises:
        ValueError: the file cannot be read, is no JSONL, or has no pairs that are long enough.
    """
    try:
        data = path.read_bytes()
        lines = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8").split("\n")
        records = [json.loads(line) for line in lines if line]
        pairs = [PairSample(one["en"], one["zh"], one.get("title") or "") for one in records]
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror or error}") from error
    except (ValueError, TypeError, AttributeError, KeyError, EOFError, lzma.LZMAError) as error:
        raise ValueError(f"{path} cannot be read as JSONL of pairs: {error!r}") from error
    pairs = [pair for pair in pairs if len(pair.en) >= SHORTEST_EN and len(pair.zh) >= SHORTEST_ZH]
    if len(pairs) < 2:
        raise ValueError(f"{path} has fewer than two pairs that are long enough")
    random.Random(seed).shuffle(pairs)  # noqa: S311 - a sample, not a secret
    return pairs[:count]


def faults_of(pair: PairSample, others: Sequence[PairSample], chooser: random.Random) -> Iterator[Fault]:
    """Yield every fault that can be made of a pair.

    Args:
        pair: a true pair.
        others: other pairs of the same list.
        chooser: decides which word, number or pair; the same one, the same faults.
    """
    for kind, make in _OF_CHINESE.items():
        changed = make(pair, chooser)
        if changed and changed != pair.zh:
            yield Fault(kind, pair._replace(zh=changed))
    yield Fault("another paper", pair._replace(zh=chooser.choice(others).zh))
    yield Fault("a paper on the same topic", pair._replace(zh=_nearest(pair, others).zh))
    yield Fault("left in English", pair._replace(zh=pair.en))
    yield Fault("Chinese in the English slot", pair._replace(en=pair.zh))
    if pair.title and len(pair.en) > 3 * len(pair.title):
        yield Fault("only the title", pair._replace(zh=pair.title))


def _nearest(pair: PairSample, others: Sequence[PairSample]) -> PairSample:
    words = _topic(pair)
    return max(others, key=lambda other: len(words & _topic(other)) / (1 + len(_topic(other))))


@lru_cache(maxsize=1 << 14)
def _topic(pair: PairSample) -> frozenset[str]:
    return frozenset(_WORD.findall((pair.title or pair.en).lower()))


def _number_changed(pair: PairSample, chooser: random.Random) -> str | None:
    found = list(_NUMBER.finditer(pair.zh))
    if not found:
        return None
    match = chooser.choice(found)
    more = chooser.choice((1, 3, 20))
    changed = f"{float(match[0]) + more / 10:.1f}" if "." in match[0] else str(int(match[0]) + more)
    return None if changed in pair.en else pair.zh[: match.start()] + changed + pair.zh[match.end() :]


def _name_replaced(pair: PairSample, chooser: random.Random) -> str | None:
    found = list(_NAME.finditer(pair.zh))
    if not found:
        return None
    match = chooser.choice(found)
    return pair.zh[: match.start()] + chooser.choice(_MADE_UP) + pair.zh[match.end() :]


def _swapped(pattern: re.Pattern[str]) -> Callable[[PairSample, random.Random], str | None]:
    def swap(pair: PairSample, chooser: random.Random) -> str | None:
        found = list(pattern.finditer(pair.zh))
        couples = [(a, b) for a, b in pairwise(found) if a[0] != b[0]]
        if not couples:
            return None
        one, other = chooser.choice(couples)
        between = pair.zh[one.end() : other.start()]
        return pair.zh[: one.start()] + other[0] + between + one[0] + pair.zh[other.end() :]

    return swap


def _contrary(pair: PairSample, chooser: random.Random) -> str | None:
    words = [word for word, other in _CONTRARY.items() if word in pair.zh and other not in pair.zh]
    return pair.zh.replace(word, _CONTRARY[word], 1) if words and (word := chooser.choice(words)) else None


def _sentence_dropped(pair: PairSample, chooser: random.Random) -> str | None:
    parts = _SENTENCE.findall(pair.zh)
    if len(parts) < 3:
        return None
    del parts[chooser.randrange(len(parts))]
    return "".join(parts)


def _cut(pair: PairSample, _: random.Random) -> str | None:
    parts = _SENTENCE.findall(pair.zh)
    return "".join(parts[: len(parts) // 2]) if len(parts) > 3 else None


def _half_in_english(pair: PairSample, _: random.Random) -> str | None:
    return pair.zh[: len(pair.zh) // 2] + pair.en[len(pair.en) // 2 :]


_OF_CHINESE: Final[dict[str, Callable[[PairSample, random.Random], str | None]]] = {
    "a number changed": _number_changed,
    "a name replaced": _name_replaced,
    "two numbers swapped": _swapped(_NUMBER),
    "two names swapped": _swapped(_NAME),
    "the contrary": _contrary,
    "a sentence dropped": _sentence_dropped,
    "half of it cut off": _cut,
    "half of it in English": _half_in_english,
}
