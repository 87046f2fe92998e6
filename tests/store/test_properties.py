"""What must hold for every catalogue, whatever its texts."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from i18n_tool.errors import InputError
from i18n_tool.model import Catalogue, Paper
from i18n_tool.sentences import join_with_map
from i18n_tool.store import load_catalogue, open_or_new, preview, save
from i18n_tool.store._positions import source_offset
from i18n_tool.store._yaml import Document, ScalarNode, parse
from i18n_tool.store.decode import decode_paper
from i18n_tool.store.edit import edit_document
from i18n_tool.store.encode import paper_tree, quote, render_document
from tests.store.strategies import catalogues, papers, texts

_SLOW = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
_KEY_ALONE = re.compile(r"[a-z]+:$")


def _decode(text: str) -> Paper:
    document = parse(text, "record")
    identifier = parse(text, "record").root.entries["id"][1].value  # type: ignore[union-attr]  # a record is a mapping
    return decode_paper(document, identifier)


@given(papers)
@_SLOW
def test_a_written_record_reads_back_the_same(paper: Paper) -> None:
    assert _decode(render_document(paper_tree(paper))) == paper


@given(papers)
@_SLOW
def test_both_parsers_read_a_written_record_the_same(paper: Paper) -> None:
    text = render_document(paper_tree(paper))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("i18n_tool.store._yaml.LOADER", yaml.BaseLoader)
        assert _decode(text) == paper


@given(papers, papers)
@_SLOW
def test_an_edit_turns_any_record_into_any_other(paper: Paper, other: Paper) -> None:
    document = parse(render_document(paper_tree(paper)), "record")
    assert _decode(edit_document(document, paper_tree(paper), paper_tree(other))) == other


@given(papers, st.sampled_from(["title", "summary", "notes"]), st.sampled_from(["en", "zh"]), texts, st.booleans())
@_SLOW
def test_an_edit_of_one_text_leaves_every_other_line_alone(
    paper: Paper, name: str, language: Any, text: str, has_crlf: bool
) -> None:
    source = render_document(paper_tree(paper))
    lines = [
        f"{line}  # {number}" if _KEY_ALONE.match(line) else line for number, line in enumerate(source.split("\n"))
    ]
    source = ("\r\n" if has_crlf else "\n").join(lines)
    wanted = paper.put_text((name, language), text or None)
    edited = edit_document(parse(source, "record"), paper_tree(paper), paper_tree(wanted))
    assert _decode(edited) == wanted
    assert ("\r\n" in edited) == has_crlf
    assert _without(source, name) == _without(edited, name)


def _without(text: str, key: str) -> list[str]:
    """Return the lines of a record without those of one key."""
    kept, is_inside = [], False
    for line in text.split("\n"):
        if line[:1] not in {" ", "\r", "\n", ""}:
            is_inside = line.startswith(f"{key}:")
        if not is_inside:
            kept.append(line)
    return kept


@given(catalogues)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_a_saved_catalogue_reads_back_the_same_and_saving_it_again_writes_nothing(catalogue: Catalogue) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "list"
        saved = save(open_or_new(folder), catalogue)
        stored = load_catalogue(folder)
        assert stored.catalogue == catalogue
        assert len(saved.created) == len(catalogue.papers) + 1
        assert not save(stored, stored.catalogue)


@given(catalogues, catalogues)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_any_header_becomes_any_other(before: Catalogue, after: Catalogue) -> None:
    after = replace(after, papers=before.papers)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        save(open_or_new(folder), before)
        stored = load_catalogue(folder)
        planned = preview(stored, after)
        save(stored, after)
        assert load_catalogue(folder).catalogue == after
        assert {path: path.read_bytes().decode() for path in planned} == {
            path: new for path, (_, new) in planned.items()
        }


@given(texts.filter(bool), st.sampled_from(["double", "folded", "single", "plain", "literal"]), st.booleans())
@_SLOW
def test_every_character_of_a_text_has_its_place(text: str, style: str, has_crlf: bool) -> None:
    source = _in_style(text, style)
    if has_crlf:
        source = source.replace("\n", "\r\n")
    try:
        document = parse(source, "record")
    except InputError:
        reject()  # the style cannot hold the text
    node = document.root.entries["x"][1]  # type: ignore[union-attr]  # the sources are mappings
    if isinstance(node, ScalarNode):
        _check_places(document, node)


def _in_style(text: str, style: str) -> str:
    lines = text.replace("\r", "\n").split("\n")
    if style == "double":
        return "x: " + quote(text).replace(" ", "\\\n   ", 1).replace(". ", ".\n\n  ")
    if style == "single":
        return "x: '" + "\n  ".join(lines).replace("'", "''") + "'\n"
    header = {"plain": "x:", "folded": "x: >-", "literal": "x: |-"}[style]
    return f"{header}\n" + "".join(f"   {line}\n" for line in lines)


def _check_places(document: Document, node: ScalarNode) -> None:
    """A character that stands for itself is found where its place says."""
    breaks = set(" \n")
    for offset, character in enumerate(node.value):
        place = source_offset(document, node, offset)
        found = document.text[place]
        assert found in {character, "\\"} or (character in breaks and found in breaks | set("\r\t"))


@given(texts)
def test_the_map_of_a_joined_text_leads_back_to_the_same_characters(body: str) -> None:
    joined = join_with_map(body)
    for offset, character in enumerate(joined.text):
        assert body[joined.body_offset(offset)] in {character, *("\n \t" if character in " \n" else "")}
