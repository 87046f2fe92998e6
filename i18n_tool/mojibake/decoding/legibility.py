"""How likely a line is as text, for each encoding that its bytes may be in: a cost in nats, all lines at once.

The right reading of some bytes is the one that takes the fewest nats to write down, given what people write in that
encoding: GB18030 holds simplified Chinese, Big5 traditional Chinese, windows-1252 the languages of Western Europe. The
frequency of each character is all that is looked at. That tells encodings apart better than statistics of longer
sequences: the readings differ in every character, and whatever is rare in one costs the same in all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from i18n_tool.hanzi import Script
from i18n_tool.mojibake import plausibility
from i18n_tool.mojibake.decoding.encodings import BIG5, BIG5_HKSCS, UTF_8, WINDOWS_1252, Encoding
from i18n_tool.mojibake.language_model import default_model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Costs = NDArray[np.float32]

#: Characters beyond count as rare.
_KNOWN: Final = 0x20000
#: The cost of a character that the language model has hardly met, of a byte that is none, and of a control.
RAREST: Final = 14.0
BAD_BYTE: Final = 12.0
_CONTROL: Final = 13.0
#: What a bad byte costs less that goes on with a character of UTF-8 of which the rest is not there.
_CUT: Final = 9.0
#: Letters, digits, signs and spaces of ASCII, as unigrams of English have them.
_ASCII: Final = {"a-z": 2.9, "A-Z": 4.2, "0-9": 3.5, "signs": 4.0, "space": 2.0}
#: The most that characters of the first level of Big5 cost there, its 5,401 frequent ones, and those of the second.
_FIRST_LEVEL: Final = (range(0xA4, 0xC9), 12.0)
_SECOND_LEVEL: Final = (range(0xC9, 0xFA), 13.0)
#: Traditional characters cost so much more in text that is simplified as a rule.
_TRADITIONAL_ELSEWHERE: Final = 2.0
#: The most that emoji cost, letters with accents, those of Greek, and signs; and letters of any alphabet in UTF-8.
_EMOJI: Final = 9.0
_ACCENTED_ELSEWHERE: Final = 9.0
_SIGN: Final = 9.5
_FOREIGN: Final = 10.0
_MOST: Final = (
    (_ACCENTED_ELSEWHERE, ((0xC0, 0x24F), (0x391, 0x3C9))),
    (_SIGN, ((0xA1, 0xBF), (0x2010, 0x203B), (0x2100, 0x22FF), (0x2460, 0x2642))),
    (_EMOJI, ((0x1F300, 0x1FAFF),)),
)
#: What any letter beyond ASCII costs in Western text, besides what is odd about it; two of them seldom meet.
_ACCENTED: Final = 6.0
_ACCENTED_PAIR: Final = 4.0
#: Chinese comes in runs, and hardly as one character within a word.
_RUN_OF_CHINESE: Final = 3.0
_WITHIN_A_WORD: Final = 6.0
#: Nats for a bit of `plausibility`.
_NATS: Final = 0.69
#: A line whose characters beyond ASCII cost more than this on average is no text in its encoding. Chinese costs 6 to 9,
#: other text that is read as Chinese 11 and more.
MOST_LEGIBLE: Final = 10.0
#: A line that costs no more than this is Chinese beyond doubt, or at least nothing to ask chardet about.
CLEARLY_LEGIBLE: Final = 9.0
#: Two characters side by side that cost as much each come from a byte that was lost, so that those after it are paired
#: wrongly: they are in one in two hundred sound lines of Chinese, and in five of six that lost a byte.
RARE: Final = 11.5


@dataclass(frozen=True, eq=False)
class _Scale:
    """What characters cost in one encoding.

    Attributes:
        characters: the cost of each.
        run: what a run of characters beyond ASCII costs besides.
        lone: what a Chinese character within a word of ASCII costs besides.
        pair: what two characters beyond ASCII side by side cost besides.
        cut: what bytes cost less that are left of a character.
    """

    characters: Costs
    run: float = 0.0
    lone: float = 0.0
    pair: float = 0.0
    cut: float = 0.0


class LineCosts(NamedTuple):
    """What is known of each line.

    Attributes:
        total: what it costs.
        beyond_ascii: how many characters are beyond ASCII.
        of_these: what these cost.
        rare: how many of these hardly any text has, and stand beside another such.
        bad: how many bytes are none.
    """

    total: Costs
    beyond_ascii: NDArray[np.int64]
    of_these: Costs
    rare: NDArray[np.int64]
    bad: NDArray[np.int64]

    @property
    def clear(self) -> NDArray[np.bool_]:
        """Whether each line is text beyond doubt."""
        clear: NDArray[np.bool_] = self.of_these <= CLEARLY_LEGIBLE * self.beyond_ascii
        return clear

    @property
    def legible(self) -> NDArray[np.bool_]:
        """Whether each line is text, by and large."""
        legible: NDArray[np.bool_] = self.of_these <= MOST_LEGIBLE * self.beyond_ascii
        return legible

    @property
    def flawed(self) -> NDArray[np.bool_]:
        """Whether some of each line is none: it has bad bytes, or a stretch that is hardly legible."""
        flawed: NDArray[np.bool_] = (self.bad > 0) | (self.rare > 0)
        return flawed


def line_costs(text: str, encoding: Encoding) -> LineCosts:
    """Return what each line of a text costs that was read in an encoding.

    >>> from i18n_tool.mojibake.decoding.encodings import GB18030
    >>> text, misread = "你好世界", "你好世界".encode("gb18030").decode("cp950", "surrogateescape")
    >>> float(line_costs(text, GB18030).total[0]) < float(line_costs(misread, BIG5).total[0])
    True
    """
    scale = _scale(encoding)
    points = _points(text + "\n")
    costs = scale.characters[np.minimum(points, _KNOWN - 1)]
    beyond = points >= 0x80
    follows = np.concatenate(([False], beyond[:-1]))
    bad = (points >= 0xDC80) & (points <= 0xDCFF)
    costs -= np.float32(scale.cut) * (bad & _follows_opener(points))
    of_these = costs * beyond + np.float32(scale.pair) * (beyond & follows)
    total = costs * ~beyond + of_these + np.float32(scale.run) * (beyond & ~follows)
    total += np.float32(scale.lone) * _within_words(points)
    ends = np.flatnonzero(points == 0x0A)
    starts = np.concatenate(([0], ends[:-1] + 1))
    rare = beyond & (costs >= RARE)

    return LineCosts(
        np.add.reduceat(total, starts),
        np.add.reduceat(beyond, starts, dtype=np.int64),
        np.add.reduceat(of_these, starts),
        np.add.reduceat(rare & np.concatenate(([False], rare[:-1])), starts, dtype=np.int64),
        np.add.reduceat(bad, starts, dtype=np.int64),
    )


def _within_words(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell which points are Chinese characters with a letter of ASCII on both sides."""
    letter = ((points | 0x20) >= ord("a")) & ((points | 0x20) <= ord("z"))
    within = (points >= 0x2E80) & (points < 0xA000)
    within[1:] &= letter[:-1]
    within[:-1] &= letter[1:]
    return within


def _follows_opener(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Tell which points are bytes that can be in the middle of UTF-8 and follow one that can open it."""
    follows = (points >= 0xDC80) & (points < 0xDCC0)
    follows[1:] &= (points[:-1] >= 0xDCC2) & (points[:-1] <= 0xDCF4)
    follows[0] = False
    return follows


def cost_of(char: str, encoding: Encoding) -> float:
    """Return what one character costs."""
    return float(_scale(encoding).characters[min(ord(char), _KNOWN - 1)])


def cost_of_western(line: str) -> float:
    """Return what a line costs in windows-1252, by how its letters and signs fit beside each other, too."""
    ascii_ = sum(cost_of(char, WINDOWS_1252) for char in line if char < "\x80")
    return ascii_ + _ACCENTED * sum(char > "\x7f" for char in line) + _NATS * plausibility.cost(f"\n{line}\n")


def oddness(text: str) -> float:
    """Return how implausible a text of letters is whatever its language, in nats for each character beyond ASCII."""
    beyond = sum(char > "\x7f" for char in text)
    return _NATS * plausibility.cost(f"\n{text}\n") / max(1, beyond)


def _points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@cache
def _scale(encoding: Encoding) -> _Scale:
    if encoding is WINDOWS_1252:
        return _Scale(_western(), pair=_ACCENTED_PAIR)
    if encoding in (BIG5, BIG5_HKSCS):
        return _Scale(_traditional(), run=_RUN_OF_CHINESE, lone=_WITHIN_A_WORD)
    if encoding is UTF_8:
        return _Scale(_well_formed(), cut=_CUT)
    return _Scale(_simplified(), run=_RUN_OF_CHINESE, lone=_WITHIN_A_WORD)


@cache
def _by_model(script: Script) -> Costs:
    model = default_model(script)
    points = np.arange(_KNOWN, dtype=np.uint32)
    costs: Costs = -(model.unigrams[model.classes_of(points)] + model.within_of(points))
    costs = np.minimum(costs, np.float32(RAREST))
    costs[:0x80] = [_cost_of_ascii(chr(point)) for point in range(0x80)]
    costs[0x80:0xA0] = _CONTROL
    for most, blocks in _MOST:
        for first, last in blocks:
            costs[first : last + 1] = np.minimum(costs[first : last + 1], most)
    costs[_points("⭐✅❌❗✨⚡")] = _EMOJI
    costs[0xDC80:0xDD00] = BAD_BYTE
    return costs


def _cost_of_ascii(char: str) -> float:
    if char.isalpha():
        return _ASCII["a-z" if char.islower() else "A-Z"]
    if char.isdigit():
        return _ASCII["0-9"]
    if char in " \t\r\n":
        return _ASCII["space"]
    return _ASCII["signs"] if char.isprintable() else _CONTROL


@cache
def _traditional() -> Costs:
    costs = _by_model("Hant").copy()
    for leads, cost in (_FIRST_LEVEL, _SECOND_LEVEL):
        points = _points("".join(_characters_of_big5(leads)))
        costs[points] = np.minimum(costs[points], cost)
    return costs


def _characters_of_big5(leads: range) -> Iterator[str]:
    for lead in leads:
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
            yield bytes([lead, trail]).decode(BIG5.codec, "ignore")


@cache
def _simplified() -> Costs:
    costs: Costs = np.minimum(_by_model("Hans"), _by_model("Hant") + np.float32(_TRADITIONAL_ELSEWHERE))
    return costs


@cache
def _well_formed() -> Costs:
    costs = _simplified().copy()
    costs[0xA0:0x600] = np.minimum(costs[0xA0:0x600], _FOREIGN)
    return costs


@cache
def _western() -> Costs:
    costs = np.full(_KNOWN, RAREST, dtype=np.float32)
    costs[:0x80] = _by_model("Hans")[:0x80]
    costs[0xDC80:0xDD00] = BAD_BYTE
    for char in bytes(range(0x80, 0x100)).decode(WINDOWS_1252.codec, "ignore"):
        costs[ord(char)] = _ACCENTED + _NATS * plausibility.cost_alone(char)
    return costs
