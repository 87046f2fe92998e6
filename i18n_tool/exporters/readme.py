"""A README for GitHub in one language, in the layout of a survey: sections, numbered entries, links, summaries.

What is shown: the title, a link to the list in the other language, the introduction, the legend, a table of the
sections with their coverage, and every paper with its title, date, venue, authors, links, summary and notes. Each
section and paper has an anchor made from its key, which a change of a heading does not break.

What is lost: where a translation comes from, the waived checks, the glossary, and (in the English list) Chinese titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from i18n_tool.coverage import Counts, coverage, is_present
from i18n_tool.errors import IncompleteError
from i18n_tool.exporters._base import Exporter, ExportOptions
from i18n_tool.markdown import escape_html
from i18n_tool.model import LANGUAGES, NO_LINK, Bilingual, Catalogue, Language, Paper, Section

#: What an import leaves out or reads in a special way; HTML comments are invisible on GitHub.
MISSING = "<!-- i18n-tool:missing -->"
FALLBACK = "<!-- i18n-tool:fallback {language} -->"
BEGIN, END = "<!-- i18n-tool:begin {block} -->", "<!-- i18n-tool:end {block} -->"

#: What stands before the key of a section and the id of a paper in an anchor. No key holds two hyphens in a row, so
#: that anchors of the two kinds, and those that GitHub makes from headings, do not meet.
SECTION_ANCHOR = "section--"
PAPER_ANCHOR = "paper--"

_LINK_MARK = "📄📄📄"
_CODE_MARK = "✅✅✅"
_NO_CODE_MARK = "❗️❗️❗️"
_KEYCAP = "\ufe0f\u20e3"

#: A line that must stand on its own, not behind a label.
_BLOCK = re.compile(r"[-*+] |\d+[.)] |[|>#]|\$\$|```|~~~")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of the layout in one language."""

    name: str
    colon: str
    comma: str
    links: dict[str, str]
    summary: str
    notes: str
    date: str
    venue: str
    authors: str
    contents: tuple[str, str, str]
    coverage: dict[Language, str]
    total: str
    no_summary: str
    no_papers: str


_WORDS: dict[Language, _Words] = {
    "en": _Words(
        name="English",
        colon=": ",
        comma=", ",
        links={
            "paper": "Paper Link",
            "pdf": "PDF",
            "html": "HTML",
            "code": "Code",
            "project": "Project",
            "data": "Data",
            "model": "Model",
            "video": "Video",
        },
        summary="Summary",
        notes="Notes",
        date="Date",
        venue="Venue",
        authors="Authors",
        contents=("No.", "Section", "Papers"),
        coverage={"en": "English", "zh": "Chinese"},
        total="All",
        no_summary="No English summary yet",
        no_papers="No papers yet",
    ),
    "zh": _Words(
        name="简体中文",
        colon="：",
        comma="，",
        links={
            "paper": "论文链接",
            "pdf": "PDF",
            "html": "HTML",
            "code": "代码",
            "project": "项目主页",
            "data": "数据",
            "model": "模型",
            "video": "视频",
        },
        summary="摘要",
        notes="备注",
        date="日期",
        venue="发表于",
        authors="作者",
        contents=("序号", "章节", "论文数"),
        coverage={"en": "英文摘要", "zh": "中文摘要"},
        total="合计",
        no_summary="暂缺中文摘要",
        no_papers="暂无论文",
    ),
}


def export_readme(catalogue: Catalogue, options: ExportOptions) -> str:
    """Return the whole list as Markdown in one language.

    Raises:
        IncompleteError: `options.missing` is `fail` and a paper has no summary in the language.
    """
    return _Readme(_listed(catalogue, options), options).render()


def _listed(catalogue: Catalogue, options: ExportOptions) -> Catalogue:
    """Return what of the catalogue is shown, after deciding about papers without a summary."""
    lacking = [paper.id for paper in catalogue.papers if not is_present(paper.summary.get(options.language))]
    if not lacking or options.missing in {"mark", "fallback"}:
        return catalogue
    if options.missing == "fail":
        named = ", ".join(lacking[:5]) + (", …" if len(lacking) > 5 else "")
        count = "1 paper has" if len(lacking) == 1 else f"{len(lacking)} papers have"
        raise IncompleteError(f"{count} no summary in {options.language!r} ({named}); nothing was written")
    left_out = set(lacking)
    papers = tuple(paper for paper in catalogue.papers if paper.id not in left_out)
    used = {paper.section for paper in papers}
    sections = tuple(section for section in catalogue.sections if section.key in used)
    return replace(catalogue, sections=sections, papers=papers)


@dataclass(frozen=True, slots=True)
class _Readme:
    catalogue: Catalogue
    options: ExportOptions

    @property
    def words(self) -> _Words:
        return _WORDS[self.options.language]

    def render(self) -> str:
        blocks = [
            self._generated(),
            *self._heading(),
            self._switch(),
            *self._introduction(self.catalogue.introduction),
            *self._legend(),
            self._contents(),
        ]
        for section in self.catalogue.sections:
            blocks += self._section(section, self.catalogue.by_section[section.key])
        return "\n\n".join(blocks) + "\n"

    def _generated(self) -> str:
        command = f"i18n-tool export readme --lang {self.options.language}"
        return (
            f"<!-- i18n-tool:generated {self.options.language} -->\n"
            f'<!-- Do not edit this file: change the catalogue and run "{command}". -->'
        )

    def _heading(self) -> Iterator[str]:
        if self.catalogue.title:
            yield f"# {self._title(self.catalogue.title)}"

    def _switch(self) -> str:
        names = []
        for language in LANGUAGES:
            name = _WORDS[language].name
            path = self.catalogue.readme.get(language)
            here = language == self.options.language
            names.append(f"**{name}**" if here or not path else f"[{name}]({_target(path)})")
        return _block("switch", " | ".join(names))

    def _legend(self) -> Iterator[str]:
        if self.catalogue.legend:
            yield _block("legend", self._text(self.catalogue.legend))

    def _introduction(self, introduction: Bilingual) -> Iterator[str]:
        if introduction:
            yield self._text(introduction)

    def _contents(self) -> str:
        words, languages = self.words, self.catalogue.languages
        found = coverage(self.catalogue)
        head = (*words.contents, *(words.coverage[language] for language in languages))
        rows = [head, ("--:", ":--", *["--:"] * (len(head) - 2))]
        for number, section in enumerate(found.sections, 1):
            link = f"[{self._cell(section.title, section.key)}](#{SECTION_ANCHOR}{section.key})"
            rows.append((str(number), link, *self._counts(section.papers, section.languages)))
        rows.append(("", words.total, *self._counts(found.papers, found.languages)))
        return _block("contents", "\n".join("| " + " | ".join(row) + " |" for row in rows))

    def _counts(self, papers: int, counts: Counts) -> list[str]:
        shares = (f"{counts[language]['summary'].percent} %" for language in self.catalogue.languages)
        return [str(papers), *(share if papers else "–" for share in shares)]

    def _cell(self, title: Bilingual, default: str) -> str:
        text = title.get(self.options.language) or title.en or title.zh or default
        return re.sub(r"([|\[\]])", r"\\\1", escape_html(_line(text)))

    def _section(self, section: Section, papers: tuple[Paper, ...]) -> Iterator[str]:
        yield f'<a id="{SECTION_ANCHOR}{section.key}"></a>'
        yield f"## {self._title(section.title) or section.key}"
        yield from self._introduction(section.introduction)
        if not papers:
            yield f"*{self.words.no_papers}* {MISSING}"
        for number, paper in enumerate(papers, 1):
            yield self._entry(number, paper)

    def _entry(self, number: int, paper: Paper) -> str:
        lines = [f'- <a id="{PAPER_ANCHOR}{paper.id}"></a>{_keycaps(number)}', *self._titles(paper.title)]
        if facts := self._facts(paper):
            lines.append(facts)
        if links := self._links(paper):
            lines.append(links)
        summary, *paragraphs = self._summary(paper)
        entry = " <br>\n  ".join([*lines, _indent(summary).lstrip(" ")])
        if paper.notes:
            paragraphs += self._labelled(self.words.notes, self._text(paper.notes))
        return "\n\n".join([entry, *(_indent(paragraph) for paragraph in paragraphs)])

    def _titles(self, title: Bilingual) -> Iterator[str]:
        """Yield the title in bold, and in Chinese the original title under it, which is what one searches for."""
        own = title.get(self.options.language)
        yield self._title(title, bold=True)
        if own and self.options.language == "zh" and title.en and title.en != own:
            yield escape_html(_line(title.en))

    def _title(self, title: Bilingual, *, bold: bool = False) -> str:
        """Return a title in the chosen language, or marked in the other one; "" when there is none at all."""
        text, mark = self._choose(title)
        shown = escape_html(_line(text))
        return (f"**{shown}**" if bold else shown) + mark if shown else ""

    def _choose(self, text: Bilingual) -> tuple[str, str]:
        """Return a text in the chosen language, else in the other one, and the mark that says so."""
        own = text.get(self.options.language)
        if own:
            return own, ""
        for language, other in text.items():
            return other, f" {FALLBACK.format(language=language)}"
        return "", ""

    def _facts(self, paper: Paper) -> str:
        words = self.words
        facts = ((words.date, paper.date), (words.venue, paper.venue), (words.authors, ", ".join(paper.authors)))
        return " · ".join(f"{label}{words.colon}{escape_html(_line(value))}" for label, value in facts if value)

    def _links(self, paper: Paper) -> str:
        shown = []
        for kind, url in paper.links.items():
            mark = _CODE_MARK if kind == "code" else _LINK_MARK
            text = _NO_CODE_MARK if url == NO_LINK else f"[{mark}]({_target(url)})"
            shown.append(f"{self.words.links[kind]}{self.words.colon}{text}")
        return self.words.comma.join(shown)

    def _summary(self, paper: Paper) -> list[str]:
        """Return the paragraphs of the summary, its label before the first."""
        words, language = self.words, self.options.language
        if is_present(paper.summary.get(language)) or (self.options.missing == "fallback" and paper.summary):
            return self._labelled(words.summary, self._text(paper.summary))
        return [f"{words.summary}{words.colon}*{words.no_summary}* {MISSING}"]

    def _labelled(self, label: str, text: str) -> list[str]:
        """Return the paragraphs of a text, a label before it; a list or table does not stand behind the label."""
        first, *others = text.split("\n\n")
        if _BLOCK.match(first):
            return [f"{label}{self.words.colon}".rstrip(), first, *others]
        return [f"{label}{self.words.colon}{first}", *others]

    def _text(self, text: Bilingual) -> str:
        chosen, mark = self._choose(text)
        return escape_html(chosen) + mark


def _block(name: str, content: str) -> str:
    return f"{BEGIN.format(block=name)}\n{content}\n{END.format(block=name)}"


def _keycaps(number: int) -> str:
    return "".join(digit + _KEYCAP for digit in f"{number:02}")


def _line(text: str) -> str:
    return " ".join(text.split())


def _indent(paragraph: str) -> str:
    return "\n".join(f"  {line}" if line else line for line in paragraph.split("\n"))


def _target(url: str) -> str:
    """Return a link's target as Markdown takes it: brackets and spaces need angle brackets around it."""
    url = url.replace("\n", "")
    return f"<{url}>" if re.search(r"[\s()]", url) else url


PLUGIN = Exporter(name="readme", documentation=__doc__, export=export_readme)
