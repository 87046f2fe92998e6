"""How a text is laid out one sentence a line, and read back: pure text, no file format.

A record keeps its prose one sentence a line, so that a diff shows the sentence that changed. The rules of both
directions are the same: lines of prose are joined with a space, or with nothing where either neighbour is Chinese; a
blank line is a paragraph; list items, table rows, headings, quotations, code and display formulas keep their lines. A
line is broken only where joining gives exactly the same text again, so `join_lines(split_lines(text)) == text`, but
for text that has line breaks of its own where joining would put something else; `is_layable` tells.

Sentence ends follow GB/T 15834 for Chinese (the semicolon separates clauses, it ends no sentence) and common
typography for English: abbreviations, initials and decimals end no sentence. All costs are linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import chain

from i18n_tool.spans import Span

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003fffd"
_IS_WIDE = re.compile(f"[{_WIDE}]")
#: A line that ends like Chinese text. Quotes and brackets count only after Chinese punctuation: an English line may
#: well end in a quoted Chinese term.
_ENDS_WIDE = re.compile(f"(?:[{_WIDE}][…—]{{0,6}}|[。！？；：，、][”’\"'*_)\\]]{{1,8}})$")
_TAIL = 10

_OWN_LINE = re.compile(
    r"[ \t]|[-*+](?:[ \t]|$)|[0-9]{1,9}[.)](?:[ \t]|$)|#{1,6}(?:[ \t]|$)|>|\||</?[a-zA-Z!]|-{3,}$|={3,}$|\*{3,}$|_{3,}$"
)
_MARKER = re.compile(r"[ \t]*(?:(?:[-*+]|[0-9]{1,9}[.)]|#{1,6}|>)[ \t]+)*")
_FENCE = re.compile(r"`{3,}|~{3,}")
_ENVIRONMENT = re.compile(r"\\begin\{([a-zA-Z]{1,20}\*?)\}")
_OPENS_BLOCK = re.compile(r"[ \t]*(?:```|~~~|\$\$|\\\[|\\begin\{)")
_HARD_BREAKS = ("<br>", "<br/>", "<br />", "\\")

_TERMINATOR = re.compile(r"[.!?。！？]+[”’\"')\]）」』】》〉*_`]*")
_OPENING_OR_CLOSING = "\"'*_`"
_WORD_BEFORE = re.compile(r"[^\s(\[（“\"'*_]{1,20}$")
_WORD_AFTER = re.compile(r"\s*[(\[“‘\"'*_`$]*([^\s]{0,20})")
_DOTTED = re.compile(r"[A-Z]$|(?:[A-Za-z]\.)+[A-Za-z]$|(?:[A-Za-z]{1,3}\.)+[A-Za-z]{1,2}$")
#: Words whose full stop ends no sentence even before a capital; what stands before a small letter needs no entry.
_ABBREVIATIONS = frozenset(
    {"al", "approx", "ca", "cf", "dept", "dr", "eq", "eqs", "fig", "figs", "mr", "mrs", "ms", "prof", "resp"}
    | {"sec", "secs", "sect", "st", "tab", "univ", "viz", "vs"}
)
#: Words whose full stop ends no sentence before a number.
_BEFORE_NUMBERS = frozenset(
    {"alg", "app", "ch", "chap", "def", "eqn", "ex", "lem", "no", "nos", "op", "p", "para", "pp", "prop", "ref"}
    | {"refs", "tabs", "thm", "ver", "vol", "vols"}
)


class _Kind(Enum):
    PROSE = "joined with its neighbours"
    OWN = "keeps its line"
    BLOCK = "part of a block of code or a display formula, taken as it is"
    BLANK = "ends a paragraph"


@dataclass(frozen=True)
class Joined:
    """A joined text, and where each part of it stood in the body that it was joined from.

    Args:
        text: what `join_lines` returns.
        starts: the offset in `text` at which each line of the body begins.
        body_starts: the offset in the body of the same place.
    """

    text: str
    starts: tuple[int, ...]
    body_starts: tuple[int, ...]

    def body_offset(self, offset: int) -> int:
        r"""Return the offset in the body of an offset in the text.

        >>> join_with_map("One.\nTwo.").body_offset(5)
        5
        >>> join_with_map("一。\n二。").body_offset(2)
        3
        """
        line = bisect_right(self.starts, offset) - 1
        return self.body_starts[line] + offset - self.starts[line]


def split_lines(text: str) -> str:
    r"""Return the text with one sentence a line.

    >>> split_lines("Mamba is fast. It scales, e.g. to 1.5 million tokens.")
    'Mamba is fast.\nIt scales, e.g. to 1.5 million tokens.'
    >>> split_lines("曼巴很快。它能处理长序列。")
    '曼巴很快。\n它能处理长序列。'
    >>> split_lines("An odd gap.  It stays.")
    'An odd gap.  It stays.'
    """
    lines = text.split("\n")
    return "\n".join(
        "\n".join(_break_line(line)) if kind is _Kind.PROSE else line
        for line, kind in zip(lines, _kinds(lines), strict=True)
    )


def join_lines(body: str) -> str:
    r"""Return the text that a body of one sentence a line stands for.

    >>> join_lines("One.\nTwo.\n\nA paragraph:\n- an item\n- another")
    'One. Two.\n\nA paragraph:\n- an item\n- another'
    >>> join_lines("第一句。\n第二句。")
    '第一句。第二句。'
    """
    return "".join(chain.from_iterable(_joined(body.split("\n")))) if "\n" in body else _without_tail(body)


def is_layable(text: str) -> bool:
    r"""Tell whether the text comes back the same after it was laid out one sentence a line.

    >>> is_layable("One. Two."), is_layable("a line break\nin a sentence")
    (True, False)
    """
    return join_lines(split_lines(text)) == text


def join_with_map(body: str) -> Joined:
    """Return what `join_lines` does, with the map of offsets back to the body."""
    lines = body.split("\n")
    parts: list[str] = []
    starts: list[int] = []
    body_starts: list[int] = []
    length = body_offset = 0
    for line, (joint, kept) in zip(lines, _joined(lines), strict=True):
        length += len(joint)
        parts += joint, kept
        starts.append(length)
        body_starts.append(body_offset)
        length += len(kept)
        body_offset += len(line) + 1
    return Joined("".join(parts), tuple(starts), tuple(body_starts))


def _joined(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Yield for each line what stands before it when the lines are joined, and what of it is kept."""
    previous, previous_kind = "", None
    for line, kind in zip(lines, _kinds(lines), strict=True):
        kept = line if kind is _Kind.BLOCK else line.rstrip(" \t")
        if previous_kind is None:
            yield "", kept
        else:
            yield _joint(previous, kept) if previous_kind is kind is _Kind.PROSE else "\n", kept
        previous, previous_kind = kept, kind


def sentences(text: str) -> list[Span]:
    """Return the sentences of a text, without the white space between them.

    A heading, a list item and the like are sentences without their markers; a block of code, a display formula and a
    table row count as one each.

    >>> text = "S. Kim et al. show it. “好。”他说。"
    >>> [span.of(text) for span in sentences(text)]
    ['S. Kim et al. show it.', '“好。”', '他说。']
    """
    return [span for start, end, kind in _blocks(text) for span in _sentences_of(text, start, end, kind)]


def _sentences_of(text: str, start: int, end: int, kind: _Kind) -> Iterator[Span]:
    if kind is _Kind.OWN:
        match = _MARKER.match(text, start, end)
        start = match.end() if match else start
    ends = [] if kind is _Kind.BLOCK or text[start : start + 1] == "|" else list(_sentence_ends(text, start, end))
    for stop in (*ends, end):
        piece = text[start:stop]
        stripped = piece.strip()
        if stripped:
            first = start + len(piece) - len(piece.lstrip())
            yield Span(first, first + len(stripped))
        start = stop


def _blocks(text: str) -> Iterator[tuple[int, int, _Kind]]:
    """Yield the start, end and kind of each run of prose lines, each block, and each line of its own."""
    lines = text.split("\n")
    start, end, current = 0, -1, _Kind.BLANK
    for line, kind in zip(lines, _kinds(lines), strict=True):
        line_start = end + 1
        if kind is not current or kind is _Kind.OWN:
            if current is not _Kind.BLANK:
                yield start, end, current
            start, current = line_start, kind
        end = line_start + len(line)
    if current is not _Kind.BLANK:
        yield start, end, current


def _kinds(lines: list[str]) -> list[_Kind]:
    kinds = []
    closing = ""
    for line in lines:
        stripped = line.strip(" \t")
        if closing:
            kinds.append(_Kind.BLOCK)
            if _closes(stripped, closing):
                closing = ""
        elif not stripped:
            kinds.append(_Kind.BLANK)
        elif line[0].isalpha() and not stripped.endswith(_HARD_BREAKS):
            kinds.append(_Kind.PROSE)  # nearly every line; a letter begins none of the structures below
        elif _OPENS_BLOCK.match(line):
            kinds.append(_Kind.BLOCK)
            closing = _closing_of(stripped)
        else:
            own = _OWN_LINE.match(line) or stripped.endswith(_HARD_BREAKS)
            kinds.append(_Kind.OWN if own else _Kind.PROSE)
    return kinds


def _closing_of(opening: str) -> str:
    """Return what ends the block that a line opens; "" when the line ends it itself."""
    if fence := _FENCE.match(opening):
        return fence.group()
    if environment := _ENVIRONMENT.match(opening):
        closing = f"\\end{{{environment.group(1)}}}"
        return "" if closing in opening else closing
    if opening.startswith("$$"):
        return "" if "$$" in opening[2:] else "$$"
    return "" if not opening.startswith("\\[") or "\\]" in opening else "\\]"


def _closes(stripped: str, closing: str) -> bool:
    if closing[0] in "`~":
        return stripped.startswith(closing) and not stripped.strip(closing[0])
    return closing in stripped


def _without_tail(line: str) -> str:
    return line if _OPENS_BLOCK.match(line) else line.rstrip(" \t")


def _joint(before: str, after: str) -> str:
    """Return what stands between two lines of prose when they are joined."""
    tail = before[-_TAIL:]
    # Most texts in Latin script are ASCII, which is found out faster than the expressions do it.
    if tail.isascii() and after[:1].isascii():
        return " "
    return "" if _ENDS_WIDE.search(tail) or _IS_WIDE.match(after) else " "


def _break_line(line: str) -> Iterator[str]:
    start = 0
    for end in _sentence_ends(line, 0, len(line)):
        after = end + 1 if line[end : end + 1] == " " else end
        if after >= len(line) or line[after] in " \t" or _starts_structure(line, after):
            continue
        joint = _joint(line[max(start, end - _TAIL) : end], line[after])
        if joint == line[end:after]:
            yield line[start:end]
            start = after
    yield line[start:]


def _starts_structure(line: str, start: int) -> bool:
    return bool(_OWN_LINE.match(line, start) or _OPENS_BLOCK.match(line, start))


def _sentence_ends(text: str, start: int, stop: int) -> Iterator[int]:
    """Yield the offset after each sentence, its closing quotes and brackets included; not that of the last one."""
    begin = start
    for match in _TERMINATOR.finditer(text, start, stop):
        end = _end_of_closers(text, begin, match)
        if end < stop and _ends_sentence(text, begin, match, end):
            yield end
            begin = end


def _end_of_closers(text: str, begin: int, match: re.Match[str]) -> int:
    """Return where the closing marks after a sentence end; a mark that opens what comes next is not one of them."""
    end = match.start() + len(match.group().rstrip("”’\"')]）」』】》〉*_`"))
    window = max(begin, match.start() - 2000)
    goes_on = match.end() < len(text) and not text[match.end()].isspace()
    while end < match.end():
        stop = end + 1
        while stop < match.end() and text[stop] == text[end]:
            stop += 1
        is_ambiguous = goes_on and text[end] in _OPENING_OR_CLOSING
        if is_ambiguous and text.count(text[end:stop], window, end) % 2 == 0:
            break
        end = stop
    return end


def _ends_sentence(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    marks = match.group()
    if any(mark in marks for mark in "。！？"):
        return "）" not in marks or text.startswith("（", begin)
    if not text[end].isspace():
        return marks[0] in "!?" and bool(_IS_WIDE.match(text, end))
    after = _WORD_AFTER.match(text, end)
    word = after.group(1) if after else ""
    if word[:1].islower() and word.rstrip(".,;:!?)").islower():
        return False
    return marks[0] != "." or marks[1:2] == "." or not _is_abbreviation(text, begin, match.start(), word)


def _is_abbreviation(text: str, begin: int, stop: int, after: str) -> bool:
    """Tell whether the word that ends at `stop` is short for something, given the word after its full stop."""
    match = _WORD_BEFORE.search(text, max(begin, stop - 20), stop)
    word = match.group() if match else ""
    if word.lower() in _BEFORE_NUMBERS:
        return after[:1].isdigit()
    return word.lower() in _ABBREVIATIONS or bool(_DOTTED.match(word))
