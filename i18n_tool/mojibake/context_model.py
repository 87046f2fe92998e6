"""A small neural network that sees more on both sides of a gap than an n-gram: which symbol stands there?

The n-gram model decides nearly all gaps. For the uncertain rest this model adds to the log-probability of each
candidate what the symbols before and after say for it: a feed-forward network over their embeddings (Bengio et al.
2003), whose output is compared with an embedding of each candidate. It was trained on just that: on gaps that n-grams
from other texts leave uncertain, with their candidates, to correct the n-grams' scores.

The file is written by `scripts/train_context_model.py`; `data/PROVENANCE.md` says from what. Weights are 8-bit numbers
with one scale for each column.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from i18n_tool.mojibake.model_file import read_arrays

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Keys = NDArray[np.uint64]
    Floats = NDArray[np.float32]
    Indices = NDArray[np.intp]

MAGIC: Final = "i18n-tool context model 1"
#: Gaps scored at once; bounds the memory.
GAPS_AT_ONCE: Final = 512


class Layer(NamedTuple):
    """Weights (inputs, outputs) and biases."""

    weights: Floats
    biases: Floats

    def of(self, inputs: Floats, *, rectified: bool) -> Floats:
        """Return the outputs; negative ones as 0 if they are rectified."""
        outputs: Floats = inputs @ self.weights
        outputs += self.biases
        return np.maximum(outputs, 0, out=outputs) if rectified else outputs


@dataclass(frozen=True, slots=True, eq=False)
class ContextModel:
    """The network, ready to be asked.

    Attributes:
        reach: how many symbols it sees on each side.
        group: so many of them at a time go through the first layer.
        embeddings: of each symbol, as a neighbour and as a candidate.
        before: the first layer for what precedes the gap: weights (inputs, outputs) and biases.
        after: the same for what follows.
        layers: the layers above; the last gives what is compared with the candidates.
        biases: of each candidate.
        trust: the weight of the n-grams' log-probability in the sum.
    """

    reach: int
    group: int
    embeddings: Floats
    before: Layer
    after: Layer
    layers: tuple[Layer, ...]
    biases: Floats
    trust: float

    def scores(self, symbols: Keys, starts: Indices, ends: Indices, rows: Indices, candidates: Keys) -> Floats:
        """Return what the text around some gaps says for their candidates.

        Args:
            symbols: the text.
            starts: where each gap begins in it.
            ends: where each gap ends.
            rows: of each candidate its gap, in order.
            candidates: the symbols that may stand there.
        """
        total = np.empty(len(rows), dtype=np.float32)
        padding = np.zeros(self.reach, dtype=symbols.dtype)
        symbols = np.concatenate((padding, symbols, padding))
        before, after = np.arange(self.reach), np.arange(self.reach, 2 * self.reach)
        for first in range(0, len(starts), GAPS_AT_ONCE):
            gaps = slice(first, first + GAPS_AT_ONCE)
            window = np.concatenate((starts[gaps, None] + before, ends[gaps, None] + after), axis=1)
            queries = self._queries(symbols[window])
            begin, end = np.searchsorted(rows, (first, first + GAPS_AT_ONCE))
            chosen = candidates[begin:end]
            total[begin:end] = np.einsum("ij,ij->i", queries[rows[begin:end] - first], self.embeddings[chosen])
            total[begin:end] += self.biases[chosen]
        return total

    def _queries(self, window: Keys) -> Floats:
        size = self.group * self.embeddings.shape[1]
        before = self.before.of(self.embeddings[window[:, : self.reach]].reshape(-1, size), rectified=True)
        after = self.after.of(self.embeddings[window[:, self.reach :]].reshape(-1, size), rectified=True)
        hidden = np.concatenate((before.reshape(len(window), -1), after.reshape(len(window), -1)), axis=1)
        for place, layer in enumerate(self.layers, start=1):
            hidden = layer.of(hidden, rectified=place < len(self.layers))
        return hidden


def quantise(weights: Floats) -> tuple[NDArray[np.int8], NDArray[np.float16]]:
    """Return the weights as 8-bit numbers, and the scale of each column."""
    scales = (np.abs(weights).max(axis=0) / 127).astype(np.float16)
    steps = np.where(scales > 0, scales, 1).astype(np.float32)
    return np.clip(np.rint(weights / steps), -127, 127).astype(np.int8), scales


def _restored(arrays: dict[str, NDArray[Any]], name: str) -> Floats:
    restored: Floats = arrays[name].astype(np.float32) * arrays[f"{name}.scales"].astype(np.float32)
    return restored


def _layer(arrays: dict[str, NDArray[Any]], name: str) -> Layer:
    return Layer(_restored(arrays, name), arrays[f"{name}.biases"].astype(np.float32))


def open_context_model(path: Path) -> ContextModel:
    """Read the model at `path`.

    Raises:
        ValueError: the file is not a model of this version.
    """
    arrays, header = read_arrays(path, MAGIC)
    layers = [f"layer{place}" for place in range(header["layers"])]
    return ContextModel(
        header["reach"],
        header["group"],
        _restored(arrays, "embeddings"),
        _layer(arrays, "before"),
        _layer(arrays, "after"),
        tuple(_layer(arrays, name) for name in (*layers, "query")),
        arrays["biases"].astype(np.float32),
        header["trust"],
    )


@cache
def default_context_model() -> ContextModel | None:
    """Return the model that ships with the package; it is opened once."""
    with as_file(files("i18n_tool.mojibake") / "data" / "zh_en.context") as path:
        return open_context_model(path) if path.is_file() else None
