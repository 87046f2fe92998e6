"""The place in the file of each character of a text, for every way in which YAML can write it."""

from __future__ import annotations

import pytest

from i18n_tool.store._positions import source_offset
from i18n_tool.store._yaml import Document, MappingNode, ScalarNode, parse


def _node(source: str) -> tuple[Document, ScalarNode]:
    document = parse(source, "record")
    assert isinstance(document.root, MappingNode)
    _, node = document.root.entries["x"]
    assert isinstance(node, ScalarNode)
    return document, node


_SOURCES = {
    "plain": "x: one two",
    "plain over lines": "x: one\n  two\n\n  three",
    "single quotes": "x: 'it''s one\n\n  two'",
    "double quotes": 'x: "a\\tb \\u66fcc \\\n   d\n   e\n\n\n  f"',
    "a break and a blank line after a backslash": 'x: "a\\\n\n  b"',
    "a tag": "x: !!str one",
    "a tag and quotes": 'x: !!str "one two"',
    "literal": "x: |  # comment\n    一。\n    二。\n\n    Three.\n    Four.\n\n",
    "literal with its indentation": "x: |2-\n    one\n   two\n  three\n",
    "literal with a list": "x: |-\n  Intro.\n  - a\n  - b\n  End.",
    "folded": "x: >\n  one\n  two\n\n  three\n    deeper\n\n  four\n",
    "folded with its indentation": "x: >2-\n    one\n  two\n",
}


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", _SOURCES)
def test_every_visible_character_is_found(name: str, line_end: str) -> None:
    document, node = _node(_SOURCES[name].replace("\n", line_end))
    escapes = {"\t": "\\", "曼": "\\"}
    for offset, character in enumerate(node.value):
        if character not in " \n":
            place = source_offset(document, node, offset)
            expected = escapes.get(character, character) if node.style == '"' else character
            assert document.text[place] == expected
            assert document.text[:place].count(character) >= node.value[:offset].count(character)


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("name", _SOURCES)
def test_places_grow_with_the_offset_and_end_behind_the_text(name: str) -> None:
    document, node = _node(_SOURCES[name])
    places = [source_offset(document, node, offset) for offset in range(len(node.value) + 3)]
    assert places == sorted(places)
    assert document.text[places[len(node.value)] - 1] == node.value[-1]


def test_an_empty_text_is_at_its_quotes() -> None:
    for source in ('x: ""', "x: |-\n", "x: >-\n"):
        document, node = _node(source)
        assert source_offset(document, node, 5) in {3, 4}
