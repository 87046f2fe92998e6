"""Which sign a line lacks at some place: one that closes what stands open there."""

from __future__ import annotations

import re
from typing import Final

#: How much of the line is looked at on each side.
_REACH: Final = 240
_OPEN_ATTRIBUTE: Final = re.compile(r"""=(["'])[^"'<>]*$""")
_AFTER_A_QUOTE: Final = frozenset(">),;]}")


def closing_sign(line: str, start: int, end: int) -> str:
    """Return the quote or the asterisk that must have been lost at the characters from `start` to `end`; or "".

    >>> closing_sign('<img alt="MIT X?></a>', 14, 16), closing_sign("- **X?*: a", 4, 6), closing_sign('f("X?, 1)', 3, 5)
    ('"', '*', '"')
    >>> closing_sign("see X? a", 4, 6)
    ''
    """
    before, after = line[max(0, start - _REACH) : start], line[end : end + _REACH]
    following = after[:1]
    if following == ">" and (attribute := _OPEN_ATTRIBUTE.search(before)):
        return attribute[1]
    if following == "*" and not after.startswith("**") and before.count("**") % 2:
        return "*"
    if following in _AFTER_A_QUOTE and following and before.count('"') % 2 and not after.count('"') % 2:
        return '"'
    return ""
