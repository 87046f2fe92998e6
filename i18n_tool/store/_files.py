"""Reads single files of a catalogue: their bytes, what these are encoded in, their text and its tree."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from i18n_tool.errors import InputError
from i18n_tool.store._yaml import Document, parse

#: The largest file that is read; a list of 50,000 papers has a header of 2 MB.
MAX_BYTES = 64 * 2**20

BOM = "\ufeff"

#: Turns the bytes of a file that is not UTF-8 into its text and the name of its encoding; None where that is not sure.
Decode: TypeAlias = Callable[[bytes], "tuple[str, str] | None"]


@dataclass(frozen=True, eq=False)
class Record:
    """One file of a catalogue, as it was read.

    Args:
        path: the file, below the folder as the user named it.
        document: its text, without a byte order mark, and its tree.
        digest: the SHA-256 of its bytes.
        has_bom: whether it begins with a byte order mark.
        encoding: the name of the encoding that it is in, None for UTF-8.
    """

    path: Path
    document: Document
    digest: str
    has_bom: bool = False
    encoding: str | None = None

    @property
    def text(self) -> str:
        """The text of the file, without a byte order mark, its line ends as they are."""
        return self.document.text


def read_record(path: Path, decode: Decode | None = None) -> Record:
    """Read one file and its tree.

    Args:
        path: the file.
        decode: as for `load_catalogue`.

    Raises:
        InputError: it cannot be read, is not UTF-8, or not YAML as a record may use it.
    """
    content = read_bytes(path)
    encoding = None
    try:
        text = _decode(content, path)
    except InputError:
        found = decode(content) if decode else None
        if found is None:
            raise
        text, encoding = found
    has_bom = text.startswith(BOM)
    try:
        document = parse(text.removeprefix(BOM), str(path))
    except InputError as error:
        raise with_encoding(error, encoding) from None
    return Record(path, document, hashlib.sha256(content).hexdigest(), has_bom, encoding)


def read_text(path: Path) -> str:
    """Read one file as text, without a byte order mark.

    Raises:
        InputError: it cannot be read, or is not UTF-8.
    """
    return _decode(read_bytes(path), path).removeprefix(BOM)


def with_encoding(error: InputError, encoding: str | None) -> InputError:
    """Return an error that says what a file was read as, when it is not UTF-8."""
    if encoding is None:
        return error
    message = f"{error.message} (the file is not UTF-8, and was read as {encoding})"
    return InputError(message, path=error.path, line=error.line, column=error.column)


def read_bytes(path: Path) -> bytes:
    """Read one file.

    Raises:
        InputError: it cannot be read, or is too large.
    """
    try:
        if not path.is_file():
            raise InputError("is not a file" if path.exists() else "no such file", path=str(path))
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > MAX_BYTES:
                raise InputError(f"is larger than {MAX_BYTES >> 20} MB", path=str(path))
            return file.read()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=str(path)) from None


def _decode(content: bytes, path: Path) -> str:
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"the byte {content[error.start]:#04x} at position {error.start} is not UTF-8"
        raise InputError(message, path=str(path), line=line) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise InputError("the file holds a NUL byte, so it is no text", path=str(path), line=line)
    return text
