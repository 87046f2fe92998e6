"""Undoes lossless damage of many lines at once: where nothing was lost and nothing is in doubt, no line is weighed."""

from __future__ import annotations

import re
from typing import Final

from i18n_tool.mojibake.channels._base import Channel
from i18n_tool.mojibake.composition import Change

#: Characters taken at once: few at first, for the next line may be of another kind, then more; bounds the memory.
FIRST_BLOCK: Final = 1 << 10
LAST_BLOCK: Final = 1 << 16

#: Three characters of everyday Chinese in a row come from nothing but text.
EVERYDAY_CHINESE: Final = "\u4e00-\u9fa5\u3001\u3002\uff08-\uff1f"
#: What may stand beside them without a second look: quotes, dashes and dots, signs for lists, and Chinese punctuation.
_ORDINARY: Final = re.compile(f"[\x00-\x7f{EVERYDAY_CHINESE}‘’“”—…–·×→\u3000-\u3011\uff01-\uff5e]*")
_SURE: Final = re.compile(f"[{EVERYDAY_CHINESE}]{{3}}")
_DAMAGED_RUN: Final = re.compile("[^\x00-\x7f]+")


def undo_lines(text: str, start: int, channel: Channel) -> tuple[list[Change], int]:
    """Undo a channel in the lines from `start` on, as long as each of them is beyond doubt.

    Args:
        text: the whole text.
        start: the beginning of a line.
        channel: what happened to the line before.

    Returns:
        The changes, and the beginning of the first line that was not looked at or is not beyond doubt.
    """
    changes: list[Change] = []
    size = FIRST_BLOCK
    while start < len(text):
        stop = _undo_block(text, start, size, channel, changes)
        if stop == start:
            break
        start = stop
        size = min(2 * size, LAST_BLOCK)
    return changes, start


def _undo_block(text: str, start: int, size: int, channel: Channel, changes: list[Change]) -> int:
    """Undo a channel in some lines, add the changes, and return where the first line begins that is in doubt."""
    if channel.undo is None:
        return start
    end = text.rfind("\n", start, start + size) + 1 if start + size < len(text) else len(text)
    if end <= start:
        return start
    original = None
    while original is None:  # what cannot be encoded is told first, so that a second part may be in the way
        try:
            original = channel.undo(text[start:end])
        except UnicodeError as error:
            if not isinstance(error, UnicodeEncodeError | UnicodeDecodeError):
                raise
            end = text.rfind("\n", start, start + error.start) + 1
            if end <= start:
                return start
    position = start
    for damaged, sound in zip(text[start:end].split("\n"), original.split("\n"), strict=True):
        if len(damaged) != len(sound):
            if _SURE.search(sound) is None or _ORDINARY.fullmatch(sound) is None:
                return position
            changes += [
                Change(position + match.start(), position + match.end(), after, channel.name, 1.0, ())
                for match, after in zip(_DAMAGED_RUN.finditer(damaged), _DAMAGED_RUN.findall(sound), strict=True)
            ]
        position += len(damaged) + 1
    return end
