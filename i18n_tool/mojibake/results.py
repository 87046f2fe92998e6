"""What a repair says: the new text, each change with its reason and its confidence, and what could not be restored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, overload

from i18n_tool.spans import Edit, Span


class Inference(NamedTuple):
    """A character that was inferred, because bytes of it were lost.

    Attributes:
        offset: where it stands in the `after` of its edit.
        character: what was chosen.
        probability: how likely that is, 0 to 1.
        runners_up: the next best characters with their probabilities, the likeliest first.
    """

    offset: int
    character: str
    probability: float
    runners_up: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class RepairEdit:
    """One passage that was repaired.

    Attributes:
        span: where the damaged passage stands in the input.
        before: the passage as it was.
        after: the passage as it is now.
        channel: what had happened to it, in words, such as "UTF-8 read as windows-1254, 3 bytes lost".
        confidence: the probability that all of `after` is right, 0 to 1, as the language model estimates it; what it
            says of single characters is calibrated on text that it was not trained on.
        lossy: whether characters had to be inferred.
        alternatives: for each inferred character, what else it could have been; empty where nothing was lost.
        version: the earlier version that some of `after` was taken from; empty where all is worked out from the text.
    """

    span: Span
    before: str
    after: str
    channel: str
    confidence: float
    lossy: bool
    alternatives: tuple[Inference, ...] = ()
    version: str = ""

    @property
    def replacement(self) -> str:
        """The same as `after`: so that `apply_edits` takes repairs like any other edits."""
        return self.after


class DeferredEdits(Sequence[RepairEdit]):
    """Edits that are worked out when they are first looked at: who wants the text alone does not wait for them.

    Args:
        work_out: returns the edits, in order.
    """

    __slots__ = ("_edits", "_work_out")

    def __init__(self, work_out: Callable[[], tuple[RepairEdit, ...]]) -> None:
        self._work_out: Callable[[], tuple[RepairEdit, ...]] | None = work_out
        self._edits: tuple[RepairEdit, ...] = ()

    def _all(self) -> tuple[RepairEdit, ...]:
        if (work_out := self._work_out) is not None:
            self._edits = work_out()
            self._work_out = None
        return self._edits

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, index: int) -> RepairEdit: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[RepairEdit, ...]: ...
    def __getitem__(self, index: int | slice) -> RepairEdit | tuple[RepairEdit, ...]:
        return self._all()[index]

    def __iter__(self) -> Iterator[RepairEdit]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        return self._all() == tuple(other) if isinstance(other, tuple | DeferredEdits) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[type, tuple[tuple[RepairEdit, ...]]]:
        return tuple, (self._all(),)


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Damage that was left as it was.

    Attributes:
        span: where it stands in the input.
        text: the damaged text.
        reason: why it was not restored, in words.
        guess: what it most likely was, though that is less sure than was asked for; empty where nothing tells.
        probability: how likely `guess` is, 0 to 1.
        alternatives: for each character of `guess`, what else it could have been.
        candidates: for each character that was lost, all that agree with what is left of its bytes; empty where
            nothing is left.
    """

    span: Span
    text: str
    reason: str
    guess: str = ""
    probability: float = 0.0
    alternatives: tuple[Inference, ...] = ()
    candidates: tuple[tuple[str, ...], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Repair:
    """The outcome of `repair`.

    Attributes:
        text: the repaired text; the very object that was given where nothing was repaired.
        edits: what was changed, in order. Applied to the input they give `text`. Those of long texts are worked out
            when they are first looked at.
        unresolved: damage that is still there, in order.
    """

    text: str
    edits: Sequence[RepairEdit] = ()
    unresolved: tuple[Unresolved, ...] = ()

    def plain_edits(self) -> list[Edit]:
        """Return the edits for `i18n_tool.spans.apply_edits`."""
        return [Edit(edit.span, edit.after) for edit in self.edits]
