"""The text of a web page about one paper: its title, links, date, category and abstract become one record.

The page has lines such as `url: …`, `pdf: …`, `html: …`, `date: …`, `category: …` and `abstract: …`, with a bullet
before them or without; the title is the line above the first link. All other lines, the page's navigation among them,
are kept as unplaced text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from i18n_tool.errors import InputError
from i18n_tool.identity import paper_id
from i18n_tool.importers._base import Imported, Importer
from i18n_tool.importers._builder import UNTITLED, Builder, by_language
from i18n_tool.importers._labels import is_url, read_date
from i18n_tool.model import Bilingual, Links, Paper
from i18n_tool.sentences import join_lines

_LINE = re.compile(
    r"(?P<bullet>[•·*+-] *)?(?P<label>url|pdf|html|code|project|date|category|authors?|venue|abstract|title"
    r"|链接|日期|类别|作者|摘要|标题) *[:：] *(?P<value>.*)\Z",
    re.IGNORECASE,
)
_ITEM = re.compile(r"[•·*+-] ")
_FIELDS = {
    "url": "paper",
    "链接": "paper",
    "author": "authors",
    "作者": "authors",
    "日期": "date",
    "类别": "category",
    "摘要": "abstract",
    "标题": "title",
}
_LINKS = frozenset({"paper", "pdf", "html", "code", "project"})


@dataclass
class _Page:
    """What was read of a page, each field with the lines that it came from."""

    fields: dict[str, str] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    def take(self, name: str, value: str, *lines: int) -> None:
        if value and name not in self.fields:
            self.fields[name] = value
            self.used.update(lines)


def detect(name: str, head: str) -> float:
    """Tell by there being an abstract and a link, each on a line with its label."""
    found = {label for _, label, _ in _labelled_lines(head.split("\n"))}
    is_page = "abstract" in found and bool(found & _LINKS)
    return (0.6 if name.lower().endswith((".md", ".markdown")) else 0.8) if is_page else 0.0


def read(text: str, source: str) -> Imported:
    """Read the page.

    Raises:
        InputError: no title can be found.
    """
    lines = text.split("\n")
    page = _Page()
    for number, name, value in _labelled_lines(lines):
        if name == "abstract":
            end = _end_of_paragraph(lines, number)
            parts = [value, *(line.strip() for line in lines[number:end])]
            page.take(name, join_lines("\n".join(filter(None, parts))), *range(number, end + 1))
        elif name not in _LINKS or is_url(value):
            page.take(name, value, number)
    title_line = _title_line(lines, page)
    if title_line:
        page.take("title", lines[title_line - 1].strip(), title_line)
    if "title" not in page.fields:
        raise InputError("no title was found: it is expected on the line above the first link", path=source)
    return _build(page, lines, source)


def _labelled_lines(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """Yield the number of each line with a label, counted from 1, the field and the value."""
    for number, line in enumerate(lines, 1):
        if found := _LINE.match(line.strip()):
            label = found["label"].lower()
            yield number, _FIELDS.get(label, label), found["value"].strip()


def _end_of_paragraph(lines: list[str], start: int) -> int:
    """Return how many lines there are up to the end of the paragraph that `start` lines lead into."""
    end = start
    while end < len(lines) and (line := lines[end].strip()) and not _LINE.match(line) and not _ITEM.match(line):
        end += 1
    return end


def _title_line(lines: list[str], page: _Page) -> int | None:
    """Return the number of the nearest line above the first link or the abstract that has no label."""
    first = next((number for number, name, _ in _labelled_lines(lines) if name in _LINKS or name == "abstract"), 0)
    for number in range(first - 1, 0, -1):
        line = lines[number - 1].strip()
        if line and number not in page.used and not _LINE.match(line):
            return number
    return None


def _build(page: _Page, lines: list[str], source: str) -> Imported:
    builder = Builder(source)
    fields = page.fields
    date, venue = (read_date(fields["date"]) if "date" in fields else None) or (None, None)
    for number, line in enumerate(lines, 1):
        is_lost_date = date is None and "date" in fields and line.strip().endswith(fields["date"])
        if number not in page.used or is_lost_date:
            builder.unplace(number, line.strip())
    builder.enter_section(fields.get("category", UNTITLED.key))
    builder.add_paper(
        Paper(
            id=paper_id(fields["title"]),
            title=by_language(fields["title"]),
            section="",
            date=date,
            venue=fields.get("venue", venue),
            authors=tuple(name.strip() for name in re.split(r"[,，、;；]", fields.get("authors", "")) if name.strip()),
            links=Links(**{kind: fields[kind] for kind in sorted(_LINKS) if kind in fields}),
            summary=by_language(fields["abstract"]) if "abstract" in fields else Bilingual(),
        )
    )
    return builder.build()


PLUGIN = Importer(name="paper-page", documentation=__doc__, detect=detect, read=read)
