"""Turns the tree of a record or of `_catalogue.yaml` into the model, and refuses what does not fit, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from i18n_tool.errors import InputError
from i18n_tool.model import (
    KEY_PATTERN,
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
from i18n_tool.store._yaml import Document, MappingNode, Node, ScalarNode, SequenceNode

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
_KEY_FORM = "small letters and digits, with single '-' between"


@dataclass(frozen=True)
class Header:
    """What `_catalogue.yaml` says.

    Args:
        catalogue: the list as a whole, without its papers.
        order: the ids that each section's `papers` names, by the section's key.
    """

    catalogue: Catalogue
    order: dict[str, tuple[str, ...]]


def decode_paper(document: Document, stem: str) -> Paper:
    """Return the paper of a record.

    Args:
        document: the record's tree.
        stem: the file's name without its suffix, which the id must equal.

    Raises:
        InputError: something is missing, unknown, or of the wrong type; with its place.
    """
    values = _mapping(document, document.root, PAPER_KEYS, "a record")
    identifier = _required(document, values, "id", "a record")
    paper_id = _key(document, identifier, "id")
    if paper_id != stem:
        raise document.error(f"the id '{paper_id}' differs from the file's name; they must be equal", identifier)
    return Paper(
        id=paper_id,
        title=_bilingual(document, values, "title"),
        section=_key(document, _required(document, values, "section", "a record"), "section"),
        date=_date(document, values["date"]) if "date" in values else None,
        venue=_text(document, values["venue"], "venue") or None if "venue" in values else None,
        authors=_texts(document, values, "authors"),
        links=_links(document, values),
        summary=_bilingual(document, values, "summary"),
        notes=_bilingual(document, values, "notes"),
        translation=_translations(document, values),
        ignore=_texts(document, values, "ignore"),
    )


def decode_header(document: Document) -> Header:
    """Return what `_catalogue.yaml` says.

    Raises:
        InputError: something is missing, unknown, or of the wrong type; with its place.
    """
    values = _mapping(document, document.root, CATALOGUE_KEYS, "_catalogue.yaml")
    _required(document, values, "sections", "_catalogue.yaml")
    order: dict[str, tuple[str, ...]] = {}
    sections = tuple(_sections(document, values, order))
    default = Catalogue()
    catalogue = Catalogue(
        title=_bilingual(document, values, "title"),
        introduction=_bilingual(document, values, "introduction"),
        legend=_bilingual(document, values, "legend"),
        source_language=_language(document, values["source_language"]) if "source_language" in values else "en",
        languages=_languages(document, values) if "languages" in values else default.languages,
        relation=_relation(document, values["relation"]) if "relation" in values else default.relation,
        sections=sections,
        glossary=tuple(_terms(document, values)),
        readme=_bilingual(document, values, "readme") if "readme" in values else default.readme,
        unplaced=tuple(_unplaced(document, values, {section.key for section in sections})),
    )
    return Header(catalogue, order)


def is_missing(node: Node) -> bool:
    """Tell whether nothing stands at a key: an empty value, or a plain `null`."""
    return isinstance(node, ScalarNode) and node.is_missing


def _mapping(document: Document, node: Node, known: tuple[str, ...], what: str) -> dict[str, Node]:
    """Return the values of a mapping by their keys, those with no value left out."""
    if not isinstance(node, MappingNode):
        raise document.error(f"{what} must be a mapping of keys to values, not {_describe(node)}", node)
    values = {}
    for key, (key_node, value) in node.entries.items():
        if key not in known:
            raise document.error(_unknown(f"the key '{_shorten(key)}'", what, known, key), key_node)
        if not is_missing(value):
            values[key] = value
    return values


def _unknown(name: str, where: str, known: tuple[str, ...], given: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(given[:40], known, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"known are {', '.join(known)}"
    return f"{name} is not known in {where}; {hint}"


def _required(document: Document, values: dict[str, Node], key: str, what: str) -> Node:
    if key not in values:
        raise document.error(f"{what} needs the key '{key}', which is missing or empty", document.root)
    return values[key]


def _describe(node: Node) -> str:
    if isinstance(node, SequenceNode):
        return "a list"
    if isinstance(node, MappingNode):
        return "a mapping"
    return "empty" if node.is_missing else "text"


def _shorten(text: str) -> str:
    printable = "".join(character if character.isprintable() else "?" for character in text[:61])
    return printable if len(text) <= 60 else f"{printable[:60]}…"


def _text(document: Document, node: Node, what: str) -> str:
    if not isinstance(node, ScalarNode):
        raise document.error(f"'{what}' must be text, not {_describe(node)}", node)
    return node.value


def _items(document: Document, values: dict[str, Node], key: str) -> list[Node]:
    if key not in values:
        return []
    node = values[key]
    if not isinstance(node, SequenceNode):
        raise document.error(f"'{key}' must be a list, not {_describe(node)}", node)
    return node.items


def _texts(document: Document, values: dict[str, Node], key: str) -> tuple[str, ...]:
    found = []
    for item in _items(document, values, key):
        text = _text(document, item, key)
        if is_missing(item) or not text:
            raise document.error(f"'{key}' holds an empty item", item)
        found.append(text)
    return tuple(found)


def _bilingual(document: Document, values: dict[str, Node], key: str) -> Bilingual:
    node = values.get(key)
    if node is None:
        return Bilingual()
    if not isinstance(node, MappingNode):
        raise document.error(f"'{key}' must be a mapping of the languages en and zh, not {_describe(node)}", node)
    texts: dict[str, str | None] = {"en": None, "zh": None}
    for language, (key_node, value) in node.entries.items():
        if language not in texts:
            raise _unknown_language(document, key_node)
        if not is_missing(value):
            texts[language] = _text(document, value, f"{key}.{language}") or None
    return Bilingual(**texts)


def _unknown_language(document: Document, node: ScalarNode) -> InputError:
    return document.error(f"the language '{_shorten(node.value)}' is not known; the languages are en and zh", node)


def _language(document: Document, node: Node) -> Language:
    value = _text(document, node, "language")
    if value not in LANGUAGES:
        raise _unknown_language(document, cast(ScalarNode, node))
    return value


def _choice(document: Document, node: Node, what: str, choices: tuple[str, ...]) -> str:
    value = _text(document, node, what)
    if value not in choices:
        raise document.error(f"'{what}' must be {' or '.join(choices)}, not '{_shorten(value)}'", node)
    return value


def _relation(document: Document, node: Node) -> Relation:
    return cast(Relation, _choice(document, node, "relation", ("translation", "summary")))


def _languages(document: Document, values: dict[str, Node]) -> tuple[Language, ...]:
    found = tuple(_language(document, item) for item in _items(document, values, "languages"))
    if len(set(found)) < len(found) or not found:
        raise document.error("'languages' must name each language once, and at least one", values["languages"])
    return found


def _key(document: Document, node: Node, what: str) -> str:
    value = _text(document, node, what)
    if not KEY_PATTERN.match(value):
        raise document.error(f"the {what} '{_shorten(value)}' is not allowed: use {_KEY_FORM}", node)
    return value


def _date(document: Document, node: Node) -> str:
    value = _text(document, node, "date")
    match = _DATE.match(value)
    try:
        if match:
            date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
            return value
    except ValueError:
        pass  # the thirteenth month; the message is the same
    raise document.error(f"the date '{_shorten(value)}' is none: write YYYY, YYYY-MM or YYYY-MM-DD", node)


def _links(document: Document, values: dict[str, Node]) -> Links:
    if "links" not in values:
        return Links()
    found = _mapping(document, values["links"], LINK_KINDS, "'links'")
    return Links(**{kind: _text(document, node, f"links.{kind}") or None for kind, node in found.items()})


def _translations(document: Document, values: dict[str, Node]) -> tuple[tuple[Language, Translation], ...]:
    node = values.get("translation")
    if node is None:
        return ()
    if not isinstance(node, MappingNode):
        raise document.error(f"'translation' must be a mapping of languages, not {_describe(node)}", node)
    found = {}
    for key_node, value in node.entries.values():
        language = _language(document, key_node)
        if not is_missing(value):
            found[language] = _translation(document, value)
    return tuple((language, found[language]) for language in LANGUAGES if language in found)


def _translation(document: Document, node: Node) -> Translation:
    values = _mapping(document, node, TRANSLATION_KEYS, "'translation'")
    source_hash = _text(document, values["source_hash"], "source_hash") if "source_hash" in values else None
    if source_hash is not None and not _HASH.match(source_hash):
        raise document.error("'source_hash' must be eight hexadecimal digits", values["source_hash"])
    return Translation(
        of=_language(document, values["of"]) if "of" in values else None,
        origin=cast(Origin, _choice(document, values["origin"], "origin", ("human", "machine")))
        if "origin" in values
        else None,
        reviewed="reviewed" in values
        and _choice(document, values["reviewed"], "reviewed", ("true", "false")) == "true",
        source_hash=source_hash,
    )


def _sections(document: Document, values: dict[str, Node], order: dict[str, tuple[str, ...]]) -> Iterator[Section]:
    named: dict[str, str] = {}
    for node in _items(document, values, "sections"):
        found = _mapping(document, node, SECTION_KEYS, "a section")
        if "key" not in found:
            raise document.error("a section needs a 'key'", node)
        key = _key(document, found["key"], "section key")
        if key in order:
            raise document.error(f"the section '{key}' stands here again", found["key"])
        order[key] = _texts(document, found, "papers")
        for paper_id, item in zip(order[key], _items(document, found, "papers"), strict=True):
            if paper_id in named:
                raise document.error(f"the paper '{_shorten(paper_id)}' is listed twice under 'papers'", item)
            named[paper_id] = key
        yield Section(key, _bilingual(document, found, "title"), _bilingual(document, found, "introduction"))


def decode_glossary(document: Document) -> tuple[Term, ...]:
    """Return the terms of a file that is a list of them, or has one under `glossary`.

    Raises:
        InputError: something is missing, unknown, or of the wrong type; with its place.
    """
    if isinstance(document.root, SequenceNode):
        return tuple(_terms(document, {"glossary": document.root}))
    return tuple(_terms(document, _mapping(document, document.root, ("glossary",), "a glossary")))


def _terms(document: Document, values: dict[str, Node]) -> Iterator[Term]:
    for node in _items(document, values, "glossary"):
        found = _mapping(document, node, TERM_KEYS, "a glossary entry")
        if not found.keys() >= set(LANGUAGES):
            raise document.error("a glossary entry needs both 'en' and 'zh'", node)
        texts = {language: _text(document, found[language], "glossary") for language in LANGUAGES}
        yield Term(**texts, wrong=_texts(document, found, "wrong"))


def _unplaced(document: Document, values: dict[str, Node], sections: set[str]) -> Iterator[Unplaced]:
    for node in _items(document, values, "unplaced"):
        found = _mapping(document, node, UNPLACED_KEYS, "'unplaced'")
        texts: dict[str, Any] = {key: _text(document, value, f"unplaced.{key}") for key, value in found.items()}
        if missing := {"source", "line", "text"} - texts.keys():
            raise document.error(f"an item of 'unplaced' needs '{min(missing)}'", node)
        if not re.fullmatch(r"[0-9]{1,9}", texts["line"]):
            raise document.error("'unplaced.line' must be a number", found["line"])
        if texts.get("section", "") not in sections | {""}:
            raise document.error(f"the section '{_shorten(texts['section'])}' is not in 'sections'", found["section"])
        yield Unplaced(texts["source"], int(texts["line"]), texts["text"], texts.get("section") or None)
