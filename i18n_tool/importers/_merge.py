"""Brings what was imported into a catalogue: fills in what is missing, reports what differs, adds what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from i18n_tool.identity import link_key, title_key
from i18n_tool.importers._base import Imported
from i18n_tool.importers._builder import UniqueKeys
from i18n_tool.importers._match import match_papers
from i18n_tool.model import LANGUAGES, LINK_KINDS, NO_LINK, Bilingual, Catalogue, Field, Paper, Section, Unplaced


@dataclass(frozen=True, slots=True)
class Conflict:
    """The catalogue and the source both have a value, and not the same one.

    Args:
        paper: the record's id; None for what belongs to the list as a whole.
        field: where the value stands, such as `("summary", "zh")` or `("sections", key, "title", "en")`.
        ours: the catalogue's value.
        theirs: the source's value.
    """

    paper: str | None
    field: Field
    ours: str
    theirs: str


@dataclass(frozen=True)
class Merged:
    """A catalogue with an imported source in it, and what that did.

    Args:
        catalogue: the new catalogue.
        added: the ids of the new records, in the source's order.
        updated: the ids of the records that got something new.
        unchanged: the ids of the records that had all of it already.
        conflicts: values that differ; the catalogue's stayed, unless the source's were to win.
        unplaced: text of the source that was kept and was not kept before.
        imported: what was merged, with its notes.
    """

    catalogue: Catalogue
    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    unplaced: tuple[Unplaced, ...]
    imported: Imported


def merge(catalogue: Catalogue, imported: Imported, *, update: bool = False) -> Merged:
    """Bring an imported source into a catalogue; the same source again changes nothing.

    What the catalogue lacks is filled in. Where both have a value and they differ, the catalogue's stays, or the
    source's wins with `update`; either way it is reported. A paper that the catalogue does not have is added under
    its id, with a number behind it when another paper has that id. Linear in both.
    """
    return _Merge(catalogue, imported, _Filler(update)).run()


@dataclass
class _Filler:
    """Decides between two values of a field, and keeps the conflicts."""

    update: bool
    conflicts: list[Conflict] = field(default_factory=list)

    def value(
        self,
        paper: str | None,
        place: Field,
        ours: str | None,
        theirs: str | None,
        same: Callable[[str, str], bool] = str.__eq__,
    ) -> str | None:
        """Return the value that a field gets."""
        if not ours or not theirs or same(ours, theirs):
            return ours or theirs
        self.conflicts.append(Conflict(paper, place, ours, theirs))
        return theirs if self.update else ours

    def text(
        self,
        paper: str | None,
        place: Field,
        ours: Bilingual,
        theirs: Bilingual,
        same: Callable[[str, str], bool] = str.__eq__,
    ) -> Bilingual:
        """Return the text that a field gets, each language for itself."""
        merged = ours
        for language, text in theirs.items():
            merged = merged.put(language, self.value(paper, (*place, language), ours.get(language), text, same))
        return merged

    def paper(self, ours: Paper, theirs: Paper) -> Paper:
        """Return a record with what an entry has to add to it; its section is the caller's business."""
        authors = self.value(ours.id, ("authors",), ", ".join(ours.authors), ", ".join(theirs.authors))
        links = {
            kind: self.value(
                ours.id, ("links", kind), getattr(ours.links, kind), getattr(theirs.links, kind), _is_same_link
            )
            for kind in LINK_KINDS
        }
        return replace(
            ours,
            title=self.text(ours.id, ("title",), ours.title, theirs.title),
            summary=self.text(ours.id, ("summary",), ours.summary, theirs.summary),
            notes=self.text(ours.id, ("notes",), ours.notes, theirs.notes),
            authors=ours.authors if authors == ", ".join(ours.authors) else theirs.authors,
            links=replace(ours.links, **links),
            date=self.value(ours.id, ("date",), ours.date, theirs.date, _is_as_precise),
            venue=self.value(ours.id, ("venue",), ours.venue, theirs.venue),
        )


def _is_as_precise(ours: str, theirs: str) -> bool:
    """Tell whether our date says all that theirs does: `2024-01` next to `2024`."""
    return ours.startswith(theirs)


def _is_same_link(ours: str, theirs: str) -> bool:
    return ours == theirs or (NO_LINK not in {ours, theirs} and link_key(ours) == link_key(theirs))


def _is_same_title(ours: str, theirs: str) -> bool:
    return title_key(ours) == title_key(theirs)


class _Merge:
    def __init__(self, catalogue: Catalogue, imported: Imported, filler: _Filler):
        self._ours = catalogue
        self._imported = imported
        self._theirs = imported.catalogue
        self._filler = filler
        self._records = match_papers(self._theirs.papers, catalogue.papers)
        self._section_keys: frozenset[str] = frozenset()
        self._sections = _match_sections(self._theirs, self._records, catalogue.sections)

    def run(self) -> Merged:
        sections = self._merged_sections()
        added, changed, unchanged = self._merged_papers()
        unplaced = tuple(self._new_unplaced())
        ours, theirs, filler = self._ours, self._theirs, self._filler
        catalogue = replace(
            ours,
            title=filler.text(None, ("title",), ours.title, theirs.title),
            introduction=filler.text(None, ("introduction",), ours.introduction, theirs.introduction),
            legend=filler.text(None, ("legend",), ours.legend, theirs.legend),
            sections=sections,
            unplaced=(*ours.unplaced, *unplaced),
            papers=(*(changed.get(paper.id, paper) for paper in ours.papers), *added),
        )
        return Merged(
            catalogue,
            tuple(paper.id for paper in added),
            tuple(changed),
            tuple(unchanged),
            tuple(filler.conflicts),
            unplaced,
            self._imported,
        )

    def _merged_sections(self) -> tuple[Section, ...]:
        """Return the sections, and settle which key each section of the source has."""
        merged = {section.key: section for section in self._ours.sections}
        keys = UniqueKeys(taken=frozenset(merged))
        needed = self._needed_sections()
        for section in self._theirs.sections:
            key = self._sections.get(section.key)
            if key is not None:
                ours, place = merged[key], ("sections", key)
                title = self._filler.text(None, (*place, "title"), ours.title, section.title, _is_same_title)
                introduction = self._filler.text(
                    None, (*place, "introduction"), ours.introduction, section.introduction
                )
                merged[key] = replace(ours, title=title, introduction=introduction)
            elif section.key in needed or section.introduction:
                key = keys.give(section.key)
                merged[key] = replace(section, key=key)
                self._sections[section.key] = key
        self._section_keys = frozenset(merged)
        return tuple(merged.values())

    def _needed_sections(self) -> set[str]:
        """Return the sections of the source that hold a new paper, or none at all: others would stand empty."""
        if self._filler.update:
            return {section.key for section in self._theirs.sections}
        new = {paper.section for paper, record in zip(self._theirs.papers, self._records, strict=True) if not record}
        used = {paper.section for paper in self._theirs.papers}
        return {section.key for section in self._theirs.sections if section.key in new or section.key not in used}

    def _merged_papers(self) -> tuple[list[Paper], dict[str, Paper], list[str]]:
        """Return the new records, those that changed by their ids, and the ids of those that did not."""
        ids = UniqueKeys(taken=self._ours.by_id)
        added: list[Paper] = []
        changed: dict[str, Paper] = {}
        unchanged: list[str] = []
        for entry, record in zip(self._theirs.papers, self._records, strict=True):
            if record is None:
                added.append(replace(entry, id=ids.give(entry.id), section=self._sections[entry.section]))
                continue
            section = self._sections.get(entry.section, entry.section)
            merged = self._filler.paper(record, entry)
            kept = self._filler.value(record.id, ("section",), record.section, section)
            if kept and kept in self._section_keys:
                merged = replace(merged, section=kept)
            if merged == record:
                unchanged.append(record.id)
            else:
                changed[record.id] = merged
        return added, changed, unchanged

    def _new_unplaced(self) -> Iterator[Unplaced]:
        """Yield the unplaced text of the source that the catalogue does not hold yet; lines may have moved."""
        held = Counter((item.source, item.text) for item in self._ours.unplaced)
        noted = [note.passage for note in self._imported.notes if note.passage]
        for item in sorted((*self._theirs.unplaced, *noted), key=lambda item: item.line):
            if held[item.source, item.text]:
                held[item.source, item.text] -= 1
            else:
                yield replace(item, section=self._sections.get(item.section or ""))


def _match_sections(theirs: Catalogue, records: Sequence[Paper | None], ours: Sequence[Section]) -> dict[str, str]:
    """Return, for the sections of the source that the catalogue has, their keys in it: by key, title, or papers."""
    by_title = {title_key(title): section.key for section in reversed(ours) for _, title in section.title.items()}
    by_key = {section.key: section for section in ours}
    homes: dict[str, set[str]] = {}
    for paper, record in zip(theirs.papers, records, strict=True):
        if record:
            homes.setdefault(paper.section, set()).add(record.section)
    found = {section.key: section.key for section in theirs.sections if section.key in by_key}
    taken = set(found.values())
    for section in theirs.sections:
        if section.key in found:
            continue
        keys = [key for _, title in section.title.items() if (key := by_title.get(title_key(title)))]
        home = homes.get(section.key, set())
        if not keys and len(home) == 1 and _is_untitled(by_key.get(next(iter(home))), section):
            keys = list(home)
        if keys and keys[0] not in taken:
            found[section.key] = keys[0]
            taken.add(keys[0])
    return found


def _is_untitled(ours: Section | None, theirs: Section) -> bool:
    """Tell whether our section has no title in any language in which theirs has one: it is the same in another one."""
    return ours is not None and not any(
        ours.title.get(language) and theirs.title.get(language) for language in LANGUAGES
    )
