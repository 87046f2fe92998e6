"""The neutral model that everything meets in: a catalogue of papers, each with text in two languages.

Importers make it, the store keeps it, checks read it, exporters write from it. Every object is immutable and knows
nothing of files; a change makes a new object (`dataclasses.replace`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Literal, TypeAlias

from i18n_tool.errors import UsageError
from i18n_tool.hanzi import Script

Language: TypeAlias = Literal["en", "zh"]
Relation: TypeAlias = Literal["translation", "summary"]
Origin: TypeAlias = Literal["human", "machine"]
#: What sort of fault a file of a catalogue has: a `date` that is none, a `key` or a `section` that is not known,
#: anything else that is not of the `form` that it must have, or a `file` that cannot be read at all.
FaultKind: TypeAlias = Literal["date", "key", "section", "form", "file"]

#: The languages of a catalogue, in the order in which they are shown.
LANGUAGES: tuple[Language, ...] = ("en", "zh")

#: The value of a link that is known not to exist; a link that is left out is not known.
NO_LINK = "none"

#: What an id and a section key look like. They become file names, so nothing else is let in.
KEY_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")

#: Where a value stands in a record: `("summary", "zh")`; `()` is the record itself.
Field: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class Bilingual:
    """One text in English and in Chinese; None where there is none."""

    en: str | None = None
    zh: str | None = None

    def get(self, language: Language) -> str | None:
        """Return the text in one language, None when it is missing or empty."""
        return (self.en if language == "en" else self.zh) or None

    def put(self, language: Language, text: str | None) -> Bilingual:
        """Return a copy with the text of one language replaced.

        >>> Bilingual(en="Mamba").put("zh", "曼巴")
        Bilingual(en='Mamba', zh='曼巴')
        """
        return Bilingual(text, self.zh) if language == "en" else Bilingual(self.en, text)

    def items(self) -> Iterator[tuple[Language, str]]:
        """Yield each language that has text, and the text."""
        for language in LANGUAGES:
            if text := self.get(language):
                yield language, text

    def __bool__(self) -> bool:
        return bool(self.en or self.zh)


@dataclass(frozen=True)
class Links:
    """Where a paper and what belongs to it can be found: URLs, `"none"`, or None when not known."""

    paper: str | None = None
    pdf: str | None = None
    html: str | None = None
    code: str | None = None
    project: str | None = None
    data: str | None = None
    model: str | None = None
    video: str | None = None

    def items(self) -> Iterator[tuple[str, str]]:
        """Yield the kind and the value of each link that is known, `"none"` included."""
        for kind in LINK_KINDS:
            if value := getattr(self, kind):
                yield kind, value

    def __bool__(self) -> bool:
        return any(True for _ in self.items())


#: The kinds of link that a record can have, in the order in which they are written.
LINK_KINDS: tuple[str, ...] = tuple(item.name for item in fields(Links))


@dataclass(frozen=True, slots=True)
class Translation:
    """Where the text of one language comes from, and whether it still fits its source.

    Args:
        of: the language that it was translated from; None when it was written on its own.
        origin: who made it, a person or a machine; None when not known.
        reviewed: whether a person has read it against the source.
        source_hash: `text_hash` of the source's summary when the translation was made; None when not known.
    """

    of: Language | None = None
    origin: Origin | None = None
    reviewed: bool = False
    source_hash: str | None = None


def text_hash(text: str) -> str:
    """Return the eight hexadecimal digits that a record keeps of a source text, to notice that it changed.

    >>> text_hash("你好")
    '670d9743'
    """
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Paper:
    """One entry of the list. `id` and `section` match `KEY_PATTERN`; `date` is `YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""

    id: str
    title: Bilingual
    section: str
    date: str | None = None
    venue: str | None = None
    authors: tuple[str, ...] = ()
    links: Links = Links()
    summary: Bilingual = Bilingual()
    notes: Bilingual = Bilingual()
    translation: tuple[tuple[Language, Translation], ...] = ()
    ignore: tuple[str, ...] = ()

    def __hash__(self) -> int:
        # Enough to tell papers apart, and the checks look up what they know of one time and again.
        return hash((self.id, self.title.en))

    def translation_into(self, language: Language) -> Translation | None:
        """Return what is recorded of the text in `language`, None when nothing is."""
        return dict(self.translation).get(language)

    @cached_property
    def texts(self) -> tuple[tuple[Field, Language, str], ...]:
        """The place, the language and the text of every title, summary and note that is there."""
        fields = (("title", self.title), ("summary", self.summary), ("notes", self.notes))
        return tuple(((name, language), language, text) for name, value in fields for language, text in value.items())

    def put_text(self, place: Field, text: str | None) -> Paper:
        """Return a copy with the text at `place`, such as `("summary", "zh")`, replaced."""
        name, language = place
        changed = getattr(self, name).put(language, text)
        return replace(self, **{name: changed})


def touch(paper: Paper, language: Language | None = None) -> Paper:
    """Return the paper with its translations recorded as made from the source as it is now.

    Args:
        paper: the paper.
        language: the language of the translation; None for each that is recorded as one.

    Raises:
        UsageError: there is no such translation, or nothing is recorded of any.
    """
    recorded = dict(paper.translation)
    languages = [language] if language else [name for name, facts in paper.translation if facts.of]
    if not languages:
        raise UsageError(f"{paper.id}: no translation is recorded; say with --lang which text is one")
    for name in languages:
        facts = recorded.get(name, Translation())
        source: Language = facts.of or ("zh" if name == "en" else "en")
        text = paper.summary.get(source)
        if source == name or text is None or paper.summary.get(name) is None:
            raise UsageError(
                f"{paper.id}: there is no summary in {name!r} that could be a translation of one in {source!r}"
            )
        recorded[name] = replace(facts, of=source, source_hash=text_hash(text))
    return replace(paper, translation=tuple((name, recorded[name]) for name in LANGUAGES if name in recorded))


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the list; `introduction` is the text between the heading and its first entry."""

    key: str
    title: Bilingual
    introduction: Bilingual = Bilingual()


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry: how a term is said in either language, and how it must not be said.

    Several entries of one term are renderings that are all allowed.

    Args:
        en: the term in English.
        zh: the term in Chinese.
        wrong: renderings, in the language that the list is translated into, that are not to be used.
    """

    en: str
    zh: str
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Text of an imported source that no field has a place for; kept so that nothing is lost.

    Args:
        source: the name of the imported file, without its folder.
        line: the line in it, counted from 1.
        text: the text, repaired.
        section: the key of the section that it stood in; None before the first one.
    """

    source: str
    line: int
    text: str
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Stray:
    """An id that a section names for the order of its papers, and that is no paper of that section.

    Args:
        section: the section's key.
        place: the place in the section's `papers`, counted from 0.
        paper: the id.
    """

    section: str
    place: int
    paper: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What of a file is not of the form that it must have, and was passed over when the catalogue was read.

    Args:
        kind: what sort of fault it is.
        record: the paper's id; the file's path below the catalogue's folder where it gave no paper; None for the list
            itself.
        field: the field that was not read for it; () where none is meant.
        message: one sentence, without a place.
        line: the line in the file, counted from 1.
        column: the column in that line, counted from 1.
    """

    kind: FaultKind
    record: str | None
    field: Field
    message: str
    line: int
    column: int


@dataclass(frozen=True)
class Catalogue:
    """A list of papers and what belongs to the list as a whole.

    Args:
        relation: how the two texts of a paper relate: one is a `translation` of the other, or each is a `summary`
            of the paper in its own right.
        languages: the languages that every paper should have.
        script: what Chinese must be written in, a setting that no file of the catalogue has; None for what most is.
        embedding: the model of meaning that checks ask, a setting that no file of the catalogue has; None for none.
        readme: the file name of the exported list in each language, for the link from one to the other.
        encodings: the records that were found in another encoding than UTF-8: the paper's id (None: the list itself)
            and the encoding's name. A record that is taken out of it is stored in UTF-8.
        strays: what the `papers` of sections named when the catalogue was read, and is not in them.
        faults: what was passed over when the catalogue was read, as far as that was allowed.
        unread: the files that gave no paper for it, by their paths below the catalogue's folder.
    """

    title: Bilingual = Bilingual()
    introduction: Bilingual = Bilingual()
    legend: Bilingual = Bilingual()
    source_language: Language = "en"
    languages: tuple[Language, ...] = LANGUAGES
    relation: Relation = "summary"
    sections: tuple[Section, ...] = ()
    script: Script | None = None
    embedding: str | None = None
    glossary: tuple[Term, ...] = ()
    readme: Bilingual = Bilingual("README.md", "README.zh-CN.md")
    unplaced: tuple[Unplaced, ...] = ()
    encodings: tuple[tuple[str | None, str], ...] = ()
    strays: tuple[Stray, ...] = ()
    faults: tuple[Fault, ...] = ()
    unread: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = field(default=(), repr=False)

    @cached_property
    def by_id(self) -> dict[str, Paper]:
        """The papers by their ids."""
        return {paper.id: paper for paper in self.papers}

    @cached_property
    def by_section(self) -> dict[str, tuple[Paper, ...]]:
        """The papers of each section, in the catalogue's order; every section has an entry, an empty one too."""
        found: dict[str, list[Paper]] = {section.key: [] for section in self.sections}
        for paper in self.papers:
            found.setdefault(paper.section, []).append(paper)
        return {key: tuple(papers) for key, papers in found.items()}
