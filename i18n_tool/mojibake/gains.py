"""By how much passages are more plausible as a channel reads them than as they are, in bits."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Final

from i18n_tool.mojibake import plausibility
from i18n_tool.mojibake.channels._base import GAP, Candidates, Channel, Gap, Passage
from i18n_tool.mojibake.memory import MOST_KEPT

#: So much in a line says beyond doubt that it is damaged.
STRONG: Final = 25.0
#: What a gap costs: something was lost there, and what fills it is a guess.
GAP_COST: Final = 3.0
#: One byte in this many (bits) is one that the usual code pages lose; those that lose fewer are to blame less often.
USUAL_COST_OF_A_BYTE: Final = 3.7
_FIRST_CONTINUATION: Final = 0x80
_LAST_CONTINUATION: Final = 0xBF
#: What it costs less where all that can have been lost is that a space was a no-break space.
SPACE_COST: Final = 1.0
#: A reading of which more than this share are rare characters is no text either.
MOST_RARE: Final = 0.3
EVERYDAY_CHINESE: Final = "\u4e00-\u9fa5\u3001\u3002\uff08-\uff1f"
#: Three such characters in a row come from nothing but text.
SURE: Final = re.compile(f"[{EVERYDAY_CHINESE}]{{3}}")
GAIN_OF_A_BYTE: Final = 4.0
#: What it says for damage, besides, that a C1 control stands in a text.
COST_OF_A_CONTROL: Final = 6.0
BITS_OF_A_NAT: Final = 1 / math.log(2)
#: What it says against a reading that each two bytes were a character: they nearly always are one.
COST_OF_A_PAIR: Final = 1.3
_CONTROLS: Final = re.compile("[\x80-\x9f]")
_ONLY_A_SPACE: Final = frozenset({0xA0})
#: Passages and lines of more characters are hardly met again.
LONGEST_CACHED: Final = 48


def gains_of(line: str, channel: Channel, passages: Sequence[Passage]) -> list[float]:
    """Return by how much each passage of a line is more plausible as the channel reads it; its neighbours count."""
    if channel.needs_fluency:
        gains = _gains_of_fluency(line, channel, passages)
    else:
        gains = [_gain(line, channel, passage) for passage in passages]
    return [_with_evidence(channel, passage, gain) for passage, gain in zip(passages, gains, strict=True)]


def _with_evidence(channel: Channel, passage: Passage, gain: float) -> float:
    """Return the gain unless of each character only the beginning is left: an accented letter alone is just that."""
    for part in passage.parts:
        if isinstance(part, str):
            return gain
        left = part.end - part.start - part.spaced - (part.lost - 1 if part.marked else 0)
        if channel.is_double_byte:
            left *= 2
        if left > 1 or _ONLY_A_SPACE in part.candidates.losses:
            return gain
    return min(gain, 0.0)


def _gain(line: str, channel: Channel, passage: Passage) -> float:
    """Return how much more plausible the passage is as the channel reads it, its neighbours considered."""
    lost = [part.end - part.start for part in passage.parts if isinstance(part, Gap)]
    sure = GAIN_OF_A_BYTE * (passage.end - passage.start - len(lost)) - GAP_COST * len(lost)
    if any(isinstance(part, str) and SURE.search(part) for part in passage.parts):
        return sure + COST_OF_A_CONTROL * len(_CONTROLS.findall(line, passage.start, passage.end))
    before = line[passage.start - 1] if passage.start else "\n"
    after = line[passage.end] if passage.end < len(line) else "\n"
    weigh = _gain_between if passage.end - passage.start <= LONGEST_CACHED else _gain_between.__wrapped__
    gain = weigh(before, line[passage.start : passage.end], after, channel, _Parts(passage.parts))
    return min(gain, sure) if 0 < len(lost) < len(passage.parts) else gain


def gain_alone(channel: Channel, framed: str) -> float:
    """Return how much more plausible one passage is, given with the character on each side of it."""
    if len(framed) > LONGEST_CACHED:
        return _gain_alone(channel, framed)
    return _short_gain_alone(channel, framed)


def _gain_alone(channel: Channel, framed: str) -> float:
    passages = channel.read(framed[1:-1])
    if len(passages) != 1 or channel.needs_fluency:
        return -math.inf
    passage = passages[0]._replace(start=1, end=len(framed) - 1)
    return _with_evidence(channel, passage, _gain(framed, channel, passage))


_short_gain_alone = lru_cache(maxsize=1 << 16)(_gain_alone)


def _gains_of_fluency(line: str, channel: Channel, passages: Sequence[Passage]) -> list[float]:
    """Return how much more plausible passages are, as far as they read like text."""
    from i18n_tool.mojibake.fluency import is_everyday

    if not passages:
        return []
    originals = [_original(passage.parts) for passage in passages]
    damaged = sum(passage.end - passage.start for passage in passages)
    if damaged == 2 * sum(map(len, originals)) and is_everyday("".join(originals)):
        return [GAIN_OF_A_BYTE * len(original) for original in originals]
    gains = _fluent_gains(line, channel, passages, originals)
    gaps = [part for passage in passages for part in passage.parts if isinstance(part, Gap)]
    if gaps and sum(gain for gain in gains if gain > 0) < STRONG:
        filled = _fluent_gains(line, channel, passages, _filled(line, passages))
        gains = [
            max(gain, other - _cost_of_choosing(passage))
            for gain, other, passage in zip(gains, filled, passages, strict=True)
        ]
    return gains


def _fluent_gains(line: str, channel: Channel, passages: Sequence[Passage], originals: Sequence[str]) -> list[float]:
    """Return how much more plausible passages are when they were `originals`."""
    from i18n_tool.mojibake.fluency import fluency

    texts = [
        (line[: passage.start], original, line[passage.end :])
        for passage, original in zip(passages, originals, strict=True)
    ]
    gains = []
    for passage, original, nats in zip(passages, originals, fluency(texts), strict=True):
        before = line[passage.start - 1] if passage.start else "\n"
        after = line[passage.end] if passage.end < len(line) else "\n"
        plausible = _gain_between(before, line[passage.start : passage.end], after, channel, _Parts(passage.parts))
        fluent = BITS_OF_A_NAT * nats
        # One character is soon met by chance: it has to be a likely one.
        gain = plausible + fluent if len(original) > 1 else min(plausible, fluent)
        gains.append(gain - COST_OF_A_PAIR * len(original))
    return gains


def _cost_of_choosing(passage: Passage) -> float:
    """Return what it costs, beyond that of any gap, that the likeliest of many candidates reads well by chance."""
    gaps = (part for part in passage.parts if isinstance(part, Gap))
    return sum(max(0.0, math.log2(len(gap.candidates)) - GAP_COST) for gap in gaps)


def _filled(line: str, passages: Sequence[Passage]) -> list[str]:
    """Return the sound texts of passages with the likeliest candidate in each gap."""
    from i18n_tool.mojibake.inference import infer

    line = line.replace(GAP, " ")
    parts: list[str] = []
    gaps: list[tuple[str, ...]] = []
    done = 0
    for passage in passages:
        parts.append(line[done : passage.start])
        for part in passage.parts:
            if isinstance(part, str):
                parts.append(part)
            else:
                parts += (part.before, GAP, part.after)
                gaps.append(part.candidates.characters)
        done = passage.end
    likeliest = iter(infer("".join((*parts, line[done:])), gaps).best)
    return [
        "".join(part if isinstance(part, str) else part.before + next(likeliest) + part.after for part in passage.parts)
        for passage in passages
    ]


def _original(parts: Iterable[str | Gap]) -> str:
    """Return the sound text of a passage, with the most ordinary candidate in each gap."""
    return "".join(
        part if isinstance(part, str) else f"{part.before}{_stand_in(part.candidates)}{part.after}" for part in parts
    )


class _Parts(tuple[str | Gap, ...]):
    """The parts of a passage; channel and text determine them, so they take no part in comparisons."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Parts)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=1 << 16)
def _gain_between(before: str, text: str, after: str, channel: Channel, parts: _Parts) -> float:
    original = _original(parts)
    if sum(map(plausibility.is_rare, original)) > MOST_RARE * len(original):
        return -math.inf
    gaps = sum(_gap_cost(channel, part.candidates, part.lost) for part in parts if isinstance(part, Gap))
    return plausibility.cost(before + text + after) - plausibility.cost(before + original + after) - gaps


@lru_cache(maxsize=MOST_KEPT)
def _gap_cost(channel: Channel, candidates: Candidates, lost: int) -> float:
    if any(used == _ONLY_A_SPACE for used in candidates.losses):
        return SPACE_COST
    return GAP_COST + lost * max(0.0, _cost_of_a_byte(channel) - USUAL_COST_OF_A_BYTE)


@cache
def _cost_of_a_byte(channel: Channel) -> float:
    """Return how little one expects that a byte of a sequence is one of those that the channel loses."""
    losable = sum(_FIRST_CONTINUATION <= byte <= _LAST_CONTINUATION for byte in channel.always_lost)
    continuations = _LAST_CONTINUATION - _FIRST_CONTINUATION + 1
    return math.log2(continuations / losable) if losable else 0.0


@lru_cache(maxsize=MOST_KEPT)
def _stand_in(candidates: Candidates) -> str:
    """Return a character that stands for a gap while it is not filled: the most ordinary candidate."""
    return min(candidates, key=lambda one: (plausibility.cost_alone(one[0]), one[1] != _ONLY_A_SPACE))[0]
