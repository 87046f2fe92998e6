"""What many repairs have in common: passages that were repaired alike, and how many there are of each kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from i18n_tool.mojibake.results import Inference, Repair, RepairEdit, Unresolved
from i18n_tool.spans import Span

#: An inferred character that is less likely counts as uncertain.
CERTAIN: Final = 0.99

_LOSSES: Final = re.compile(r", \d+ bytes? lost")


@dataclass(frozen=True, slots=True)
class EditGroup:
    """Passages that were damaged and repaired alike.

    Attributes:
        edit: the least sure of them, at the place of the first.
        spans: where all of them stand, in order.
    """

    edit: RepairEdit
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class UnresolvedGroup:
    """Passages that look alike and were left for the same reason.

    Attributes:
        left: the first of them.
        spans: where all of them stand, in order.
    """

    left: Unresolved
    spans: tuple[Span, ...]


@dataclass(slots=True)
class Tally:
    """How many passages were damaged in one way, and what it took to repair them.

    Attributes:
        passages: how many there are.
        inferred: how many of their characters were inferred.
        uncertain: how many of these are uncertain.
    """

    passages: int = 0
    inferred: int = 0
    uncertain: int = 0


@dataclass(slots=True)
class Summary:
    """How many passages were repaired, by what had happened to them, and how many were left, by the reason."""

    repaired: dict[str, Tally] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)


def is_uncertain(inference: Inference) -> bool:
    """Tell whether an inferred character deserves a look."""
    return inference.probability < CERTAIN


def group_edits(edits: Iterable[RepairEdit]) -> list[EditGroup]:
    """Return the edits, equal ones as one, in order of the first of each."""
    groups: dict[tuple[str, str, str, tuple[int, ...]], list[RepairEdit]] = {}
    for edit in edits:
        doubtful = tuple(one.offset for one in edit.alternatives if is_uncertain(one))
        groups.setdefault((edit.before, edit.after, edit.channel, doubtful), []).append(edit)
    return [
        EditGroup(
            replace(min(members, key=lambda edit: edit.confidence), span=members[0].span),
            tuple(edit.span for edit in members),
        )
        for members in groups.values()
    ]


def group_unresolved(unresolved: Iterable[Unresolved]) -> list[UnresolvedGroup]:
    """Return what was left, equal passages as one, in order of the first of each."""
    groups: dict[tuple[str, str, str], list[Unresolved]] = {}
    for left in unresolved:
        groups.setdefault((left.text, left.reason, left.guess), []).append(left)
    return [UnresolvedGroup(members[0], tuple(left.span for left in members)) for members in groups.values()]


def summarise(repairs: Sequence[Repair]) -> Summary:
    """Count the passages of some repairs by what had happened to them, the most frequent first.

    >>> from i18n_tool.mojibake import repair
    >>> summarise([repair("RenÃ© und AndrÃ©")]).repaired
    {'UTF-8 read as windows-1252': Tally(passages=2, inferred=0, uncertain=0)}
    """
    summary = Summary()
    for repair in repairs:
        for edit in repair.edits:
            tally = summary.repaired.setdefault(_LOSSES.sub("", edit.channel), Tally())
            tally.passages += 1
            tally.inferred += len(edit.alternatives)
            tally.uncertain += sum(map(is_uncertain, edit.alternatives))
        for left in repair.unresolved:
            summary.left[left.reason] = summary.left.get(left.reason, 0) + 1
    summary.repaired = dict(sorted(summary.repaired.items(), key=lambda item: -item[1].passages))
    summary.left = dict(sorted(summary.left.items(), key=lambda item: -item[1]))
    return summary
