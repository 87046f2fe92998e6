"""Undoes damage of many lines at once.

Once it is known what happened to a document, most of its lines bear it out so clearly that no other reading has to be
weighed against it. They are taken back in blocks; what comes out is the same as line by line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

from i18n_tool.mojibake.channels._base import GAP, Channel, Sketch
from i18n_tool.mojibake.gains import EVERYDAY_CHINESE, GAIN_OF_A_BYTE, GAP_COST, STRONG, SURE, gain_alone
from i18n_tool.mojibake.readings import DOUBTFUL, ENOUGH, is_mostly_lost
from i18n_tool.mojibake.screening import REPLACEMENT
from i18n_tool.mojibake.undone_lines import RUN, UndoneLine

#: Characters taken at once: few at first, for the next line may be of another kind, then more; bounds the memory.
FIRST_BLOCK: Final = 1 << 10
LAST_BLOCK: Final = 1 << 16

#: What may stand beside everyday Chinese without a second look: quotes, dashes and dots, signs for lists, and Chinese
#: punctuation.
_ORDINARY: Final = re.compile(f"[\x00-\x7f{EVERYDAY_CHINESE}‘’“”—…–·×→\u3000-\u3011\uff01-\uff5e]*")


class Block(NamedTuple):
    """Lines that were looked at together.

    Attributes:
        end: where they end.
        undone: those that are beyond doubt.
        doubtful: start and end of the others.
    """

    end: int
    undone: list[UndoneLine]
    doubtful: list[tuple[int, int]]


def undo_blocks(text: str, start: int, channel: Channel, *, lossy: bool) -> Iterator[Block]:
    """Undo a channel in the lines from `start` on, up to one that it cannot have left.

    Args:
        text: the whole text.
        start: the beginning of a line.
        channel: what happened to the lines before.
        lossy: whether that, and which bytes were lost, is settled for the document. Otherwise lines are taken only
            where nothing was lost, and on more evidence.
    """
    undo = _undo_lossy if lossy else _undo_exact
    size = FIRST_BLOCK
    while start < len(text):
        end = text.rfind("\n", start, start + size) + 1 if start + size < len(text) else len(text)
        sketch, end = _sketched(partial(undo, channel), text, start, end)
        if sketch is None:
            return
        yield _block(text, start, end, channel, sketch, ENOUGH if lossy else STRONG)
        start = end
        size = min(2 * size, LAST_BLOCK)


def _undo_lossy(channel: Channel, text: str) -> Sketch | None:
    return channel.sketch(text) if channel.sketch else None


def _undo_exact(channel: Channel, text: str) -> Sketch | None:
    original = channel.undo(text) if channel.undo else GAP
    return None if GAP in original else Sketch(original, [], None)


def _sketched(undo: Callable[[str], Sketch | None], text: str, start: int, end: int) -> tuple[Sketch | None, int]:
    """Return the sketch of the lines up to `end`, or of fewer, and where they end; None where it is of none."""
    while end > start:
        try:
            return undo(text[start:end]), end
        except (UnicodeEncodeError, UnicodeDecodeError) as error:  # noqa: PERF203 - it is met once or twice
            # What cannot be encoded is told first: before it there may be what cannot be decoded.
            end = text.rfind("\n", start, start + error.start) + 1
    return None, start


def _block(text: str, start: int, end: int, channel: Channel, sketch: Sketch, enough: float) -> Block:
    """Part the lines that are beyond doubt from the others."""
    block = Block(end, [], [])
    rest = sketch._replace(text="")
    gap = passage = 0
    first = start
    for original in sketch.text.split("\n"):
        last = text.find("\n", first, end)
        last = end if last < 0 else last
        if not original.isascii():
            line = UndoneLine(text, first, last, original, channel, rest, start, gap, passage)
            runs = RUN.findall(original)
            if _is_ordinary(original, channel) or _explains(line, runs, enough):
                block.undone.append(line)
            else:
                block.doubtful.append((first, last))
            if sketch.spans is not None:
                gap += original.count(GAP)
                passage += len(runs)
        first = last + 1
    return block


def _is_ordinary(original: str, channel: Channel) -> bool:
    """Tell whether a line is everyday Chinese and what goes with it, or Chinese that was damaged once more.

    Nothing but text reads so, and nothing but damaged text can be undone all along the line and make Chinese.
    """
    if SURE.search(original):
        return _ORDINARY.fullmatch(original) is not None
    while channel.undo is not None and not original.isascii():
        try:
            original = channel.undo(original)
        except UnicodeError:
            return False
        if SURE.search(original):
            return True
    return False


def _explains(line: UndoneLine, runs: Sequence[str], enough: float) -> bool:
    """Tell whether enough speaks for what a line was: for all of its passages together, and for each."""
    damaged = line.damaged
    if REPLACEMENT in line.text or is_mostly_lost(damaged):
        return False
    framed = f"\n{damaged}\n"
    origin = line.start - line.origin if line.is_settled else 0
    total, least = 0.0, 0.0
    for (start, end), run in zip(line.spans(len(runs)), runs, strict=True):
        if SURE.search(run):
            gaps = run.count(GAP)
            gain = GAIN_OF_A_BYTE * (end - start - gaps) - GAP_COST * gaps
        else:
            gain = gain_alone(line.channel, framed[start - origin : end - origin + 2])
        if gain > 0:
            total += gain
        elif gain < least:
            least = gain
    return total + line.channel.prior >= enough and least > (-DOUBTFUL if total >= STRONG else 0.0)
