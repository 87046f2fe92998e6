"""How a source finds its importer, and what is done to its text before."""

from __future__ import annotations

import pytest

from i18n_tool.errors import InputError, UsageError
from i18n_tool.importers import read_source

LIST = "## 部分\n- 一种模型\n  摘要：很快。\n"


def test_damaged_text_is_repaired_first() -> None:
    imported = read_source(LIST.encode().decode("latin-1"), "list.md")
    assert imported.catalogue == read_source(LIST, "list.md").catalogue
    assert imported.repaired > 0
    assert read_source(LIST, "list.md").repaired == 0


def test_what_cannot_be_repaired_is_noted_at_its_line() -> None:
    imported = read_source(LIST + "\n- 另一种\n  摘要：丢失的\ufffd\ufffd\ufffd字。\n", "list.md")
    assert imported.unresolved == len(imported.notes) > 0
    assert {note.line for note in imported.notes} == {6}
    assert "damaged" in imported.notes[0].message


def test_bytes_in_no_encoding_are_noted_at_their_line() -> None:
    imported = read_source(LIST + "- 另一种\n  摘要：\udce5丢失。\n", "list.md")
    assert [(note.line, note.message) for note in imported.notes] == [
        (5, "bytes that are in no encoding (hexadecimal E5) were replaced by U+FFFD")
    ]
    assert imported.unresolved == 1
    assert imported.catalogue.papers[1].summary.zh == "\ufffd丢失。"


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_make_no_difference(ending: str) -> None:
    imported = read_source("\ufeff" + LIST.replace("\n", ending), "list.md")
    assert imported.catalogue == read_source(LIST, "list.md").catalogue


def test_a_format_that_is_named_is_taken() -> None:
    assert not read_source('{"id": "a", "title": "T"}', "a.jsonl", "survey-readme").catalogue.papers


@pytest.mark.parametrize(
    ("source", "name", "paper"),
    [
        ('{"id": "a", "title": "T"}', "-", "a"),
        ("- One\n  Paper Link: https://e.org", "list.txt", "one"),
        ("One\nurl: https://e.org\nabstract: A.", "page.txt", "one"),
    ],
)
def test_the_format_is_told_from_the_text(source: str, name: str, paper: str) -> None:
    assert [found.id for found in read_source(source, name).catalogue.papers] == [paper]


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\ufeff"])
def test_nothing_to_read(text: str) -> None:
    with pytest.raises(InputError, match=r"^list\.md: the source is empty$"):
        read_source(text, "list.md")


def test_no_importer_recognises_the_text() -> None:
    with pytest.raises(
        InputError, match=r"^notes\.txt: no importer recognises this text; .*jsonl, paper-page, survey-readme"
    ):
        read_source("just words", "notes.txt")


def test_an_unknown_format() -> None:
    with pytest.raises(UsageError, match=r"unknown format 'docx'; known are jsonl, paper-page, survey-readme"):
        read_source("x", "a.docx", "docx")


@pytest.mark.parametrize(
    "bomb", ["[" * 200_000, '{"a":' * 200_000, '{"id": "a", "title": "T", "n": ' + "9" * 10_000 + "}"]
)
def test_json_that_is_a_bomb_is_an_error(bomb: str) -> None:
    with pytest.raises(InputError, match=r"^a\.jsonl:1"):
        read_source(bomb, "a.jsonl", "jsonl")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("-" * 400_000, id="a line of hyphens"),
        pytest.param("- **A" + "\n  > b" * 80_000, id="a bold title that nothing closes"),
        pytest.param("- [" + "](" * 200_000, id="half a link"),
        pytest.param("- " + "`" * 400_000, id="backticks"),
        pytest.param("- " + "|" * 400_000, id="pipes"),
    ],
)
def test_a_hostile_list_is_read_in_linear_time(line: str) -> None:
    """Each of these took minutes, or would with an expression that backtracks."""
    assert read_source(f"# L\n\n## S\n\n{line}\n", "list.md", "survey-readme").catalogue.title.en == "L"
