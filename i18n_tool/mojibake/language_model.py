"""A character n-gram model in one memory-mapped file: how likely is a symbol after the four before it.

The file is written by `scripts/train_language_model.py`; `data/PROVENANCE.md` says from what. It holds a modified
Kneser-Ney model in back-off form. Every n-gram of two to five symbols is one 32-bit cell of a perfect hash table: 16
bits of fingerprint, 8 of log-probability, 8 of back-off weight. So a look-up is two gathers, and thousands are done at
once.

Layout, little endian: a JSON header that says where each array lies, padded to 4,096 bytes; then the arrays.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from i18n_tool.hanzi import Script, traditional_forms
from i18n_tool.mojibake.symbols import BITS, HAN, KNOWN_RANGE, ORDER, OTHER

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Logs = NDArray[np.float32]

HEADER_SIZE: Final = 4096
MAGIC: Final = "i18n-tool n-grams 1"

#: How 8 bits spell a log-probability and a back-off weight: lowest value and step, in nats.
LOG_LOWEST, LOG_STEP = -16.0, 16.0 / 255
BACKOFF_LOWEST, BACKOFF_STEP = -6.0, 8.0 / 255

#: What it costs a character to be of the other script than the text, and to be one of the less usual forms (nats).
OTHER_SCRIPT_COST: Final = 8.0
UNUSUAL_COST: Final = 3.0

_SYMBOL_MASK = np.uint64((1 << BITS) - 1)
_BITS = np.uint64(BITS)
_SHIFT_32 = np.uint64(32)
_LOW_32 = np.uint64(0xFFFFFFFF)


def mix(keys: Keys) -> Keys:
    """Return the keys well mixed (the finaliser of SplitMix64, Steele et al. 2014)."""
    mixed = keys ^ (keys >> np.uint64(30))
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed


def bucket_of(mixed: Keys, buckets: int) -> NDArray[np.intp]:
    """Return the bucket of each mixed key."""
    bucket = mixed >> _SHIFT_32
    bucket *= np.uint64(buckets)
    bucket >>= _SHIFT_32
    return bucket.astype(np.intp)


def slot_of(mixed: Keys, displacement: Keys, slots: int) -> NDArray[np.intp]:
    """Return the cell of each mixed key, given the displacement of its bucket."""
    low = displacement * np.uint64(0x9E3779B9)
    low ^= mixed
    low &= _LOW_32
    low *= np.uint64(0x9E3779B1)
    low &= _LOW_32
    low ^= low >> np.uint64(15)
    low *= np.uint64(0x85EBCA6B)
    low &= _LOW_32
    low *= np.uint64(slots)
    low >>= _SHIFT_32
    return low.astype(np.intp)


def fingerprint_of(mixed: Keys) -> NDArray[np.uint32]:
    """Return 16 bits that tell a key from the others that could lie in its cell."""
    return ((mixed * np.uint64(0xD6E8FEB86659FD93)) >> np.uint64(48)).astype(np.uint32)


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """What the model knows of the symbols so far, many texts at once.

    Attributes:
        contexts: the last four symbols of each, packed with the latest in the lowest bits.
        matched: how many of these the model has as one n-gram, 1 at least.
        backoffs: the back-off weight of that n-gram.
    """

    contexts: Keys
    matched: NDArray[np.int8]
    backoffs: Logs

    def take(self, rows: NDArray[np.intp]) -> State:
        """Return some of the states, in the order of `rows`."""
        return State(self.contexts[rows], self.matched[rows], self.backoffs[rows])

    def replace(self, rows: NDArray[np.intp], others: State) -> None:
        """Put other states in the place of some."""
        self.contexts[rows], self.matched[rows], self.backoffs[rows] = others.contexts, others.matched, others.backoffs


@dataclass(frozen=True, slots=True, eq=False)
class LanguageModel:
    """The model, ready to be asked.

    Attributes:
        classes: the symbol of each character below `KNOWN_RANGE`.
        within: the log-probability of each of these within its symbol.
        unigrams: the log-probability of each symbol.
        unigram_backoffs: the back-off weight of each symbol as a context.
        displacements: of the perfect hash, one for each bucket.
        cells: the n-grams.
        floor: the log-probability of a character that the model does not know, within its class.
    """

    classes: NDArray[np.uint16]
    within: NDArray[np.float16]
    unigrams: Logs
    unigram_backoffs: Logs
    displacements: NDArray[np.uint16]
    cells: NDArray[np.uint32]
    floor: float

    def symbols(self, text: str) -> NDArray[np.uint64]:
        """Return the symbols of a text that went through `simplify`."""
        return self.classes_of(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32))

    def classes_of(self, code_points: NDArray[np.uint32]) -> NDArray[np.uint64]:
        """Return the symbol of each character."""
        known = self.classes[np.minimum(code_points, KNOWN_RANGE - 1)]
        beyond = code_points >= KNOWN_RANGE
        if beyond.any():
            known = np.where(beyond, np.where(code_points < 0x40000, HAN, OTHER), known)
        return known.astype(np.uint64)

    def within_of(self, code_points: NDArray[np.uint32]) -> Logs:
        """Return the log-probability of each character within its symbol."""
        known = self.within[np.minimum(code_points, KNOWN_RANGE - 1)].astype(np.float32)
        return np.where(code_points < KNOWN_RANGE, known, np.float32(self.floor))

    def state_of(self, contexts: Keys) -> State:
        """Return the states of contexts of four symbols each, packed with the latest in the lowest bits."""
        matched = np.ones(len(contexts), dtype=np.int8)
        backoffs = self.unigram_backoffs[contexts & _SYMBOL_MASK]
        open_ = np.arange(len(contexts))
        for order in range(ORDER - 1, 1, -1):
            found, cells = self._look_up(contexts[open_] & _mask(order))
            rows = open_[found]
            matched[rows] = order
            backoffs[rows] = _BACKOFFS[cells & 0xFF]
            open_ = open_[~found]
        return State(contexts, matched, backoffs)

    def extend(self, state: State, symbols: Keys) -> tuple[Logs, State]:
        """Return the log-probability of each symbol after its state, and the states that follow.

        An n-gram is in the model only if its context is, so nothing longer than what the state matched is looked for.

        Args:
            state: what came before.
            symbols: what comes next, one for each row of the state.
        """
        keys = (state.contexts << _BITS) | symbols
        total = np.zeros(len(keys), dtype=np.float32)
        matched = np.ones(len(keys), dtype=np.int8)
        backoffs = self.unigram_backoffs[symbols]
        open_ = np.arange(len(keys))
        for order in range(ORDER, 1, -1):
            ready = state.matched[open_] >= order - 1
            tried = open_[ready]
            if not len(tried):
                continue
            found, cells = self._look_up(keys[tried] & _mask(order))
            rows = tried[found]
            total[rows] += _LOGS[(cells >> 8) & 0xFF]
            matched[rows] = order
            backoffs[rows] = _BACKOFFS[cells & 0xFF]
            missed = tried[~found]
            total[missed] += self._backoffs(state, missed, order - 1)
            open_ = np.concatenate((missed, open_[~ready]))
        total[open_] += self.unigrams[symbols[open_]]
        return total, State(keys & _mask(ORDER - 1), matched, backoffs)

    def _backoffs(self, state: State, rows: NDArray[np.intp], order: int) -> Logs:
        """Return the back-off weights of the last `order` symbols of some contexts; 0 where the model lacks them."""
        weights = state.backoffs[rows]
        shorter = np.flatnonzero(state.matched[rows] > order)
        if len(shorter):
            contexts = state.contexts[rows[shorter]] & _mask(order)
            if order == 1:
                weights[shorter] = self.unigram_backoffs[contexts]
            else:
                found, cells = self._look_up(contexts)
                weights[shorter] = 0
                weights[shorter[found]] = _BACKOFFS[cells & 0xFF]
        return weights

    def _look_up(self, keys: Keys) -> tuple[NDArray[np.bool_], NDArray[np.uint32]]:
        """Tell which n-grams the model has, and return the cells of these."""
        mixed = mix(keys)
        displacement = self.displacements[bucket_of(mixed, len(self.displacements))].astype(np.uint64)
        cells = self.cells[slot_of(mixed, displacement, len(self.cells))]
        found = (cells >> 16) == fingerprint_of(mixed)
        return found, cells[found]


_LOGS = (LOG_LOWEST + LOG_STEP * np.arange(256)).astype(np.float32)
_BACKOFFS = (BACKOFF_LOWEST + BACKOFF_STEP * np.arange(256)).astype(np.float32)


def _mask(order: int) -> np.uint64:
    return np.uint64((1 << (BITS * order)) - 1)


def open_model(path: Path) -> LanguageModel:
    """Map the model at `path` into memory.

    Raises:
        ValueError: the file is not a model of this version.
    """
    with path.open("rb") as file:
        header: dict[str, Any] = json.loads(file.read(HEADER_SIZE).rstrip(b"\0 "))
    if header.get("magic") != MAGIC:
        raise ValueError(f"{path}: not a language model of this version")
    data = np.memmap(path, dtype=np.uint8, mode="r", offset=HEADER_SIZE)
    arrays = {
        name: np.asarray(data[start : start + size]).view(np.dtype(kind))
        for name, (kind, start, size) in header["arrays"].items()
    }
    return LanguageModel(**arrays, floor=header["floor"])


@cache
def default_model(script: Script = "Hans") -> LanguageModel:
    """Return the model that ships with the package, for text in simplified or traditional characters.

    It is opened once. It was trained on simplified text: a traditional character is taken for what it is in that.
    """
    return _written_in(script, _shipped_model())


def model_for(text: str) -> LanguageModel:
    """Return the model for the script that a text is in; that of simplified characters where it can be either."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    is_traditional = _more_in_traditional()[np.minimum(points, KNOWN_RANGE - 1)].sum() > 0
    return default_model("Hant" if is_traditional else "Hans")


@cache
def _more_in_traditional() -> Logs:
    """Return of each character by how much it is likelier in traditional text than in simplified (log)."""
    return default_model("Hant").within.astype(np.float32) - default_model("Hans").within


@cache
def _shipped_model() -> LanguageModel:
    with as_file(files("i18n_tool.mojibake") / "data" / "zh_en.ngrams") as path:
        return open_model(path)


def _written_in(script: Script, model: LanguageModel) -> LanguageModel:
    """Return a model of simplified text that takes traditional characters for the simplified ones that they become."""
    classes, within = model.classes.copy(), model.within.copy()
    forms = [form for form in traditional_forms() if max(form.character, form.simplified) < chr(KNOWN_RANGE)]
    characters = np.array([ord(form.character) for form in forms])
    simplified = np.array([ord(form.simplified) for form in forms])
    costs = np.array([0.0 if form.is_usual else UNUSUAL_COST for form in forms])
    if script == "Hant":
        within[simplified] -= OTHER_SCRIPT_COST
    else:
        costs = np.where(characters == simplified, 0.0, OTHER_SCRIPT_COST)
    classes[characters] = model.classes[simplified]
    within[characters] = model.within[simplified] - costs
    return replace(model, classes=classes, within=within)
