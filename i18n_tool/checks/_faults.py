"""What was wrong in the files of a catalogue when it was read: as problems, and as a reason for other problems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from i18n_tool.checks._base import Problem
from i18n_tool.model import Catalogue, FaultKind


def problems_of(catalogue: Catalogue, kind: FaultKind) -> Iterator[Problem]:
    """Yield a problem for each fault of one kind."""
    for fault in catalogue.faults:
        if fault.kind == kind:
            yield Problem(fault.message, fault.field, paper=fault.record, at=(fault.line, fault.column))


def has_homeless(catalogue: Catalogue) -> bool:
    """Return whether there are papers that may be in any section, since what says it was not read."""
    return bool(catalogue.unread) or any(fault.field[:1] == ("section",) for fault in catalogue.faults)


class Faulty:
    """The records that were not read whole.

    Attributes:
        records: the papers, None among them for the list itself.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.records = {fault.record for fault in catalogue.faults}
        self._fields = {(fault.record, fault.field[0]) for fault in catalogue.faults if fault.field}

    def explain(self, problem: Problem) -> bool:
        """Return whether a problem, such as a missing text, is only that its field was not read."""
        return problem.at is None and bool(problem.field) and (problem.paper, problem.field[0]) in self._fields

    def unfixed(self, problem: Problem) -> Problem:
        """Return the problem without its fix where it is in a record that was not read whole and cannot be changed."""
        return replace(problem, fix=None) if problem.fix and problem.paper in self.records else problem
