"""Turns the tree of a record or of `_catalogue.yaml` into the model, and notes what does not fit, with its place.

`read_paper` and `read_header` pass over what does not fit and note it in the document, so that one reading finds all of
it; `decode_paper` and `decode_header` refuse it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeAlias, TypeVar, cast

from i18n_tool.errors import InputError
from i18n_tool.model import (
    LANGUAGES,
    LINK_KINDS,
    Bilingual,
    Catalogue,
    Language,
    Links,
    Origin,
    Paper,
    Relation,
    Section,
    Term,
    Translation,
    Unplaced,
)
from i18n_tool.store._values import (
    bilingual_of,
    choice_of,
    describe,
    is_missing,
    items_of,
    key_of,
    language_of,
    mapping_of,
    required,
    shorten,
    text_of,
    texts_of,
)
from i18n_tool.store._yaml import Document, MappingNode, Node, SequenceNode

_T = TypeVar("_T")

#: Makes what the model has of the value of a key, if the mapping has one.
_Reader: TypeAlias = Callable[[Document, "dict[str, Node]", str], _T]

#: The keys of a record, in the order in which they are written.
PAPER_KEYS = (
    *("id", "title", "section", "date", "venue", "authors"),
    *("links", "summary", "notes", "translation", "ignore"),
)
#: The keys of `_catalogue.yaml`, in the order in which they are written.
CATALOGUE_KEYS = (
    *("title", "introduction", "legend", "source_language", "languages", "relation", "readme"),
    *("glossary", "sections", "unplaced"),
)
SECTION_KEYS = ("key", "title", "introduction", "papers")
TRANSLATION_KEYS = ("of", "origin", "reviewed", "source_hash")
TERM_KEYS = (*LANGUAGES, "wrong")
UNPLACED_KEYS = ("source", "line", "section", "text")

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")
_HASH = re.compile(r"[0-9a-f]{8}\Z")


@dataclass(frozen=True)
class Header:
    """What `_catalogue.yaml` says.

    Args:
        catalogue: the list as a whole, without its papers.
        order: the ids that each section's `papers` names, by the section's key.
        has_all_sections: whether every section could be read, so that a key that is not among them is not known.
    """

    catalogue: Catalogue
    order: dict[str, tuple[str, ...]]
    has_all_sections: bool


def decode_paper(document: Document, stem: str) -> Paper:
    """Return the paper of a record.

    Args:
        document: the record's tree.
        stem: the file's name without its suffix, which the id must equal.

    Raises:
        InputError: something is missing, unknown, or of the wrong type; with its place.
    """
    paper = read_paper(document, stem)
    _refuse_misfits(document)
    return paper


def decode_header(document: Document) -> Header:
    """Return what `_catalogue.yaml` says.

    Raises:
        InputError: something is missing, unknown, or of the wrong type; with its place.
    """
    header = read_header(document)
    _refuse_misfits(document)
    return header


def read_paper(document: Document, stem: str) -> Paper:
    """Return the paper of a record as far as it can be read, and note in the document what cannot.

    Args:
        document: the record's tree.
        stem: the file's name without its suffix, which the id must equal; it is the paper's id in any case.

    Raises:
        InputError: the record is no mapping.
    """
    values = mapping_of(document, document.root, PAPER_KEYS, "a record")
    paper_id = _read(document, values, "id", _identifier, stem)
    if paper_id != stem:
        error = document.error(f"the id '{paper_id}' differs from the file's name; they must be equal", values["id"])
        document.note("form", ("id",), error)
    return Paper(
        id=stem,
        title=_read(document, values, "title", bilingual_of, Bilingual()),
        section=_read(document, values, "section", _section_key, ""),
        date=_read(document, values, "date", _date, None),
        venue=_read(document, values, "venue", _optional_text, None),
        authors=_read(document, values, "authors", texts_of, ()),
        links=_read(document, values, "links", _links, Links()),
        summary=_read(document, values, "summary", bilingual_of, Bilingual()),
        notes=_read(document, values, "notes", bilingual_of, Bilingual()),
        translation=_read(document, values, "translation", _translations, ()),
        ignore=_read(document, values, "ignore", texts_of, ()),
    )


def read_header(document: Document) -> Header:
    """Return what `_catalogue.yaml` says as far as it can be read, and note in the document what cannot.

    Raises:
        InputError: it is no mapping.
    """
    values = mapping_of(document, document.root, CATALOGUE_KEYS, "_catalogue.yaml")
    order: dict[str, tuple[str, ...]] = {}
    sections: tuple[Section, ...] = _read(document, values, "sections", partial(_sections, order=order), ())
    has_all_sections = not any(misfit.kind == "form" for misfit in document.misfits)
    known = {*order} if has_all_sections else None
    default = Catalogue()
    catalogue = Catalogue(
        title=_read(document, values, "title", bilingual_of, Bilingual()),
        introduction=_read(document, values, "introduction", bilingual_of, Bilingual()),
        legend=_read(document, values, "legend", bilingual_of, Bilingual()),
        source_language=_read(document, values, "source_language", _source_language, default.source_language),
        languages=_read(document, values, "languages", _languages, default.languages),
        relation=_read(document, values, "relation", _relation, default.relation),
        sections=sections,
        glossary=_read(document, values, "glossary", _terms, ()),
        readme=_read(document, values, "readme", bilingual_of, default.readme)
        if "readme" in values
        else default.readme,
        unplaced=_read(document, values, "unplaced", partial(_unplaced, sections=known), ()),
    )
    return Header(catalogue, order, has_all_sections)


def _refuse_misfits(document: Document) -> None:
    if document.misfits:
        raise min((misfit.error for misfit in document.misfits), key=lambda error: (error.line or 0, error.column or 0))


def _read(document: Document, values: dict[str, Node], key: str, read: _Reader[_T], default: _T) -> _T:
    """Return what is at a key, the default where it does not fit, which is then noted."""
    try:
        return read(document, values, key)
    except InputError as error:
        document.note("date" if key == "date" else "form", (key,), error)
        return default


def _source_language(document: Document, values: dict[str, Node], key: str) -> Language:
    return language_of(document, values[key]) if key in values else Catalogue().source_language


def _relation(document: Document, values: dict[str, Node], key: str) -> Relation:
    if key not in values:
        return Catalogue().relation
    return cast(Relation, choice_of(document, values[key], key, ("translation", "summary")))


def _languages(document: Document, values: dict[str, Node], key: str) -> tuple[Language, ...]:
    if key not in values:
        return Catalogue().languages
    found = tuple(language_of(document, item) for item in items_of(document, values, key))
    if len(set(found)) < len(found) or not found:
        raise document.error("'languages' must name each language once, and at least one", values[key])
    return found


def _identifier(document: Document, values: dict[str, Node], key: str) -> str:
    return key_of(document, required(document, values, key, "a record"), "id")


def _section_key(document: Document, values: dict[str, Node], key: str) -> str:
    return key_of(document, required(document, values, key, "a record"), "section")


def _optional_text(document: Document, values: dict[str, Node], key: str) -> str | None:
    return text_of(document, values[key], key) or None if key in values else None


def _date(document: Document, values: dict[str, Node], key: str) -> str | None:
    if key not in values:
        return None
    node = values[key]
    value = text_of(document, node, key)
    match = _DATE.match(value)
    try:
        if match:
            date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
            return value
    except ValueError:
        pass  # the thirteenth month; the message is the same
    raise document.error(f"the date '{shorten(value)}' is none: write YYYY, YYYY-MM or YYYY-MM-DD", node)


def _links(document: Document, values: dict[str, Node], key: str) -> Links:
    if key not in values:
        return Links()
    found = mapping_of(document, values[key], LINK_KINDS, "'links'")
    return Links(**{kind: text_of(document, node, f"links.{kind}") or None for kind, node in found.items()})


def _translations(document: Document, values: dict[str, Node], key: str) -> tuple[tuple[Language, Translation], ...]:
    node = values.get(key)
    if node is None:
        return ()
    if not isinstance(node, MappingNode):
        raise document.error(f"'translation' must be a mapping of languages, not {describe(node)}", node)
    found = {}
    for key_node, value in node.entries.values():
        language = language_of(document, key_node)
        if not is_missing(value):
            found[language] = _translation(document, value)
    return tuple((language, found[language]) for language in LANGUAGES if language in found)


def _translation(document: Document, node: Node) -> Translation:
    values = mapping_of(document, node, TRANSLATION_KEYS, "'translation'")
    source_hash = text_of(document, values["source_hash"], "source_hash") if "source_hash" in values else None
    if source_hash is not None and not _HASH.match(source_hash):
        raise document.error("'source_hash' must be eight hexadecimal digits", values["source_hash"])
    return Translation(
        of=language_of(document, values["of"]) if "of" in values else None,
        origin=cast(Origin, choice_of(document, values["origin"], "origin", ("human", "machine")))
        if "origin" in values
        else None,
        reviewed="reviewed" in values
        and choice_of(document, values["reviewed"], "reviewed", ("true", "false")) == "true",
        source_hash=source_hash,
    )


def _sections(
    document: Document, values: dict[str, Node], key: str, *, order: dict[str, tuple[str, ...]]
) -> tuple[Section, ...]:
    """Return the sections, and put into `order` the ids that they name; a section that does not fit is left out."""
    required(document, values, key, "_catalogue.yaml")
    named: set[str] = set()
    return tuple(
        section for node in items_of(document, values, key) if (section := _section(document, node, order, named))
    )


def _section(document: Document, node: Node, order: dict[str, tuple[str, ...]], named: set[str]) -> Section | None:
    try:
        return _read_section(document, node, order, named)
    except InputError as error:
        document.note("form", ("sections",), error)
        return None


def _read_section(document: Document, node: Node, order: dict[str, tuple[str, ...]], named: set[str]) -> Section:
    found = mapping_of(document, node, SECTION_KEYS, "a section")
    if "key" not in found:
        raise document.error("a section needs a 'key'", node)
    key = key_of(document, found["key"], "section key")
    if key in order:
        raise document.error(f"the section '{key}' stands here again", found["key"])
    papers = texts_of(document, found, "papers")
    for paper_id, item in zip(papers, items_of(document, found, "papers"), strict=True):
        if paper_id in named:
            raise document.error(f"the paper '{shorten(paper_id)}' is listed twice under 'papers'", item)
        named.add(paper_id)
    order[key] = papers
    return Section(key, bilingual_of(document, found, "title"), bilingual_of(document, found, "introduction"))


def decode_glossary(document: Document) -> tuple[Term, ...]:
    """Return the terms of a file that is a list of them, or has one under `glossary`.

    Raises:
        InputError: something is missing, unknown, or of the wrong type; with its place.
    """
    values: dict[str, Node] = {"glossary": document.root}
    if not isinstance(document.root, SequenceNode):
        values = mapping_of(document, document.root, ("glossary",), "a glossary")
    terms = _terms(document, values, "glossary")
    _refuse_misfits(document)
    return terms


def _terms(document: Document, values: dict[str, Node], key: str) -> tuple[Term, ...]:
    terms = []
    for node in items_of(document, values, key):
        found = mapping_of(document, node, TERM_KEYS, "a glossary entry")
        if not found.keys() >= set(LANGUAGES):
            raise document.error("a glossary entry needs both 'en' and 'zh'", node)
        texts = {language: text_of(document, found[language], key) for language in LANGUAGES}
        terms.append(Term(**texts, wrong=texts_of(document, found, "wrong")))
    return tuple(terms)


def _unplaced(
    document: Document, values: dict[str, Node], key: str, *, sections: set[str] | None
) -> tuple[Unplaced, ...]:
    """Return the passages that no field has a place for; `sections` is what their sections are among, if known."""
    items = []
    for node in items_of(document, values, key):
        found = mapping_of(document, node, UNPLACED_KEYS, "'unplaced'")
        texts: dict[str, Any] = {name: text_of(document, value, f"unplaced.{name}") for name, value in found.items()}
        if missing := {"source", "line", "text"} - texts.keys():
            raise document.error(f"an item of 'unplaced' needs '{min(missing)}'", node)
        if not re.fullmatch(r"[0-9]{1,9}", texts["line"]):
            raise document.error("'unplaced.line' must be a number", found["line"])
        section = texts.get("section")
        if section and sections is not None and section not in sections:
            raise document.error(f"the section '{shorten(section)}' is not in 'sections'", found["section"])
        items.append(Unplaced(texts["source"], int(texts["line"]), texts["text"], section or None))
    return tuple(items)
