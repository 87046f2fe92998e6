"""Where each character of a text that was read from YAML stands in the file, for every style of scalar."""

from __future__ import annotations

import re
from collections.abc import Iterator

from i18n_tool.sentences import join_with_map
from i18n_tool.store._yaml import Document, ScalarNode

_BREAK = re.compile(r"\r\n|\r|\n")
_DOUBLE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)|[^\\]|\\$", re.DOTALL)
_SINGLE = re.compile(r"''|.", re.DOTALL)


def source_offset(document: Document, node: ScalarNode, offset: int) -> int:
    """Return where the character at `offset` of a node's text stands in the document.

    The offset one past the text gives the place after its last character; larger ones are taken for it.
    """
    if node.style == "|":
        return _literal_offset(document.text, node, offset)
    offsets = list(_folded_offsets(document.text, node) if node.style == ">" else _flow_offsets(document.text, node))
    if offset < len(offsets):
        return offsets[offset]
    return offsets[-1] + 1 if offsets else node.start


def content_lines(text: str, node: ScalarNode) -> list[tuple[int, str]]:
    """Return the offset and the text of each line of a block scalar, without indentation and trailing blank lines."""
    lines = list(_raw_lines(text, node.start, node.end))[1:]
    while lines and not lines[-1][1].strip(" \t"):
        lines.pop()
    indent = block_indent(text, node)
    return [(start + min(indent, len(line)), line[indent:]) for start, line in lines]


def block_indent(text: str, node: ScalarNode) -> int:
    """Return the number of spaces before the lines of a block scalar; 0 when it has none."""
    lines = list(_raw_lines(text, node.start, node.end))
    filled = [line for _, line in lines[1:] if line.strip(" \t")]
    return _leading_spaces(filled[0]) - _leading_spaces(node.value.lstrip("\n")) if filled else 0


def _leading_spaces(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _literal_offset(text: str, node: ScalarNode, offset: int) -> int:
    lines = content_lines(text, node)
    if not lines:
        return node.start
    body_offset = join_with_map("\n".join(line for _, line in lines)).body_offset(offset)
    for start, line in lines:
        if body_offset <= len(line):
            return start + body_offset
        body_offset -= len(line) + 1
    return lines[-1][0] + len(lines[-1][1])


def _folded_offsets(text: str, node: ScalarNode) -> Iterator[int]:
    done = 0
    for start, line in content_lines(text, node):
        if not line:
            continue
        found = node.value.find(line, done)
        if found < 0:
            return
        yield from [start - 1] * (found - done)  # the space or the breaks that the fold left
        yield from range(start, start + len(line))
        done = found + len(line)


def _flow_offsets(text: str, node: ScalarNode) -> Iterator[int]:
    """Yield the place of each character of a plain or quoted scalar, which may fold over several lines."""
    tokens = {"'": _SINGLE, '"': _DOUBLE}.get(node.style)
    quote = 1 if node.style else 0
    start, end = node.start, node.end
    if node.style:  # a tag may stand in front
        start = text.index(node.style, start)
    elif text.startswith("!", start):
        start += len(text[start:end]) - len(text[start:end].partition(" ")[2].lstrip())
    lines = list(_raw_lines(text, start + quote, end - quote))
    breaks, last_break, escaped = 0, start, False
    for number, (line_start, line) in enumerate(lines):
        first = len(line) - len(line.lstrip(" \t")) if number else 0
        kept = line[first:]
        found = [match.span() for match in tokens.finditer(kept)] if tokens else [(i, i + 1) for i in range(len(kept))]
        is_last = number == len(lines) - 1
        ends_escaped = node.style == '"' and not is_last and bool(found) and kept[found[-1][0] :] == "\\"
        if ends_escaped:
            found.pop()
        elif not is_last:
            while found and kept[found[-1][0] : found[-1][1]] in {" ", "\t"}:
                found.pop()
        if number and (found or is_last or ends_escaped):
            yield from [last_break] * (breaks if escaped else max(breaks - 1, 1))
            breaks = 0
        yield from (line_start + first + begin for begin, _ in found)
        if found or ends_escaped or not number:
            last_break, escaped = line_start + len(line), ends_escaped
            breaks = 0 if ends_escaped else 1
        else:
            breaks += 1


def _raw_lines(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for match in _BREAK.finditer(text, start, end):
        yield start, text[start : match.start()]
        start = match.end()
    yield start, text[start:end]
