"""Errors that a user can act on: each message says in one sentence what is wrong and where.

A command prints the message and exits with 2; only a defect of the program itself shows a traceback.
"""

from __future__ import annotations

from collections.abc import Sequence


class I18nToolError(Exception):
    """The base of every error that this package raises on purpose."""


class InputError(I18nToolError):
    """A file or text that was given cannot be used.

    Args:
        message: one clear sentence, without a place.
        path: the file, as the user named it.
        line: the line in it, counted from 1.
        column: the column in that line, counted from 1.

    >>> str(InputError("the key 'id' stands twice", path="summaries/a.yaml", line=3, column=1))
    "summaries/a.yaml:3:1: the key 'id' stands twice"
    >>> str(InputError("no such file", path="list.md"))
    'list.md: no such file'
    """

    def __init__(self, message: str, *, path: str | None = None, line: int | None = None, column: int | None = None):
        place = ":".join(str(part) for part in (path, line, column) if part is not None)
        super().__init__(f"{place}: {message}" if place else message)
        self.message = message
        self.path = path
        self.line = line
        self.column = column


class FaultyFilesError(InputError):
    """Several things are wrong in the files of a catalogue, or several files are; each is told with its place.

    Args:
        errors: what is wrong, in the order in which it is to be told.
    """

    #: How many are told; a list with more has one cause, or is no catalogue.
    MOST = 50

    def __init__(self, errors: Sequence[InputError]):
        lines = [str(error) for error in errors[: self.MOST]]
        if len(errors) > self.MOST:
            lines.append(f"… and {len(errors) - self.MOST:,} more, which `i18n-tool check` lists")
        super().__init__("\n".join([f"{len(errors):,} faults in the files of the catalogue:", *lines]))
        self.errors = tuple(errors)


class UsageError(I18nToolError):
    """The options of a command, or the arguments of a function, do not fit together."""


class ConflictError(I18nToolError):
    """A file changed on disk between reading and writing it; nothing was written."""


class OverlapError(I18nToolError):
    """Two edits of one text overlap, so that neither can be applied."""


class IncompleteError(I18nToolError):
    """Text that an export was told to insist on is missing; nothing was written."""
