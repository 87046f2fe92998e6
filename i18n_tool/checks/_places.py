"""Where the texts of a catalogue stand, as far as the checks need to know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from i18n_tool.checks._fields import field_text
from i18n_tool.model import Catalogue, Field


class Place(Protocol):
    """Where something stands: `path` as the user would name it, `line` and `column` counted from 1."""

    @property
    def path(self) -> str: ...

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


class Placed(Protocol):
    """A catalogue that knows where its texts stand; what the store returns is one."""

    @property
    def catalogue(self) -> Catalogue: ...

    def place(self, paper: str | None, field: Field = (), offset: int = 0) -> Place:
        """Return the place of a character of a field of a paper; of the catalogue's own file where `paper` is None."""
        ...


@dataclass(frozen=True, slots=True)
class Changed:
    """A catalogue that differs from what was read: offsets into texts that changed have no place in the files."""

    stored: Placed
    catalogue: Catalogue

    def place(self, paper: str | None, field: Field = (), offset: int = 0) -> Place:
        """Return the place of a character of a field, of the field's beginning where its text has changed."""
        before = field_text(self.stored.catalogue, paper, field)
        is_same = before == field_text(self.catalogue, paper, field)
        return self.stored.place(paper, field, offset if is_same else 0)
