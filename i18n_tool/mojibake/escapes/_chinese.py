"""Tells Chinese from what merely decodes as Chinese: most pairs of bytes are some Chinese character in GBK or UTF-16."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Text of which a character costs more than this on average (nats, given the four before it) need not be Chinese. Common
#: words cost 4 to 10; Russian, Korean or French words whose bytes are read as GBK cost 11 to 25.
MOST_NATS: Final = 10.5


def log_probabilities(text: str) -> NDArray[np.float32]:
    """Return how likely each character is after the four before it, as a natural logarithm."""
    import numpy as np

    from i18n_tool.mojibake.language_model import default_model
    from i18n_tool.mojibake.symbols import BITS, ORDER

    model = default_model()
    points = np.frombuffer(("\n" * (ORDER - 1) + text).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    symbols = model.classes_of(points)
    contexts = np.zeros(len(text), dtype=np.uint64)
    for place in range(ORDER - 1):
        contexts = (contexts << np.uint64(BITS)) | symbols[place : place + len(text)]
    scores, _ = model.extend(model.state_of(contexts), symbols[ORDER - 1 :])
    return scores + model.within_of(points[ORDER - 1 :])


@lru_cache(maxsize=1 << 12)
def is_clearly_chinese(text: str) -> bool:
    """Tell whether the Chinese characters of a text make words; what else is in it counts only as what precedes them.

    >>> is_clearly_chinese("你好"), is_clearly_chinese("幸勺旁")
    (True, False)
    """
    from i18n_tool.mojibake.symbols import simplify

    words = simplify(text)
    scores = [score for char, score in zip(words, log_probabilities(words).tolist(), strict=True) if is_han(char)]
    return bool(scores) and sum(scores) > -MOST_NATS * len(scores)


def is_han(char: str) -> bool:
    """Tell whether a character is one of those that Chinese is written with, the rare ones included."""
    return "\u3400" <= char <= "\u9fff"
