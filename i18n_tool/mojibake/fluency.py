"""How fluent Chinese reads, for damage of which the encoding itself proves nothing.

Hardly any bytes are UTF-8 by chance, but nearly every two bytes are a character of GBK or Big5. What tells such a
reading from accident is that it says something: real text surprises the language model less than characters drawn
at random.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from i18n_tool.mojibake.language_model import default_model
from i18n_tool.mojibake.symbols import BITS, ORDER, simplify

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Characters that two bytes of an everyday range can be.
_CHANCE: Final = -math.log(7000)
#: The first byte in Big5 of characters beyond the everyday ones.
_FIRST_OF_RARE: Final = 0xC9
#: For `is_everyday`: characters, and the share of them.
_LONG: Final = 16
_EVERYDAY_SHARE: Final = 0.95
#: The least that one character says: text can hold a rare name.
_LEAST: Final = -7.0
#: How much of the text before and after counts as context.
_REACH: Final = 8


def is_everyday(text: str) -> bool:
    """Tell whether a text is long and has next to nothing but everyday characters, which none has by chance.

    These are the first half of GB 2312, or of Big5, in which a character drawn at random from the set hardly is. (That
    holds where each byte was a letter or a sign; kana, say, are everyday characters in another set.)
    """
    if len(text) < _LONG:
        return False
    for codec, first_of_rare in (("gb2312", 0xD8), ("big5", _FIRST_OF_RARE)):
        data = text.encode(codec, "replace")
        everyday = sum(byte < first_of_rare for byte in data[::2]) if len(data) == 2 * len(text) else 0
        if everyday >= _EVERYDAY_SHARE * len(text):
            return True
    return False


def fluency(texts: Sequence[tuple[str, str, str]]) -> list[float]:
    """Return by how much each text is likelier than characters drawn at random, in nats.

    Each is taken as simplified or as traditional Chinese, whichever is likelier.

    Args:
        texts: each with what stands before and after it. Characters beyond ASCII count.
    """
    models = default_model("Hans"), default_model("Hant")
    model = models[0]
    parts: list[str] = []
    owners: list[int] = []
    for owner, (before, text, after) in enumerate(texts):
        for piece, counted in ((f"\n{before[-_REACH:]}", False), (text, True), (after[:_REACH], False)):
            simple = simplify(piece)
            parts.append(simple)
            owners += [owner if counted and char > "\x7f" else -1 for char in simple]
    joined = "\n" * ORDER + "".join(parts)
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    symbols = model.classes_of(points)
    contexts = np.zeros(len(symbols), dtype=np.uint64)
    for back in range(1, ORDER):
        contexts[back:] |= symbols[:-back] << np.uint64(BITS * (back - 1))
    owner_of = np.array([-1] * ORDER + owners)
    places = np.flatnonzero(owner_of >= 0)
    scores, _ = model.extend(model.state_of(contexts[places]), symbols[places])
    scores -= np.float32(_CHANCE)
    owner_of = owner_of[places]
    totals = [_totals(scores + written.within_of(points[places]), owner_of, len(texts)) for written in models]
    likeliest: list[float] = np.maximum(*totals).tolist()
    return likeliest


def _totals(scores: NDArray[np.float32], owner_of: NDArray[np.intp], owners: int) -> NDArray[np.float64]:
    totals = np.bincount(owner_of, weights=np.maximum(scores, _LEAST), minlength=owners)
    return totals.astype(np.float64)  # without any text the counts are integers
