"""Reading a catalogue: what is accepted, and that every bad input is one clear sentence with its place."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from i18n_tool.errors import InputError
from i18n_tool.model import Bilingual, Links, Paper, Term, Translation, Unplaced
from i18n_tool.store import _files, load_catalogue, open_or_new, save
from tests.store.conftest import HEADER, RECORD

Make = Callable[[Mapping[str, str | bytes]], Path]


@pytest.mark.usefixtures("loader")
def test_a_full_record(make: Make) -> None:
    folder = make(
        {
            "mamba/mambabyte.yaml": """\
id: mambabyte                        # equals the file's stem
title:
  en: "MambaByte: Token-free Selective State Space Model"
  zh: MambaByte：无需分词的选择性状态空间模型
section: mamba
date: "2024-01"
venue: arXiv
authors: [Junxiong Wang, Tushaar Gangavarapu]
links:
  paper: https://arxiv.org/abs/2401.13660
  code: none
summary:
  en: |-
    One sentence.
    Another.
  zh: |
    一句。
    又一句。

notes: {zh: ~, en: null}
translation:
  zh: {of: en, origin: human, reviewed: true, source_hash: 9f2c41d0}
ignore: [MIS305]   # the reason
"""
        }
    )
    assert load_catalogue(folder).catalogue.papers == (
        Paper(
            id="mambabyte",
            title=Bilingual(
                "MambaByte: Token-free Selective State Space Model", "MambaByte：无需分词的选择性状态空间模型"
            ),
            section="mamba",
            date="2024-01",
            venue="arXiv",
            authors=("Junxiong Wang", "Tushaar Gangavarapu"),
            links=Links(paper="https://arxiv.org/abs/2401.13660", code="none"),
            summary=Bilingual("One sentence. Another.", "一句。又一句。"),
            translation=(("zh", Translation("en", "human", True, "9f2c41d0")),),
            ignore=("MIS305",),
        ),
    )


@pytest.mark.usefixtures("loader")
def test_a_full_header(make: Make) -> None:
    header = """\
title: {en: A list}
introduction:
  en: |
    One.
    Two.

    - an item
source_language: zh
languages: [zh]
relation: translation
readme: {en: LIST.md}
glossary:
  - {en: state, zh: 状态, wrong: [国家]}
sections:
  - key: mamba
    introduction: {zh: 引言。}
unplaced:
  - source: list.md
    line: 12
    section: mamba
    text: ✅ legend
"""
    catalogue = load_catalogue(make({"_catalogue.yaml": header})).catalogue
    assert catalogue.introduction.en == "One. Two.\n\n- an item"
    assert (catalogue.source_language, catalogue.languages, catalogue.relation) == ("zh", ("zh",), "translation")
    assert catalogue.readme == Bilingual("LIST.md")
    assert catalogue.glossary == (Term("state", "状态", ("国家",)),)
    assert catalogue.sections[0].introduction == Bilingual(zh="引言。")
    assert catalogue.unplaced == (Unplaced("list.md", 12, "✅ legend", "mamba"),)


@pytest.mark.usefixtures("loader")
def test_every_scalar_is_text(make: Make) -> None:
    record = (
        "id: '2401'\ntitle: {en: 2401.10000, zh: no}\nsection: mamba\ndate: 2024\nvenue: 0x10\nauthors: [1e3, true]\n"
    )
    (paper,) = load_catalogue(make({"2401.yaml": record})).catalogue.papers
    assert (paper.title, paper.date) == (Bilingual("2401.10000", "no"), "2024")
    assert (paper.venue, paper.authors) == ("0x10", ("1e3", "true"))


def test_papers_follow_the_sections_then_the_lists_then_their_ids(make: Make) -> None:
    header = "sections:\n- key: vision\n  papers: [z, gone, b]\n- key: mamba\n"
    records = {f"{name}.yaml": f"id: {name}\nsection: {place}\n" for name, place in _PLACES}
    catalogue = load_catalogue(make({"_catalogue.yaml": header, **records})).catalogue
    assert [paper.id for paper in catalogue.papers] == ["z", "b", "a", "y", "c", "m"]


_PLACES = (
    *(("a", "vision"), ("b", "vision"), ("y", "vision"), ("z", "vision")),
    *(("m", "mamba"), ("c", "mamba")),
)


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("damage", ["\x9d", "\x85", "\u2028", "\x7f", "\x01", "\ufeff", "\ufffe"])
def test_a_record_with_characters_that_yaml_rejects_opens(make: Make, damage: str) -> None:
    text = f"曼{damage}巴 \U00100000"
    record = f"id: mamba\nsection: mamba\ntitle:\n  zh: {text}\nsummary:\n  zh: |-\n    {text}。\n    二。\n"
    stored = load_catalogue(make({"mamba.yaml": record}))
    assert stored.catalogue.papers[0].title.zh == text
    assert stored.catalogue.papers[0].summary.zh == f"{text}。二。"
    assert stored.place("mamba", ("summary", "zh"), 1).column == 6
    assert stored.place("mamba", ("summary", "zh"), 6).line == 8


@pytest.mark.usefixtures("loader")
def test_an_escape_is_not_taken_for_a_shielded_character(make: Make) -> None:
    record = 'id: mamba\nsection: mamba\ntitle:\n  en: "\\U00100000\\U0010000A"\n  zh: \x9d\n'
    (paper,) = load_catalogue(make({"mamba.yaml": record})).catalogue.papers
    assert paper.title == Bilingual("\U00100000\U0010000a", "\x9d")


_SYNTAX = {
    "tab": ("id: a\n\ttitle: x\n", ":2:1: a tab stands where YAML wants spaces"),
    "duplicate key": (
        "id: a\ntitle:\n  en: x\n  en: y\n",
        ":4:3: the key 'en' stands here again; it is on line 3 already",
    ),
    "alias": ("id: a\ntitle: {en: *x}\n", ":2:13: aliases are not allowed"),
    "anchor": ("id: a\ntitle: &x {en: y}\n", ":2:8: anchors are not allowed: remove '&x'"),
    "bomb": ("a: &a [x]\nb: &b [*a, *a]\n", ":1:4: anchors are not allowed"),
    "tag": ("id: !!python/object/apply:os.system [x]\n", ":1:5: tags are not allowed"),
    "own tag": ("id: !x a\n", ":1:5: tags are not allowed: remove the tag '!x'"),
    "unclosed quote": ("id: a\ntitle: {en: 'x}\n", ":2:13: this is not valid YAML: "),
    "unclosed list": ("id: a\nauthors: [x\n", ":2:10: this is not valid YAML: "),
    "colon": ("id: a\nvenue: b: c\n", ":2:9: this is not valid YAML: mapping values are not allowed"),
    "two documents": ("id: a\n---\nid: b\n", ":2:1: a second YAML document begins here"),
    "key that is a list": ("? [a]\n: b\n", ":1:3: a key must be text"),
    "surrogate": ('id: a\nvenue: "\\ud800"\n', ":2:9: the escape '\\ud800' names no character"),
    "no character": ('id: a\nvenue: "\\U00110000"\n', ":2:9: the escape '\\U00110000' names no character"),
    "deep lists": ("id: a\nauthors: " + "[" * 100_000, ":2:25: lists and mappings nest more than 16 deep"),
    "deep mappings": ("id: a\nauthors: " + "{a: " * 100_000, ":2:70: lists and mappings nest more than 16 deep"),
    "empty": ("", ": the file is empty"),
    "a comment only": ("# nothing\n", ": the file is empty"),
    "text": ("just text\n", ":1:1: a record must be a mapping of keys to values, not text"),
    "list": ("- a\n", ":1:1: a record must be a mapping of keys to values, not a list"),
}


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("name", _SYNTAX)
def test_bad_yaml_is_one_sentence_with_its_place(make: Make, name: str) -> None:
    content, message = _SYNTAX[name]
    folder = make({"a.yaml": content})
    _assert_fails(folder, f"{folder / 'a.yaml'}{message}")


def _assert_fails(folder: Path, message: str) -> None:
    with pytest.raises(InputError) as caught:
        load_catalogue(folder)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


_RECORDS: dict[str, tuple[str | bytes, str]] = {
    "unknown key": ("id: a\nsection: mamba\nsumary: {en: x}\n", ":3:1: the key 'sumary' is not known in a record; did"),
    "unknown link": ("id: a\nsection: mamba\nlinks: {codes: x}\n", ":3:9: the key 'codes' is not known in 'links'"),
    "merge key": ("id: a\n<<: {venue: x}\nsection: mamba\n", ":2:1: the key '<<' is not known in a record; known are"),
    "no id": ("section: mamba\n", ":1:1: a record needs the key 'id'"),
    "no section": ("id: a\nsection:\n", ":1:1: a record needs the key 'section', which is missing or empty"),
    "list for text": ("id: a\nsection: mamba\nvenue: [x]\n", ":3:8: 'venue' must be text, not a list"),
    "text for list": ("id: a\nsection: mamba\nauthors: x\n", ":3:10: 'authors' must be a list, not text"),
    "text for languages": ("id: a\nsection: mamba\ntitle: x\n", ":3:8: 'title' must be a mapping of the"),
    "list for title": ("id: a\nsection: mamba\ntitle: {en: [x]}\n", ":3:13: 'title.en' must be text, not a list"),
    "empty author": ("id: a\nsection: mamba\nauthors:\n- x\n-\n- y\n", ":5:2: 'authors' holds an empty item"),
    "unknown language": ("id: a\nsection: mamba\ntitle: {fr: x}\n", ":3:9: the language 'fr' is not known"),
    "climbing id": ("id: ../evil\nsection: mamba\n", ":1:5: the id '../evil' is not allowed"),
    "absolute id": ("id: /etc/passwd\nsection: mamba\n", ":1:5: the id '/etc/passwd' is not allowed"),
    "capital id": ("id: A\nsection: mamba\n", ":1:5: the id 'A' is not allowed"),
    "line break in id": ('id: "a\\n"\nsection: mamba\n', ":1:5: the id 'a?' is not allowed"),
    "other id": ("id: b\nsection: mamba\n", ":1:5: the id 'b' differs from the file's name"),
    "bad date": ("id: a\nsection: mamba\ndate: 20220\n", ":3:7: the date '20220' is none: write YYYY"),
    "thirteenth month": ("id: a\nsection: mamba\ndate: 2024-13\n", ":3:7: the date '2024-13' is none"),
    "30 February": ("id: a\nsection: mamba\ndate: 2024-02-30\n", ":3:7: the date '2024-02-30' is none"),
    "other digits": ("id: a\nsection: mamba\ndate: ٢٠٢٤\n", ":3:7: the date '٢٠٢٤' is none"),
    "unknown section": ("id: a\nsection: nowhere\n", ":2:10: the section 'nowhere' is not in"),
    "bad origin": ("id: a\nsection: mamba\ntranslation: {zh: {origin: cat}}\n", ":3:28: 'origin' must be human"),
    "bad reviewed": ("id: a\nsection: mamba\ntranslation: {zh: {reviewed: yes}}\n", ":3:30: 'reviewed' must be true"),
    "bad hash": ("id: a\nsection: mamba\ntranslation: {zh: {source_hash: xyz}}\n", ":3:33: 'source_hash' must"),
    "translation in fr": ("id: a\nsection: mamba\ntranslation: {fr: {of: en}}\n", ":3:15: the language 'fr' is not"),
    "translation is text": ("id: a\nsection: mamba\ntranslation: done\n", ":3:14: 'translation' must be a mapping"),
    "invalid UTF-8": (b"id: a\nvenue: \xe4\xbd\n", ":2: the byte 0xe4 at position 13 is not UTF-8"),
    "NUL": (b"id: a\nvenue: x\0\n", ":2: the file holds a NUL byte"),
}  # fmt: skip


@pytest.mark.parametrize("name", _RECORDS)
def test_a_bad_record_is_one_sentence_with_its_place(make: Make, name: str) -> None:
    content, message = _RECORDS[name]
    folder = make({"a.yaml": content})
    _assert_fails(folder, f"{folder / 'a.yaml'}{message}")


_HEADERS = {
    "no sections": ("title: {en: x}\n", ":1:1: _catalogue.yaml needs the key 'sections'"),
    "section twice": ("sections:\n- key: a\n- key: a\n", ":3:8: the section 'a' stands here again"),
    "section without key": ("sections:\n- title: {en: x}\n", ":2:3: a section needs a 'key'"),
    "section key": ("sections:\n- key: A b\n", ":2:8: the section key 'A b' is not allowed"),
    "paper listed twice": (
        "sections:\n- {key: a, papers: [x]}\n- {key: b, papers: [x]}\n",
        ":3:21: the paper 'x' is listed twice",
    ),
    "relation": ("relation: love\nsections: []\n", ":1:11: 'relation' must be translation or summary, not 'love'"),
    "source language": ("source_language: fr\nsections: []\n", ":1:18: the language 'fr' is not known"),
    "languages": ("languages: [en, en]\nsections: []\n", ":1:12: 'languages' must name each language once"),
    "half a term": ("glossary: [{en: x}]\nsections: []\n", ":1:12: a glossary entry needs both 'en' and 'zh'"),
    "unplaced without line": (
        "sections: []\nunplaced: [{source: a, text: b}]\n",
        ":2:12: an item of 'unplaced' needs 'line'",
    ),
    "unplaced line": (
        "sections: []\nunplaced: [{source: a, line: b, text: c}]\n",
        ":2:30: 'unplaced.line' must be a number",
    ),
    "unplaced section": (
        "sections: []\nunplaced: [{source: a, line: 1, text: c, section: d}]\n",
        ":2:51: the section 'd' is not",
    ),
}


@pytest.mark.parametrize("name", _HEADERS)
def test_a_bad_header_is_one_sentence_with_its_place(make: Make, name: str) -> None:
    content, message = _HEADERS[name]
    folder = make({"_catalogue.yaml": content})
    _assert_fails(folder, f"{folder / '_catalogue.yaml'}{message}")


def test_an_id_in_two_files_names_both(make: Make) -> None:
    folder = make({"one/mamba.yaml": RECORD, "two/mamba.yaml": RECORD})
    first, second = folder / "one/mamba.yaml", folder / "two/mamba.yaml"
    _assert_fails(folder, f"{second}:1:5: the id 'mamba' is taken by {first} already")


def test_a_missing_catalogue_says_what_to_do(tmp_path: Path, make: Make) -> None:
    _assert_fails(
        tmp_path / "none", f"{tmp_path / 'none'}: no such folder; `i18n-tool import SOURCE` makes a catalogue"
    )
    _assert_fails(tmp_path, f"{tmp_path}: holds no _catalogue.yaml, so it is no catalogue; `i18n-tool import SOURCE`")
    file = make({}) / "_catalogue.yaml"
    _assert_fails(file, f"{file}: is not a folder")


def test_a_new_catalogue_is_empty_and_takes_papers(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        stored = open_or_new(folder)
        assert stored.catalogue.papers == ()
        assert stored.header is None


def test_records_without_a_header_are_no_new_catalogue(make: Make) -> None:
    folder = make({"mamba.yaml": RECORD})
    (folder / "_catalogue.yaml").unlink()
    with pytest.raises(InputError, match=r"mamba\.yaml: a record lies here, but"):
        open_or_new(folder)


def test_a_file_that_is_too_large_is_refused(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_files, "MAX_BYTES", 2**20)
    folder = make({"a.yaml": b"#" * (2**20 + 1)})
    _assert_fails(folder, f"{folder / 'a.yaml'}: is larger than 1 MB")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_and_not_waited_for(make: Make) -> None:
    folder = make({})
    os.mkfifo(folder / "a.yaml")
    _assert_fails(folder, f"{folder / 'a.yaml'}: is not a file")


def test_hidden_and_other_files_are_passed_over(make: Make) -> None:
    folder = make({".git/x.yaml": "no record", ".x.yaml": "no record", "README.md": "text", "a/mamba.yaml": RECORD})
    assert list(load_catalogue(folder).records) == ["mamba"]


@pytest.mark.usefixtures("loader")
def test_line_ends_and_a_byte_order_mark_make_no_difference(make: Make) -> None:
    record = RECORD + "summary:\n  en: |\n    One.\n    Two.\n"
    plain = load_catalogue(make({"mamba.yaml": record})).catalogue
    windows = load_catalogue(make({"mamba.yaml": b"\xef\xbb\xbf" + record.replace("\n", "\r\n").encode()}))
    assert windows.catalogue == plain
    assert windows.place("mamba", ("summary", "en"), 5).line == 8


def test_places_of_fields_and_of_missing_ones(make: Make) -> None:
    folder = make({"mamba.yaml": RECORD + "links: {code: none}\nnotes:\n"})
    stored = load_catalogue(folder)
    found = {
        field: (place.line, place.column)
        for field in ((), ("title", "en"), ("title", "zh"), ("summary", "zh"), ("links", "code"), ("notes",), ("id",))
        for place in [stored.place("mamba", field)]
    }
    assert found == {
        (): (1, 1),
        ("title", "en"): (3, 7),
        ("title", "zh"): (2, 1),
        ("summary", "zh"): (1, 1),
        ("links", "code"): (5, 15),
        ("notes",): (6, 1),
        ("id",): (1, 5),
    }
    assert stored.place("mamba").path == str(folder / "mamba.yaml")


def test_places_in_the_header(make: Make) -> None:
    folder = make({})
    stored = load_catalogue(folder)
    assert (
        stored.place(None, ("sections", "mamba", "title", "zh")).line
        == HEADER.split("\n").index("    title: {en: Mamba, zh: 曼巴}") + 1
    )
    assert (stored.place(None, ("sections", "vision")).line, stored.place(None, ("sections", "no")).line) == (5, 2)
    assert stored.place(None).path == str(folder / "_catalogue.yaml")
    assert stored.place("no-such-paper").path == str(folder)


def test_a_record_read_through_a_link_is_not_written_outside(make: Make, tmp_path: Path) -> None:
    folder = make({})
    (tmp_path / "mamba.yaml").write_text(RECORD)
    (folder / "mamba.yaml").symlink_to(tmp_path / "mamba.yaml")
    stored = load_catalogue(folder)
    changed = stored.catalogue.papers[0].put_text(("title", "en"), "x")
    with pytest.raises(InputError, match="a symbolic link leads out of the catalogue's folder; nothing was written"):
        save(stored, replace(stored.catalogue, papers=(changed,)))
    assert (tmp_path / "mamba.yaml").read_text() == RECORD
