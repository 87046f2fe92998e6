"""The contract of a damage channel: one module that ends in `PLUGIN = Channel(…)`.

A channel is a way in which text is damaged: the encoding it was in, the one it was misread in, and what became of bytes
that have no character there. It says which texts to look at (`first`, `then`) and reads a line backwards (`read`): into
passages of what stood there before, with a gap wherever bytes were lost. It decides nothing: the engine weighs the
readings of all channels against each other and against leaving the line alone, and the language model fills the gaps.

The docstring of the module says what the damage looks like, how it comes about and what can be restored.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

#: Stands for a character of which bytes were lost: no text has it.
GAP: Final = "\uffff"

#: Stands among lost bytes for the end of a line that was lost with the byte before: no byte is this number.
LINE_END: Final = 0x102
#: The same for a byte that was lost alone by a program that loses two as a rule.
SINGLE: Final = 0x101


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The characters that may have stood in a gap; gaps that look alike share one object, so it compares by identity.

    Attributes:
        characters: the candidates, in order of their code points.
        losses: the bytes that must have been lost, each set of them once.
        loss_of: which of these belongs to each candidate. There can be thousands of candidates, and few losses.
    """

    characters: tuple[str, ...]
    losses: tuple[frozenset[int], ...]
    loss_of: array[int]

    @classmethod
    def of(cls, losses: dict[str, frozenset[int]]) -> Candidates:
        """Return the candidates with their losses, sorted."""
        characters = tuple(sorted(losses))
        places: dict[frozenset[int], int] = {}
        loss_of = array("H", [places.setdefault(losses[char], len(places)) for char in characters])
        return cls(characters, tuple(places), loss_of)

    def __iter__(self) -> Iterator[tuple[str, frozenset[int]]]:
        """Yield each candidate with the bytes that must have been lost."""
        return zip(self.characters, map(self.losses.__getitem__, self.loss_of), strict=True)

    def __len__(self) -> int:
        return len(self.characters)


class Gap(NamedTuple):
    """A character of which bytes were lost.

    Attributes:
        start: where its remains begin in the line.
        end: where they end.
        candidates: the characters that leave these remains, each with the bytes that must have been lost.
        lost: how many bytes were lost.
        marked: whether a replacement character stands for lost bytes.
        spaced: whether a space is counted in, which may have been a no-break space.
        before: known text that shares damaged characters with the gap: it stands or falls with it.
        after: the same behind the gap.
        continues: whether the gap before shares them, too; then both have the same `start` and `end`.
    """

    start: int
    end: int
    candidates: Candidates
    lost: int
    marked: bool = False
    spaced: bool = False
    before: str = ""
    after: str = ""
    continues: bool = False


class Lost(NamedTuple):
    """What a gap is, wherever it stands; gaps that look alike share it.

    Attributes:
        candidates: see `Gap`.
        lost: see `Gap`.
    """

    candidates: Candidates
    lost: int


class Sketch(NamedTuple):
    """What a text of any length was, but for the characters of which bytes were lost.

    Attributes:
        text: the original, with GAP for each such character, and U+FFFD for what the channel cannot have left.
        gaps: what these characters can have been, in order.
        spans: where the damaged passages lie in the text as it was given, which are what is not ASCII in `text`; None
            if they are what is not ASCII there, too.
    """

    text: str
    gaps: list[Lost]
    spans: list[tuple[int, int]] | None


class Passage(NamedTuple):
    """A damaged stretch of a line and what stood there.

    Attributes:
        start: where it begins in the line.
        end: where it ends.
        parts: the original, in order: text that is known, and gaps.
    """

    start: int
    end: int
    parts: tuple[str | Gap, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Channel:
    """A damage channel.

    Args:
        name: what happened, in words: it completes "this passage was …".
        documentation: the module's docstring.
        prior: the natural logarithm of how common the channel is, up to a constant; 0 for the most common one.
        first: a character class, without its brackets, and
        then: a regular expression for what follows such a character: they occur together in each line that the channel
            could have damaged, and hardly in others. All channels are looked for at once, by their first characters.
        read: takes a line (without its end), returns the passages that the channel could have damaged, in order.
        always_lost: the bytes that never survive where bytes are lost at all.
        maybe_lost: the bytes that some programs lose, too.
        undo: takes any text, returns what stood there before if nothing was lost and everything was damaged by the
            channel; raises UnicodeEncodeError or UnicodeDecodeError, with the place in the text, where it was not.
        sketch: the same where bytes may have been lost; None where the text has characters that a sketch cannot have.
        contradicted_by: a regular expression for characters that would not have survived the channel.
        needs_fluency: whether nearly all bytes are text in the true encoding: what was read must be fluent, then.
        is_double_byte: whether a damaged character stands for two bytes.
    """

    name: str
    documentation: str
    prior: float
    first: str
    then: str
    read: Callable[[str], list[Passage]]
    always_lost: frozenset[int] = frozenset()
    maybe_lost: frozenset[int] = frozenset()
    undo: Callable[[str], str] | None = None
    sketch: Callable[[str], Sketch | None] | None = None
    contradicted_by: str = "[^\x00-\x9f\ufffd]"
    needs_fluency: bool = False
    is_double_byte: bool = False

    @property
    def summary(self) -> str:
        """What the damage looks like, in one line."""
        return self.documentation.strip().splitlines()[0]
