"""The contract of an importer: one module that ends in `PLUGIN = Importer(…)`.

An importer turns text into a catalogue and reads no files. Text reaches it repaired. It loses nothing: what no field
has a place for goes to `Catalogue.unplaced`, and the second of two entries for one paper becomes a record of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from i18n_tool.model import Catalogue, Unplaced


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the user should know of an import: an oddity of the source and what was done about it.

    Args:
        line: the line in the source, counted from 1.
        message: what is odd, and what was done.
        passage: text of which all found its field, but in a way that the records do not show; it is kept beside them,
            so that a check can find it.
    """

    line: int
    message: str
    passage: Unplaced | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What an importer made of one source.

    Args:
        catalogue: the sections and papers, in the source's order; `unplaced` holds the rest of the text.
        notes: oddities, in the source's order.
        repaired: how many places of the source were repaired before it was read.
        unresolved: how many damaged places could not be repaired; each has a note.
    """

    catalogue: Catalogue
    notes: tuple[Note, ...] = ()
    repaired: int = 0
    unresolved: int = 0


@dataclass(frozen=True, slots=True)
class Importer:
    """An importer.

    Args:
        name: what the user writes after `--from`.
        documentation: the module's docstring: its first line says what it reads.
        detect: from a file's name and the first 64 kB of its text, how sure the importer is that it can read it:
            0 not at all, 1 certain. The importer with the highest value reads it.
        read: turns text and the name of its source (a file name, for messages) into a catalogue; raises InputError
            with the line for text that it cannot read.
    """

    name: str
    documentation: str
    detect: Callable[[str, str], float]
    read: Callable[[str, str], Imported]
