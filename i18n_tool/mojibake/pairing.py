"""Signs that come in pairs: would a bracket or quote close what stands open in its line, or open what closes?"""

from __future__ import annotations

from typing import Final

#: How much of the line is looked at on each side.
REACH: Final = 240

OPENERS: Final = dict(zip("(（[【《“‘「<〈", ")）]】》”’」>〉", strict=True))
CLOSERS: Final = {closer: opener for opener, closer in OPENERS.items()}
#: Signs that open and close alike, and mark-up that does.
TWINS: Final = frozenset('$"')
MARKUP: Final = frozenset("*`")
PAIRED: Final = frozenset(OPENERS) | frozenset(CLOSERS) | TWINS | MARKUP

#: What it says for a sign (nats) that its partner stands in the line, and that it does not. Fitted on documentation
#: that no model had seen.
CLOSING, OPENING, MATCHING = 3.5, 4.5, 3.0
CLOSING_NOTHING, OPENING_NOTHING, LONELY, LONELY_MARKUP = 0.0, -0.2, -0.8, -2.5


def support(before: str, text: str, after: str) -> float:
    """Return what the rest of its line says for the paired signs of a candidate (nats).

    Args:
        before: what precedes it.
        text: the candidate.
        after: what follows it.

    >>> support("（参见附录", "）", "，并给出"), support("参见附录", "）", "，并给出")
    (3.5, 0.0)
    """
    signs = [char for char in text if char in PAIRED]
    if not signs:
        return 0.0
    before = before[max(before.rfind("\n") + 1, len(before) - REACH) :]
    after = after[:REACH].partition("\n")[0]
    return sum(_support(before, sign, after) for sign in signs)


def _support(before: str, sign: str, after: str) -> float:
    is_odd = (before.count(sign) + after.count(sign)) % 2
    if sign in TWINS:
        return MATCHING if is_odd else LONELY
    if sign in MARKUP:
        return 0.0 if is_odd else LONELY_MARKUP
    if sign in CLOSERS:
        return CLOSING if _left_open(before, CLOSERS[sign], sign) else CLOSING_NOTHING
    return OPENING if _left_open(after[::-1], OPENERS[sign], sign) else OPENING_NOTHING


def _left_open(text: str, opener: str, closer: str) -> bool:
    """Tell whether an opener has no closer after it."""
    depth = 0
    for char in text:
        if char == opener:
            depth += 1
        elif char == closer and depth:
            depth -= 1
    return depth > 0
