"""Reads the folder of a catalogue: one record a paper, and `_catalogue.yaml` for the list itself."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from i18n_tool.errors import InputError
from i18n_tool.model import Catalogue, Field, Paper, Stray
from i18n_tool.store._positions import source_offset
from i18n_tool.store._yaml import Document, MappingNode, Node, ScalarNode, SequenceNode, parse
from i18n_tool.store.decode import Header, decode_header, decode_paper

#: The file that holds what belongs to the list as a whole.
HEADER_NAME = "_catalogue.yaml"

#: The largest file that is read; a list of 50,000 papers has a header of 2 MB.
MAX_BYTES = 64 * 2**20

_BOM = "\ufeff"

#: Turns the bytes of a file that is not UTF-8 into its text and the name of its encoding; None where that is not sure.
Decode: TypeAlias = Callable[[bytes], "tuple[str, str] | None"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a path as the user would name it, a line and a column, counted from 1."""

    path: str
    line: int
    column: int


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
            paper: the paper's id; None for `_catalogue.yaml`.
            field: such as `("summary", "zh")` or, in the header, `("sections", key, "title", "en")`. A field that is
                missing gives the place of the nearest one around it that is there.
            offset: the offset in the field's text as the model has it.
        """
        record = self.header if paper is None else self.records.get(paper)
        if record is None:
            return Place(str(self.folder / HEADER_NAME if paper is None else self.folder), 1, 1)
        line, column = record.document.lines.place(_offset_of(record.document, field, offset))
        return Place(str(record.path), line, column)


def load_catalogue(folder: Path, decode: Decode | None = None) -> Stored:
    """Read a catalogue.

    Args:
        folder: its folder.
        decode: reads the records that are not UTF-8, which the catalogue then names; without it they are errors.

    Raises:
        InputError: the folder or its `_catalogue.yaml` is missing, or a file cannot be used.
    """
    if not folder.is_dir():
        problem = "is not a folder" if folder.exists() else "no such folder"
        raise InputError(f"{problem}; `i18n-tool import SOURCE` makes a catalogue from a list", path=str(folder))
    if not os.path.lexists(folder / HEADER_NAME):
        message = f"holds no {HEADER_NAME}, so it is no catalogue; `i18n-tool import SOURCE` makes one from a list"
        raise InputError(message, path=str(folder))
    with _garbage_kept():
        return _load(folder, decode)


def open_or_new(folder: Path, decode: Decode | None = None) -> Stored:
    """Read a catalogue, or return an empty one when the folder is missing or holds no records.

    Args:
        folder: its folder.
        decode: as for `load_catalogue`.

    Raises:
        InputError: a file cannot be used, or there are records without a `_catalogue.yaml`.
    """
    if os.path.lexists(folder / HEADER_NAME):
        return load_catalogue(folder, decode)
    if folder.exists() and not folder.is_dir():
        raise InputError("is not a folder", path=str(folder))
    if folder.is_dir() and (first := next(iter(_record_paths(folder)), None)):
        raise InputError(f"a record lies here, but {folder} holds no {HEADER_NAME} with its sections", path=str(first))
    return Stored(folder, Catalogue())


def read_record(path: Path, decode: Decode | None = None) -> Record:
    """Read one file and its tree.

    Args:
        path: the file.
        decode: as for `load_catalogue`.

    Raises:
        InputError: it cannot be read, is not UTF-8, or not YAML as a record may use it.
    """
    content = _read_bytes(path)
    encoding = None
    try:
        text = _decode(content, path)
    except InputError:
        found = decode(content) if decode else None
        if found is None:
            raise
        text, encoding = found
    has_bom = text.startswith(_BOM)
    with _named_encoding(encoding):
        document = parse(text.removeprefix(_BOM), str(path))
    return Record(path, document, hashlib.sha256(content).hexdigest(), has_bom, encoding)


def read_text(path: Path) -> str:
    """Read one file as text, without a byte order mark.

    Raises:
        InputError: it cannot be read, or is not UTF-8.
    """
    return _decode(_read_bytes(path), path).removeprefix(_BOM)


def parse_record(text: str, path: Path) -> Paper | Catalogue:
    """Return what a text says that is a record, or was one: a paper, or the list itself where it is `_catalogue.yaml`.

    Raises:
        InputError: it is not YAML as a record may use it, or something in it does not fit.
    """
    document = parse(text.removeprefix(_BOM), str(path))
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


@contextmanager
def _garbage_kept() -> Iterator[None]:
    """Leave garbage alone for a while: all that is read is kept, and looking through it would double the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _load(folder: Path, decode: Decode | None) -> Stored:
    header_record = read_record(folder / HEADER_NAME, decode)
    with _named_encoding(header_record.encoding):
        header = decode_header(header_record.document)
    sections = {section.key for section in header.catalogue.sections}
    records: dict[str, Record] = {}
    papers = []
    for path in _record_paths(folder):
        if path == header_record.path:
            continue
        record = read_record(path, decode)
        with _named_encoding(record.encoding):
            paper = decode_paper(record.document, path.stem)
        node = _entry(record.document.root, "id")
        if earlier := records.get(paper.id):
            raise record.document.error(f"the id '{paper.id}' is taken by {earlier.path} already", node)
        if paper.section not in sections:
            node = _entry(record.document.root, "section")
            raise record.document.error(f"the section '{paper.section}' is not in {folder / HEADER_NAME}", node)
        records[paper.id] = record
        papers.append(paper)
    catalogue = replace(
        arrange(header, papers),
        encodings=tuple(_encodings(header_record, records)),
        strays=tuple(_strays(header, {paper.id: paper.section for paper in papers})),
    )
    return Stored(folder, catalogue, records, header_record, header.order)


def _encodings(header: Record, records: Mapping[str, Record]) -> Iterator[tuple[str | None, str]]:
    if header.encoding:
        yield None, header.encoding
    for paper, record in records.items():
        if record.encoding:
            yield paper, record.encoding


def _strays(header: Header, homes: Mapping[str, str]) -> Iterator[Stray]:
    for key, named in header.order.items():
        for place, paper in enumerate(named):
            if homes.get(paper) != key:
                yield Stray(key, place, paper)


@contextmanager
def _named_encoding(encoding: str | None) -> Iterator[None]:
    """Say in errors what a file was read as, when it is not UTF-8."""
    try:
        yield
    except InputError as error:
        if encoding is None:
            raise
        message = f"{error.message} (the file is not UTF-8, and was read as {encoding})"
        raise InputError(message, path=error.path, line=error.line, column=error.column) from None


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


def _read_bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise InputError("is not a file" if path.exists() else "no such file", path=str(path))
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=str(path)) from None
    if len(content) > MAX_BYTES:
        raise InputError(f"is larger than {MAX_BYTES >> 20} MB", path=str(path))
    return content


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
