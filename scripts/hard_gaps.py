"""Gaps that n-grams leave uncertain: damages sound text and keeps of each such gap what a wider context has to decide.

A model is never asked about text that it was trained on: the texts are parted into folds, and the n-grams that fill the
gaps of one fold are trained on the others.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from i18n_tool.mojibake.inference import score

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from i18n_tool.mojibake.language_model import LanguageModel
    from i18n_tool.mojibake.reranking import Scored

FOLDS: Final = 3
#: A text of more characters is parted itself.
LONG_TEXT: Final = 3_000_000
#: Lines damaged and filled together.
LINES_AT_ONCE: Final = 2000
#: Candidates that are kept of a gap.
CANDIDATES: Final = 12
#: A gap is kept whose best candidate is less likely than this, and some of the others.
SURE: Final = 0.995
SHARE_OF_SURE: Final = 0.02

#: The bytes that windows-1254 leaves undefined, and the soft hyphen.
LOST_IN_1254: Final = frozenset(b"\x81\x8d\x8e\x8f\x90\x9d\x9e\xad")
#: Of every so many characters one loses its last byte, its last two, or the first byte that it has in GBK.
LAST_BYTE, LAST_BYTES, GBK_BYTE = 0.12, 0.02, 0.02
#: The same of ASCII signs that follow a character.
SIGN: Final = 0.2
SIGNS: Final = tuple(" !\"#$%&'()+,-./:;<=>?")

Pieces = list[str | tuple[str, ...]]
#: Takes the character before and a character, returns the candidates for what is left of it, None if nothing is lost.
Damage = Callable[[str, str, random.Random], "tuple[str, ...] | None"]


@dataclass(frozen=True, slots=True, eq=False)
class HardGaps:
    """Gaps, one a row.

    Attributes:
        windows: the symbols before and after each gap, in the order of the text.
        candidates: the symbols that may stand there, the likeliest first.
        scores: their log-probabilities; `ABSENT` where there are fewer candidates.
        truths: which candidate it was.
    """

    windows: NDArray[np.int16]
    candidates: NDArray[np.int16]
    scores: NDArray[np.float16]
    truths: NDArray[np.int8]

    @staticmethod
    def joined(parts: Iterable[HardGaps]) -> HardGaps:
        """Return the gaps of all parts."""
        parts = list(parts)
        return HardGaps(
            np.concatenate([part.windows for part in parts]),
            np.concatenate([part.candidates for part in parts]),
            np.concatenate([part.scores for part in parts]),
            np.concatenate([part.truths for part in parts]),
        )


ABSENT: Final = -60.0


def folds_of(texts: Iterable[str]) -> list[str]:
    """Part texts into folds of like length: long ones by their lines, others as a whole."""
    folds: list[list[str]] = [[] for _ in range(FOLDS)]
    sizes = [0] * FOLDS
    for text in sorted(texts, key=lambda text: (-len(text), text)):
        if len(text) > LONG_TEXT:
            lines = text.split("\n")
            for place in range(FOLDS):
                part = lines[len(lines) * place // FOLDS : len(lines) * (place + 1) // FOLDS]
                folds[place].append("\n".join(part))
                sizes[place] += len(folds[place][-1])
        else:
            place = sizes.index(min(sizes))
            folds[place].append(text)
            sizes[place] += len(text)
    return ["\n".join(fold) for fold in folds]


def hard_gaps(model: LanguageModel, text: str, reach: int, seed: int) -> HardGaps:
    """Damage a text in several ways; return what the model leaves uncertain.

    Args:
        model: n-grams that have not seen the text.
        text: one paragraph a line.
        reach: how many symbols to keep on each side.
        seed: makes it repeatable.
    """
    lines = text.split("\n")
    parts = []
    for start in range(0, len(lines), LINES_AT_ONCE):
        for number, damage in enumerate((_western, _scattered, _scattered)):
            rng = random.Random(f"{seed} {start} {number}")  # noqa: S311 - nothing secret
            pieces, truths = _damaged(lines[start : start + LINES_AT_ONCE], damage, rng)
            if truths:
                parts.append(_kept(model, pieces, truths, reach, rng))
    return HardGaps.joined(parts)


def _damaged(lines: list[str], damage: Damage, rng: random.Random) -> tuple[Pieces, list[str]]:
    """Return the lines with gaps, and what stood there; some lines stand by themselves, as in a list."""
    pieces: Pieces = []
    truths: list[str] = []
    known: list[str] = []
    for line in lines:
        before = "\n"
        for char in line:
            candidates = damage(before, char, rng)
            before = char
            if candidates is None:
                known.append(char)
                continue
            if known:
                pieces.append("".join(known))
                known = []
            pieces.append(candidates)
            truths.append(char)
        known.append("\n" if rng.random() < 0.6 else "\n" * 5)
    return [*pieces, "".join(known)], truths


def _western(before: str, char: str, rng: random.Random) -> tuple[str, ...] | None:
    """Lose the bytes that a Western code page drops."""
    del before, rng
    remains = _remains(char)
    return _by_remains()[remains] if remains != char.encode() else None


def _scattered(before: str, char: str, rng: random.Random) -> tuple[str, ...] | None:
    """Lose bytes of some characters, as double-byte code pages do."""
    chance = rng.random()
    if "\u0800" <= char < "\ud800":
        if chance < LAST_BYTE:
            return _by_first_bytes()[char.encode()[:2]]
        if chance < LAST_BYTE + LAST_BYTES:
            return _by_first_bytes()[char.encode()[:1]]
        if chance < LAST_BYTE + LAST_BYTES + GBK_BYTE:
            return _by_gbk_byte().get(char.encode("gbk", "ignore")[1:])
    return SIGNS if before >= "\x80" and char in SIGNS and chance < SIGN else None


def _characters() -> Iterator[str]:
    for code_point in range(0x80, 0x20000):
        if not 0xD800 <= code_point <= 0xF8FF:
            yield chr(code_point)


def _remains(char: str) -> bytes:
    return bytes(byte for byte in char.encode() if byte not in LOST_IN_1254)


@cache
def _by_remains() -> dict[bytes, tuple[str, ...]]:
    return _grouped((_remains(char), char) for char in _characters())


@cache
def _by_first_bytes() -> dict[bytes, tuple[str, ...]]:
    three_bytes = [char for char in _characters() if len(char.encode()) == 3]
    return _grouped((char.encode()[:kept], char) for char in three_bytes for kept in (1, 2))


@cache
def _by_gbk_byte() -> dict[bytes, tuple[str, ...]]:
    return _grouped((char.encode("gbk", "ignore")[1:], char) for char in _characters() if char.encode("gbk", "ignore"))


def _grouped(pairs: Iterable[tuple[bytes, str]]) -> dict[bytes, tuple[str, ...]]:
    groups: dict[bytes, list[str]] = defaultdict(list)
    for key, char in pairs:
        groups[key].append(char)
    return {key: tuple(chars) for key, chars in groups.items()}


def _kept(model: LanguageModel, pieces: Pieces, truths: list[str], reach: int, rng: random.Random) -> HardGaps:
    """Return the gaps that the model leaves uncertain, and some others; none whose truth it holds for impossible."""
    scored, hopeful = score(model, pieces)
    candidates, scores = _ranked(scored)
    points = np.array([ord(truths[place]) for place in hopeful.tolist()], dtype=np.uint32)
    right = candidates == model.classes_of(points).astype(np.int16)[:, None]
    some = np.array([rng.random() < SHARE_OF_SURE for _ in range(len(points))], dtype=bool)
    kept = np.flatnonzero(right.any(axis=1) & (some | (scores[:, 0] < np.log(SURE))))
    padding = np.zeros(reach, dtype=np.uint64)
    symbols = np.concatenate((padding, scored.filled.symbols, padding)).astype(np.int16)
    before = scored.filled.starts[kept, None] + np.arange(reach)
    after = scored.filled.ends[kept, None] + np.arange(reach, 2 * reach)
    return HardGaps(
        symbols[np.concatenate((before, after), axis=1)],
        candidates[kept],
        scores[kept].astype(np.float16),
        right[kept].argmax(axis=1).astype(np.int8),
    )


def _ranked(scored: Scored) -> tuple[NDArray[np.int16], NDArray[np.float32]]:
    """Return the best choices of each gap, the best first, and their log-probabilities."""
    gaps = len(scored.filled.starts)
    order = np.lexsort((-scored.scores, scored.gaps))
    rank = np.arange(len(order)) - np.searchsorted(scored.gaps[order], scored.gaps[order])
    order, rank = order[rank < CANDIDATES], rank[rank < CANDIDATES]
    candidates = np.zeros((gaps, CANDIDATES), dtype=np.int16)
    scores = np.full((gaps, CANDIDATES), ABSENT, dtype=np.float32)
    candidates[scored.gaps[order], rank] = scored.choices.symbols[scored.chosen[order], 0]
    scores[scored.gaps[order], rank] = np.maximum(scored.scores[order], -25)
    return candidates, scores
