"""A file that is written in parts replaces the old one as a whole, or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from i18n_tool.errors import ConflictError, InputError
from i18n_tool.store import StagedFile, digest_of


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_parts_become_one_file(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "a.md"
    with StagedFile(path) as staged:
        for part in (b"one ", b"", b"two"):
            staged.write(part)
        assert not path.exists()
        staged.commit(expected=None)
    assert path.read_bytes() == b"one two"
    assert names(path.parent) == ["a.md"]


def test_what_is_not_committed_leaves_no_trace(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"before")
    with StagedFile(path) as staged:
        staged.write(b"half")
    assert path.read_bytes() == b"before"
    assert names(tmp_path) == ["a.md"]


@pytest.mark.parametrize(("before", "meanwhile"), [(None, b"new"), (b"before", b"changed"), (b"before", None)])
def test_a_file_that_changed_meanwhile_is_kept(tmp_path: Path, before: bytes | None, meanwhile: bytes | None) -> None:
    path = tmp_path / "a.md"
    if before is not None:
        path.write_bytes(before)
    expected = digest_of(path)
    with StagedFile(path) as staged:
        staged.write(b"mine")
        path.unlink(missing_ok=True)
        if meanwhile is not None:
            path.write_bytes(meanwhile)
        with pytest.raises(ConflictError, match=r"a\.md: .* since it was read; it was not written"):
            staged.commit(expected=expected)
    assert (path.read_bytes() if path.exists() else None) == meanwhile


def test_rights_and_links_survive(tmp_path: Path) -> None:
    path, link = tmp_path / "a.md", tmp_path / "link.md"
    path.write_bytes(b"before")
    path.chmod(0o640)
    link.symlink_to(path)
    with StagedFile(link) as staged:
        staged.write(b"after")
        staged.commit(expected=digest_of(link))
    assert path.read_bytes() == b"after"
    assert path.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()


@pytest.mark.skipif(sys.platform == "win32", reason="other systems have other devices")
def test_a_device_is_written_to() -> None:
    with StagedFile(Path("/dev/null")) as staged:
        staged.write(b"gone")
        staged.commit(expected=None)
    assert Path("/dev/null").is_char_device()


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"")
    with pytest.raises(InputError, match="cannot be written"):
        StagedFile(tmp_path / "a.md" / "b.md")


def test_the_digest_of_no_file(tmp_path: Path) -> None:
    assert digest_of(tmp_path / "none") is None
