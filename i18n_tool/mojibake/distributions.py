"""What is likely in the gaps of a text: the candidates of each and how likely they are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, overload

from i18n_tool.mojibake.channels._base import GAP

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Posterior(NamedTuple):
    """The likeliest candidates of a gap and how likely they are, in that order; none where nothing tells."""

    characters: tuple[str, ...]
    probabilities: tuple[float, ...]


class Distributions(Sequence[Posterior]):
    """The distributions of many gaps: the likeliest of each is at hand, the rest is made when it is asked for.

    Args:
        texts: the candidates of all gaps, those of a gap together, the likeliest first.
        shares: how likely each of them is.
        starts: where the candidates of each gap begin.
        ends: where they end.
    """

    def __init__(
        self, texts: Sequence[str], shares: NDArray[np.float64], starts: NDArray[np.intp], ends: NDArray[np.intp]
    ) -> None:
        self._texts: Sequence[str] = texts
        self._shares: list[float] = shares.tolist()
        self._starts: list[int] = starts.tolist()
        self._ends: list[int] = ends.tolist()
        self._changed: dict[int, Posterior] = {}

    @cached_property
    def best(self) -> list[str]:
        """The likeliest candidate of each gap, "" where nothing tells."""
        return [self._texts[start] if start < end else "" for start, end in zip(self._starts, self._ends, strict=True)]

    @cached_property
    def probabilities(self) -> list[float]:
        """How likely it is, 0 where nothing tells."""
        return [
            self._shares[start] if start < end else 0.0 for start, end in zip(self._starts, self._ends, strict=True)
        ]

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, gap: int) -> Posterior: ...
    @overload
    def __getitem__(self, gap: slice) -> list[Posterior]: ...

    def __getitem__(self, gap: int | slice) -> Posterior | list[Posterior]:
        if isinstance(gap, slice):
            return [self[one] for one in range(*gap.indices(len(self)))]
        if gap in self._changed:
            return self._changed[gap]
        start, end = self._starts[gap], self._ends[gap]
        return Posterior(tuple(self._texts[start:end]), tuple(self._shares[start:end]))

    def put(self, gap: int, posterior: Posterior) -> None:
        """Replace the distribution of a gap."""
        self._changed[gap] = posterior
        characters, probabilities = posterior
        self.best[gap] = characters[0] if characters else ""
        self.probabilities[gap] = probabilities[0] if probabilities else 0.0


def filled(text: str, characters: Sequence[str]) -> list[str]:
    """Return the parts of a text with something in each gap: what is known and what is in the gaps take turns."""
    known = text.split(GAP)
    parts = [""] * (2 * len(known) - 1)
    parts[::2] = known
    parts[1::2] = characters
    return parts
