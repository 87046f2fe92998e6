"""What is wrong in the files of a catalogue, collected while it is read, so that one reading finds all of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from i18n_tool.errors import FaultyFilesError
from i18n_tool.model import Fault
from i18n_tool.store._yaml import Misfit


class Faults:
    """The faults of the files that were read so far, in the order of reading."""

    def __init__(self) -> None:
        self._found: list[tuple[str | None, Misfit]] = []

    def add(self, record: str | None, misfits: Iterable[Misfit]) -> None:
        """Add what does not fit in the file of a paper, or in one without; `record` as for `Fault`."""
        self._found += ((record, misfit) for misfit in sorted(misfits, key=_place))

    def refuse(self) -> None:
        """Refuse the catalogue where there is any.

        Raises:
            InputError: there is one.
            FaultyFilesError: there are several.
        """
        errors = [misfit.error for _, misfit in self._found]
        if errors:
            raise FaultyFilesError(errors) if len(errors) > 1 else errors[0]

    def __iter__(self) -> Iterator[Fault]:
        for record, misfit in self._found:
            line, column = _place(misfit)
            yield Fault(misfit.kind, record, misfit.field, misfit.error.message, line, column)


def _place(misfit: Misfit) -> tuple[int, int]:
    """Return the line and the column of what does not fit; the beginning of the file where all of it is meant."""
    return misfit.error.line or 1, misfit.error.column or 1
