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
from i18n_tool.mojibake.composition import Change
from i18n_tool.mojibake.readings import (
    DOUBTFUL,
    ENOUGH,
    EVERYDAY_CHINESE,
    GAIN_OF_A_BYTE,
    GAP_COST,
    STRONG,
    SURE,
    gain_alone,
)
from i18n_tool.mojibake.screening import REPLACEMENT
from i18n_tool.mojibake.undone_lines import UndoneLine

#: Characters taken at once: few at first, for the next line may be of another kind, then more; bounds the memory.
FIRST_BLOCK: Final = 1 << 10
LAST_BLOCK: Final = 1 << 16

#: What may stand beside everyday Chinese without a second look: quotes, dashes and dots, signs for lists, and Chinese
#: punctuation.
_ORDINARY: Final = re.compile(f"[\x00-\x7f{EVERYDAY_CHINESE}‘’“”—…–·×→\u3000-\u3011\uff01-\uff5e]*")
_RUN: Final = re.compile("[^\x00-\x7f]+")


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
    sketch = channel.sketch if lossy else _exact(channel)
    size = FIRST_BLOCK
    while sketch is not None and start < len(text):
        end = text.rfind("\n", start, start + size) + 1 if start + size < len(text) else len(text)
        found, end = _sketched(sketch, text, start, end)
        if found is None:
            return
        yield _block(text, start, end, channel, found, ENOUGH if lossy else STRONG)
        start = end
        size = min(2 * size, LAST_BLOCK)


def _exact(channel: Channel) -> Callable[[str], Sketch] | None:
    """Return what sketches a text of which nothing was lost."""
    return partial(_exact_sketch, channel.undo) if channel.undo else None


def _exact_sketch(undo: Callable[[str], str], text: str) -> Sketch:
    original = undo(text)
    spans = [match.span() for match in _RUN.finditer(text)]
    return Sketch(original, [], spans)


def _sketched(sketch: Callable[[str], Sketch | None], text: str, start: int, end: int) -> tuple[Sketch | None, int]:
    """Return the sketch of the lines up to `end`, or of fewer, and where they end; None where it is of none."""
    while end > start:
        try:
            return sketch(text[start:end]), end
        except (UnicodeEncodeError, UnicodeDecodeError) as error:
            # What cannot be encoded is told first: before it there may be what cannot be decoded.
            end = text.rfind("\n", start, start + error.start) + 1
    return None, start


def _block(text: str, start: int, end: int, channel: Channel, sketch: Sketch, enough: float) -> Block:
    """Part the lines that are beyond doubt from the others."""
    block = Block(end, [], [])
    offset = gap = passage = 0
    for damaged, original in zip(text[start:end].split("\n"), sketch.text.split("\n"), strict=True):
        if not original.isascii():
            runs = _RUN.findall(original)
            spans = sketch.spans[passage : passage + len(runs)]
            passage += len(runs)
            gaps = sketch.gaps[gap : gap + original.count(GAP)] if sketch.gaps else ()
            gap += len(gaps)
            line_start, line_end = start + offset, start + offset + len(damaged)
            if _is_ordinary(original) or (
                REPLACEMENT not in original and _explains(channel, damaged, offset, spans, runs, enough)
            ):
                changes = [
                    Change(start + first, start + last, run, channel.name, 1.0, ())
                    for (first, last), run in zip(spans, runs, strict=True)
                ]
                block.undone.append(UndoneLine(line_start, line_end, channel, original, gaps, changes))
            else:
                block.doubtful.append((line_start, line_end))
        offset += len(damaged) + 1
    return block


def _is_ordinary(original: str) -> bool:
    """Tell whether a line is everyday Chinese and what goes with it, which comes from nothing but text."""
    return SURE.search(original) is not None and _ORDINARY.fullmatch(original) is not None


def _explains(
    channel: Channel, line: str, offset: int, spans: Sequence[tuple[int, int]], runs: Sequence[str], enough: float
) -> bool:
    """Tell whether a channel explains a line: all of its passages, each well enough.

    Args:
        channel: the channel.
        line: the damaged line.
        offset: what `spans` count from, before the line.
        spans: where the passages lie.
        runs: what they were, with GAP for what was lost.
        enough: how much must speak for that.
    """
    framed = f"\n{line}\n"
    total, least = 0.0, 0.0
    for (start, end), run in zip(spans, runs, strict=True):
        if SURE.search(run):
            gaps = run.count(GAP)
            gain = GAIN_OF_A_BYTE * (end - start - gaps) - GAP_COST * gaps
        else:
            gain = gain_alone(channel, framed[start - offset : end - offset + 2])
        total += max(gain, 0.0)
        least = min(least, gain)
    return total + channel.prior >= enough and least > (-DOUBTFUL if total >= STRONG else 0.0)
