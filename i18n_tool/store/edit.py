"""Changes single values in the text of a record, and leaves every other byte as it is.

The tree that was read gives the exact place of each value. Two trees, of what the file says and of what it should say,
are compared; where they differ, the text of a value is replaced, a missing key is put where the order of keys wants it,
or a key is taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from i18n_tool.model import Field
from i18n_tool.spans import Edit, Span, apply_edits
from i18n_tool.store._restyle import literal_edit, restyled
from i18n_tool.store._yaml import Document, MappingNode, Node, ScalarNode, SequenceNode, after_colon
from i18n_tool.store.encode import Tree, render_flow, render_item, render_value

#: Lists of which more items changed than this are written anew: comparing costs the square of their number at worst.
_MAX_COMPARED = 2000

_SPACES_BEFORE_MORE = re.compile(r" +(?![ #])")


class _NotInPlaceError(Exception):
    """Single items of a list or mapping cannot be changed where they stand; it is replaced as a whole."""


def edit_document(document: Document, current: dict[str, Tree], wanted: dict[str, Tree]) -> str:
    r"""Return the text of a document with only those values changed in which the two trees differ.

    Args:
        document: what was read.
        current: what it says, as `encode.paper_tree` or `header_tree` puts it.
        wanted: what it should say; its keys stand in the order of writing.

    Raises:
        InputError: a value is written in a way that it cannot be changed in place.

    >>> from i18n_tool.store._yaml import parse
    >>> document = parse("id: mamba  # the first\ntitle: {en: Mamba}\n", "mamba.yaml")
    >>> edit_document(document, {"title": {"en": "Mamba"}}, {"title": {"en": "Mamba", "zh": "曼巴"}})
    'id: mamba  # the first\ntitle: {en: Mamba, zh: 曼巴}\n'
    """
    editor = _Editor(document)
    try:
        return apply_edits(document.text, editor.change(document.root, current, wanted, ()))
    except _NotInPlaceError:
        raise document.error("this cannot be changed in place; write it as 'key: value' lines", document.root) from None


class _Editor:
    """Finds the edits; every method returns edits of the document's text and applies none."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        first = self.text.find("\n")
        self.newline = "\r\n" if first > 0 and self.text[first - 1] == "\r" else "\n"

    def change(self, node: Node, current: Tree | None, wanted: Tree, field: Field) -> list[Edit]:
        """Return the edits that make a list or a mapping say what is wanted."""
        if isinstance(node, MappingNode) and isinstance(current, dict) and isinstance(wanted, dict):
            return list(self.mapping(node, current, wanted, field))
        if isinstance(node, SequenceNode) and isinstance(current, list) and isinstance(wanted, list):
            return list(self.sequence(node, current, wanted, field))
        raise _NotInPlaceError

    def mapping(
        self, node: MappingNode, current: dict[str, Tree], wanted: dict[str, Tree], field: Field
    ) -> Iterator[Edit]:
        keys = list(node.entries)
        gone = {number for number, key in enumerate(keys) if key in current and key not in wanted}
        if len(gone) == len(keys):
            raise _NotInPlaceError
        yield from self.removals([self.entry_span(node, key) for key in keys], gone, is_flow=node.is_flow)
        anchor = None
        first = next(key for number, key in enumerate(keys) if number not in gone)
        for key, value in wanted.items():
            if key in node.entries:
                anchor = key
            if current.get(key) == value:
                continue  # it may be left out of the file, where it is the default
            if key in node.entries:
                yield from self.value(node, key, current.get(key), value, (*field, key))
            else:
                yield self.new_entry(node, anchor, first, key, render=(value, (*field, key)))

    def new_entry(
        self, node: MappingNode, anchor: str | None, first: str, key: str, render: tuple[Tree, Field]
    ) -> Edit:
        """Return the edit that puts a key after the one called `anchor`, or before the first."""
        start = node.entries[first][0].start
        span = self.entry_span(node, anchor) if anchor is not None else None
        if node.is_flow:
            entry = f"{key}: {render_flow(*render)}"
            return _insert(span.end, f", {entry}") if span else _insert(start, f"{entry}, ")
        column = self.column(start)
        entry = f"{key}:{render_value(*render, column)}".replace("\n", self.newline)
        indent = " " * column
        if span:
            return _insert(self.line_end(span.end), self.newline + indent + entry)
        return _insert(start, entry + self.newline + indent)

    def value(self, parent: MappingNode, key: str, current: Tree | None, wanted: Tree, field: Field) -> list[Edit]:
        """Return the edits of the value of a key that is there."""
        key_node, node = parent.entries[key]
        column = None if parent.is_flow else self.column(key_node.start)
        if isinstance(node, ScalarNode) and isinstance(wanted, str) and not node.is_missing:
            return [self.scalar(node, wanted, field, column)]
        try:
            return self.change(node, current, wanted, field)
        except _NotInPlaceError:
            pass
        start = after_colon(self.text, key_node)
        if self.text[start - 1] != ":":
            raise _NotInPlaceError
        rendered = " " + render_flow(wanted, field) if column is None else render_value(wanted, field, column)
        end = max(start, self.content_end(node))
        if start == end and (spaces := _SPACES_BEFORE_MORE.match(self.text, start)):
            end = spaces.end()  # those after the colon of an empty value, but for those that a comment needs
        return [self.splice(start, end, rendered)]

    def scalar(self, node: ScalarNode, value: str, field: Field, column: int | None) -> Edit:
        """Return the edit of a text; `column` is that of its key or dash, None within `[]` or `{}`."""
        end = self.content_end(node)
        if node.style == "|" and (edit := literal_edit(self.document, node, value, end)):
            return Edit(edit.span, edit.replacement.replace("\n", self.newline))
        return self.splice(node.start, end, restyled(node, value, field, None if column is None else column + 2))

    def sequence(self, node: SequenceNode, current: list[Tree], wanted: list[Tree], field: Field) -> Iterator[Edit]:
        if len(node.items) != len(current) or not current or not wanted:
            raise _NotInPlaceError
        gone: set[int] = set()
        for changed, kept_start, kept_end, start, end in _differences(current, wanted):
            common = min(kept_end - kept_start, end - start)
            for number in range(common if changed else kept_end - kept_start):
                old, new = current[kept_start + number], wanted[start + number]
                if old != new:
                    yield from self.item(node, kept_start + number, old, new, (*field, "*"))
            if changed:
                gone.update(range(kept_start + common, kept_end))
                anchor = kept_start + common - 1
                for item in wanted[start + common : end]:
                    yield self.new_item(node, anchor, item, (*field, "*"))
        if len(gone) == len(current):
            raise _NotInPlaceError
        yield from self.removals([self.item_span(node, item) for item in node.items], gone, is_flow=node.is_flow)

    def item(self, parent: SequenceNode, number: int, current: Tree, wanted: Tree, field: Field) -> list[Edit]:
        node = parent.items[number]
        column = None if parent.is_flow else self.column(self.item_span(parent, node).start)
        if isinstance(node, ScalarNode) and isinstance(wanted, str):
            return [self.scalar(node, wanted, field, column)]
        try:
            return self.change(node, current, wanted, field)
        except _NotInPlaceError:
            rendered = render_flow(wanted, field) if column is None else render_item(wanted, field, column).lstrip()
            return [self.splice(node.start, self.content_end(node), rendered)]

    def new_item(self, node: SequenceNode, anchor: int, value: Tree, field: Field) -> Edit:
        """Return the edit that puts an item after the one of number `anchor`; -1 is before the first."""
        span = self.item_span(node, node.items[max(anchor, 0)])
        if node.is_flow:
            item = render_flow(value, field)
            return _insert(span.end, f", {item}") if anchor >= 0 else _insert(span.start, f"{item}, ")
        column = self.column(span.start)
        item = f"-{render_item(value, field, column)}".replace("\n", self.newline)
        if anchor >= 0:
            return _insert(self.line_end(span.end), self.newline + " " * column + item)
        return _insert(span.start, item + self.newline + " " * column)

    def removals(self, spans: list[Span], gone: set[int], *, is_flow: bool) -> Iterator[Edit]:
        """Return the edits that take entries out, with their lines or their commas."""
        if not is_flow:
            top = next(number for number in range(len(spans)) if number not in gone)
            is_first = self.line_start(spans[0].start) == 0
            for number in sorted(gone):
                yield self.removed_lines(spans[number], at_top=is_first and number < top)
            return
        leading = next(number for number in range(len(spans)) if number not in gone)
        if leading:
            yield Edit(Span(spans[0].start, spans[leading].start), "")
        for number in sorted(gone):
            if number > leading:
                yield Edit(Span(spans[number - 1].end, spans[number].end), "")

    def removed_lines(self, span: Span, *, at_top: bool) -> Edit:
        """Return the edit that takes out the lines of an entry.

        The line break before them goes too, and the one behind stays: something may be added there. At the top of the
        file, where there is none before, it is the other way round.
        """
        start, end = self.line_start(span.start), self.line_end(span.end)
        if self.text[start : span.start].strip(" "):
            raise _NotInPlaceError  # it shares its line with the dash of a list
        if at_top:
            return Edit(Span(start, end + len(self.newline_at(end))), "")
        return Edit(Span(start - (2 if self.text.startswith("\r\n", start - 2) else 1), end), "")

    def splice(self, start: int, end: int, rendered: str) -> Edit:
        """Return the edit of a range; a comment behind it stays on the first line when the new value has several."""
        first, newline, rest = rendered.partition("\n")
        line_end = self.line_end(end)
        comment = self.text[end:line_end]
        if newline and comment.strip():
            if not comment.lstrip().startswith("#"):
                raise _NotInPlaceError
            end, first = line_end, first + comment
        return Edit(Span(start, end), (first + newline + rest).replace("\n", self.newline))

    def entry_span(self, node: MappingNode, key: str) -> Span:
        key_node, value = node.entries[key]
        return Span(key_node.start, max(key_node.end, self.content_end(value)))

    def item_span(self, parent: SequenceNode, item: Node) -> Span:
        """Return the range of an item of a list, its dash included."""
        end = self.content_end(item)
        if parent.is_flow:
            return Span(item.start, end)
        before = self.text[self.line_start(item.start) : item.start].rstrip(" ")
        if before.lstrip(" ") != "-":
            raise _NotInPlaceError
        return Span(self.line_start(item.start) + len(before) - 1, end)

    def content_end(self, node: Node) -> int:
        """Return where a value ends; the parser's end of a block takes in blank lines and comments that follow."""
        if isinstance(node, ScalarNode):
            if node.style not in {"|", ">"}:
                return node.end
            return self.line_end(node.start + len(self.text[node.start : node.end].rstrip(" \t\r\n")))
        if node.is_flow:
            return node.end
        if isinstance(node, SequenceNode):
            return self.content_end(node.items[-1])
        key, value = next(reversed(node.entries.values()))
        return max(key.end, self.content_end(value))

    def column(self, offset: int) -> int:
        return offset - self.line_start(offset)

    def line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def line_end(self, offset: int) -> int:
        end = self.text.find("\n", offset)
        if end < 0:
            return len(self.text)
        return end - 1 if end > offset and self.text[end - 1] == "\r" else end

    def newline_at(self, offset: int) -> str:
        return "\r\n" if self.text.startswith("\r\n", offset) else self.text[offset : offset + 1]


def _insert(offset: int, text: str) -> Edit:
    return Edit(Span(offset, offset), text)


def _differences(current: list[Tree], wanted: list[Tree]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Yield ranges of both lists, and whether they hold different items; sections are known by their keys."""
    old, new = [_identity(item) for item in current], [_identity(item) for item in wanted]
    start, limit = 0, min(len(old), len(new))
    while start < limit and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < limit - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    old_end, new_end = len(old) - tail, len(new) - tail
    yield False, 0, start, 0, start
    if max(old_end, new_end) - start > _MAX_COMPARED:
        yield True, start, old_end, start, new_end
    else:
        matcher = SequenceMatcher(None, old[start:old_end], new[start:new_end], autojunk=False)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            yield tag != "equal", start + i1, start + i2, start + j1, start + j2
    yield False, old_end, len(old), new_end, len(new)


def _identity(item: Tree) -> str:
    if isinstance(item, dict) and isinstance(key := item.get("key"), str):
        return f"key {key}"
    return repr(item)
