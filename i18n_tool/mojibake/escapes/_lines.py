"""Finds the lines that are worth reading: most hold no escapes at all."""

from __future__ import annotations

import re
from collections.abc import Iterator


def lines_with(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    r"""Yield start and end, without its line feed, of each line in which a pattern begins.

    >>> list(lines_with(re.compile("b"), "a\nbb\nc\nb"))
    [(2, 4), (7, 8)]
    """
    end = 0
    while (match := pattern.search(text, end)) is not None:
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.end())
        if end < 0:
            end = len(text)
        yield start, end
