"""A report of repairs that is written while they are made, so that it may be larger than the memory."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from i18n_tool.cli._repair_report import (
    describe_edit,
    describe_encodings,
    describe_passage,
    describe_unresolved,
    to_json,
)
from i18n_tool.cli._session import refuse_folder

if TYPE_CHECKING:
    from i18n_tool.mojibake.stream import RepairedBlock
    from i18n_tool.spans import Span

_LISTS = ("passages", "edits", "unresolved")


class ReportFile:
    """The same JSON as `render_report` has, one edit a line. What is at `path` stays until `commit`.

    Each file's lists are kept in temporary files until it ends, for they come mixed.
    """

    def __init__(self, path: Path) -> None:
        from i18n_tool.store import StagedFile, digest_of

        refuse_folder(path)
        self._before = digest_of(path) if path.is_file() else None
        self._staged = StagedFile(path)
        self._open = ExitStack()
        self._open.callback(self._staged.close)
        self._lists: dict[str, IO[bytes]] = {
            name: self._open.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
            for name in _LISTS
        }
        self._name = ""
        self._files = 0

    def __enter__(self) -> ReportFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def begin(self, name: str) -> None:
        """Begin the report of a file."""
        self._name = name
        for entries in self._lists.values():
            entries.truncate(0)
            entries.seek(0)

    def add(self, block: RepairedBlock) -> None:
        """Add what was done to a block, and what was left."""

        def place(span: Span) -> dict[str, int]:
            line, column = block.place(span.start)
            return {"line": line, "column": column, "start": block.start + span.start, "end": block.start + span.end}

        self._extend("passages", (describe_passage(passage, place) for passage in block.decoded.passages))
        self._extend("edits", (describe_edit(edit, place) for edit in block.repair.edits))
        self._extend("unresolved", (describe_unresolved(left, place) for left in block.repair.unresolved))

    def _extend(self, name: str, entries: Iterable[dict[str, Any]]) -> None:
        file = self._lists[name]
        for entry in entries:
            file.write((b",\n      " if file.tell() else b"\n      ") + to_json(entry, indent=None))

    def end(self, lines: Mapping[str, int]) -> None:
        """End the report of a file, given how many lines were in each encoding."""
        self._staged.write(b",\n  {" if self._files else b"[\n  {")
        self._staged.write(b'\n    "name": ' + to_json(self._name, indent=None))
        self._staged.write(b',\n    "encodings": ' + to_json(describe_encodings("UTF-8", lines), indent=None))
        for name, entries in self._lists.items():
            self._staged.write(f',\n    "{name}": ['.encode())
            entries.seek(0)
            shutil.copyfileobj(entries, self._staged)
            self._staged.write(b"]")
        self._staged.write(b"\n  }")
        self._files += 1

    def commit(self) -> None:
        """Write the report; there must be a file in it."""
        self._staged.write(b"\n]\n")
        self._staged.commit(expected=self._before)
