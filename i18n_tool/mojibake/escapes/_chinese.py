"""Tells Chinese from what merely decodes as Chinese: most pairs of bytes are some character of it in GBK or UTF-16."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Text of which a character costs more than this on average (nats, given the four before it) need not be Chinese.
#: Common words cost 4 to 10; Russian, Korean or French words whose bytes are read as GBK cost 11 to 25.
MOST_NATS: Final = 10.5
#: Texts that are scored at once; bounds the memory.
AT_ONCE: Final = 1 << 10
#: Longer texts are hardly met again.
LONGEST_CACHED: Final = 48
#: Begins a text that nothing precedes.
_APART: Final = "\n\n\n\n"


def log_probabilities_of(texts: Sequence[str]) -> Iterator[NDArray[np.float32]]:
    """Yield the log-probabilities of each text, as `log_probabilities` does; many are scored at once."""
    for first in range(0, len(texts), AT_ONCE):
        batch = texts[first : first + AT_ONCE]
        scores = log_probabilities(_APART.join(batch))
        position = 0
        for text in batch:
            yield scores[position : position + len(text)]
            position += len(text) + len(_APART)


def log_probabilities(text: str) -> NDArray[np.float32]:
    """Return how likely each character is after the four before it, as a natural logarithm."""
    import numpy as np

    from i18n_tool.mojibake.language_model import default_model
    from i18n_tool.mojibake.symbols import BITS, ORDER

    model = default_model()
    points = np.frombuffer((_APART[: ORDER - 1] + text).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    symbols = model.classes_of(points)
    contexts = np.zeros(len(text), dtype=np.uint64)
    for place in range(ORDER - 1):
        contexts = (contexts << np.uint64(BITS)) | symbols[place : place + len(text)]
    scores, _ = model.extend(model.state_of(contexts), symbols[ORDER - 1 :])
    return scores + model.within_of(points[ORDER - 1 :])


def is_clearly_chinese(text: str) -> bool:
    """Tell whether the Chinese characters of a text make words; what else is in it counts only as what precedes them.

    >>> is_clearly_chinese("你好"), is_clearly_chinese("幸勺旁")
    (True, False)
    """
    return _makes_words(text) if len(text) <= LONGEST_CACHED else _makes_words.__wrapped__(text)


@lru_cache(maxsize=1 << 12)
def _makes_words(text: str) -> bool:
    from i18n_tool.mojibake.symbols import simplify

    words = simplify(text)
    scores = [score for char, score in zip(words, log_probabilities(words).tolist(), strict=True) if is_han(char)]
    return bool(scores) and sum(scores) > -MOST_NATS * len(scores)


def cost_of_chinese(text: str, *, traditional: bool) -> float:
    """Return what the Chinese characters of a text cost on average, each by itself, in nats."""
    from i18n_tool.mojibake.decoding.encodings import BIG5, GB18030
    from i18n_tool.mojibake.decoding.legibility import cost_of

    costs = [cost_of(char, BIG5 if traditional else GB18030) for char in text if is_han(char)]
    return sum(costs) / len(costs)


def is_han(char: str) -> bool:
    """Tell whether a character is one of those that Chinese is written with, the rare ones included."""
    return "\u3400" <= char <= "\u9fff"
