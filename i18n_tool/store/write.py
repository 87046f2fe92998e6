"""Writes what changed in a catalogue: surgical edits of the files that are there, new files for new papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from i18n_tool.errors import InputError, UsageError
from i18n_tool.model import KEY_PATTERN, Catalogue, Paper
from i18n_tool.store._atomic import FileWrite, write_files
from i18n_tool.store._files import Record
from i18n_tool.store._yaml import Document, parse
from i18n_tool.store.decode import decode_header, decode_paper
from i18n_tool.store.edit import edit_document
from i18n_tool.store.encode import Tree, header_tree, paper_tree, render_document
from i18n_tool.store.load import HEADER_NAME, Stored

#: The longest id; file systems take names of 255 bytes.
_MAX_ID = 200


@dataclass(frozen=True, slots=True)
class Saved:
    """What `save` wrote, or would write: paths below the catalogue's folder as the user named it."""

    created: tuple[Path, ...] = ()
    changed: tuple[Path, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.created or self.changed)


@dataclass(frozen=True, slots=True)
class _Change:
    """The new text of one file; `record` is what was read of it, None for a new file."""

    path: Path
    text: str
    record: Record | None


def save(stored: Stored, catalogue: Catalogue, *, dry_run: bool = False) -> Saved:
    """Write what differs between a catalogue and the files that it was read from; nothing where nothing differs.

    Every new text is made and read back before the first is written. No file is ever deleted.

    Args:
        stored: what was read; read it again before saving another time.
        catalogue: what the files should say.
        dry_run: write nothing, only tell what would be.

    Raises:
        ConflictError: a file changed since it was read, or another program is writing.
        InputError: the catalogue holds what a record cannot, a file cannot be written, or a paper was changed whose
            record was not read whole.
        UsageError: the catalogue lacks a paper that has a file.
    """
    changes = list(_changes(stored, catalogue))
    if not dry_run:
        write_files(stored.folder, [_file_write(change) for change in changes])
    return Saved(
        created=tuple(change.path for change in changes if change.record is None),
        changed=tuple(change.path for change in changes if change.record is not None),
    )


def preview(stored: Stored, catalogue: Catalogue) -> dict[Path, tuple[str, str]]:
    """Return the old and the new text of each file that `save` would write; the old text of a new file is empty.

    Raises:
        InputError: the catalogue holds what a record cannot.
        UsageError: the catalogue lacks a paper that has a file.
    """
    return {
        change.path: (change.record.text if change.record else "", change.text)
        for change in _changes(stored, catalogue)
    }


def _file_write(change: _Change) -> FileWrite:
    encoding = "utf-8-sig" if change.record and change.record.has_bom else "utf-8"
    return FileWrite(change.path, change.text.encode(encoding), change.record.digest if change.record else None)


def _changes(stored: Stored, catalogue: Catalogue) -> list[_Change]:
    """Return the changes in the order of writing: a section is there before its papers, and goes after them."""
    if stored.catalogue.faults:
        stored, catalogue = _without_faulty(stored, catalogue)
    _check_papers(stored, catalogue)
    header = list(_header_change(stored, catalogue))
    papers = list(_paper_changes(stored, catalogue))
    kept = {section.key for section in catalogue.sections}
    loses_section = any(section.key not in kept for section in stored.catalogue.sections)
    return papers + header if loses_section else header + papers


def _without_faulty(stored: Stored, catalogue: Catalogue) -> tuple[Stored, Catalogue]:
    """Return what was read and what is to be written without the papers whose records were not read whole.

    Raises:
        InputError: one of these, or the list itself where its file was not read whole, was changed.
    """
    before, after = stored.catalogue.by_id, catalogue.by_id
    faulty = {fault.record for fault in stored.catalogue.faults}
    for fault in stored.catalogue.faults:
        name = fault.record
        is_changed = _own(stored.catalogue) != _own(catalogue) if name is None else before.get(name) != after.get(name)
        if is_changed:
            message = f"{fault.message}; what this file holds besides cannot be changed before, nothing was written"
            raise InputError(message, path=stored.place(name).path, line=fault.line, column=fault.column)
    kept = tuple(paper for paper in stored.catalogue.papers if paper.id not in faulty)
    records = {name: record for name, record in stored.records.items() if name not in faulty}
    return (
        replace(stored, catalogue=replace(stored.catalogue, papers=kept), records=records),
        replace(catalogue, papers=tuple(paper for paper in catalogue.papers if paper.id not in faulty)),
    )


def _own(catalogue: Catalogue) -> Catalogue:
    return replace(catalogue, papers=(), encodings=())


def _check_papers(stored: Stored, catalogue: Catalogue) -> None:
    sections = {section.key for section in catalogue.sections}
    if None in {fault.record for fault in stored.catalogue.faults}:
        # A section that could not be read is there all the same.
        sections |= {paper.section for paper in stored.catalogue.papers}
    for paper in catalogue.papers:
        if not KEY_PATTERN.match(paper.id) or len(paper.id) > _MAX_ID:
            raise InputError(f"the id '{paper.id[:60]}' is not allowed: use small letters and digits, '-' between")
        if paper.section not in sections:
            raise InputError(f"the paper '{paper.id}' is in the section '{paper.section}', which does not exist")
    if len(catalogue.by_id) < len(catalogue.papers):
        twice, _ = Counter(paper.id for paper in catalogue.papers).most_common(1)[0]
        raise InputError(f"two papers have the id '{twice}'")
    if missing := stored.records.keys() - catalogue.by_id.keys():
        raise UsageError(f"the paper '{min(missing)}' would be lost; no file is deleted by saving, delete it yourself")


def _header_change(stored: Stored, catalogue: Catalogue) -> Iterator[_Change]:
    wanted = header_tree(catalogue, _order(stored, catalogue))
    path = stored.folder / HEADER_NAME
    if None in {fault.record for fault in stored.catalogue.faults}:
        return
    if stored.header is None:
        text = render_document(wanted)
    else:
        path = stored.header.path
        current = header_tree(stored.catalogue, stored.order)
        if current == wanted and not _is_recoded(stored.header, None, catalogue):
            return
        text = edit_document(stored.header.document, current, wanted)
    yield _verified(_Change(path, text, stored.header), wanted)


def _paper_changes(stored: Stored, catalogue: Catalogue) -> Iterator[_Change]:
    before = stored.catalogue.by_id
    for paper in catalogue.papers:
        record = stored.records.get(paper.id)
        is_recoded = record is not None and _is_recoded(record, paper.id, catalogue)
        if paper == before.get(paper.id) and not is_recoded:
            continue
        wanted = paper_tree(paper)
        if record is None:
            path = stored.folder / paper.section / f"{paper.id}.yaml"
            yield _verified(_Change(path, render_document(wanted), None), wanted, paper)
            continue
        current = paper_tree(before[paper.id])
        if current != wanted or is_recoded:
            text = edit_document(record.document, current, wanted)
            yield _verified(_Change(record.path, text, record), wanted, paper)


def _is_recoded(record: Record, paper: str | None, catalogue: Catalogue) -> bool:
    """Return whether a record was in another encoding than UTF-8 and is no longer to be."""
    return record.encoding is not None and paper not in dict(catalogue.encodings)


def _verified(change: _Change, wanted: dict[str, Tree], paper: Paper | None = None) -> _Change:
    """Return the change after reading its text back, which must give what is wanted."""
    name = f"the paper '{paper.id}'" if paper else HEADER_NAME
    try:
        change.text.encode()
        found = _read_back(parse(change.text, str(change.path)), paper)
    except UnicodeEncodeError:
        raise InputError(f"{name} holds half of a surrogate pair, which UTF-8 cannot hold") from None
    except InputError as error:
        raise InputError(f"{name} cannot be stored: {error.message}; nothing was written") from None
    if found != wanted:
        message = "the way this file is written does not let it be changed in place; nothing was written"
        raise InputError(message, path=str(change.path))
    return change


def _read_back(document: Document, paper: Paper | None) -> dict[str, Tree]:
    if paper:
        return paper_tree(decode_paper(document, paper.id))
    header = decode_header(document)
    return header_tree(header.catalogue, header.order)


def _order(stored: Stored, catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return the ids that each section must name to keep its papers in order; lists that do so stay as they are."""
    order = {}
    for key, papers in catalogue.by_section.items():
        wanted = tuple(paper.id for paper in papers)
        named = stored.order.get(key)
        grows = bool(named) and not stored.records.keys() >= set(wanted)
        order[key] = wanted if named is None or grows or _natural_order(named, wanted) != wanted else named
    homes = {paper.id: paper.section for paper in catalogue.papers}
    members = {key: set(named) for key, named in order.items()}
    return {
        key: tuple(
            paper
            for paper in named
            if paper not in members.get(homes.get(paper, key), ()) or homes.get(paper, key) == key
        )
        for key, named in order.items()
    }


def _natural_order(named: tuple[str, ...], papers: tuple[str, ...]) -> tuple[str, ...]:
    """Return the papers of a section in the order that its list of names gives them."""
    there = set(papers)
    first = tuple(paper for paper in named if paper in there)
    return first + tuple(sorted(there.difference(first)))
