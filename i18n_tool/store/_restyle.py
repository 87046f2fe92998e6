"""Writes a new text in the place of an old one, in the old one's style and layout as far as they can hold it."""

from __future__ import annotations

from i18n_tool.model import Field
from i18n_tool.sentences import join_lines, join_with_map, split_lines
from i18n_tool.spans import Edit, Span
from i18n_tool.store._positions import block_indent, content_lines
from i18n_tool.store._yaml import Document, ScalarNode
from i18n_tool.store.encode import (
    canonical_style,
    indented,
    is_bare,
    is_literal,
    literal_body,
    render_scalar,
    render_style,
)

#: A change longer than this is laid out anew with its whole text.
_SMALL_CHANGE = 200


def restyled(node: ScalarNode, value: str, field: Field, indent: int | None) -> str:
    """Return `value` as it is written in the place of `node`.

    A style that the author chose is kept where it can hold the new text; one that the old text called for is not.

    Args:
        node: the old text.
        value: the new text.
        field: where it belongs.
        indent: the number of spaces before the lines of a literal block; None within `[]` or `{}`.
    """
    if not is_bare(field) and node.style != canonical_style(node.value, field, indent):
        kept = render_style(value, node.style, indent)
        if kept is not None:
            return kept
    return render_scalar(value, field, indent)


def literal_edit(document: Document, node: ScalarNode, value: str, stop: int) -> Edit | None:
    """Return the edit of the lines of a literal block, its header left alone; None when a block cannot hold the text.

    Args:
        document: what was read.
        node: the literal block.
        value: its new text.
        stop: where its last line ends.
    """
    lines = content_lines(document.text, node)
    indent = block_indent(document.text, node)
    if not lines or not indent or value.startswith((" ", "\t")):
        return None
    body = _patched_body("\n".join(line for _, line in lines), value)
    if body is None:
        body = literal_body(value)
    first = lines[0][0]
    start = max(document.text.rfind("\n", 0, first), document.text.rfind("\r", 0, first)) + 1
    return None if body is None else Edit(Span(start, stop), indented(body, indent))


def _patched_body(body: str, value: str) -> str | None:
    """Return the body with only the changed part of its text changed, so that the author's line breaks stay."""
    joined = join_with_map(body)
    old = joined.text
    before = _common_length(old, value)
    limit = min(len(old), len(value)) - before
    after = min(limit, _common_length(old[::-1], value[::-1]))
    middle = value[before : len(value) - after]
    if len(middle) > _SMALL_CHANGE or "\n" in split_lines(middle):
        return None
    patched = body[: joined.body_offset(before)] + middle + body[joined.body_offset(len(old) - after) :]
    return patched if is_literal(patched) and join_lines(patched) == value else None


def _common_length(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (a, b) in pairs if a != b), min(len(one), len(other)))
