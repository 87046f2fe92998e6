"""Weighs the encodings that lines may be in against each other, all lines at once, with the document as prior."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from i18n_tool.mojibake.decoding.encodings import BIG5, GB18030, UTF_8, WINDOWS_1252, Encoding
from i18n_tool.mojibake.decoding.legibility import MOST_LEGIBLE, cost_of_western, line_costs

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from i18n_tool.mojibake.decoding.legibility import Costs

#: What a line that is not plainly UTF-8 can be in.
ENCODINGS: Final = (UTF_8, GB18030, BIG5, WINDOWS_1252)
#: A line that is so much cheaper in one encoding than in all others (nats) says what others are likely in.
DECISIVE: Final = 8.0
#: What the rest of the document says against an encoding, as a power of how rare it is there: lines of one encoding
#: stand together. And the most that it says, in nats.
_TOGETHER: Final = 1.7
_MOST_AGAINST: Final = 12.0
#: What it says against an encoding, besides, that a line is no text in it.
_ILLEGIBLE: Final = 10.0
#: How far costs are to be believed: characters depend on each other, so that evidence is less than their sum.
_TEMPERATURE: Final = 2.0
#: By how many nats text in UTF-16 without zeros must beat text in bytes.
_WIDE_MARGIN: Final = 4.0
#: So many lines, and such a share of all, make an encoding the expected one.
_ENOUGH_LINES: Final = 30
_NEARLY_ALL: Final = 0.98
#: How sure a line in the expected encoding is that was not weighed against others.
EXPECTED: Final = 0.999
#: How many characters of a line are looked at one by one.
LONGEST_GRADED: Final = 2000
_WESTERN: Final = ENCODINGS.index(WINDOWS_1252)


@dataclass(slots=True)
class Experience:
    """What the document has shown so far.

    Attributes:
        lines: how many lines were clearly in each encoding.
        detected: what chardet made of lines in none of `ENCODINGS`.
    """

    lines: Counter[Encoding] = field(default_factory=Counter)
    detected: Encoding | None = None

    def expected(self) -> Encoding | None:
        """Return the encoding of Chinese that nearly all lines are in, if there is one."""
        total = self.lines.total()
        for encoding in (GB18030, BIG5):
            if self.lines[encoding] >= max(_ENOUGH_LINES, _NEARLY_ALL * total):
                return encoding
        return None

    def against(self) -> Costs:
        """Return what the lines so far say against each encoding, in nats."""
        lines = np.array([self.lines[encoding] for encoding in ENCODINGS], dtype=np.float32) + np.float32(0.5)
        against: Costs = np.minimum(np.float32(_MOST_AGAINST), _TOGETHER * np.log(lines.sum() / lines))
        return against


def plain_lines(lines: Sequence[bytes], encoding: Encoding) -> list[str | None]:
    """Return lines in an encoding, None for those that it does not make plain text of."""
    text = encoding.read(b"\n".join(lines))
    costs = line_costs(text, encoding)
    is_plain = (costs.legible & ~costs.flawed).tolist()
    return [line if plain else None for line, plain in zip(text.split("\n"), is_plain, strict=True)]


class Weighed:
    """Lines in all encodings, with what each costs there; what they show is added to the experience.

    Attributes:
        is_clear: whether each line is text in its most likely encoding beyond doubt, by and large.
        is_sound: whether all of it is text there.
        is_western: whether that encoding is windows-1252.
    """

    def __init__(self, lines: Sequence[bytes], experience: Experience) -> None:
        data = b"\n".join(lines)
        read = [encoding.read(data) for encoding in ENCODINGS]
        costs = [line_costs(text, encoding) for text, encoding in zip(read, ENCODINGS, strict=True)]
        self._texts = [text.split("\n") for text in read]
        every = np.arange(len(lines))
        legible = np.stack([one.legible for one in costs])
        clear = np.stack([one.clear for one in costs])
        total: Costs = np.stack([one.total for one in costs])
        total[~legible] += np.float32(_ILLEGIBLE)
        self._look_again_at_western(total)
        _learn(total, legible, experience)
        total += experience.against()[:, np.newaxis]
        self._choice = total.argmin(axis=0)
        self._probability = 1 / np.exp((total.min(axis=0) - total) / _TEMPERATURE).sum(axis=0)
        flawed = np.stack([one.flawed for one in costs])[self._choice, every]
        is_legible = legible[self._choice, every]
        self.is_western = is_legible & (self._choice == _WESTERN)
        self.is_clear = clear[self._choice, every] | self.is_western
        self.is_sound = is_legible & (~flawed | self.is_western)

    def _look_again_at_western(self, total: Costs) -> None:
        """Grade lines that are nearly as likely in windows-1252 as in another encoding by how their letters fit."""
        others = np.delete(total, _WESTERN, axis=0).min(axis=0)
        for number in np.flatnonzero(np.abs(total[_WESTERN] - others) < DECISIVE).tolist():
            total[_WESTERN, number] = cost_of_western(self._texts[_WESTERN][number][:LONGEST_GRADED])

    def best(self, number: int) -> tuple[str, Encoding, float]:
        """Return a line in its most likely encoding, that encoding, and how likely it is."""
        choice = int(self._choice[number])
        return self._texts[choice][number], ENCODINGS[choice], float(self._probability[number])


def _learn(total: Costs, legible: NDArray[np.bool_], experience: Experience) -> None:
    """Count the lines that are clearly in one encoding."""
    best, second = np.partition(total, 1, axis=0)[:2]
    choice = total.argmin(axis=0)
    decisive = (second - best >= DECISIVE) & legible[choice, np.arange(total.shape[1])]
    counts = np.bincount(choice[decisive], minlength=len(ENCODINGS)).tolist()
    experience.lines.update(dict(zip(ENCODINGS, counts, strict=True)))


def choose_wide(head: bytes, candidates: Sequence[Encoding]) -> Encoding | None:
    """Return the one of some wide encodings in which the beginning of a file is more likely than in any other."""
    in_bytes = np.stack([line_costs(encoding.read(head), encoding).total for encoding in ENCODINGS])
    least, chosen = float(in_bytes.min(axis=0).sum()) - _WIDE_MARGIN, None
    for encoding in candidates:
        text, _ = encoding.decode(head)
        for scale in (GB18030, BIG5):
            found = line_costs(text, scale)
            cost = float(found.total.sum())
            if cost < least and found.of_these.sum() <= MOST_LEGIBLE * found.beyond_ascii.sum():
                least, chosen = cost, encoding
    return chosen
