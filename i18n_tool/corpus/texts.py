"""Repair of many texts, each by itself: what a batch of a column costs is what its different texts cost."""

from __future__ import annotations

from typing import Any, NamedTuple


class Outcome(NamedTuple):
    """What the repair of one text did.

    Attributes:
        text: the repaired text; it equals the one that was given where nothing was repaired.
        repairs: how many passages were repaired.
        unresolved: how many damaged passages are left.
        confidence: that of the least certain repair, 0 to 1; None where nothing was repaired.
    """

    text: str
    repairs: int
    unresolved: int
    confidence: float | None


class TextRepairer:
    """Repairs texts one by one, equal ones once.

    Texts are not joined, which would tell more of their damage: no repair of a text may depend on its neighbours.

    Args:
        options: what `i18n_tool.repair` takes beside the text.

    >>> repaired = TextRepairer()
    >>> repaired("RenÃ©").text, repaired("René").repairs
    ('René', 0)
    """

    def __init__(self, **options: Any) -> None:
        from i18n_tool.mojibake import repair

        self._repair = repair
        self._options = options
        self._known: dict[str, Outcome] = {}

    def __call__(self, text: str) -> Outcome:
        """Return what the repair of a text does."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._outcome(text)
        return known

    def _outcome(self, text: str) -> Outcome:
        done = self._repair(text, **self._options)
        confidence = min((edit.confidence for edit in done.edits), default=None)
        return Outcome(done.text, len(done.edits), len(done.unresolved), confidence)
