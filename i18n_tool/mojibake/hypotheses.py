"""Settles what lines alone do not say: which of several like channels damaged a document, and what got lost there."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import accumulate, combinations, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from i18n_tool.mojibake import plausibility
from i18n_tool.mojibake.channels._base import GAP, LINE_END, SINGLE, Candidates, Channel, Gap, Lost, Passage
from i18n_tool.mojibake.distributions import Distributions, Posterior, filled
from i18n_tool.mojibake.memory import MOST_KEPT
from i18n_tool.mojibake.readings import FIRST_OF_THREE_BYTES, Reading, read_line
from i18n_tool.mojibake.undone_lines import RepairedLine, UndoneLine, without_gaps

if TYPE_CHECKING:
    from i18n_tool.mojibake.evidence import Evidence

#: What it costs to assume that a channel also lost a byte which only some programs lose (nats, once a document); a
#: no-break space that became a plain one is common.
EXTRA_LOSS_COST: Final = 2.0
NO_BREAK_SPACE: Final = 0xA0
SPACE_COST: Final = 0.5
#: The same of line ends: they are only lost where a text is read as a whole, and in a line or two that hardly shows.
LINE_END_COST: Final = 4.0
#: Browsers lose single bytes of the same code page.
SINGLE_COST: Final = 0.5
_COSTS: Final = {NO_BREAK_SPACE: SPACE_COST, LINE_END: LINE_END_COST, SINGLE: SINGLE_COST}
#: What it costs to assume that bytes without a character got lost.
LOSS_COST: Final = 1.0
#: What a line that only one channel explains says for that channel elsewhere in the document, and the most that such
#: lines say together: one of them can be misread.
CERTAINTY: Final = 2.0
MOST_CERTAINTY: Final = 20.0
#: So many of them say the most.
ENOUGH_CERTAIN: Final = 10
#: Lines of which nothing was lost that are asked, too.
EXACT_SAMPLE: Final = 40
#: How many gaps are looked at to choose between channels.
SAMPLE: Final = 300
_LEAST: Final = 1e-6
#: Nats for a bit of `plausibility`.
LETTER_WEIGHT: Final = 0.7


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A channel and the bytes that it lost."""

    channel: Channel
    lost: frozenset[int]
    prior: float


@dataclass(slots=True)
class Filled:
    """The channel of each reading, and what is likely in each gap.

    Attributes:
        channels: by the `id` of the reading.
        posteriors: of gaps in readings, by the beginning of the line and the `id` of the gap.
        undone: what lines that were undone at once come to.
    """

    channels: dict[int, Channel] = field(default_factory=dict)
    posteriors: dict[tuple[int, int], Posterior] = field(default_factory=dict)
    undone: list[RepairedLine] = field(default_factory=list)

    def channel_of(self, reading: Reading) -> Channel:
        """Return the channel that was settled on."""
        return self.channels[id(reading)]


Lines = Sequence[tuple[int, Reading]]


def settle(text: str, lines: Lines, undone: Sequence[UndoneLine] = (), context: str = "") -> Filled:
    """Choose a channel for each reading and fill the gaps; without gaps the language model is not opened.

    Args:
        text: the whole text.
        lines: the readings of its lines, each with the beginning of the line.
        undone: lines that were undone at once. Of those with gaps the channel is settled, and enough of `lines` are
            like them to tell what was lost in both.
        context: sound text about the same matter.
    """
    channels: dict[int, Channel] = {}
    lost: dict[int, frozenset[int]] = {}
    settled: dict[Channel, frozenset[int]] = {}
    has_gaps = any(reading.gaps for _, reading in lines)
    evidence = [*lines, *_readings_of_exact(undone)] if has_gaps else lines
    certain = _certain(evidence)
    survivors = _survivors(undone)
    for alike, members in _group(evidence).items():
        chosen = _choose(text, alike, members, certain, survivors.get(alike, frozenset()))
        for _, reading in members:
            channels[id(reading)] = chosen.channel
            lost[id(reading)] = chosen.lost
        if len(alike) == 1:
            settled[chosen.channel] = chosen.lost
    if not has_gaps:
        return Filled(channels, undone=[without_gaps(line) for line in undone])
    allowed = {id(gap): _allowed(gap.candidates, lost[id(reading)]) for _, reading in lines for gap in reading.gaps}
    return Filled(channels, *_fill(text, lines, allowed, undone, settled, context))


def _readings_of_exact(undone: Iterable[UndoneLine]) -> Lines:
    """Return readings of some lines that were undone before anything was settled: they, too, speak for channels."""
    exact = islice((line for line in undone if not line.is_settled), EXACT_SAMPLE)
    return [(line.start, reading) for line in exact for reading in read_line(line.damaged)]


def _survivors(undone: Sequence[UndoneLine]) -> dict[tuple[Channel, ...], frozenset[str]]:
    """Return, for each settled channel of lines undone at once, the characters in them that some programs lose."""
    survivors: dict[tuple[Channel, ...], frozenset[str]] = {}
    for channel in {line.channel for line in undone if line.is_settled}:
        left = map(chr, channel.maybe_lost)
        lines = [line.damaged for line in undone if line.channel is channel and line.is_settled]
        survivors[channel,] = frozenset(char for char in left if any(char in line for line in lines))
    return survivors


def settled_channels(text: str, lines: Lines) -> list[Channel]:
    """Return the channels that these lines speak for, the most frequent first."""
    counts: Counter[Channel] = Counter()
    certain = _certain(lines)
    for channels, members in _group(lines).items():
        counts[_choose(text, channels, members, certain, frozenset()).channel] += len(members)
    return [channel for channel, _ in counts.most_common()]


def _group(lines: Lines) -> dict[tuple[Channel, ...], list[tuple[int, Reading]]]:
    """Put readings together that the same channels explain."""
    groups: dict[tuple[Channel, ...], list[tuple[int, Reading]]] = defaultdict(list)
    for start, reading in lines:
        groups[reading.channels].append((start, reading))
    return groups


def _certain(lines: Lines) -> Counter[Channel]:
    """Count the readings that only one channel explains."""
    return Counter(reading.channels[0] for _, reading in lines if len(reading.channels) == 1)


def _choose(
    text: str, channels: tuple[Channel, ...], members: Lines, certain: Counter[Channel], survivors: frozenset[str]
) -> Hypothesis:
    """Return the hypothesis that makes the lost characters most likely; `survivors` were not lost."""
    if not any(reading.gaps for _, reading in members):
        return max((Hypothesis(one, one.always_lost, one.prior) for one in channels), key=lambda one: one.prior)
    hypotheses = list(_hypotheses(channels, members, text, certain, survivors))
    if len(hypotheses) == 1:
        return hypotheses[0]
    sample = _sample(members)
    gaps = [(start, gap) for start, reading in sample for gap in reading.gaps]
    widest = frozenset().union(*(hypothesis.lost for hypothesis in hypotheses))
    # What follows the sample says little about it.
    end = text.find("\n", gaps[-1][0] + gaps[-1][1].end) + 1 or len(text)
    posteriors, _ = _fill(text[:end], sample, {id(gap): _allowed(gap.candidates, widest) for _, gap in gaps})

    def evidence(hypothesis: Hypothesis) -> float:
        total = hypothesis.prior
        for start, gap in gaps:
            posterior = posteriors[start, id(gap)]
            allowed = _allowed(gap.candidates, hypothesis.lost)
            share = sum(
                p for char, p in zip(posterior.characters, posterior.probabilities, strict=True) if char in allowed
            )
            total += math.log(max(share, _LEAST))
        return total

    return max(hypotheses, key=evidence)


def _sample(members: Lines) -> list[tuple[int, Reading]]:
    """Return the beginning of the readings with gaps, as far as SAMPLE gaps."""
    sample: list[tuple[int, Reading]] = []
    left = SAMPLE
    for start, reading in members:
        if reading.gaps:
            passages = []
            for passage in reading.passages:
                passages.append(_beginning(passage, left))
                left -= sum(isinstance(part, Gap) for part in passages[-1].parts)
                if left <= 0:
                    break
            sample.append((start, replace(reading, passages=tuple(passages))))
            if left <= 0:
                break
    return sample


def _beginning(passage: Passage, gaps: int) -> Passage:
    """Return a passage as far as some number of gaps."""
    places = [place for place, part in enumerate(passage.parts) if isinstance(part, Gap)]
    if len(places) <= gaps:
        return passage
    end = passage.parts[places[gaps - 1]]
    assert isinstance(end, Gap)  # noqa: S101 - the places are those of gaps
    return Passage(passage.start, end.end, passage.parts[: places[gaps - 1] + 1])


def _hypotheses(
    channels: tuple[Channel, ...], members: Lines, text: str, certain: Counter[Channel], survivors: frozenset[str]
) -> Iterator[Hypothesis]:
    seen = survivors | {
        char
        for start, reading in members
        for passage in reading.passages
        for char in text[start + passage.start : start + passage.end]
    }
    for channel in channels:
        known = channel.prior + min(MOST_CERTAINTY, CERTAINTY * certain[channel])
        extras = sorted(byte for byte in channel.maybe_lost if chr(byte) not in seen)
        if LINE_END in extras and _is_read_by_lines(text, members):
            extras.remove(LINE_END)
        for count in range(len(extras) + 1):
            for extra in combinations(extras, count):
                prior = known - sum(_COSTS.get(byte, EXTRA_LOSS_COST) for byte in extra)
                yield Hypothesis(channel, channel.always_lost | frozenset(extra), prior - LOSS_COST)
        if NO_BREAK_SPACE in extras:
            yield Hypothesis(channel, frozenset({NO_BREAK_SPACE}), known - SPACE_COST)


def _is_read_by_lines(text: str, members: Lines) -> bool:
    """Tell whether more gaps end a line than may hold the end of one, which would have been lost with them."""
    ending = holding = 0
    for start, reading in members:
        for gap in reading.gaps:
            may_hold, may_end = _at_line_ends(gap.candidates)
            holding += may_hold
            ending += may_end and text.startswith("\n", start + gap.end)
    return ending > holding


@lru_cache(maxsize=MOST_KEPT)
def _at_line_ends(candidates: Candidates) -> tuple[bool, bool]:
    """Tell whether a candidate holds the end of a line, and whether one ends the line without having lost anything."""
    return any(LINE_END in used for used in candidates.losses), frozenset() in candidates.losses


@lru_cache(maxsize=MOST_KEPT)
def _allowed(candidates: Candidates, lost: frozenset[int]) -> tuple[str, ...]:
    """Return the candidates that these losses explain; all of them if none does."""
    if all(used <= lost for used in candidates.losses):
        return candidates.characters
    return tuple(char for char, used in candidates if used <= lost) or candidates.characters


def _fill(
    text: str,
    lines: Lines,
    allowed: dict[int, tuple[str, ...]],
    undone: Sequence[UndoneLine] = (),
    settled: dict[Channel, frozenset[int]] | None = None,
    context: str = "",
) -> tuple[dict[tuple[int, int], Posterior], list[RepairedLine]]:
    """Return what is likely in each gap, as in `Filled`.

    Args:
        text: the whole text.
        lines: readings of some of its lines.
        allowed: what their gaps can have been, by their `id`.
        undone: lines that were undone at once.
        settled: which bytes were lost in these.
        context: sound text about the same matter.
    """
    from i18n_tool.mojibake.evidence import Evidence
    from i18n_tool.mojibake.inference import infer

    items: list[tuple[int, int, Passage | UndoneLine]] = [(line.start, line.start, line) for line in undone]
    items += [(start + passage.start, start, passage) for start, reading in lines for passage in reading.passages]
    items.sort(key=itemgetter(0))
    draft = _Draft(text, settled or {})
    for _, start, item in items:
        if isinstance(item, Passage):
            draft.add_passage(item, start, allowed)
        else:
            draft.add_line(item)
    gapped = draft.finished()
    found = infer(gapped, draft.gaps, context)
    _put_letters(gapped, draft.gaps, found, Evidence(context))
    posteriors = {place: found[gap] for gap, place in draft.in_passages}
    return posteriors, list(draft.completed(gapped, found))


class _Draft:
    """Puts a text together from what is known, with GAP for what is not.

    Args:
        text: the text as it was given.
        settled: which bytes a channel lost in lines that were undone at once.

    Attributes:
        gaps: what each gap can have been.
        in_passages: the gaps in passages: their numbers, and the beginning of the line and the `id` of each.
    """

    def __init__(self, text: str, settled: dict[Channel, frozenset[int]]) -> None:
        self.gaps: list[tuple[str, ...]] = []
        self.in_passages: list[tuple[int, tuple[int, int]]] = []
        self._text = text
        self._settled = settled
        self._done = 0
        self._parts: list[str] = []
        self._length = 0
        self._lines: list[tuple[UndoneLine, int, int, int]] = []
        self._allowed: dict[int, tuple[str, ...]] = {}

    def _add(self, known: str) -> None:
        """Add what is known; the character that stands for a gap is no text."""
        self._parts.append(known.replace(GAP, " "))
        self._length += len(known)

    def add_passage(self, passage: Passage, start: int, allowed: dict[int, tuple[str, ...]]) -> None:
        """Add a passage of the line that begins at `start`, and what precedes it."""
        self._add(self._text[self._done : start + passage.start])
        for part in passage.parts:
            if isinstance(part, str):
                self._add(part)
                continue
            self.in_passages.append((len(self.gaps), (start, id(part))))
            self.gaps.append(allowed[id(part)])
            self._add(part.before)
            self._parts.append(GAP)
            self._length += 1
            self._add(part.after)
        self._done = start + passage.end

    def add_line(self, line: UndoneLine) -> None:
        """Add a line, and what precedes it."""
        self._add(self._text[self._done : line.start])
        first = len(self.gaps)
        if gaps := line.gaps:
            texts, lost = self._allowed, self._settled[line.channel]
            self.gaps += [texts.get(id(gap)) or self._allowed_in(gap, lost) for gap in gaps]
        self._lines.append((line, self._length, first, len(self.gaps)))
        self._parts.append(line.text)
        self._length += len(line.text)
        self._done = line.end

    def _allowed_in(self, gap: Lost, lost: frozenset[int]) -> tuple[str, ...]:
        self._allowed[id(gap)] = texts = _allowed(gap.candidates, lost)
        return texts

    def finished(self) -> str:
        """Return the text."""
        return "".join([*self._parts, self._text[self._done :].replace(GAP, " ")])

    def completed(self, gapped: str, found: Distributions) -> Iterator[RepairedLine]:
        """Yield the lines with what is most likely in their gaps."""
        whole = "".join(filled(gapped, found.best))
        probabilities = found.probabilities
        # A gap is one character of the text, and what is likeliest there can be some.
        lengths = list(accumulate(map(len, found.best), initial=0))
        for line, start, first, last in self._lines:
            begin, end = start + lengths[first] - first, start + len(line.text) + lengths[last] - last
            least = min(probabilities[first:last], default=1.0)
            yield RepairedLine(line.start, line.end, whole[begin:end], line, found, first, least)


def _put_letters(text: str, gaps: Sequence[tuple[str, ...]], found: Distributions, evidence: Evidence) -> None:
    """Replace the distributions of gaps that only letters of an alphabet fit.

    The language model takes words for one symbol, so it cannot tell their letters apart; how they fit between their
    neighbours is all that is known, unless the context has the word.
    """
    of_letters = [
        gap for gap, candidates in enumerate(gaps) if candidates[0] < FIRST_OF_THREE_BYTES and _are_letters(candidates)
    ]
    if not of_letters:
        return
    known = text.split(GAP)
    for gap in of_letters:
        candidates, before, after = gaps[gap], known[gap], known[gap + 1]
        named = evidence.named(before, candidates, after)
        found.put(gap, named or _letters_between(before[-1:] or " ", candidates, after[:1] or " "))


@lru_cache(maxsize=1 << 14)
def _are_letters(candidates: tuple[str, ...]) -> bool:
    return all(char[0] < FIRST_OF_THREE_BYTES for char in candidates)


@lru_cache(maxsize=1 << 14)
def _letters_between(left: str, candidates: tuple[str, ...], right: str) -> Posterior:
    from i18n_tool.mojibake.posteriors import MOST_TOLD

    weights = {char: math.exp(-LETTER_WEIGHT * plausibility.cost(left + char + right)) for char in candidates}
    total = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:MOST_TOLD]
    return Posterior(tuple(char for char, _ in ranked), tuple(weight / total for _, weight in ranked))
