"""What a document says elsewhere: characters and pairs that it has undamaged are likelier in its gaps, too.

This is the cache model of Kuhn and De Mori (1990), for gaps that have text on both sides: the n-grams' probabilities of
a character, of its pair with the one before and of its pair with the one after are each compared with what they become
once the document's own counts are added (a Dirichlet prior of so many symbols of text in general).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from i18n_tool.mojibake.symbols import BITS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from i18n_tool.mojibake.language_model import LanguageModel

    Keys = NDArray[np.uint64]
    Logs = NDArray[np.float32]
    Indices = NDArray[np.intp]
    Flags = NDArray[np.bool_]

#: So many symbols of general text are taken with those of the document, for characters and for what stands beside one.
GENERAL: Final = 2000
GENERAL_BESIDE: Final = 10
#: How far the three comparisons are trusted; fitted on documents that no model had seen.
CHARACTER_WEIGHT: Final = 0.20
BEFORE_WEIGHT: Final = 0.16
AFTER_WEIGHT: Final = 0.30

_BITS = np.uint64(BITS)


class Recurrences:
    """Counts of the characters and pairs of some texts.

    Args:
        model: the n-grams of text in general.
        texts: symbols, and which of them are beyond doubt.
    """

    def __init__(self, model: LanguageModel, texts: Iterable[tuple[Keys, Flags]]) -> None:
        texts = list(texts)
        self._model = model
        self._characters = np.zeros(1 << BITS, dtype=np.float32)
        for symbols, certain in texts:
            self._characters += np.bincount(symbols[certain].astype(np.intp), minlength=1 << BITS)
        pairs = [((symbols[:-1] << _BITS) | symbols[1:])[certain[:-1] & certain[1:]] for symbols, certain in texts]
        self._pairs, self._counts = np.unique(np.concatenate(pairs), return_counts=True)

    def scores(self, symbols: Keys, starts: Indices, ends: Indices, candidates: Keys) -> Logs:
        """Return what the counts say for candidates, each given with where its gap begins and ends in a text."""
        total: Logs = CHARACTER_WEIGHT * self._alone(candidates)
        total += BEFORE_WEIGHT * self._beside(symbols[starts - 1], candidates)
        total += AFTER_WEIGHT * self._beside(candidates, symbols[ends])
        return total

    def _alone(self, candidates: Keys) -> Logs:
        counts, of = self._characters[candidates], self._characters.sum()
        return _gain(counts, of, self._model.unigrams[candidates], GENERAL)

    def _beside(self, before: Keys, after: Keys) -> Logs:
        pairs = (before << _BITS) | after
        places = np.minimum(np.searchsorted(self._pairs, pairs), len(self._pairs) - 1)
        counts = np.where(self._pairs[places] == pairs, self._counts[places], 0).astype(np.float32)
        general, _ = self._model.extend(self._model.state_of(before), after)
        return _gain(counts, self._characters[before], general, GENERAL_BESIDE)


def _gain(counts: Logs, of: Logs, general: Logs, weight: int) -> Logs:
    """Return by how much a share (log) grows with counts of `counts` in `of`, when it stands for so many itself."""
    gain: Logs = np.log1p(counts * np.exp(-general) / weight) - np.log1p(of / weight)
    return gain
