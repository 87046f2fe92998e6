"""Reads one entry of a survey's README: the lines from its bullet to the next one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from i18n_tool.identity import paper_id
from i18n_tool.importers._builder import Builder, by_language
from i18n_tool.importers._labels import (
    LINK,
    TEXTS,
    Labelled,
    is_date,
    is_slip,
    labelled,
    read_date,
    read_link,
    says_nothing,
    unlabelled_links,
    url_of,
    without_emoji,
)
from i18n_tool.importers._markdown import Line
from i18n_tool.language import text_language
from i18n_tool.model import Bilingual, Language, Links, Paper
from i18n_tool.sentences import join_lines

_NUMBER = re.compile(
    r"(?:(?:[0-9]\ufe0f?\u20e3|\U0001f51f)+|\[\d{1,4}\](?!\()|[(（]\d{1,4}[)）]|#?\d{1,4}[.)、](?=\s|\Z))\s*"
)
_ONLY_NUMBER = re.compile(r"\d{1,4}\Z")
_BOLD = re.compile(r"(\*\*|__)(.+?)\1")
_WHOLE_ITALIC = re.compile(r"([*_])([^*_].*[^*_]|[^*_])\1\Z")
_CODE_HOST = re.compile(r"https?://(?:www\.)?(?:github|gitlab)\.com/", re.IGNORECASE)
_DASHES = "-–—:："
_LONGEST_NAME = 4
#: How many characters a bold title may have that goes on over several lines.
_LONGEST_TITLE = 500


@dataclass
class _Text:
    """A text in the making: its paragraphs, each a list of lines."""

    indent: int = 0
    is_nested: bool = False
    paragraphs: list[list[str]] = field(default_factory=list)
    language: Language | None = None

    def add(self, line: str, *, new_paragraph: bool) -> None:
        if new_paragraph or not self.paragraphs:
            self.paragraphs.append([])
        self.paragraphs[-1].append(line)
        self.language = self.language or text_language(line)

    def by_language(self) -> Bilingual:
        """Return the paragraphs in the slots of their languages; one without letters goes with the one before."""
        found: dict[Language, list[str]] = {}
        language = self.language or "en"
        for lines in filter(None, self.paragraphs):
            paragraph = join_lines("\n".join(lines))
            language = text_language(paragraph) or language
            found.setdefault(language, []).append(paragraph)
        texts = {key: "\n\n".join(paragraphs) for key, paragraphs in found.items()}
        return Bilingual(texts.get("en"), texts.get("zh"))


class EntryReader:
    """Reads the lines of one entry into a paper.

    Args:
        builder: takes the paper, and what the entry has no field for.
        anchor: the id that the source gives to the paper, if it does.
    """

    def __init__(self, builder: Builder, anchor: str | None = None):
        self._builder = builder
        self._anchor = anchor
        self._title = Bilingual()
        self._links: dict[str, str] = {}
        self._facts: dict[str, str] = {}
        self._authors: tuple[str, ...] = ()
        self._texts: dict[str, _Text] = {}
        self._open: _Text | None = None
        self._unplaced: list[tuple[int, str]] = []
        self._is_labelled = False
        self._half_bold = ""
        self._after_gap = False
        self._was_broken = False
        self._indent = 0
        self._is_lazy = False

    def read(self, lines: Sequence[Line]) -> None:
        """Read the entry; without a title, all of it is unplaced."""
        self._indent = lines[0].indent
        self._is_lazy = all(line.indent <= self._indent for line in lines[1:] if line.kind == "text")
        for line in lines:
            if line.kind == "blank":
                self._after_gap = True
                continue
            self._read_line(line)
            self._after_gap, self._was_broken = False, line.is_broken
        if self._half_bold:
            self._close_title()
        if self._title:
            self._finish()
        else:
            self._give_up(lines)

    def _read_line(self, line: Line) -> None:
        if line.kind == "raw":
            self._unplaced.append((line.number, line.text))
            return
        if len(self._half_bold) > _LONGEST_TITLE:
            self._close_title()
        text = line.text if self._title else _without_number(line.text)
        if self._half_bold:
            self._read_title(f"{self._half_bold} {text}", line)
            return
        before, parts = labelled(text)
        if parts and before and self._continues(line):
            before, parts = text, []
        if before:
            self._read_plain(before, line)
        for part in parts:
            self._read_labelled(part, line)

    def _read_plain(self, text: str, line: Line) -> None:
        if not self._title and not self._is_labelled:
            self._read_title(text, line)
        elif links := unlabelled_links(text):
            self._put_links(*links, line)
        elif self._is_other_title(text, line):
            self._title = _merged(self._title, by_language(_plain(text)))
        elif self._open and self._continues(line):
            self._go_on(text, line)
        elif is_date(text):
            self._read_date(text, "Date", line)
        else:
            self._unplaced.append((line.number, f"{line.marker} {text}".lstrip() if line.kind == "item" else text))

    def _continues(self, line: Line) -> bool:
        """Tell whether a line belongs to the text that was begun above it."""
        if self._open is None:
            return False
        if line.kind == "item" and self._open.is_nested and line.indent <= self._open.indent:
            return False
        if not self._after_gap or line.indent > self._indent:
            return True
        # In Markdown an unindented paragraph ends the list; who indents nothing at all may mean it otherwise.
        return self._is_lazy and text_language(line.text) in {self._open.language, None}

    def _go_on(self, text: str, line: Line) -> None:
        if self._open is None:
            return
        if self._after_gap and line.indent <= self._indent:
            self._builder.note(line.number, "the paragraph is not indented; it was read as part of the entry above it")
        is_item = line.kind == "item"
        shown = f"{line.marker} {text}" if is_item else text
        self._open.add(shown, new_paragraph=self._after_gap or (self._was_broken and not is_item))

    def _read_title(self, text: str, line: Line) -> None:
        if not text:
            return
        if text.startswith("**") and text.count("**") % 2:
            self._half_bold = text
            return
        self._half_bold = ""
        title, rest = self._split_title(text, line)
        if not title:
            self._unplaced.append((line.number, text))
            return
        self._title = by_language(title)
        self._read_rest(rest, line)

    def _close_title(self) -> None:
        """Take what stands behind an opening mark of bold, which nothing closes, for the title."""
        self._title = by_language(_plain(self._half_bold.removeprefix("**")))
        self._half_bold = ""

    def _split_title(self, text: str, line: Line) -> tuple[str, str]:
        """Return the title that a line holds, and the rest of the line; a link around the title is taken."""
        link = LINK.search(text)
        if link and not text[: link.start()].strip("*_ ") and not says_nothing(link.group(1)):
            if url := url_of(link):
                kind = "code" if _CODE_HOST.match(url) else "paper"
                self._put_link(kind, url, "Link", line)
            else:
                self._unplaced.append((line.number, link.group()))
            return _plain(link.group(1)), text[link.end() :].removeprefix("**").removeprefix("__")
        bold = _BOLD.search(text)
        if bold and _is_aside(text[: bold.start()]) and _begins_rest(text[bold.end() :]):
            aside = text[: bold.start()].strip()
            if aside:
                self._unplaced.append((line.number, aside))
            return self._split_title(bold.group(2), line)[0], text[bold.end() :]
        if link:
            # Brackets before the first link are those of `[[Paper](url)]`.
            head = text[: link.start()].rstrip("[\\ ")
            return _plain(head), text[len(head) :]
        return _plain(text), ""

    def _read_rest(self, rest: str, line: Line) -> None:
        """Read what follows the title on its line: links, a date, or a description after a dash or colon."""
        bare = rest.strip(" ,，.。·|;；")
        if not bare:
            return
        if links := unlabelled_links(bare):
            self._put_links(*links, line)
        elif is_date(bare.strip("()（）[]")):
            self._read_date(bare.strip("()（）[]"), "Date", line)
        elif bare[0] in _DASHES and (description := rest.strip().lstrip(_DASHES + " ")):
            self._begin_text("summary", description, line)
        else:
            self._unplaced.append((line.number, bare))

    def _is_other_title(self, text: str, line: Line) -> bool:
        """Tell whether the line right under the title is the title in the other language."""
        if self._is_labelled or self._after_gap or line.kind == "item":
            return False
        language = text_language(text)
        if language is None or self._title.get(language) or is_date(text):
            return False
        names = re.split(r"[,，、;；]", text)
        are_names = len(names) > 1 and all(len(name.strip()) <= _LONGEST_NAME for name in names)
        return not are_names and not text.endswith(("。", "."))

    def _read_labelled(self, part: Labelled, line: Line) -> None:
        self._is_labelled = True
        self._open = None
        if part.kind in TEXTS and not is_slip(part.value):
            self._begin_text(part.kind, part.value, line)
        elif part.kind == "date":
            self._read_date(part.value, part.label, line)
        elif part.kind == "authors":
            self._read_authors(part, line)
        elif part.kind == "venue":
            self._put_fact("venue", part.value, part.label, line)
        else:
            self._read_link(part, line)

    def _begin_text(self, kind: str, value: str, line: Line) -> None:
        text = self._texts.setdefault(kind, _Text())
        text.indent, text.is_nested = line.indent, line.kind == "item" and line.indent > self._indent
        text.paragraphs.append([])
        if value:
            text.add(value, new_paragraph=False)
        self._open = text

    def _read_link(self, part: Labelled, line: Line) -> None:
        kind = part.kind
        if kind in TEXTS:
            kind = "paper"
            message = f"the link after {part.label!r} was read as the link to the paper"
            self._builder.note(line.number, message, f"{part.label}: {part.value}")
        url, rest = read_link(part.value)
        if url:
            self._put_link(kind, url, part.label, line)
        if rest:
            self._unplaced.append((line.number, f"{part.label}: {rest}"))

    def _put_links(self, links: Sequence[tuple[str, str]], others: str, line: Line) -> None:
        for kind, url in links:
            self._put_link(kind, url, kind, line)
        if others:
            self._unplaced.append((line.number, others))

    def _put_link(self, kind: str, url: str, label: str, line: Line) -> None:
        if self._links.setdefault(kind, url) != url:
            self._unplaced.append((line.number, f"{label}: {url}"))
            self._builder.note(line.number, f"a second link of the kind {kind!r} was kept as unplaced text")

    def _read_date(self, value: str, label: str, line: Line) -> None:
        if not value:
            return
        read = read_date(without_emoji(value))
        if read is None:
            self._unplaced.append((line.number, f"{label}: {value}"))
            self._builder.note(line.number, f"{value!r} is not a date and was kept as unplaced text")
            return
        for kind, fact in zip(("date", "venue"), read, strict=True):
            self._put_fact(kind, fact, label, line)

    def _put_fact(self, kind: str, value: str | None, label: str, line: Line) -> None:
        if value and self._facts.setdefault(kind, value) != value:
            self._unplaced.append((line.number, f"{label}: {value}"))

    def _read_authors(self, part: Labelled, line: Line) -> None:
        if self._authors:
            self._unplaced.append((line.number, f"{part.label}: {part.value}"))
            return
        names = re.split(r"[,，、;；]| and ", part.value)
        self._authors = tuple(name.strip(" *_") for name in names if name.strip(" *_"))

    def _finish(self) -> None:
        summary, notes = (
            self._texts[kind].by_language() if kind in self._texts else Bilingual() for kind in ("summary", "notes")
        )
        self._builder.add_paper(
            Paper(
                id=self._anchor or paper_id(self._title.en or self._title.zh or ""),
                title=self._title,
                section="",
                date=self._facts.get("date"),
                venue=self._facts.get("venue"),
                authors=self._authors,
                links=Links(**self._links),
                summary=summary,
                notes=notes,
            )
        )
        for number, text in self._unplaced:
            self._builder.unplace(number, text)

    def _give_up(self, lines: Sequence[Line]) -> None:
        kept = [line for line in lines if _without_number(line.text)]
        for line in kept:
            self._builder.unplace(line.number, line.text)
        if kept:
            self._builder.note(kept[0].number, "an entry without a title was kept as unplaced text")


def _without_number(text: str) -> str:
    """Return a line without the number of its entry; "" when it is nothing else."""
    found = _NUMBER.match(text)
    rest = text[found.end() :] if found else text
    return "" if _ONLY_NUMBER.match(rest) else rest


def _plain(text: str) -> str:
    """Return a title without the marks of bold and italic around it or parts of it."""
    bare = _BOLD.sub(r"\2", text).strip().rstrip(":： ")
    italic = _WHOLE_ITALIC.match(bare)
    return italic.group(2) if italic else bare


def _is_aside(text: str) -> bool:
    bare = text.strip()
    return not bare or bare[-1] in ")]）】"


def _begins_rest(text: str) -> bool:
    bare = text.strip()
    return not bare or bare[0] in ",，.。·|;；(（[-–—"


def _merged(first: Bilingual, second: Bilingual) -> Bilingual:
    return Bilingual(first.en or second.en, first.zh or second.zh)
