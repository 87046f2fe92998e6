"""Surgical edits: the changed value and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from i18n_tool.errors import InputError
from i18n_tool.model import Bilingual, Catalogue, Links, Paper, Section, Term, Translation
from i18n_tool.store._yaml import parse
from i18n_tool.store.decode import decode_header, decode_paper
from i18n_tool.store.edit import edit_document
from i18n_tool.store.encode import header_tree, paper_tree

COMMENTED = """\
# A record with a history.

id: mamba   # the first
section:    mamba
title:
    en: 'Mamba'   # as printed
    zh: 曼巴      # 音译

# What it says.
summary:
    en: |   # one a line
        One sentence that
        its author broke.
        Two.

    # Between the languages.
    zh: |-
        一。
        二。


# The end.
links: {paper: "https://x.org/a",   code: none}   # a line
authors:
- A. Gu    # first
- T. Dao   # last
ignore: [MIS305, 'COV101']   # numbers are rounded
"""


def _edit(text: str, **changes: Any) -> str:
    document = parse(text, "record")
    paper = decode_paper(document, "mamba")
    wanted = replace(paper, **changes)
    edited = edit_document(document, paper_tree(paper), paper_tree(wanted))
    assert decode_paper(parse(edited, "record"), "mamba") == wanted
    return edited


def _changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.split("\n"), after.split("\n")
    return [line for line in old if line not in new], [line for line in new if line not in old]


_CHANGES: dict[str, tuple[dict[str, Any], list[str], list[str]]] = {
    "nothing": ({}, [], []),
    "a text in quotes": (
        {"title": Bilingual("Mamba-2", "曼巴")},
        ["    en: 'Mamba'   # as printed"],
        ["    en: 'Mamba-2'   # as printed"],
    ),
    "a text that its quotes cannot hold": (
        {"title": Bilingual("Mam\tba", "曼巴")},
        ["    en: 'Mamba'   # as printed"],
        ['    en: "Mam\\tba"   # as printed'],
    ),
    "a plain text that needs quotes": (
        {"title": Bilingual("Mamba", "曼巴: 二")},
        ["    zh: 曼巴      # 音译"],
        ['    zh: "曼巴: 二"      # 音译'],
    ),
    "a word of a block keeps the author's lines": (
        {"summary": Bilingual("One sentence which its author broke. Two.", "一。二。")},
        ["        One sentence that"],
        ["        One sentence which"],
    ),
    "a new sentence gets its line": (
        {"summary": Bilingual("One sentence that its author broke. Two.", "一。二。三。四。")},
        [],
        ["        三。", "        四。"],
    ),
    "a language taken out": (
        {"summary": Bilingual("One sentence that its author broke. Two.")},
        ["    zh: |-", "        一。", "        二。"],
        [],
    ),
    "a new key in its place": ({"date": "2023-12"}, [], ['date: "2023-12"']),
    "a key taken out": (
        {"authors": ()},
        ["authors:", "- A. Gu    # first", "- T. Dao   # last"],
        [],
    ),
    "an item added": ({"authors": ("A. Gu", "X", "T. Dao")}, [], ["- X"]),
    "an item added in front": ({"authors": ("X", "A. Gu", "T. Dao")}, [], ["- X"]),
    "an item taken out": ({"authors": ("T. Dao",)}, ["- A. Gu    # first"], []),
    "an item changed": ({"authors": ("A. Gu", "Tri")}, ["- T. Dao   # last"], ["- Tri   # last"]),
    "a list on one line": (
        {"ignore": ("COV101", "DUP401")},
        ["ignore: [MIS305, 'COV101']   # numbers are rounded"],
        ["ignore: ['COV101', DUP401]   # numbers are rounded"],
    ),
    "a mapping on one line": (
        {"links": Links(paper="https://x.org/a", pdf="https://x.org/p?q={1}")},
        ['links: {paper: "https://x.org/a",   code: none}   # a line'],
        ['links: {paper: "https://x.org/a", pdf: "https://x.org/p?q={1}"}   # a line'],
    ),
    "a mapping that was not there": (
        {"translation": (("zh", Translation("en", "human", reviewed=True)),)},
        [],
        ["translation:", "  zh: {of: en, origin: human, reviewed: true}"],
    ),
}


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("name", _CHANGES)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_only_the_changed_lines_change(name: str, line_end: str) -> None:
    changes, gone, added = _CHANGES[name]
    source = COMMENTED.replace("\n", line_end)
    edited = _edit(source, **changes)
    assert edited.count("\r") == (edited.count("\n") if line_end == "\r\n" else 0)
    assert _changed_lines(COMMENTED, edited.replace("\r\n", "\n")) == (gone, added)


def test_a_new_key_follows_the_one_before_it_in_order() -> None:
    assert "  # the first\nsection:    mamba\n" in COMMENTED.replace("   # the first", "  # the first")
    edited = _edit(COMMENTED, date="2023", venue="arXiv", notes=Bilingual(en="A note."))
    assert "# 音译\n\n# What it says.\nsummary:" in edited
    assert 'section:    mamba\ndate: "2023"\nvenue: arXiv\ntitle:' in edited
    assert "        二。\nnotes:\n  en: |-\n    A note.\n\n\n# The end." in edited


def test_an_empty_value_keeps_its_comment() -> None:
    text = "id: mamba\nsection: mamba\ntitle:   # to do\nsummary: {en: , zh: 一。}   # half\nvenue:\n"
    edited = _edit(text, title=Bilingual("Mamba"), summary=Bilingual("One. Two.", "一。"), venue="arXiv")
    assert edited == (
        "id: mamba\nsection: mamba\ntitle:   # to do\n  en: Mamba\n"
        "summary: {en: One. Two., zh: 一。}   # half\nvenue: arXiv\n"
    )


def test_a_mapping_on_one_line_that_empties_and_fills() -> None:
    text = "{id: mamba, section: mamba, title: {en: x}, links: {}}"
    assert _edit(text, title=Bilingual()) == "{id: mamba, section: mamba, links: {}}"
    assert _edit(text, title=Bilingual(zh="曼巴")) == "{id: mamba, section: mamba, title: {zh: 曼巴}, links: {}}"
    edited = _edit(text, links=Links(code="none"), summary=Bilingual("One. Two."))
    assert edited == "{id: mamba, section: mamba, title: {en: x}, links: {code: none}, summary: {en: One. Two.}}"


def test_a_file_without_a_last_line_break_gets_none() -> None:
    assert _edit("id: mamba\nsection: mamba", venue="arXiv") == "id: mamba\nsection: mamba\nvenue: arXiv"
    assert _edit("id: mamba\nsection: mamba\nvenue: x", venue=None) == "id: mamba\nsection: mamba"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"dam\x9daged\\u0041"', "repaired"),
        ("|-\n    dam\x9daged\n    text", "|-\n    repaired"),
        (">-\n    dam\x9daged\n    text", "|-\n    repaired"),
        ("dam\x85aged", "repaired"),
    ],
)
def test_a_text_with_rejected_characters_is_replaced(old: str, new: str) -> None:
    text = f"id: mamba\nsection: mamba\ntitle: {{zh: \x9c}}\nsummary:\n  en: {old}\n  zh: 一。\n"
    edited = _edit(text, summary=Bilingual("repaired", "一。"))
    expected = new if old[0] != '"' and not old.startswith("dam") else edited.split("en: ")[1].split("\n  zh")[0]
    assert edited == f"id: mamba\nsection: mamba\ntitle: {{zh: \x9c}}\nsummary:\n  en: {expected}\n  zh: 一。\n"
    assert "\x9d" not in edited
    assert "\x85" not in edited


def test_a_text_with_rejected_characters_is_escaped() -> None:
    text = "id: mamba\nsection: mamba\nsummary:\n  en: |-\n    One.\n"
    assert _edit(text, summary=Bilingual("One\x9d.")).endswith('  en: "One\\x9d."\n')


def test_a_value_over_several_lines_is_replaced_whole() -> None:
    text = 'id: mamba\nsection: mamba\nvenue: a\n  plain\n\n  text\ntitle:\n  en: "quoted \\\n    text"\n'
    assert _edit(text, venue="arXiv", title=Bilingual("x")) == (
        'id: mamba\nsection: mamba\nvenue: arXiv\ntitle:\n  en: "x"\n'
    )


def test_what_cannot_be_changed_in_place_is_an_error_or_right() -> None:
    text = "? id\n: mamba\n? section\n: mamba\n? venue\n"
    document = parse(text, "record.yaml")
    paper = decode_paper(document, "mamba")
    with pytest.raises(InputError, match=r"record\.yaml:1:1: this cannot be changed in place"):
        edit_document(document, paper_tree(paper), paper_tree(replace(paper, venue="arXiv")))


HEADER = """\
title: {en: A list}
sections:   # in order
  # the first
  - key: mamba
    title: {en: Mamba}   # a name
    papers:
      - b   # oldest
      - a

  # the second
  - key: vision
    papers: [x, y]
unplaced:
  - source: list.md
    line: 3
    text: one
  - source: list.md
    line: 4
    text: two
"""


def _edit_header(catalogue_changes: dict[str, Any], order: dict[str, tuple[str, ...]]) -> str:
    document = parse(HEADER, "_catalogue.yaml")
    header = decode_header(document)
    wanted: Catalogue = replace(header.catalogue, **catalogue_changes)
    edited = edit_document(
        document, header_tree(header.catalogue, header.order), header_tree(wanted, {**header.order, **order})
    )
    found = decode_header(parse(edited, "_catalogue.yaml"))
    assert (found.catalogue, found.order) == (wanted, {**{s.key: () for s in wanted.sections}, **header.order, **order})
    return edited


def test_one_more_paper_is_one_more_line() -> None:
    assert _changed_lines(HEADER, _edit_header({}, {"mamba": ("b", "a", "c")})) == ([], ["      - c"])
    edited = _edit_header({}, {"vision": ("x", "z", "y")})
    assert _changed_lines(HEADER, edited) == (["    papers: [x, y]"], ["    papers: [x, z, y]"])


def test_a_section_is_added_changed_and_moved() -> None:
    mamba, vision = Section("mamba", Bilingual("Mamba")), Section("vision", Bilingual())
    new = Section("graph", Bilingual("Graphs", "图"))
    edited = _edit_header({"sections": (mamba, new, vision)}, {})
    assert _changed_lines(HEADER, edited) == ([], ["  - key: graph", "    title:", "      en: Graphs", "      zh: 图"])
    edited = _edit_header({"sections": (replace(mamba, title=Bilingual("Mamba", "曼巴")), vision)}, {})
    assert _changed_lines(HEADER, edited)[1] == ["    title: {en: Mamba, zh: 曼巴}   # a name"]
    edited = _edit_header({"sections": (vision, mamba)}, {})
    assert edited.index("vision") < edited.index("mamba")
    assert "# in order" in edited


def test_lists_of_the_header_grow_and_shrink() -> None:
    edited = _edit_header({"unplaced": (), "glossary": (Term("state", "状态"),), "relation": "translation"}, {})
    gone, added = _changed_lines(HEADER, edited)
    assert gone[0] == "unplaced:"
    assert added == ["relation: translation", "glossary:", "  - {en: state, zh: 状态}"]


def test_a_paper_whose_file_says_more_than_the_model_keeps_it() -> None:
    text = "id: mamba\nsection: mamba\nnotes: {en: , zh: ~}\nlinks: {code: ''}\n"
    assert _edit(text, venue="x") == text.replace("section: mamba\n", "section: mamba\nvenue: x\n")
    assert isinstance(decode_paper(parse(text, "r"), "mamba"), Paper)


@pytest.mark.parametrize("authors", ["\n-\n  A. Gu\n- T. Dao\n", "\n  # first\n  -\n    A. Gu\n  - T. Dao\n"])
def test_a_list_whose_dashes_stand_alone_is_written_anew(authors: str) -> None:
    text = f"id: mamba\nsection: mamba\nauthors:{authors}venue: x  # here\n"
    assert _edit(text, authors=("X", "T. Dao")).endswith("authors: [X, T. Dao]\nvenue: x  # here\n")


def test_a_block_keeps_its_header_and_its_explicit_indentation() -> None:
    text = "id: mamba\nsection: mamba\nsummary:\n   en: |2+  # odd\n     One.\n     Two.\n\n\nvenue: x\n"
    expected = text.replace("Two.", "Three.")
    assert _edit(text, summary=Bilingual("One. Three.")) == expected


def test_a_long_change_is_laid_out_anew() -> None:
    text = "id: mamba\nsection: mamba\nsummary:\n  en: |-\n    Hard\n    wrapped.\n"
    edited = _edit(text, summary=Bilingual("New one. " * 40 + "End."))
    assert edited.endswith("  en: |-\n" + "    New one.\n" * 40 + "    End.\n")
