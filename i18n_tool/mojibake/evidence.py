"""What the surroundings of a gap say for the spelling of a candidate, which the models do not see.

To them a number is a number and a word a word. But a bracket wants its partner in the line, and a number or a name that
the context has is likelier than another.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

from i18n_tool.mojibake import pairing
from i18n_tool.mojibake.distributions import Posterior

#: How much text on each side is looked at for numbers.
REACH: Final = 24

#: What it says for a candidate (nats) that a number which it is part of is in the context, and that it is not; fitted
#: on paragraphs of documentation with their translations.
IN_CONTEXT, NOT_IN_CONTEXT = 1.6, -2.5

#: How likely a letter is that makes a word of the context.
IN_A_NAME: Final = 0.99

_NUMBER: Final = re.compile("[0-9]+(?:[.,][0-9]+)*")
_WORDS: Final = re.compile(r"[^\W\d_]+")
_WORD_BEFORE: Final = re.compile(r"[^\W\d_]+$")
_NUMERALS: Final = {
    word: str(number)
    for number, word in enumerate(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
}


class Evidence:
    """What sound text about the same matter says.

    Args:
        context: the text.
    """

    def __init__(self, context: str = "") -> None:
        self._context = context

    @cached_property
    def _numbers(self) -> frozenset[str]:
        spelled = map(_plain, _NUMBER.findall(self._context))
        return frozenset(spelled) | {_NUMERALS[word] for word in map(str.lower, self.words) if word in _NUMERALS}

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the context."""
        return frozenset(_WORDS.findall(self._context))

    def named(self, before: str, candidates: tuple[str, ...], after: str) -> Posterior | None:
        """Return the distribution of a letter within a word that the context has; None if it has no such word.

        >>> Evidence("Schrödinger bridges").named("the Schr", ("ñ", "ö"), "dinger equation")
        Posterior(characters=('ö',), probabilities=(0.99,))
        """
        if not self._context:
            return None
        start, end = _WORD_BEFORE.search(before[-REACH:]), _WORDS.match(after[:REACH])
        first, last = start[0] if start else "", end[0] if end else ""
        found = tuple(char for char in candidates if first + char + last in self.words)
        return Posterior(found, (IN_A_NAME / len(found),) * len(found)) if found else None

    def concerns(self, candidate: str) -> bool:
        """Tell whether there may be anything to say for or against a candidate."""
        return not pairing.CONCERNED.isdisjoint(candidate) or (candidate[-1].isascii() and bool(self._context))

    def support(self, before: str, candidate: str, after: str) -> float:
        """Return what is known for a candidate that stands between two texts (nats).

        >>> evidence = Evidence("It needs 2,048 tokens.")
        >>> evidence.support("处理", "了2", "048 个"), evidence.support("处理", "了3", "048 个")
        (1.6, -2.5)
        """
        return pairing.support(before, candidate, after) + self._support_of_numbers(before, candidate, after)

    def _support_of_numbers(self, before: str, candidate: str, after: str) -> float:
        if not self._context or not self._numbers:
            return 0.0
        start = min(len(before), REACH)
        text = before[-REACH:] + candidate + after[:REACH]
        end = start + len(candidate)
        found = [match[0] for match in _NUMBER.finditer(text) if match.start() <= end and match.end() >= start]
        return sum(IN_CONTEXT if _plain(number) in self._numbers else NOT_IN_CONTEXT for number in found)


def _plain(number: str) -> str:
    """Return a number without the commas that part its thousands."""
    return number.replace(",", "")
