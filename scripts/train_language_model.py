#!/usr/bin/env python3
"""Train the character n-gram model that infers lost characters.

    python scripts/train_language_model.py TEXT… -o i18n_tool/mojibake/data/zh_en.ngrams [--cells 2200000]

TEXT: files of sound text, one paragraph a line: `.txt`, `.txt.xz`; of `.jsonl` and `.jsonl.xz` the field `en` is taken.
The order of the files does not matter; the same texts give the same bytes.

Method: modified Kneser-Ney of order five (Chen and Goodman 1999) over the symbols of `i18n_tool.mojibake.symbols`.
N-grams of three and more symbols that occur once are left out; of the rest those that change the model least go first
(relative entropy, Stolcke 1998) until it fits into `--cells`. Probabilities and back-off weights are rounded to 8 bits.
"""

from __future__ import annotations

import argparse
import json
import lzma
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from i18n_tool.mojibake import language_model as lm
from i18n_tool.mojibake.symbols import (
    BITS,
    EMOJI,
    FIRST_CHARACTER,
    HAN,
    KNOWN_RANGE,
    LETTER,
    ORDER,
    OTHER,
    kind_of,
    simplify,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Values = NDArray[np.float64]

#: Load of the hash table: higher is smaller, but slower to build.
LOAD: Final = 0.96
#: Keys in a bucket of the perfect hash, on average.
BUCKET_SIZE: Final = 5

#: The bytes that windows-1252 and windows-1254 leave undefined, and the soft hyphen.
LOST_BYTES: Final = frozenset(b"\x81\x8d\x8e\x8f\x90\x9d\x9e\xad")
#: The model fills gaps: n-grams without any character that can leave one say little about them. The value is rough.
STURDY_WEIGHT: Final = 0.3

#: Emoji and signs of READMEs, most used first. Prose has few of them, lists of links have many.
SIGNS: Final = tuple(
    "✅❌❗⚠🎉🔥🚀📄⭐🌟💡📝📌🔗📖📚🤖🏆✨👉📊📈🎯🛠⚡🔍🔧💻📢📰🧠🐛📦🌐🎓🗂📂📁🙏👏👍❓‼⁉✔✖➡⬅⬆⬇▶ℹ☑❤♻"
    "✏✉☎⏰⏳⌛⚙⚖☀☁♥™©®🔑🔒🔴🟢🟡🔵⚪⚫🆕🆓🎬🎥📷🖼🎨🎵🔊📅🗓📍💬💪👀😊😄😂🤗🤔😎👋🙌🌈🌍🌱🐍🐳🦙🐼🦁🧩🧪"
    "🔬🩺🏥🚗🛰🧭🕹🪄💰🎁📜📑📋🔖🏷"
)
#: How signs stand in such lists: `{}` is the sign, `a` a word, `0` a number.
SIGN_PATTERNS: Final = (
    "{}\n", "{} a\n", "## {} a\n", "- {} a\n", "[{}](a)\n", "[{}{}](a)\n", "a: {}\n", "a：{} a\n", "| {} | {} |\n",
    "{}{}{}\n", "- [{} a](a)\n", "{}：a\n", "{}，a\n", "{}{} a\n",
)  # fmt: skip
KEYCAP_PATTERNS: Final = (
    "0\ufe0f\u20e3",
    "- 0\ufe0f\u20e30\ufe0f\u20e3 a\n",
    "### 0\ufe0f\u20e3 a\n",
    "0\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e3\n",
)
#: Text copies of punctuation that every list has, so that a model of prose does not rule them out.
KEYCAP_REPEATS: Final = 200


def read_texts(paths: list[Path]) -> Iterator[str]:
    """Yield the text of each file."""
    for path in sorted(paths, key=lambda path: path.name):
        data = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
        text = data.decode("utf-8")
        if ".jsonl" in path.name:
            text = "\n".join(json.loads(line).get("en") or "" for line in text.splitlines())
        yield text


def sign_text() -> str:
    """Return lines that give the signs their prior: the n-th of N has about N / n of each pattern.

    Those with a text presentation stand with and without the selector for the emoji one.
    """
    parts = []
    for rank, sign in enumerate(SIGNS, start=1):
        forms = (sign, sign + "\ufe0f") if ord(sign) < 0x10000 else (sign,)
        for form in forms:
            block = "".join(pattern.format(form, form, form) for pattern in SIGN_PATTERNS)
            parts.append(block * max(1, 2 * len(SIGNS) // (rank + 3)))
    parts.append("".join(KEYCAP_PATTERNS) * KEYCAP_REPEATS)
    return "".join(parts)


@dataclass(frozen=True, slots=True, eq=False)
class Alphabet:
    """The symbol of each character, and its log-probability within it."""

    classes: NDArray[np.uint16]
    within: NDArray[np.float16]
    floor: float


def build_alphabet(text_counts: Counter[str]) -> Alphabet:
    """Give the most frequent characters a symbol each and the others that of their kind."""
    frequent = sorted(
        (char for char in text_counts if kind_of(ord(char)) != EMOJI and ord(char) < KNOWN_RANGE),
        key=lambda char: (-text_counts[char], char),
    )[: (1 << BITS) - FIRST_CHARACTER]
    kinds = np.array([kind_of(code_point) for code_point in range(KNOWN_RANGE)], dtype=np.uint16)
    classes = kinds.copy()
    for symbol, char in enumerate(sorted(frequent), start=FIRST_CHARACTER):
        classes[ord(char)] = symbol
    counts = np.zeros(KNOWN_RANGE)
    for char, count in text_counts.items():
        if ord(char) < KNOWN_RANGE:
            counts[ord(char)] = count
    counts += np.where(_is_plain_han_array(), 0.2, 0.01)
    within = np.zeros(KNOWN_RANGE)
    for kind in (EMOJI, HAN, LETTER, OTHER):
        members = classes == kind
        within[members] = np.log(counts[members] / counts[members].sum())
    return Alphabet(classes, within.astype(np.float16), float(within.min()))


def _is_plain_han_array() -> NDArray[np.bool_]:
    """Tell the characters of everyday character sets (GB 2312) from those that only Unicode has."""
    plain = np.zeros(KNOWN_RANGE, dtype=bool)
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            char = bytes((high, low)).decode("gb2312", "ignore")
            if char:
                plain[ord(char)] = True
    return plain


def pack(symbols: Keys, order: int) -> Keys:
    """Return the n-grams of `order` symbols, packed; those that run over the end of a line are left out."""
    length = len(symbols) - order + 1
    keys = np.zeros(length, dtype=np.uint64)
    for place in range(order):
        keys = (keys << np.uint64(BITS)) | symbols[place : place + length]
    return keys


def count_ngrams(symbols: Keys, newline: int, order: int) -> tuple[Keys, NDArray[np.int64]]:
    """Return the sorted n-grams of `order` and how often each occurs."""
    keys = pack(symbols, order)
    inside = np.zeros(len(keys), dtype=bool)
    for place in range(1, order - 1):
        inside |= symbols[place : place + len(keys)] == newline
    return np.unique(keys[~inside], return_counts=True)


@dataclass(slots=True, eq=False)
class Level:
    """The n-grams of one order: packed and sorted, their counts, probabilities and back-off weights."""

    order: int
    keys: Keys
    counts: NDArray[np.int64]
    probabilities: Values
    backoffs: Values
    """Of each n-gram as a context of the next order; 1 where it is none."""

    def find(self, keys: Keys) -> NDArray[np.intp]:
        """Return where each key lies; all of them must be there."""
        return np.searchsorted(self.keys, keys)

    def keep(self, kept: NDArray[np.bool_]) -> None:
        """Drop the n-grams that are not `kept`."""
        self.keys, self.counts = self.keys[kept], self.counts[kept]
        self.probabilities, self.backoffs = self.probabilities[kept], self.backoffs[kept]


def adjusted_counts(lower: Level, higher: Level | None, newline: int) -> NDArray[np.int64]:
    """Return Kneser-Ney's counts: of how many symbols an n-gram is the continuation.

    N-grams of the highest order, and those at the beginning of a line, which nothing precedes, keep their own count.
    """
    if higher is None:
        return lower.counts
    suffixes, continuations = np.unique(higher.keys & _mask(lower.order), return_counts=True)
    counts = np.zeros(len(lower.keys), dtype=np.int64)
    counts[lower.find(suffixes)] = continuations
    first = lower.keys >> np.uint64(BITS * (lower.order - 1))
    at_start = (first == newline) | (counts == 0)
    return np.where(at_start, lower.counts, counts)


def discounts_of(counts: NDArray[np.int64]) -> Values:
    """Return how much is taken from counts of 0, 1, 2, and 3 or more."""
    ones, twos, threes, fours = (float((counts == times).sum()) for times in (1, 2, 3, 4))
    share = ones / (ones + 2 * twos)
    return np.array([0, 1 - 2 * share * twos / ones, 2 - 3 * share * threes / twos, 3 - 4 * share * fours / threes])


def estimate(levels: list[Level], newline: int) -> None:
    """Fill in the interpolated probabilities of every order, lowest first."""
    for position, level in enumerate(levels):
        higher = levels[position + 1] if position + 1 < len(levels) else None
        counts = adjusted_counts(level, higher, newline)
        if level.order == 1:
            level.probabilities = (counts + 0.5) / (counts + 0.5).sum()
            continue
        lower = levels[position - 1]
        taken = discounts_of(counts)[np.minimum(counts, 3)]
        contexts, starts = np.unique(level.keys >> np.uint64(BITS), return_index=True)
        totals = np.add.reduceat(counts, starts).astype(float)
        left_over = np.add.reduceat(taken, starts) / totals
        context_of = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(counts))))
        below = lower.probabilities[lower.find(level.keys & _mask(level.order - 1))]
        level.probabilities = (counts - taken) / totals[context_of] + left_over[context_of] * below
        lower.backoffs[lower.find(contexts)] = left_over


def losses(level: Level, lower: Level, total: int, fragile: NDArray[np.bool_]) -> Values:
    """Return by how much the model's relative entropy grows when an n-gram is left to back-off."""
    contexts = lower.find(level.keys >> np.uint64(BITS))
    below = lower.probabilities[lower.find(level.keys & _mask(level.order - 1))]
    change = np.log(level.probabilities) - np.log(lower.backoffs[contexts] * below)
    weights = np.where(_holds_any(level, fragile), 1.0, STURDY_WEIGHT)
    worth: Values = weights * level.counts / total * np.maximum(change, 0)
    return worth


def _holds_any(level: Level, symbols: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which n-grams hold one of the symbols."""
    found = np.zeros(len(level.keys), dtype=bool)
    for place in range(level.order):
        found |= symbols[((level.keys >> np.uint64(BITS * place)) & _mask(1)).astype(np.intp)]
    return found


def fragile_symbols(alphabet: Alphabet) -> NDArray[np.bool_]:
    """Tell which symbols hold characters whose UTF-8 has bytes that the Western code pages lose."""
    fragile = np.zeros(1 << BITS, dtype=bool)
    for code_point in range(0x80, KNOWN_RANGE):
        if not 0xD800 <= code_point <= 0xDFFF and not LOST_BYTES.isdisjoint(chr(code_point).encode()[1:]):
            fragile[alphabet.classes[code_point]] = True
    return fragile


def prune(levels: list[Level], cells: int, fragile: NDArray[np.bool_]) -> None:
    """Keep at most `cells` n-grams of two and more symbols; the context of a kept one is kept too."""
    total = int(levels[0].counts.sum())
    worth = [losses(level, lower, total, fragile) for lower, level in pairwise(levels)]
    for level, value in zip(levels[1:], worth, strict=True):
        if level.order > 2:
            value[level.counts < 2] = 0
    low, high = 0.0, 1e-3
    for _ in range(40):
        middle = (low + high) / 2
        if sum(int(kept.sum()) for kept in _kept(levels, worth, middle)) > cells:
            low = middle
        else:
            high = middle
    for level, kept in zip(levels[1:], _kept(levels, worth, high), strict=True):
        level.keep(kept)


def _kept(levels: list[Level], worth: list[Values], threshold: float) -> list[NDArray[np.bool_]]:
    kept = [value > threshold for value in worth]
    for position in range(len(kept) - 1, 0, -1):
        contexts = np.unique(levels[position + 1].keys[kept[position]] >> np.uint64(BITS))
        kept[position - 1][levels[position].find(contexts)] = True
    return kept


def renormalise(levels: list[Level], full: list[Level]) -> None:
    """Set the back-off weights so that what was pruned shares what is left."""
    for position in range(len(levels) - 1):
        lower, level = levels[position], levels[position + 1]
        contexts, starts = np.unique(level.keys >> np.uint64(BITS), return_index=True)
        below = full[position].probabilities[full[position].find(level.keys & _mask(level.order - 1))]
        left = 1 - np.add.reduceat(level.probabilities, starts)
        left_below = 1 - np.add.reduceat(below, starts)
        lower.backoffs[:] = 1
        lower.backoffs[lower.find(contexts)] = np.maximum(left, 1e-6) / np.maximum(left_below, 1e-6)


def _mask(order: int) -> np.uint64:
    return np.uint64((1 << (BITS * order)) - 1)


def build_table(keys: Keys, values: NDArray[np.uint32]) -> tuple[NDArray[np.uint16], NDArray[np.uint32]]:
    """Lay the n-grams into a perfect hash table (hash, displace and compress; Belazzougui et al. 2009).

    Buckets are placed from the largest to the smallest. Of one size, all that are still open try the same displacement
    at once; where two want one cell, the first of them gets it.
    """
    slots, buckets = int(len(keys) / LOAD) + 1, len(keys) // BUCKET_SIZE + 1
    mixed = lm.mix(keys)
    bucket = lm.bucket_of(mixed, buckets)
    order = np.argsort(bucket, kind="stable")
    sizes = np.bincount(bucket, minlength=buckets)
    starts = np.cumsum(sizes) - sizes
    cells = np.zeros(slots, dtype=np.uint32)
    taken = np.zeros(slots, dtype=bool)
    displacements = np.zeros(buckets, dtype=np.uint16)
    entries = (lm.fingerprint_of(mixed) << np.uint32(16)) | values
    for size in range(int(sizes.max()), 0, -1):
        open_ = np.flatnonzero(sizes == size)
        for displacement in range(1 << 16):
            if not len(open_):
                break
            members = order[starts[open_][:, None] + np.arange(size)]
            wanted = lm.slot_of(
                mixed[members.ravel()], np.full(members.size, displacement, dtype=np.uint64), slots
            ).reshape(members.shape)
            placed = _place(wanted, taken)
            cells[wanted[placed]] = entries[members[placed]]
            taken[wanted[placed]] = True
            displacements[open_[placed]] = displacement
            open_ = open_[~placed]
        if len(open_):
            raise RuntimeError("the table is too full")
    return displacements, cells


def _place(wanted: NDArray[np.intp], taken: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which rows of cells are free, distinct and not wanted by an earlier free row."""
    ordered = np.sort(wanted, axis=1)
    free = ~taken[wanted].any(axis=1) & ~(ordered[:, 1:] == ordered[:, :-1]).any(axis=1)
    rows = np.flatnonzero(free)
    claimed, first = np.unique(wanted[rows].ravel(), return_index=True)
    owners = rows[first // wanted.shape[1]]
    won = owners[np.searchsorted(claimed, wanted[rows])] == rows[:, None]
    placed = np.zeros(len(wanted), dtype=bool)
    placed[rows] = won.all(axis=1)
    return placed


def quantise(values: Values, lowest: float, step: float) -> NDArray[np.uint32]:
    """Return the logarithms of the values as steps above `lowest`, 0 to 255."""
    return np.clip(np.rint((np.log(values) - lowest) / step), 0, 255).astype(np.uint32)


def write_model(path: Path, alphabet: Alphabet, levels: list[Level]) -> None:
    """Write the model in the layout that `i18n_tool.mojibake.language_model` reads."""
    keys = np.concatenate([level.keys for level in levels[1:]])
    logs = quantise(np.concatenate([level.probabilities for level in levels[1:]]), lm.LOG_LOWEST, lm.LOG_STEP)
    weights = quantise(np.concatenate([level.backoffs for level in levels[1:]]), lm.BACKOFF_LOWEST, lm.BACKOFF_STEP)
    displacements, cells = build_table(keys, (logs << np.uint32(8)) | weights)
    unigrams, backoffs = np.full(1 << BITS, -20.0), np.zeros(1 << BITS)
    unigrams[levels[0].keys.astype(np.intp)] = np.log(levels[0].probabilities)
    backoffs[levels[0].keys.astype(np.intp)] = np.log(levels[0].backoffs)
    arrays: dict[str, NDArray[Any]] = {
        "cells": cells.astype("<u4"),
        "displacements": displacements.astype("<u2"),
        "unigrams": unigrams.astype("<f4"),
        "unigram_backoffs": backoffs.astype("<f4"),
        "classes": alphabet.classes.astype("<u2"),
        "within": alphabet.within.astype("<f2"),
    }
    header: dict[str, Any] = {"magic": lm.MAGIC, "floor": round(alphabet.floor, 4), "arrays": {}}
    start = 0
    for name, array in arrays.items():
        header["arrays"][name] = [array.dtype.str, start, array.nbytes]
        start += array.nbytes
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(json.dumps(header, sort_keys=True).encode().ljust(lm.HEADER_SIZE, b"\0"))
        for array in arrays.values():
            file.write(array.tobytes())


def train(paths: list[Path], cells: int) -> tuple[Alphabet, list[Level]]:
    """Return the pruned model of the texts."""
    text = simplify("\n".join(["", *read_texts(paths), sign_text(), ""]))
    alphabet = build_alphabet(Counter(text))
    code_points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    symbols = alphabet.classes[np.minimum(code_points, KNOWN_RANGE - 1)].astype(np.uint64)
    newline = int(alphabet.classes[ord("\n")])
    levels = []
    for order in range(1, ORDER + 1):
        keys, counts = count_ngrams(symbols, newline, order)
        levels.append(Level(order, keys, counts, np.zeros(len(keys)), np.ones(len(keys))))
        print(f"{order}-grams: {len(keys)}", flush=True)
    estimate(levels, newline)
    full = [Level(level.order, level.keys, level.counts, level.probabilities, level.backoffs) for level in levels]
    prune(levels, cells, fragile_symbols(alphabet))
    renormalise(levels, full)
    print("kept:", *(len(level.keys) for level in levels))
    return alphabet, levels


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--cells", type=int, default=2_200_000, help="how many n-grams to keep (default: %(default)s)")
    options = parser.parse_args()
    alphabet, levels = train(options.texts, options.cells)
    write_model(options.output, alphabet, levels)
    print(f"{options.output}: {options.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
