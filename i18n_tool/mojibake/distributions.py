"""What is likely in the gaps of a text: the candidates of each and how likely they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, overload


class Posterior(NamedTuple):
    """The likeliest candidates of a gap and how likely they are, in that order; none where nothing tells."""

    characters: tuple[str, ...]
    probabilities: tuple[float, ...]


class Distributions(Sequence[Posterior]):
    """The distributions of many gaps: the likeliest of each is at hand, the rest is made when it is asked for.

    Args:
        texts: the candidates of all gaps, those of a gap together, the likeliest first.
        shares: how likely each of them is.
        bounds: where the candidates of each gap begin and end.

    Attributes:
        best: the likeliest candidate of each gap, "" where nothing tells.
        probabilities: how likely it is, 0 where nothing tells.
    """

    def __init__(
        self, texts: Sequence[str] = (), shares: Sequence[float] = (), bounds: Sequence[tuple[int, int]] = ()
    ) -> None:
        self._texts, self._shares = texts, shares
        self._bounds = bounds
        self._changed: dict[int, Posterior] = {}
        self.best = [texts[start] if start < end else "" for start, end in bounds]
        self.probabilities = [shares[start] if start < end else 0.0 for start, end in bounds]

    def __len__(self) -> int:
        return len(self._bounds)

    @overload
    def __getitem__(self, gap: int) -> Posterior: ...
    @overload
    def __getitem__(self, gap: slice) -> list[Posterior]: ...

    def __getitem__(self, gap: int | slice) -> Posterior | list[Posterior]:
        if isinstance(gap, slice):
            return [self[one] for one in range(*gap.indices(len(self)))]
        if gap in self._changed:
            return self._changed[gap]
        start, end = self._bounds[gap]
        return Posterior(tuple(self._texts[start:end]), tuple(self._shares[start:end]))

    def put(self, gap: int, posterior: Posterior) -> None:
        """Replace the distribution of a gap."""
        self._changed[gap] = posterior
        characters, probabilities = posterior
        self.best[gap] = characters[0] if characters else ""
        self.probabilities[gap] = probabilities[0] if probabilities else 0.0

    def texts_of(self, gaps: Iterable[int]) -> set[str]:
        """Return all candidates of some gaps."""
        return {text for gap in gaps for text in self[gap].characters}

    def of_gaps(self, gaps: Sequence[int]) -> Distributions:
        """Return the distributions of some gaps, in this order."""
        found = Distributions(self._texts, self._shares, [self._bounds[gap] for gap in gaps])
        if self._changed:
            for place, gap in enumerate(gaps):
                if gap in self._changed:
                    found.put(place, self._changed[gap])
        return found
