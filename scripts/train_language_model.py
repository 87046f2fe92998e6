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
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from kneser_ney import (  # type: ignore[import-not-found]  # it lies beside this script
    Level,
    count_ngrams,
    estimate,
    prune,
    renormalise,
)
from perfect_hash import build_table  # type: ignore[import-not-found]  # so does it

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


def fragile_symbols(alphabet: Alphabet) -> NDArray[np.bool_]:
    """Tell which symbols hold characters whose UTF-8 has bytes that the Western code pages lose."""
    fragile = np.zeros(1 << BITS, dtype=bool)
    for code_point in range(0x80, KNOWN_RANGE):
        if not 0xD800 <= code_point <= 0xDFFF and not LOST_BYTES.isdisjoint(chr(code_point).encode()[1:]):
            fragile[alphabet.classes[code_point]] = True
    return fragile


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
    prune(levels, cells, fragile_symbols(alphabet), STURDY_WEIGHT)
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
