"""Weighs the readings of all channels of one line against each other and against leaving the line as it is."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import product
from typing import Final

from i18n_tool.mojibake.channels._base import Candidates, Channel, Gap, Passage
from i18n_tool.mojibake.gains import LONGEST_CACHED, STRONG, SURE, gains_of
from i18n_tool.mojibake.memory import MOST_KEPT
from i18n_tool.mojibake.screening import REPLACEMENT, channels, suspicious_of

#: A reading must be this much more plausible than the text as it is, in the bits of `plausibility`.
THRESHOLD: Final = 5.0
#: A line of which more than this share of the characters beyond ASCII are U+FFFD is given up.
MOST_LOST: Final = 0.6
#: What a sound character beyond ASCII says against damage in its line: it would have been damaged, too.
SOUND_COST: Final = 2.0
_MOST_SOUND_COST: Final = 10.0
#: The most where letters of words are damaged: a foreign name keeps the damage of where it was copied from.
_MOST_SOUND_COST_OF_WORDS: Final = 0.5
#: The same of one that touches a passage: more likely the channel is another one.
BESIDE_COST: Final = 12.0
#: In a line with strong evidence, passages that look worse afterwards, by this at most, belong to the damage.
DOUBTFUL: Final = 8.0
DOUBTFUL_PAIR: Final = 14.0
#: A line of so many characters is read only in channels that explain some of as many samples, of twice so many
#: characters: junk that nothing explains is given up early.
LONG_LINE: Final = 1 << 14
SAMPLES: Final = 32
SAMPLE_REACH: Final = 24
#: Evidence that is enough where the rest of the document speaks for the channel, too.
ENOUGH: Final = 12.0
#: Characters from here on are three bytes of UTF-8 or four; those below are nearly all letters of alphabets.
FIRST_OF_THREE_BYTES: Final = "\u0800"
#: A word, or a sign beyond ASCII.
_WORD: Final = re.compile(r"\w+|[^\w\s\x00-\x7f]+")
_WORD_BEFORE: Final = re.compile(r"\w+$")
_WORD_AFTER: Final = re.compile(r"\w+")
#: Longer passages are not quoted, and a line with more of them is not about damage.
LONGEST_QUOTED: Final = 16
MOST_QUOTED: Final = 24
#: Passages that can be read in more ways are not looked for elsewhere in the line.
MOST_QUOTED_READINGS: Final = 64


@dataclass(frozen=True, eq=False)
class Reading:
    """The passages of one line that one channel explains, and by how much that beats leaving them alone."""

    channels: tuple[Channel, ...]
    """The channel; several where the line does not tell them apart."""
    passages: tuple[Passage, ...]
    gain: float

    @cached_property
    def gaps(self) -> list[Gap]:
        """The gaps of all passages."""
        return [part for passage in self.passages for part in passage.parts if isinstance(part, Gap)]


def read_line(line: str, preferred: Sequence[Channel] = (), *, settled: bool = False) -> Sequence[Reading]:
    """Return the readings of a line that clearly beat leaving it alone; they do not overlap.

    Args:
        line: without its end.
        preferred: channels that are met elsewhere in the document, the latest first; they are tried first.
        settled: whether the preferred ones need not be told from others that explain the line as well.
    """
    if len(line) > LONGEST_CACHED:
        return _readings(line, tuple(preferred), settled)
    return _short_readings(line, tuple(preferred), settled)


def is_mostly_lost(line: str) -> bool:
    """Tell whether so much of a line is U+FFFD that no reading of the rest means anything."""
    marks = line.count(REPLACEMENT)
    return marks > 0 and marks > MOST_LOST * sum(char > "\x7f" for char in line)


def _readings(line: str, preferred: tuple[Channel, ...], settled: bool) -> tuple[Reading, ...]:
    if is_mostly_lost(line):
        return ()
    for channel in preferred:
        reading = _read(line, channel)
        if (
            reading
            and reading.gain >= (ENOUGH if settled else STRONG)
            and (settled or not reading.gaps)
            and _outside(line, reading.passages).isascii()
        ):
            return (reading if settled else _with_ties(line, reading),)
    covering = {channel: _read(line, channel) for channel in channels() if _may_cover(line, channel)}
    whole = _reading_of_all(line, [reading for reading in covering.values() if reading], preferred)
    if whole:
        return (whole,)
    candidates: list[Reading] = []
    for channel in channels():
        if channel.needs_fluency and not _is_left(line, channel, candidates):
            continue
        if _may_explain(line, channel) and (reading := covering.get(channel) or _read(line, channel)):
            candidates.append(reading)
    return _apart(line, candidates, preferred)


def _may_cover(line: str, channel: Channel) -> bool:
    """Tell whether a channel can have left all characters of a line, however plausible that is."""
    if channel.undo is None or not _may_explain(line, channel):
        return False
    try:
        channel.undo(line)
    except UnicodeEncodeError:
        return False
    except UnicodeDecodeError:
        pass
    return True


def _reading_of_all(line: str, readings: Sequence[Reading], preferred: tuple[Channel, ...]) -> Reading | None:
    """Return the best reading if nothing is left to explain, and no channel that leaves something can be better."""
    for reading in readings:
        if explains_all(line, reading):
            return _with_ties(line, reading)
    best = _best(readings, preferred) if readings else None
    if best is None or best.gain < STRONG or not _outside(line, best.passages).isascii():
        return None
    parts = (part for passage in best.passages for part in passage.parts)
    return best if any(isinstance(part, str) and SURE.search(part) for part in parts) else None


def _apart(line: str, candidates: list[Reading], preferred: tuple[Channel, ...]) -> tuple[Reading, ...]:
    """Return the best of some readings, and of the others what they explain besides."""
    chosen: list[Reading] = []
    while candidates:
        best = _best(candidates, preferred)
        if best.gain < THRESHOLD:
            break
        chosen.append(best)
        taken = [(passage.start, passage.end) for passage in best.passages]
        candidates = [
            rest
            for other in candidates
            if not _same(other.passages, best.passages) and (rest := _without(line, other, taken)) is not None
        ]
    return tuple(chosen)


def _best(readings: Sequence[Reading], preferred: tuple[Channel, ...]) -> Reading:
    """Return the best of some readings, together with those that are like it."""
    best = max(readings, key=lambda reading: (reading.gain, reading.channels[0] in preferred))
    ties = [other for other in readings if _same(other.passages, best.passages)]
    return replace(best, channels=tuple(tie.channels[0] for tie in ties), passages=_merged(ties))


_short_readings = lru_cache(maxsize=1 << 13)(_readings)


def _is_left(line: str, channel: Channel, readings: Sequence[Reading]) -> bool:
    """Tell whether the best of the readings leaves anything that the channel could have damaged."""
    best = max(readings, key=lambda reading: reading.gain, default=None)
    if best is None or best.gain < THRESHOLD:
        return True
    return suspicious_of(channel).search(_outside(line, best.passages)) is not None


def _may_explain(line: str, channel: Channel) -> bool:
    """Tell whether a channel may explain some of a line; of a very long one only samples are looked at."""
    places = suspicious_of(channel)
    if len(line) < LONG_LINE:
        return places.search(line) is not None
    starts = [match.start() for match in places.finditer(line)]
    step = max(1, len(starts) // SAMPLES)
    for start in starts[::step]:
        reading = _read(line[max(0, start - SAMPLE_REACH) : start + SAMPLE_REACH], channel)
        if reading and reading.gain > 0:
            return True
    return False


def explains_all(line: str, reading: Reading) -> bool:
    """Tell whether nothing is left to explain, and nothing was lost."""
    return reading.gain >= STRONG and not reading.gaps and _outside(line, reading.passages).isascii()


def _with_ties(line: str, reading: Reading) -> Reading:
    """Return a reading that explains all with the other channels that read the line in the same way."""
    original = _undone(line, reading.channels[0])
    others = (other for other in channels() if other not in reading.channels and _undone(line, other) == original)
    return reading if original is None else replace(reading, channels=(*reading.channels, *others))


def _undone(line: str, channel: Channel) -> str | None:
    try:
        return channel.undo(line) if channel.undo else None
    except UnicodeError:
        return None


def _read(line: str, channel: Channel) -> Reading | None:
    return _weigh(line, channel, channel.read(line))


def _without(line: str, reading: Reading, taken: list[tuple[int, int]]) -> Reading | None:
    """Return what is left of a reading once other passages are taken; both are in order."""
    free = []
    position = 0
    for passage in reading.passages:
        while position < len(taken) and taken[position][1] <= passage.start:
            position += 1
        if position == len(taken) or passage.end <= taken[position][0]:
            free.append(passage)
    return _weigh(line, reading.channels[0], free)


def _weigh(line: str, channel: Channel, passages: list[Passage]) -> Reading | None:
    """Drop the passages that are better left alone; return what remains with its gain."""
    gains = gains_of(line, channel, passages)
    total = sum(gain for gain in gains if gain > 0)
    least = 0.0 if total < STRONG else -DOUBTFUL_PAIR if channel.needs_fluency else -DOUBTFUL
    kept = [
        passage
        for passage, gain in zip(passages, gains, strict=True)
        if gain > least or (total >= STRONG and not channel.needs_fluency and _is_beyond_chance(passage))
    ]
    if not kept:
        return None
    against = 0.0
    outside = _outside(line, kept)
    if not outside.isascii():
        if len(kept) <= MOST_QUOTED and _quotes(line, kept, outside):
            return None
        sound = _contradictions(channel)
        beside = sum(_touches(line, passage, sound) for passage in kept)
        most = _MOST_SOUND_COST_OF_WORDS if all(_is_in_a_word(line, one) for one in kept) else _MOST_SOUND_COST
        against = min(most, SOUND_COST * len(sound.findall(outside))) + BESIDE_COST * beside
    return Reading((channel,), tuple(kept), total - against + channel.prior)


def _is_beyond_chance(passage: Passage) -> bool:
    """Tell whether nothing is lost and a sequence has at least three bytes, which is hardly met by chance."""
    return all(isinstance(part, str) and max(part) >= FIRST_OF_THREE_BYTES for part in passage.parts)


def _is_in_a_word(line: str, passage: Passage) -> bool:
    """Tell whether a passage touches an ASCII letter and was a letter itself."""
    beside = line[max(0, passage.start - 1) : passage.start] + line[passage.end : passage.end + 1]
    return any(char.isascii() and char.isalpha() for char in beside) and all(
        isinstance(part, str) and part.isalpha() and part < FIRST_OF_THREE_BYTES for part in passage.parts
    )


def _quotes(line: str, passages: Sequence[Passage], outside: str) -> bool:
    """Tell whether the line is about damage: most passages have their sound reading beside them, as a word."""
    words = set(_WORD.findall(outside))
    quoted = sum(not words.isdisjoint(_sound_words(line, passage)) for passage in passages)
    return 2 * quoted > len(passages)


def _sound_words(line: str, passage: Passage) -> set[str]:
    """Return the words, or signs that stand alone, that a passage with its neighbours may have been."""
    if passage.end - passage.start > LONGEST_QUOTED:
        return set()
    before = _WORD_BEFORE.search(line, max(0, passage.start - LONGEST_CACHED), passage.start)
    after = _WORD_AFTER.match(line, passage.end, passage.end + LONGEST_CACHED)
    around = (before[0] if before else "", after[0] if after else "")
    sizes = (1 if isinstance(part, str) else len(part.candidates) for part in passage.parts)
    if math.prod(sizes) > MOST_QUOTED_READINGS:
        return set()
    choices = [(part,) if isinstance(part, str) else _texts(part) for part in passage.parts]
    words = {around[0] + "".join(reading).strip() + around[1] for reading in product(*choices)}
    return {word for word in words if _WORD.fullmatch(word)}


def _texts(gap: Gap) -> list[str]:
    return [f"{gap.before}{char}{gap.after}" for char in gap.candidates.characters]


def _outside(line: str, passages: Sequence[Passage]) -> str:
    """Return what of a line lies in none of the passages."""
    edges = [0, *(edge for passage in passages for edge in (passage.start, passage.end)), len(line)]
    return "".join(line[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))


def _touches(line: str, passage: Passage, sound: re.Pattern[str]) -> int:
    """Return on how many sides the passage touches a character that would not have survived."""
    before = passage.start > 0 and sound.match(line, passage.start - 1) is not None
    return before + (sound.match(line, passage.end) is not None)


@cache
def _contradictions(channel: Channel) -> re.Pattern[str]:
    return re.compile(channel.contradicted_by)


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
        passages[0]._replace(parts=tuple(map(_merged_part, *(passage.parts for passage in passages))))
        for passages in zip(*(tie.passages for tie in ties), strict=True)
    )


def _merged_part(first: str | Gap, *others: str | Gap) -> str | Gap:
    if isinstance(first, str):
        return first
    return first._replace(
        candidates=_union(first.candidates, *(gap.candidates for gap in others if isinstance(gap, Gap)))
    )


@lru_cache(maxsize=MOST_KEPT)
def _union(*sets: Candidates) -> Candidates:
    """Return the candidates of all sets; the same object for the same sets."""
    merged: dict[str, frozenset[int]] = {}
    for candidates in sets:
        for char, used in candidates:
            if char not in merged or len(used) < len(merged[char]):
                merged[char] = used
    return Candidates.of(merged)
