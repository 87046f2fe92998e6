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
#: What it says for a sign (nats) that its line ends behind it. The language model knows signs by the few characters
#: before them: it has too many commas there and too few colons. From the ends of paragraphs of documentation.
AT_THE_END: Final = {"：": 0.8, "，": -2.0, "、": -2.0, "（": -4.0, "）": -0.4, "；": -0.4}
PAIRED: Final = frozenset(OPENERS) | frozenset(CLOSERS) | TWINS | MARKUP
CONCERNED: Final = PAIRED | frozenset(AT_THE_END)

#: What it says for a sign (nats) that its partner stands in the line, and that it does not. Fitted on documentation
#: that no model had seen.
CLOSING, OPENING, MATCHING = 3.5, 4.5, 3.0
CLOSING_NOTHING, OPENING_NOTHING, LONELY, LONELY_MARKUP = 0.0, -0.2, -0.8, -2.5


def support(before: str, text: str, after: str) -> float:
    """Return what the rest of its line says for the signs of a candidate (nats).

    Args:
        before: what precedes it.
        text: the candidate.
        after: what follows it.

    >>> support("（参见附录", "）", "，并给出"), support("参见附录", "）", "，并给出")
    (3.5, 0.0)
    >>> support("如下", "：", ""), support("如下", "，", "")
    (0.8, -2.0)
    """
    signs = [char for char in text if char in PAIRED]
    last = text.rstrip("\n")[-1:]
    at_the_end = AT_THE_END.get(last, 0.0) if text.endswith("\n") or not after or after[0] == "\n" else 0.0
    if not signs:
        return at_the_end
    before = before[max(before.rfind("\n") + 1, len(before) - REACH) :]
    after = after[:REACH].partition("\n")[0]
    return at_the_end + sum(_support(before, sign, after) for sign in signs)


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
