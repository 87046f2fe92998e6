r"""The contract of a kind of escape: one module that ends in `PLUGIN = Escape(…)`.

An escape spells a character, or a byte, in plain ASCII: `&#20320;`, `\u4f60`, `%E4%BD%A0`. In mark-up, code and
addresses that is right, so escapes are undone only on request. A module finds the runs of its escapes (`read`) and says
what each piece of a run stands for. What of that is clearly text is decided for all kinds alike, in
`i18n_tool.mojibake.unescaping`; the outcome then goes through the repair of encoding damage like any other text.

The docstring of the module says what the escapes look like, where they come from and which of them stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

#: Stay escaped beside other characters: what mark-up, strings in code and lines are delimited by.
SYNTAX: Final = "\"'`\\<>&\t\n\r"


class Piece(NamedTuple):
    """A part of a run.

    Attributes:
        source: how it is spelt.
        text: what that stands for; the same as `source` for what is no escape, and for an escape that has to stay.
    """

    source: str
    text: str


class Run(NamedTuple):
    """Escapes that follow each other.

    Attributes:
        start: where they begin in the text.
        pieces: what they consist of; the sources together are the text from `start` on.
        name: what happened to the characters, in words, such as "percent-encoded UTF-8".
        syntax: the ASCII characters that stay escaped.
        spaced: whether spaces among the escapes are mark-up, so that they stay unless they come from damage.
        certain: whether all that surrounds the run is escaped in this way, so that ASCII alone is undone, too.
    """

    start: int
    pieces: tuple[Piece, ...]
    name: str
    syntax: str = SYNTAX
    spaced: bool = False
    certain: bool = False

    @property
    def end(self) -> int:
        """Where they end in the text."""
        return self.start + sum(len(piece.source) for piece in self.pieces)


@dataclass(frozen=True, slots=True, eq=False)
class Escape:
    """A kind of escape.

    Args:
        name: what happened to the text, in words.
        documentation: the module's docstring.
        marks: one of these is in each text with such escapes; empty where there is no such sign.
        read: takes a text, returns the runs in it, in order; linear in the text.
        in_code: whether such escapes are undone in Markdown's code, too, as those that no program writes on purpose.
    """

    name: str
    documentation: str
    marks: tuple[str, ...]
    read: Callable[[str], Iterator[Run]]
    in_code: bool = False

    def may_occur(self, text: str) -> bool:
        """Tell whether there may be such escapes in a text."""
        return not self.marks or any(mark in text for mark in self.marks)

    @property
    def summary(self) -> str:
        """What the escapes look like, in one line."""
        return self.documentation.strip().splitlines()[0]
