"""Reads YAML into a tree of texts with their exact places: no types, no aliases, no tags, no duplicate keys.

PyYAML's events are used rather than its loaders, because only they show anchors, and because the depth can be bounded
while the tree grows. Characters that YAML rejects (C1 controls, common in mojibake) or takes for line breaks are
replaced one to one by private-use characters that the text does not hold, so that places stay exact, and put back in
what was read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias, cast

import yaml

from i18n_tool.errors import InputError
from i18n_tool.model import FaultKind, Field
from i18n_tool.sentences import join_lines
from i18n_tool.spans import Lines

#: libyaml's parser, which is some twenty times faster, where PyYAML was built with it.
LOADER = cast("type[yaml.BaseLoader]", getattr(yaml, "CBaseLoader", yaml.BaseLoader))

#: How deep a document may nest; a catalogue needs 5.
MAX_DEPTH = 16

#: What YAML rejects, and what it silently takes for a line break: both cannot stand in a file as they are.
UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")

_PRIVATE_USE = range(0x100000, 0x10FFFE)
_ESCAPED_PRIVATE_USE = re.compile(r"\\U(0010[0-9A-Fa-f]{4})")
#: Halves of surrogate pairs, and numbers beyond the last character.
_NO_CHARACTER = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\U(?!000[0-9a-fA-F]|0010)[0-9a-fA-F]{8}")
_SURROGATE = re.compile("[\ud800-\udfff]")
_TAG_PREFIX = "tag:yaml.org,2002:"
_CORE_TAGS = frozenset(_TAG_PREFIX + name for name in ("str", "int", "float", "bool", "null", "seq", "map"))
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(slots=True, eq=False)
class ScalarNode:
    """A text: `value` as it is meant, `style` one of `""` (plain), `'`, `"`, `|` and `>`."""

    value: str
    style: str
    start: int
    end: int

    @property
    def is_missing(self) -> bool:
        """Whether nothing stands here, or a plain `null`."""
        return not self.style and self.value in _NULLS


@dataclass(slots=True, eq=False)
class MappingNode:
    """Keys and values, in the order of the file."""

    start: int
    end: int
    is_flow: bool
    entries: dict[str, tuple[ScalarNode, Node]] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class SequenceNode:
    """A list."""

    start: int
    end: int
    is_flow: bool
    items: list[Node] = field(default_factory=list)


Node: TypeAlias = ScalarNode | MappingNode | SequenceNode


@dataclass(frozen=True, slots=True)
class Misfit:
    """What in a file is not of the form that it must have: its kind, the field that was not read for it, an error."""

    kind: FaultKind
    field: Field
    error: InputError


@dataclass(eq=False)
class Document:
    """The text of one file, its name for messages, and the tree that was read from it; offsets are in `text`.

    `misfits` is what did not fit when the tree was turned into the model.
    """

    text: str
    path: str
    root: Node = field(default_factory=lambda: ScalarNode("", "", 0, 0))
    misfits: list[Misfit] = field(default_factory=list)

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text."""
        return Lines(self.text)

    def error(self, message: str, at: Node | int) -> InputError:
        """Return an error at the place of a node or an offset."""
        line, column = self.lines.place(min(at if isinstance(at, int) else at.start, len(self.text)))
        return InputError(message, path=self.path, line=line, column=column)

    def note(self, kind: FaultKind, place: Field, error: InputError) -> None:
        """Note that something does not fit, and that the field at `place` was not read for it; () for none."""
        self.misfits.append(Misfit(kind, place, error))


def parse(text: str, path: str) -> Document:
    r"""Return the tree of one YAML document, in which every scalar is text.

    Args:
        text: the text of the file, without a byte order mark.
        path: the file's name, for messages.

    Raises:
        InputError: the text is not YAML, or uses what a record may not: aliases, tags, a key twice, deep nesting,
            several documents.

    >>> document = parse("id: mamba\ndate: 2024\n", "mamba.yaml")
    >>> {key: value.value for key, (_, value) in document.root.entries.items()}
    {'id': 'mamba', 'date': '2024'}
    """
    document = Document(text, path)
    shielded, restore = _shield(text)
    builder = _Builder(document, restore)
    try:
        # As `yaml.parse` does it, which asks twice for each event.
        for event in iter(LOADER(shielded).get_event, None):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(document, error) from None
    except yaml.YAMLError as error:
        raise InputError(f"this is not valid YAML: {_one_line(str(error))}", path=path) from None
    except ValueError:  # the pure parser, on an escape beyond Unicode
        raise _no_character(document, 0) from None
    if builder.documents > 1:
        raise document.error("a second YAML document begins here; a record is one document", builder.last_document)
    if not builder.documents:
        raise InputError("the file is empty", path=path)
    return document


class _Builder:
    """Makes the tree from the parser's events."""

    def __init__(self, document: Document, restore: dict[int, int]) -> None:
        self.document = document
        self.restore = restore
        self.stack: list[MappingNode | SequenceNode] = []
        self.key: list[ScalarNode | None] = []
        self.documents = 0
        self.last_document = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self.attach(self.scalar(event))
        elif isinstance(event, yaml.CollectionStartEvent):
            self.open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop().end = _index(event.end_mark)
            self.key.pop()
        elif isinstance(event, yaml.AliasEvent):
            raise self.document.error("aliases are not allowed: write the text out", _index(event.start_mark))
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            self.last_document = _index(event.start_mark)

    def scalar(self, event: yaml.ScalarEvent) -> ScalarNode:
        if event.anchor is not None or event.tag is not None:
            self.refuse_properties(event)
        value, style = event.value, event.style or ""
        start, end = _index(event.start_mark), _index(event.end_mark)
        if self.restore:
            value = value.translate(self.restore)
        if style == "|":
            value = join_lines(value.rstrip("\n \t"))
        elif style == ">":
            value = value.rstrip("\n")
        elif style == '"' and _SURROGATE.search(value):
            raise _no_character(self.document, start)
        return ScalarNode(value, style, start, end)

    def open(self, event: yaml.CollectionStartEvent) -> None:
        self.refuse_properties(event)
        start = _index(event.start_mark)
        if len(self.stack) >= MAX_DEPTH:
            raise self.document.error(f"lists and mappings nest more than {MAX_DEPTH} deep", start)
        kind = MappingNode if isinstance(event, yaml.MappingStartEvent) else SequenceNode
        node = kind(start, start, bool(event.flow_style))
        self.attach(node)
        self.stack.append(node)
        self.key.append(None)

    def refuse_properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            raise self.document.error(f"anchors are not allowed: remove '&{event.anchor}'", _index(event.start_mark))
        if event.tag is not None and event.tag not in _CORE_TAGS:
            tag = _one_line(event.tag)
            raise self.document.error(f"tags are not allowed: remove the tag '{tag}'", _index(event.start_mark))

    def attach(self, node: Node) -> None:
        if not self.stack:
            if self.documents == 1:
                self.document.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, SequenceNode):
            parent.items.append(node)
        elif (key := self.key[-1]) is None:
            self.key[-1] = self.new_key(parent, node)
        else:
            if isinstance(node, ScalarNode) and node.start >= node.end:
                node.start = node.end = after_colon(self.document.text, key)
            parent.entries[key.value] = (key, node)
            self.key[-1] = None

    def new_key(self, parent: MappingNode, node: Node) -> ScalarNode:
        if not isinstance(node, ScalarNode):
            raise self.document.error("a key must be text", node)
        if earlier := parent.entries.get(node.value):
            line = self.document.lines.place(earlier[0].start)[0]
            raise self.document.error(
                f"the key '{_one_line(node.value)}' stands here again; it is on line {line} already", node
            )
        return node


def _index(mark: Any) -> int:
    """Return the offset of a mark; both parsers set one on every event."""
    index: int = mark.index
    return index


def after_colon(text: str, key: ScalarNode) -> int:
    """Return where the value of a key would begin; parsers disagree on the place of a value that is not there."""
    position = key.end
    while position < len(text) and text[position] in " \t\r\n":
        position += 1
    return position + 1 if text[position : position + 1] == ":" else key.end


def _shield(text: str) -> tuple[str, dict[int, int]]:
    """Replace what YAML cannot read; return the text and the table that puts it back."""
    if not UNSAFE.search(text):
        return text, {}
    used = set(text) | {chr(int(code, 16)) for code in _ESCAPED_PRIVATE_USE.findall(text) if int(code, 16) < 0x110000}
    free = (code for code in _PRIVATE_USE if chr(code) not in used)
    table = {ord(character): code for character, code in zip(sorted(set(UNSAFE.findall(text))), free, strict=False)}
    return text.translate(table), {code: character for character, code in table.items()}


def _syntax_error(document: Document, error: yaml.MarkedYAMLError) -> InputError:
    problem = error.problem or "unexpected text"
    mark = error.problem_mark or error.context_mark
    offset = mark.index if mark else 0
    if "Unicode character escape" in problem:
        return _no_character(document, document.text.rfind("\\", 0, offset + 1))
    if document.text[offset : offset + 1] == "\t" and ("start any token" in problem or "tab" in problem):
        return document.error("a tab stands where YAML wants spaces", offset)
    if offset >= len(document.text) and error.context_mark:
        offset = error.context_mark.index  # what was opened there is not closed by the end of the file
    context = f" {_one_line(error.context)}" if error.context else ""
    return document.error(f"this is not valid YAML: {_one_line(problem)}{context}", offset)


def _no_character(document: Document, start: int) -> InputError:
    match = _NO_CHARACTER.search(document.text, start)
    name = f"the escape '{match.group()}'" if match else "an escape"
    return document.error(f"{name} names no character", match.start() if match else start)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]
