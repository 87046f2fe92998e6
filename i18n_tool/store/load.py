"""Reads the folder of a catalogue: one record a paper, and `_catalogue.yaml` for the list itself."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from i18n_tool import garbage
from i18n_tool.errors import InputError
from i18n_tool.model import KEY_PATTERN, Catalogue, Field, Paper, Stray
from i18n_tool.store._faults import Faults
from i18n_tool.store._files import BOM, Decode, Record, read_record, with_encoding
from i18n_tool.store._place import Place
from i18n_tool.store._positions import source_offset
from i18n_tool.store._yaml import Document, MappingNode, Misfit, Node, ScalarNode, SequenceNode, parse
from i18n_tool.store.decode import Header, decode_header, decode_paper, read_header, read_paper

#: The file that holds what belongs to the list as a whole.
HEADER_NAME = "_catalogue.yaml"


@dataclass(frozen=True, eq=False)
class Stored:
    """A catalogue and the files that it was read from.

    Args:
        folder: the folder, as the user named it.
        catalogue: what the files say.
        records: the file of each paper, by the paper's id.
        header: `_catalogue.yaml`; None when there is none yet.
        order: the ids that each section of the header names, by the section's key.
    """

    folder: Path
    catalogue: Catalogue
    records: Mapping[str, Record] = field(default_factory=dict)
    header: Record | None = None
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def place(self, paper: str | None, field: Field = (), offset: int = 0) -> Place:
        """Return where a field, or a character of its text, stands in its file.

        Args:
            paper: the paper's id; the path below the folder of a file that gave no paper; None for `_catalogue.yaml`.
            field: such as `("summary", "zh")` or, in the header, `("sections", key, "title", "en")`. A field that is
                missing gives the place of the nearest one around it that is there.
            offset: the offset in the field's text as the model has it.
        """
        record = self.header if paper is None else self.records.get(paper)
        if record is None:
            return Place(str(self._path_without_record(paper)), 1, 1)
        line, column = record.document.lines.place(_offset_of(record.document, field, offset))
        return Place(str(record.path), line, column)

    def _path_without_record(self, paper: str | None) -> Path:
        if paper is None:
            return self.folder / HEADER_NAME
        # The path of a file that gave no paper has what no id has.
        return self.folder if KEY_PATTERN.match(paper) else self.folder / paper


def load_catalogue(folder: Path, decode: Decode | None = None, *, keep_faults: bool = False) -> Stored:
    """Read a catalogue.

    Args:
        folder: its folder.
        decode: reads the records that are not UTF-8, which the catalogue then names; without it they are errors.
        keep_faults: whether what cannot be read is passed over and kept in the catalogue's `faults`, for checking. The
            records are then those of the list only as far as `_catalogue.yaml` can be read: without it, there are none.

    Raises:
        InputError: the folder or its `_catalogue.yaml` is missing, or a file cannot be used.
        FaultyFilesError: the same, of several things; all are named.
    """
    if not folder.is_dir():
        problem = "is not a folder" if folder.exists() else "no such folder"
        raise InputError(f"{problem}; `i18n-tool import SOURCE` makes a catalogue from a list", path=str(folder))
    if not os.path.lexists(folder / HEADER_NAME):
        message = f"holds no {HEADER_NAME}, so it is no catalogue; `i18n-tool import SOURCE` makes one from a list"
        raise InputError(message, path=str(folder))
    with garbage.left_alone():
        return _load(folder, decode, keep_faults=keep_faults)


def open_or_new(folder: Path, decode: Decode | None = None, *, keep_faults: bool = False) -> Stored:
    """Read a catalogue, or return an empty one when the folder is missing or holds no records.

    Args:
        folder: its folder.
        decode: as for `load_catalogue`.
        keep_faults: as for `load_catalogue`.

    Raises:
        InputError: a file cannot be used, or there are records without a `_catalogue.yaml`.
    """
    if os.path.lexists(folder / HEADER_NAME):
        return load_catalogue(folder, decode, keep_faults=keep_faults)
    if folder.exists() and not folder.is_dir():
        raise InputError("is not a folder", path=str(folder))
    if folder.is_dir() and (first := next(iter(_record_paths(folder)), None)):
        raise InputError(f"a record lies here, but {folder} holds no {HEADER_NAME} with its sections", path=str(first))
    return Stored(folder, Catalogue())


def parse_record(text: str, path: Path) -> Paper | Catalogue:
    """Return what a text says that is a record, or was one: a paper, or the list itself where it is `_catalogue.yaml`.

    Raises:
        InputError: it is not YAML as a record may use it, or something in it does not fit.
    """
    document = parse(text.removeprefix(BOM), str(path))
    if path.name == HEADER_NAME:
        return decode_header(document).catalogue
    name = _entry(document.root, "id")
    return decode_paper(document, name.value if isinstance(name, ScalarNode) else path.stem)


def arrange(header: Header, papers: Iterable[Paper]) -> Catalogue:
    """Return the catalogue with its papers in order: by section, then as the section names them, then by id."""
    sections = {section.key: number for number, section in enumerate(header.catalogue.sections)}
    ranks = {key: {paper: rank for rank, paper in enumerate(named)} for key, named in header.order.items()}

    def position(paper: Paper) -> tuple[int, float, str]:
        rank = ranks.get(paper.section, {}).get(paper.id, float("inf"))
        return sections.get(paper.section, len(sections)), rank, paper.id

    return replace(header.catalogue, papers=tuple(sorted(papers, key=position)))


def _load(folder: Path, decode: Decode | None, *, keep_faults: bool) -> Stored:
    faults = Faults()
    reading = _Reading(folder, decode, faults)
    header = reading.header()
    papers = [paper for path in _record_paths(folder) if (paper := reading.paper(path, header))]
    if not keep_faults:
        faults.refuse()
    if header is None:
        return Stored(folder, Catalogue(faults=tuple(faults), unread=tuple(reading.unread)))
    catalogue = replace(
        arrange(header, papers),
        encodings=tuple(_encodings(reading.header_record, reading.records)),
        strays=tuple(_strays(header, {paper.id: paper.section for paper in papers}, reading.unsure)),
        faults=tuple(faults),
        unread=tuple(reading.unread),
    )
    return Stored(folder, catalogue, reading.records, reading.header_record, header.order)


@dataclass
class _Reading:
    """The files of a catalogue as they are read, one by one; what does not fit is added to `faults`.

    Attributes:
        header_record: the file of the list itself; None where it is no header.
        records: the file of each paper, by the paper's id.
        unread: the files that gave no paper, by their paths below the folder.
        unsure: the ids of papers that may be in any section: their files, or their sections in them, were not read.
    """

    folder: Path
    decode: Decode | None
    faults: Faults
    header_record: Record | None = None
    records: dict[str, Record] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    unsure: set[str] = field(default_factory=set)

    def header(self) -> Header | None:
        """Return what the header says as far as it can be read; None where it is none."""
        record: Record | None = None
        try:
            record = read_record(self.folder / HEADER_NAME, self.decode)
            header = read_header(record.document)
        except InputError as error:
            self.faults.add(None, [_unreadable(error, record)])
            return None
        self.faults.add(None, _misfits(record))
        self.header_record = record
        return header

    def paper(self, path: Path, header: Header | None) -> Paper | None:
        """Return the paper of a record as far as it can be read; None where it gives none, or there is no header."""
        if path == self.folder / HEADER_NAME:
            return None
        record: Record | None = None
        try:
            record = read_record(path, self.decode)
            paper = read_paper(record.document, path.stem)
        except InputError as error:
            self._pass_over(path, [_unreadable(error, record)])
            return None
        document = record.document
        if (earlier := self.records.get(paper.id)) is not None:
            message = f"the id '{paper.id}' is taken by {earlier.path} already"
            document.note("form", ("id",), document.error(message, _entry(document.root, "id")))
        if header is None or earlier is not None or not KEY_PATTERN.match(paper.id):
            self._pass_over(path, _misfits(record))
            return None
        if paper.section not in header.order and paper.section and header.has_all_sections:
            message = f"the section '{paper.section}' is not in {self.folder / HEADER_NAME}"
            document.note("section", ("section",), document.error(message, _entry(document.root, "section")))
        if paper.section not in header.order:
            self.unsure.add(paper.id)
        self.faults.add(paper.id, _misfits(record))
        self.records[paper.id] = record
        return paper

    def _pass_over(self, path: Path, misfits: Iterable[Misfit]) -> None:
        name = path.relative_to(self.folder).as_posix()
        self.faults.add(name, misfits)
        self.unread.append(name)
        self.unsure.add(path.stem)


def _unreadable(error: InputError, record: Record | None) -> Misfit:
    """Return what is wrong in a file that gives nothing; `record` is None where it could not be read at all."""
    if record is None:
        return Misfit("file", (), error)
    return Misfit("form", (), with_encoding(error, record.encoding))


def _misfits(record: Record) -> list[Misfit]:
    misfits = record.document.misfits
    return [replace(misfit, error=with_encoding(misfit.error, record.encoding)) for misfit in misfits]


def _encodings(header: Record | None, records: Mapping[str, Record]) -> Iterator[tuple[str | None, str]]:
    if header and header.encoding:
        yield None, header.encoding
    for paper, record in records.items():
        if record.encoding:
            yield paper, record.encoding


def _strays(header: Header, homes: Mapping[str, str], unsure: Container[str]) -> Iterator[Stray]:
    for key, named in header.order.items():
        for place, paper in enumerate(named):
            if homes.get(paper) != key and paper not in unsure:
                yield Stray(key, place, paper)


def _entry(root: Node, key: str) -> Node:
    return root.entries[key][1] if isinstance(root, MappingNode) and key in root.entries else root


def _record_paths(folder: Path) -> Iterator[Path]:
    """Yield the records below a folder, sorted; hidden files, and folders behind symbolic links, are passed over."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=str(folder)) from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _record_paths(folder / entry.name)
        elif entry.name.endswith((".yaml", ".yml")):
            yield folder / entry.name


def _offset_of(document: Document, field: Field, offset: int) -> int:
    node: Node = document.root
    anchor = next((key.start for key, _ in node.entries.values()), node.start) if isinstance(node, MappingNode) else 0
    for part in field:
        found = _child(node, part)
        if found is None:
            return anchor
        anchor, node = found
    if isinstance(node, ScalarNode) and not node.is_missing:
        return source_offset(document, node, offset)
    return anchor


def _child(node: Node, part: str) -> tuple[int, Node] | None:
    """Return the place and the node of a key, or of an item of a list, by its own `key` or its number."""
    if isinstance(node, MappingNode) and part in node.entries:
        key, value = node.entries[part]
        return key.start, value
    if isinstance(node, SequenceNode):
        for number, item in enumerate(node.items):
            name = _entry(item, "key")
            if (name.value if isinstance(name, ScalarNode) and name is not item else str(number)) == part:
                return item.start, item
    return None
