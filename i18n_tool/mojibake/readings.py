"""Weighs the readings of all channels of one line against each other and against leaving the line as it is."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Final

from i18n_tool.discovery import plugins
from i18n_tool.mojibake import plausibility
from i18n_tool.mojibake.channels._base import Candidates, Channel, Gap, Passage

#: A reading must be this much more plausible than the text as it is, in the bits of `plausibility`.
THRESHOLD: Final = 5.0
#: What a gap costs: something was lost there, and what fills it is a guess.
GAP_COST: Final = 3.0
#: What it costs less where all that can have been lost is that a space was a no-break space.
SPACE_COST: Final = 1.0
#: A reading of which more than this share are rare characters is no text either.
MOST_RARE: Final = 0.3
#: What a sound character beyond ASCII says against damage in its line: it would have been damaged, too.
SOUND_COST: Final = 2.0
_MOST_SOUND_COST: Final = 10.0
#: The same of one that touches a passage: more likely the channel is another one.
BESIDE_COST: Final = 12.0
#: In a line with this much evidence, passages that look worse afterwards, by DOUBTFUL at most, belong to the damage.
STRONG: Final = 25.0
DOUBTFUL: Final = 8.0


#: Three characters of everyday Chinese in a row come from nothing but text.
_SURE: Final = re.compile("[\u4e00-\u9fa5\u3001\u3002\uff08-\uff1f]{3}")
GAIN_OF_A_BYTE: Final = 4.0
_ONLY_A_SPACE: Final = frozenset({0xA0})


@cache
def channels() -> tuple[Channel, ...]:
    """Return all channels, the most common ones first."""
    found = plugins("i18n_tool.mojibake.channels").values()
    return tuple(sorted(found, key=lambda channel: (-channel.prior, channel.name)))


@cache
def _suspicious(channel: Channel) -> re.Pattern[str]:
    return re.compile(f"[{channel.first}](?:{channel.then})")


@dataclass(frozen=True, slots=True)
class Reading:
    """The passages of one line that one channel explains, and by how much that beats leaving them alone."""

    channels: tuple[Channel, ...]
    """The channel; several where the line does not tell them apart."""
    passages: tuple[Passage, ...]
    gain: float

    @property
    def gaps(self) -> list[Gap]:
        """The gaps of all passages."""
        return [part for passage in self.passages for part in passage.parts if isinstance(part, Gap)]


def read_line(line: str, preferred: Sequence[Channel] = (), *, settled: bool = False) -> list[Reading]:
    """Return the readings of a line that clearly beat leaving it alone; they do not overlap.

    Args:
        line: without its end.
        preferred: channels that are met elsewhere in the document, the latest first; they are tried first.
        settled: whether the preferred ones need not be told from others that explain the line as well.
    """
    for channel in preferred:
        reading = _read(line, channel)
        if (
            reading
            and reading.gain >= STRONG
            and (settled or not reading.gaps)
            and _outside(line, reading.passages).isascii()
        ):
            return [reading]
    candidates = [
        reading for channel in channels() if _suspicious(channel).search(line) and (reading := _read(line, channel))
    ]
    chosen: list[Reading] = []
    while candidates:
        best = max(candidates, key=lambda reading: (reading.gain, reading.channels[0] in preferred))
        if best.gain < THRESHOLD:
            break
        ties = [other for other in candidates if _same(other.passages, best.passages)]
        chosen.append(replace(best, channels=tuple(tie.channels[0] for tie in ties), passages=_merged(ties)))
        taken = [(passage.start, passage.end) for passage in best.passages]
        candidates = [
            rest
            for other in candidates
            if not _same(other.passages, best.passages) and (rest := _without(line, other, taken)) is not None
        ]
    return chosen


def _read(line: str, channel: Channel) -> Reading | None:
    return _weigh(line, channel, channel.read(line))


def _without(line: str, reading: Reading, taken: list[tuple[int, int]]) -> Reading | None:
    """Return what is left of a reading once other passages are taken."""
    free = [
        passage
        for passage in reading.passages
        if all(passage.end <= start or end <= passage.start for start, end in taken)
    ]
    return _weigh(line, reading.channels[0], free)


def _weigh(line: str, channel: Channel, passages: list[Passage]) -> Reading | None:
    """Drop the passages that are better left alone; return what remains with its gain."""
    gains = [_gain(line, channel, passage) for passage in passages]
    gains = [gain if _has_evidence(passage) else min(gain, 0.0) for passage, gain in zip(passages, gains, strict=True)]
    total = sum(gain for gain in gains if gain > 0)
    least = 0.0 if total < STRONG else -DOUBTFUL
    kept = [passage for passage, gain in zip(passages, gains, strict=True) if gain > least]
    if not kept:
        return None
    against = 0.0
    outside = _outside(line, kept)
    if not outside.isascii():
        sound = _contradictions(channel)
        beside = sum(_touches(line, passage, sound) for passage in kept)
        against = min(_MOST_SOUND_COST, SOUND_COST * len(sound.findall(outside))) + BESIDE_COST * beside
    return Reading((channel,), tuple(kept), total - against + channel.prior)


def _outside(line: str, passages: Sequence[Passage]) -> str:
    """Return what of a line lies in none of the passages."""
    edges = [0, *(edge for passage in passages for edge in (passage.start, passage.end)), len(line)]
    return "".join(line[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))


def _has_evidence(passage: Passage) -> bool:
    """Tell whether more is left of some character than the beginning: an accented letter by itself is just that."""
    return any(
        isinstance(part, str) or part.end - part.start > 1 + part.spaced or _ONLY_A_SPACE in part.candidates.losses
        for part in passage.parts
    )


def _touches(line: str, passage: Passage, sound: re.Pattern[str]) -> int:
    """Return on how many sides the passage touches a character that would not have survived."""
    before = passage.start > 0 and sound.match(line, passage.start - 1) is not None
    return before + (sound.match(line, passage.end) is not None)


@cache
def _contradictions(channel: Channel) -> re.Pattern[str]:
    return re.compile(channel.contradicted_by)


def _gain(line: str, channel: Channel, passage: Passage) -> float:
    """Return how much more plausible the passage is as the channel reads it, its neighbours considered."""
    lost = [part.end - part.start for part in passage.parts if isinstance(part, Gap)]
    sure = GAIN_OF_A_BYTE * (passage.end - passage.start - len(lost)) - GAP_COST * len(lost)
    if any(isinstance(part, str) and _SURE.search(part) for part in passage.parts):
        return sure
    before = line[passage.start - 1] if passage.start else "\n"
    after = line[passage.end] if passage.end < len(line) else "\n"
    gain = _gain_between(before, line[passage.start : passage.end], after, channel, _Parts(passage.parts))
    return min(gain, sure) if 0 < len(lost) < len(passage.parts) else gain


class _Parts(tuple[str | Gap, ...]):
    """The parts of a passage; channel and text determine them, so they take no part in comparisons."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Parts)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=1 << 16)
def _gain_between(before: str, text: str, after: str, channel: Channel, parts: _Parts) -> float:
    del channel  # part of the key
    original = "".join(part if isinstance(part, str) else _stand_in(part.candidates) for part in parts)
    if sum(map(plausibility.is_rare, original)) > MOST_RARE * len(original):
        return -math.inf
    gaps = sum(_gap_cost(part.candidates) for part in parts if isinstance(part, Gap))
    return plausibility.cost(before + text + after) - plausibility.cost(before + original + after) - gaps


@lru_cache(maxsize=1 << 16)
def _gap_cost(candidates: Candidates) -> float:
    return SPACE_COST if any(used == _ONLY_A_SPACE for used in candidates.losses) else GAP_COST


@lru_cache(maxsize=1 << 16)
def _stand_in(candidates: Candidates) -> str:
    """Return a character that stands for a gap while it is not filled: the most ordinary candidate."""
    return min(candidates, key=lambda one: (plausibility.cost_alone(one[0]), one[1] != _ONLY_A_SPACE))[0]


def _same(one: tuple[Passage, ...], other: tuple[Passage, ...]) -> bool:
    """Tell whether two readings differ at most in what may have been lost."""
    if len(one) != len(other):
        return False
    return all(
        (a.start, a.end, len(a.parts)) == (b.start, b.end, len(b.parts))
        and all(x == y if isinstance(x, str) else isinstance(y, Gap) for x, y in zip(a.parts, b.parts, strict=True))
        for a, b in zip(one, other, strict=True)
    )


def _merged(ties: list[Reading]) -> tuple[Passage, ...]:
    """Return the passages with, in each gap, the candidates of all these readings."""
    first = ties[0].passages
    if len(ties) == 1 or not ties[0].gaps:
        return first
    return tuple(
        replace(passages[0], parts=tuple(map(_merged_part, *(passage.parts for passage in passages))))
        for passages in zip(*(tie.passages for tie in ties), strict=True)
    )


def _merged_part(first: str | Gap, *others: str | Gap) -> str | Gap:
    if isinstance(first, str):
        return first
    return replace(
        first, candidates=_union(first.candidates, *(gap.candidates for gap in others if isinstance(gap, Gap)))
    )


@lru_cache(maxsize=1 << 16)
def _union(*sets: Candidates) -> Candidates:
    """Return the candidates of all sets; the same object for the same sets."""
    merged: dict[str, frozenset[int]] = {}
    for candidates in sets:
        for char, used in candidates:
            if char not in merged or len(used) < len(merged[char]):
                merged[char] = used
    return Candidates.of(merged)
