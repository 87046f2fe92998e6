"""Reads the values of a tree: texts, lists, mappings of known keys, texts in two languages; errors name places."""

from __future__ import annotations

from typing import cast

from i18n_tool.errors import InputError
from i18n_tool.model import KEY_PATTERN, LANGUAGES, Bilingual, Language
from i18n_tool.store._yaml import Document, MappingNode, Node, ScalarNode, SequenceNode

_KEY_FORM = "small letters and digits, with single '-' between"


def is_missing(node: Node) -> bool:
    """Tell whether nothing stands at a key: an empty value, or a plain `null`."""
    return isinstance(node, ScalarNode) and node.is_missing


def mapping_of(document: Document, node: Node, known: tuple[str, ...], what: str) -> dict[str, Node]:
    """Return the values of a mapping by their keys, those with no value left out, and note keys that are not known."""
    if not isinstance(node, MappingNode):
        raise document.error(f"{what} must be a mapping of keys to values, not {describe(node)}", node)
    values = {}
    for key, (key_node, value) in node.entries.items():
        if key not in known:
            document.note("key", (), document.error(_unknown(f"the key '{shorten(key)}'", what, known, key), key_node))
        elif not is_missing(value):
            values[key] = value
    return values


def _unknown(name: str, where: str, known: tuple[str, ...], given: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(given[:40], known, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"known are {', '.join(known)}"
    return f"{name} is not known in {where}; {hint}"


def required(document: Document, values: dict[str, Node], key: str, what: str) -> Node:
    """Return what is at a key that must be there."""
    if key not in values:
        raise document.error(f"{what} needs the key '{key}', which is missing or empty", document.root)
    return values[key]


def describe(node: Node) -> str:
    """Return in words what sort of node one is."""
    if isinstance(node, SequenceNode):
        return "a list"
    if isinstance(node, MappingNode):
        return "a mapping"
    return "empty" if node.is_missing else "text"


def shorten(text: str) -> str:
    """Return a text as a message can show it: on one line, and not longer than that."""
    printable = "".join(character if character.isprintable() else "?" for character in text[:61])
    return printable if len(text) <= 60 else f"{printable[:60]}…"


def text_of(document: Document, node: Node, what: str) -> str:
    """Return a text."""
    if not isinstance(node, ScalarNode):
        raise document.error(f"'{what}' must be text, not {describe(node)}", node)
    return node.value


def items_of(document: Document, values: dict[str, Node], key: str) -> list[Node]:
    """Return the nodes of a list; none where there is no such key."""
    if key not in values:
        return []
    node = values[key]
    if not isinstance(node, SequenceNode):
        raise document.error(f"'{key}' must be a list, not {describe(node)}", node)
    return node.items


def texts_of(document: Document, values: dict[str, Node], key: str) -> tuple[str, ...]:
    """Return the texts of a list, none of them empty."""
    found = []
    for item in items_of(document, values, key):
        text = text_of(document, item, key)
        if is_missing(item) or not text:
            raise document.error(f"'{key}' holds an empty item", item)
        found.append(text)
    return tuple(found)


def bilingual_of(document: Document, values: dict[str, Node], key: str) -> Bilingual:
    """Return a text in the languages that it is there in, and note languages that are not known."""
    node = values.get(key)
    if node is None:
        return Bilingual()
    if not isinstance(node, MappingNode):
        raise document.error(f"'{key}' must be a mapping of the languages en and zh, not {describe(node)}", node)
    texts: dict[str, str | None] = {"en": None, "zh": None}
    for language, (key_node, value) in node.entries.items():
        if language not in texts:
            document.note("key", (), _unknown_language(document, key_node))
        elif not is_missing(value):
            texts[language] = text_of(document, value, f"{key}.{language}") or None
    return Bilingual(**texts)


def _unknown_language(document: Document, node: ScalarNode) -> InputError:
    return document.error(f"the language '{shorten(node.value)}' is not known; the languages are en and zh", node)


def language_of(document: Document, node: Node) -> Language:
    """Return a language."""
    value = text_of(document, node, "language")
    if value not in LANGUAGES:
        raise _unknown_language(document, cast(ScalarNode, node))
    return value


def choice_of(document: Document, node: Node, what: str, choices: tuple[str, ...]) -> str:
    """Return one of several words."""
    value = text_of(document, node, what)
    if value not in choices:
        raise document.error(f"'{what}' must be {' or '.join(choices)}, not '{shorten(value)}'", node)
    return value


def key_of(document: Document, node: Node, what: str) -> str:
    """Return an id or a key of a section."""
    value = text_of(document, node, what)
    if not KEY_PATTERN.match(value):
        raise document.error(f"the {what} '{shorten(value)}' is not allowed: use {_KEY_FORM}", node)
    return value
