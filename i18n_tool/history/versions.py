"""The earlier versions of a file as texts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from i18n_tool.errors import InputError
from i18n_tool.history.git import MOST_BYTES, Repository, Version

#: How many commits are looked at unless more are asked for.
MOST_VERSIONS: Final = 100
_BOM: Final = "\ufeff"


class FileVersions:
    """The versions of a file in git, the latest first: pairs of a name, such as `1a2b3c4d (2024-05-01)`, and a text.

    Each is read when it is asked for, whatever encoding it is in. Those that are no text are left out.

    Attributes:
        looked_at: how many versions were read.
        has_more: whether the history has more than were asked for.
        is_shallow: whether the clone lacks the beginning of the history.
    """

    def __init__(self, repository: Repository, most: int, limit: int) -> None:
        history = repository.history(most)
        self.has_more = history.has_more
        self.is_shallow = history.is_shallow
        self.looked_at = 0
        self._repository = repository
        self._versions: tuple[Version, ...] = history.versions
        self._limit = limit

    def describe(self) -> str:
        """Say what was looked at, and where there may be more."""
        if not self._versions:
            return "git knows no version of it"
        text = f"{self.looked_at} of its versions in git were looked at"
        if self.looked_at < len(self._versions):
            return text
        if self.has_more:
            return f"{text}, and there are more"
        return (
            f"{text}; the clone is shallow, so that there may be more" if self.is_shallow else f"{text}, all there are"
        )

    def __len__(self) -> int:
        return len(self._versions)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        if not self._versions:
            return
        with self._repository.contents(self._limit) as contents:
            for version in self._versions:
                self.looked_at += 1
                data = contents.read(version)
                if data is not None and (text := _decode(data)) is not None:
                    yield version.name, text


def file_versions(path: Path, *, most: int = MOST_VERSIONS, name: str | None = None) -> FileVersions:
    """Return the earlier versions of a file, also those under earlier names.

    Nothing but git itself is run, whatever the repository's configuration says, and nothing is fetched.

    Args:
        path: the file.
        most: how many of the latest commits that changed it are looked at.
        name: the file as messages tell it.

    Raises:
        InputError: git is not installed, the file is in no repository, or git cannot read it.
    """
    limit = max(MOST_BYTES, 2 * path.stat().st_size) if path.exists() else MOST_BYTES
    return FileVersions(Repository(path, name), most, limit)


def _decode(data: bytes) -> str | None:
    """Return a version as text, whatever it is encoded in; None where that cannot be told for all of it."""
    try:
        return data.decode("utf-8").removeprefix(_BOM) if b"\0" not in data else None
    except UnicodeDecodeError:
        pass
    from i18n_tool.mojibake.decoding import decode

    try:
        decoded = decode(data)
    except InputError:
        return None
    return None if decoded.undecoded else decoded.text.removeprefix(_BOM)
