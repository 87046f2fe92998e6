"""Collects what an importer reads: sections and papers with unique keys, unplaced text, notes."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field, replace

from i18n_tool.identity import section_key
from i18n_tool.importers._base import Imported, Note
from i18n_tool.language import text_language
from i18n_tool.model import KEY_PATTERN, Bilingual, Catalogue, Language, Paper, Section, Unplaced

#: The section of papers that stand under no heading.
UNTITLED = Section("papers", Bilingual("Papers", "论文"))


class UniqueKeys:
    """Gives each key out once: the second `moe-mamba` becomes `moe-mamba-2`. Constant time a key, however many.

    Args:
        taken: keys that are in use elsewhere.
    """

    def __init__(self, taken: Container[str] = ()):
        self._taken = taken
        self._given: set[str] = set()
        self._last: dict[str, int] = {}

    def give(self, wanted: str) -> str:
        """Return the key that was asked for, or that key with the first number that is free."""
        key, number = wanted, self._last.get(wanted, 1)
        while key in self._given or key in self._taken:
            number += 1
            key = f"{wanted}-{number}"
        self._last[wanted] = number
        self._given.add(key)
        return key


def by_language(text: str | None, language: Language | None = None) -> Bilingual:
    """Return a text in the slot of its language: the one that is given, else the one that its script tells.

    >>> by_language("曼巴")
    Bilingual(en=None, zh='曼巴')
    """
    return Bilingual().put(language or text_language(text) or "en", text) if text else Bilingual()


@dataclass
class Builder:
    """A catalogue in the making. What is added belongs to the section that was begun last."""

    source: str
    title: Bilingual = field(default_factory=Bilingual)
    introduction: Bilingual = field(default_factory=Bilingual)
    legend: Bilingual = field(default_factory=Bilingual)
    sections: list[Section] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    _unplaced: list[Unplaced] = field(default_factory=list)
    _paper_ids: UniqueKeys = field(default_factory=UniqueKeys)
    _section_keys: UniqueKeys = field(default_factory=UniqueKeys)
    _section: str | None = None
    _begun: dict[str, str] = field(default_factory=dict)

    def begin_section(self, title: Bilingual, key: str | None = None) -> None:
        """Begin a section; `key` is the one that the source gives, if it does."""
        wanted = key if key and KEY_PATTERN.match(key) else section_key(title.en or title.zh or "")
        self._section = self._section_keys.give(wanted)
        self.sections.append(Section(self._section, title))

    def enter_section(self, title: str) -> None:
        """Go on with the section of this title, which is begun when it is new."""
        if title not in self._begun:
            self.begin_section(UNTITLED.title if title == UNTITLED.key else by_language(title))
            self._begun[title] = self._section or ""
        self._section = self._begun[title]

    def introduce(self, text: Bilingual) -> None:
        """Add a paragraph to the introduction of the section, or of the list before its first section."""
        if self._section is None:
            self.introduction = _append(self.introduction, text)
        else:
            section = self.sections[-1]
            self.sections[-1] = replace(section, introduction=_append(section.introduction, text))

    def add_paper(self, paper: Paper) -> Paper:
        """Add a paper; its id is made unique, its section is the current one."""
        if self._section is None:
            self.enter_section(UNTITLED.key)
        added = replace(paper, id=self._paper_ids.give(paper.id), section=self._section or "")
        self.papers.append(added)
        return added

    def unplace(self, line: int, text: str) -> None:
        """Keep text that no field has a place for."""
        if text.strip():
            self._unplaced.append(self._passage(line, text))

    def note(self, line: int, message: str, text: str | None = None) -> None:
        """Tell the user of an oddity; `text` is what the records do not show of it."""
        self.notes.append(Note(line, message, self._passage(line, text) if text else None))

    def _passage(self, line: int, text: str) -> Unplaced:
        return Unplaced(self.source.replace("\\", "/").rsplit("/", 1)[-1], line, text, self._section)

    def build(self) -> Imported:
        """Return what was collected; notes and unplaced text in the source's order."""
        catalogue = Catalogue(
            title=self.title,
            introduction=self.introduction,
            legend=self.legend,
            sections=tuple(self.sections),
            unplaced=tuple(sorted(self._unplaced, key=lambda item: item.line)),
            papers=tuple(self.papers),
        )
        return Imported(catalogue, tuple(sorted(self.notes, key=lambda note: note.line)))


def _append(text: Bilingual, addition: Bilingual) -> Bilingual:
    for language, paragraph in addition.items():
        before = text.get(language)
        text = text.put(language, f"{before}\n\n{paragraph}" if before else paragraph)
    return text
