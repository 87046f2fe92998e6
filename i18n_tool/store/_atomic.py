"""Writes files so that a crash leaves the old file or the new one, and no other writer's work is lost."""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from i18n_tool.errors import ConflictError, I18nToolError, InputError

#: How long to wait for another writer, in seconds; a save of a few records takes far less.
LOCK_TIMEOUT = 3.0


@dataclass(frozen=True, slots=True)
class FileWrite:
    """A file to write.

    Args:
        path: the file, as the user named it.
        content: its bytes.
        digest: the SHA-256 of what was read from it; None when it must not exist.
    """

    path: Path
    content: bytes
    digest: str | None


def write_files(folder: Path, writes: Sequence[FileWrite]) -> None:
    """Write files below a folder, one after another, each as a whole or not at all.

    Raises:
        ConflictError: another program is writing there, or a file is no longer what was read.
        InputError: a file lies outside the folder, or cannot be written.
    """
    if not writes:
        return
    targets = [(write, _target(folder, write.path)) for write in writes]
    with _locked(folder):
        for write, target in targets:
            _refuse_changed(write, target, "nothing was written")
        done = 0
        try:
            for write, target in targets:
                _write(write, target)
                done += 1
        except I18nToolError as error:
            if done:
                error.args = (f"{error} ({done} of {len(writes)} files were written before it)",)
            raise
        finally:
            for directory in {target.parent for _, target in targets[: done + 1]}:
                _sync_directory(directory)


def write_file(path: Path, content: bytes, *, expected: bytes | None) -> None:
    """Write one file as a whole or not at all; a device or a pipe is simply written to.

    Args:
        path: the file; behind a symbolic link, the file that it leads to.
        content: its bytes.
        expected: what it held when it was read; None when it must not exist.

    Raises:
        ConflictError: another program is writing beside it, or it is no longer what was read.
        InputError: it cannot be written.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        try:
            target.write_bytes(content)
        except OSError as error:
            raise InputError(f"cannot be written: {error.strerror}", path=str(path)) from None
        return
    digest = None if expected is None else hashlib.sha256(expected).hexdigest()
    write_files(target.parent, [FileWrite(target, content, digest)])


class StagedFile:
    """A file that is written in parts: what is there stays until `commit`, and stays for good without it.

    A device or a pipe is simply written to.

    Args:
        path: the file; behind a symbolic link, the file that it leads to.

    Raises:
        InputError: it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._target = path.resolve()
        self._is_plain = not self._target.exists() or self._target.is_file()
        self._temporary = self._target.parent / f".{secrets.token_hex(8)}.tmp" if self._is_plain else self._target
        with self._errors():
            self._temporary.parent.mkdir(parents=True, exist_ok=True)
            self._file = _create(self._temporary) if self._is_plain else self._target.open("wb")

    def __enter__(self) -> StagedFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Drop what was not committed."""
        with suppress(OSError):
            self._file.close()
        if self._is_plain:
            with suppress(OSError):
                self._temporary.unlink()

    def write(self, data: bytes) -> None:
        """Write a part."""
        with self._errors():
            self._file.write(data)

    def commit(self, *, expected: str | None) -> None:
        """Put what was written in the place of the file.

        Args:
            expected: what `digest_of` said of it when it was read; None when it must not exist.

        Raises:
            ConflictError: it is no longer what was read, or another program is writing beside it.
        """
        if not self._is_plain:
            with self._errors():
                self._file.close()
            return
        with self._errors():
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            with suppress(FileNotFoundError):
                self._temporary.chmod(stat.S_IMODE(self._target.stat().st_mode))
        with _locked(self._target.parent):
            _refuse_changed(FileWrite(self._path, b"", expected), self._target, "it was not written")
            with self._errors():
                self._temporary.replace(self._target)
            _sync_directory(self._target.parent)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise InputError(f"cannot be written: {error.strerror}", path=str(self._path)) from None


def digest_of(path: Path) -> str | None:
    """Return the SHA-256 of a file of any size; None when there is none."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while part := file.read(1 << 16):
                digest.update(part)
    except FileNotFoundError:
        return None
    return digest.hexdigest()


def _target(folder: Path, path: Path) -> Path:
    """Return the real file behind a path, which must lie below the folder whatever symbolic links say."""
    target = path.resolve()
    if not target.is_relative_to(folder.resolve()):
        raise InputError("a symbolic link leads out of the catalogue's folder; nothing was written", path=str(path))
    return target


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    name = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:32]
    user = os.getuid() if hasattr(os, "getuid") else 0
    lock = FileLock(Path(tempfile.gettempdir()) / f"i18n-tool-{user}-{name}.lock", timeout=LOCK_TIMEOUT)
    try:
        lock.acquire()
    except Timeout:
        message = f"{folder}: another program is writing to this catalogue; nothing was written"
        raise ConflictError(message) from None
    except OSError as error:
        raise InputError(f"the lock file cannot be made: {error.strerror}", path=lock.lock_file) from None
    try:
        yield
    finally:
        lock.release()


def _refuse_changed(write: FileWrite, target: Path, outcome: str) -> None:
    try:
        digest = digest_of(target)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=str(write.path)) from None
    if digest != write.digest:
        what = "appeared on disk" if write.digest is None else "changed on disk"
        raise ConflictError(f"{write.path}: {what} since it was read; {outcome}")


def _write(write: FileWrite, target: Path) -> None:
    temporary = target.parent / f".{secrets.token_hex(8)}.tmp"  # hidden, so that no reader takes it for a record
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _write_temporary(temporary, target, write.content)
            _refuse_changed(write, target, "it was not written")
            temporary.replace(target)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", path=str(write.path)) from None


def _write_temporary(temporary: Path, target: Path, content: bytes) -> None:
    with _create(temporary) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileNotFoundError):
        temporary.chmod(stat.S_IMODE(target.stat().st_mode))


def _create(temporary: Path) -> BinaryIO:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    return open(os.open(temporary, flags, 0o666), "wb")  # noqa: PTH123  # Path.open takes no descriptor


def _sync_directory(directory: Path) -> None:
    """Make the new names last; Windows has no such call, and some network file systems refuse it."""
    with suppress(OSError):
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
