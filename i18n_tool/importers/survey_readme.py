"""A survey's README: headings as sections, numbered entries with a title, links and a summary, in either language.

It reads the older form, where a keycap number stands alone on the line of the bullet, and the newer one, with a bold
title beside the number, a date and notes; labels in English or Chinese, with either colon, bold or not, with a symbol
before them or without. Which language a text is in is told by its script. A README that this tool has exported is read
back exactly. Tables, HTML, images and whatever else no field has a place for are kept as unplaced text.
"""

from __future__ import annotations

import re
from dataclasses import replace

from i18n_tool.importers._base import Imported, Importer
from i18n_tool.importers._builder import Builder, by_language
from i18n_tool.importers._entry import EntryReader
from i18n_tool.importers._generated import is_generated, read_generated
from i18n_tool.importers._labels import LINK
from i18n_tool.importers._markdown import Line, read_lines
from i18n_tool.model import KEY_PATTERN, Bilingual
from i18n_tool.sentences import join_lines

_SURVEY = re.compile(r"(?:Paper Link|论文链接)\W{0,4}[:：]|📄📄📄", re.IGNORECASE)
_HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)
_ENTRY = re.compile(r"^(?:[-*+]|\d{1,4}\.) ", re.MULTILINE)

_CONTENTS_LINK = re.compile(r"\[[^\[\]]*\]\(#[^()\s]*\)\W*\Z")
_ANCHOR = re.compile(r"<a (?:id|name)=[\"'](?:section--|paper--)?([^\"'<>]*)[\"']> ?</a>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_LETTER = re.compile(r"[^\W\d_]")
_LEGEND_MARKS = frozenset("📄✅❗📖📌📆")
#: A nested item is indented by as much as the narrowest marker and its space take.
_NESTING = 2


def detect(name: str, head: str) -> float:
    """Tell by the labels of entries, else by there being headings and lists."""
    if is_generated(head):
        return 1.0
    if _SURVEY.search(head):
        return 0.9
    has_headings, has_entries = bool(_HEADING.search(head)), bool(_ENTRY.search(head))
    if has_headings and has_entries:
        return 0.5
    return 0.3 if has_headings or name.lower().endswith((".md", ".mdx", ".markdown")) else 0.2 * has_entries


def read(text: str, source: str) -> Imported:
    """Read the list; it has no errors, only text that finds no place."""
    if is_generated(text):
        return read_generated(text, source)
    return _ListReader(source).read(text)


class _ListReader:
    def __init__(self, source: str):
        self._builder = Builder(source)
        self._chunk: list[Line] = []
        self._entry: list[Line] = []
        self._anchor: Line | None = None
        self._in_section = False
        self._has_entries = False
        self._items_are_entries = False

    def read(self, text: str) -> Imported:
        lines = list(read_lines(text))
        headings = [line for line in lines if line.kind == "heading"]
        has_sections = len(headings) > 1 or any(len(line.marker) > 1 for line in headings)
        # Before the first section a list is part of the introduction, unless there are no sections at all.
        self._items_are_entries = not has_sections
        for line in lines:
            self._take(line)
        self._flush()
        if not self._builder.papers:
            self._builder.note(1, "no entries were found")
        return self._builder.build()

    def _take(self, line: Line) -> None:
        if line.kind == "raw" and _ANCHOR.fullmatch(line.text.strip()):
            self._flush()
            self._anchor = line
        elif line.kind == "heading":
            self._take_heading(line)
        elif line.kind == "item" and not self._is_nested(line):
            self._take_item(line)
        elif line.kind == "rule":
            self._flush()
        elif self._entry:
            self._entry.append(line)
        elif line.kind == "blank":
            self._flush_chunk()
        else:
            self._chunk.append(line)

    def _is_nested(self, line: Line) -> bool:
        return bool(self._entry) and line.indent >= self._entry[0].indent + _NESTING

    def _take_item(self, line: Line) -> None:
        if (self._in_section or self._items_are_entries) and not _CONTENTS_LINK.match(line.text):
            self._flush()
            self._entry = [line]
            self._has_entries = True
        else:
            self._flush_entry()
            self._chunk.append(line)

    def _take_heading(self, line: Line) -> None:
        anchor, self._anchor = self._anchor, None
        self._flush()
        text = _ANCHOR.sub("", line.text).strip()
        title = _heading_text(text)
        is_section = bool(title) and (len(line.marker) > 1 or self._in_section or bool(self._builder.title))
        inner = _ANCHOR.search(line.text) or (anchor and _ANCHOR.search(anchor.text))
        key = inner.group(1) if inner else None
        if is_section:
            self._builder.begin_section(by_language(title), key)
            self._in_section, self._has_entries = True, False
        elif title:
            self._builder.title = by_language(title)
        if anchor and not (is_section and key and KEY_PATTERN.match(key)):
            self._builder.unplace(anchor.number, anchor.text)
        if not title or LINK.search(text) or _TAG.search(text):
            self._builder.unplace(line.number, line.text)

    def _flush(self) -> None:
        self._flush_entry()
        self._flush_chunk()
        if self._anchor:
            self._builder.unplace(self._anchor.number, self._anchor.text)
            self._anchor = None

    def _flush_entry(self) -> None:
        lines, self._entry = self._entry, []
        if not lines:
            return
        first, key = lines[0], None
        if anchor := _ANCHOR.match(first.text):
            lines[0] = replace(first, text=first.text[anchor.end() :].strip())
            key = anchor.group(1) if KEY_PATTERN.match(anchor.group(1)) else None
            if key is None:
                self._builder.unplace(first.number, anchor.group())
        EntryReader(self._builder, key).read(lines)

    def _flush_chunk(self) -> None:
        """Read lines that stand together outside of an entry: legend, introduction, or no field's business."""
        lines, self._chunk = self._chunk, []
        if not self._in_section:
            lines = self._take_legend(lines)
        if not lines:
            return
        shown = [f"{line.marker} {line.text}".strip() for line in lines]
        is_prose = all(line.kind == "text" for line in lines) or not any(
            line.kind == "raw" or _CONTENTS_LINK.match(line.text) for line in lines
        )
        if is_prose and not self._has_entries:
            self._builder.introduce(by_language(join_lines("\n".join(shown))))
        else:
            self._builder.unplace(lines[0].number, "\n".join(shown))

    def _take_legend(self, lines: list[Line]) -> list[Line]:
        """Take the lines that explain the symbols of the list, and return the others."""
        legend = [line for line in lines if line.kind == "text" and _is_legend(line.text)]
        if not legend or self._builder.legend:
            return lines
        text = "\n".join(line.text for line in legend)
        # Symbols alone are in no language, and serve both.
        self._builder.legend = by_language(text) if _LETTER.search(text) else Bilingual(text, text)
        return [line for line in lines if line not in legend]


def _is_legend(text: str) -> bool:
    return len(_LEGEND_MARKS.intersection(text)) > 1 and not LINK.search(text)


def _heading_text(text: str) -> str:
    bare = _TAG.sub("", LINK.sub(r"\1", text))
    return " ".join(bare.replace("**", "").split())


PLUGIN = Importer(name="survey-readme", documentation=__doc__, detect=detect, read=read)
