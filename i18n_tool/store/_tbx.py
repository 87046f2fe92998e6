"""Reads a glossary in TBX, the exchange format of termbases: ISO 30042, in its versions of 2008 and 2019.

A file of 2008 (TBX-Basic, `martif`) has `termEntry`, `langSet` and `tig` or `ntig`; one of 2019 (`tbx`) has
`conceptEntry`, `langSec` and `termSec`, with what is said of a term in `termNote` elements or in ones of their own
names. Other languages and all else that a termbase holds are passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from i18n_tool.errors import InputError
from i18n_tool.model import LANGUAGES, Language, Term
from i18n_tool.xml_events import XmlEvent, xml_events

_ROOTS = ("martif", "tbx")
_ENTRIES = frozenset({"termEntry", "conceptEntry"})
_SECTIONS = frozenset({"langSet", "langSec"})
_TERMS = frozenset({"tig", "ntig", "termSec"})
_STATUS, _TYPE = "administrativeStatus", "termType"
#: Terms that are not to be used: the values of the standard without their ending, and those that Weblate writes.
_WRONG = frozenset({"deprecatedTerm", "supersededTerm", "forbidden", "obsolete"})
_ENDING = "-admn-sts"
#: The other language often takes such a term over as it is, whatever else it has for the concept.
_SHORT = frozenset({"abbreviation", "acronym", "initialism", "shortForm", "symbol", "formula", "equation"})
#: An entry names one concept; one with more combinations of its terms is no entry.
_MOST_PAIRS = 1000


@dataclass
class _Name:
    """One term of an entry and what is said of it."""

    text: str = ""
    status: str = ""
    type: str = ""

    @property
    def is_wrong(self) -> bool:
        return self.status.strip().removesuffix(_ENDING) in _WRONG

    def add(self, part: str, text: str) -> None:
        """Add text to one of the parts."""
        setattr(self, part, getattr(self, part) + text)


@dataclass
class _Entry:
    """The terms of one concept, by language, and where it begins."""

    line: int
    column: int
    names: dict[Language, list[_Name]] = field(default_factory=lambda: {language: [] for language in LANGUAGES})


def read_tbx(data: bytes, path: str, target: Language) -> tuple[Term, ...]:
    """Return the terms of a TBX file that it has in English and in Chinese.

    Of the terms of one entry and language any will do; those that are deprecated or superseded are `wrong`.

    Args:
        data: the bytes of the file.
        path: its name, for messages.
        target: the language that the list is translated into, of which wrong terms count.

    Raises:
        InputError: it is not well-formed or no TBX, or has no such term; with the place.
    """
    terms = tuple(term for entry in _entries(xml_events(data, path), path) for term in _terms(entry, path, target))
    if not terms:
        raise InputError("no entry of this TBX has a term in English and one in Chinese", path=path)
    return terms


def _entries(events: Iterable[XmlEvent], path: str) -> Iterator[_Entry]:
    reader = _Reader(path)
    for event in events:
        if event.kind == "start":
            reader.start(event)
        elif event.kind == "text":
            reader.text(event.value)
        elif entry := reader.end(event.value):
            yield entry


class _Reader:
    """Where in the file it is: in which entry, language and term, and in which parts of it, the innermost last."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.is_begun = False
        self.entry: _Entry | None = None
        self.language: Language | None = None
        self.name: _Name | None = None
        self.parts: list[str] = []

    def start(self, event: XmlEvent) -> None:
        if not self.is_begun and event.value not in _ROOTS:
            message = f"this is no TBX: it begins with <{event.value[:60]}>, not with <martif> or <tbx>"
            raise InputError(message, path=self.path, line=event.line, column=event.column)
        self.is_begun = True
        if event.value in _ENTRIES:
            self.entry, self.language, self.name = _Entry(event.line, event.column), None, None
        elif event.value in _SECTIONS:
            self.language = _language(event, self.path)
        elif event.value in _TERMS:
            self.name, self.parts = _Name(), []
        elif self.name:
            # What is within a part, such as a mark of emphasis in a term, belongs to it.
            self.parts.append(_part(event) or (self.parts[-1] if self.parts else ""))

    def text(self, text: str) -> None:
        if self.name and self.parts and self.parts[-1]:
            self.name.add(self.parts[-1], text)

    def end(self, element: str) -> _Entry | None:
        """Leave an element, and return the entry if that was one."""
        if element in _ENTRIES:
            done, self.entry = self.entry, None
            return done
        if element in _TERMS:
            if self.entry and self.language and self.name and self.name.text.strip():
                self.entry.names[self.language].append(self.name)
            self.name = None
        elif self.name and self.parts:
            self.parts.pop()
        return None


def _part(event: XmlEvent) -> str:
    """Return which part of a term an element holds; "" for none."""
    kind = event.attributes.get("type") if event.value == "termNote" else event.value
    return {"term": "text", _STATUS: "status", _TYPE: "type"}.get(kind or "", "")


def _language(event: XmlEvent, path: str) -> Language | None:
    tag = event.attributes.get("xml:lang") or event.attributes.get("lang")
    if not tag:
        message = f"<{event.value}> needs the attribute xml:lang"
        raise InputError(message, path=path, line=event.line, column=event.column)
    main = tag.replace("_", "-").partition("-")[0].lower()
    return next((language for language in LANGUAGES if language == main), None)


def _terms(entry: _Entry, path: str, target: Language) -> Iterator[Term]:
    texts: dict[Language, list[str]] = {}
    for language, names in entry.names.items():
        usable = [name for name in names if not name.is_wrong]
        if language != target:
            usable = [name for name in usable if name.type.strip() not in _SHORT] or usable
        texts[language] = _unique(usable)
    if len(texts["en"]) * len(texts["zh"]) > _MOST_PAIRS:
        message = f"this entry has more than {_MOST_PAIRS:,} combinations of its terms"
        raise InputError(message, path=path, line=entry.line, column=entry.column)
    wrong = tuple(_unique(name for name in entry.names[target] if name.is_wrong))
    for en, zh in product(texts["en"], texts["zh"]):
        yield Term(en, zh, wrong)


def _unique(names: Iterable[_Name]) -> list[str]:
    return list(dict.fromkeys(" ".join(name.text.split()) for name in names))
