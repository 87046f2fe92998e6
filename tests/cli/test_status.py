"""`i18n-tool status` in the formats for other programs, as a CI job uses them."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from markdown_it import MarkdownIt

from i18n_tool.coverage_formats import STATES
from tests.conftest import Cli

HEADER = """\
title: {en: List, zh: 列表}
sections:
- key: s
  title: {en: "A | *B* <img src=x> @me", zh: 节}
- key: empty
  title: {zh: 空}
"""
RECORDS = {
    "one": "id: one\ntitle: {en: One, zh: 一}\nsection: s\nsummary: {en: It is one., zh: 它是一。}\n",
    "two": "id: two\ntitle: {en: Two, zh: 二}\nsection: s\nsummary: {en: It is two.}\n",
}


@pytest.fixture(autouse=True)
def catalogue(tmp_path: Path) -> Path:
    folder = tmp_path / "summaries"
    folder.mkdir()
    (folder / "_catalogue.yaml").write_text(HEADER, encoding="utf-8")
    for name, record in RECORDS.items():
        (folder / f"{name}.yaml").write_text(record, encoding="utf-8")
    return folder


def cells(markdown: str) -> list[list[str]]:
    """Return the rows of the tables as they are shown."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            shown = [child.content for child in token.children or () if child.content != "<!-- -->"]
            rows[-1].append("".join(shown))
    return rows


def test_markdown_has_every_section_and_no_markup_of_the_list(cli: Cli) -> None:
    result = cli("status", "--format", "markdown")
    assert cells(result.out) == [
        ["Summaries by section", "Papers", "English", "Chinese"],
        ["A | *B* <img src=x> @me", "2", "2/2 · 100 %", "1/2 · 50 %"],
        ["空", "0", "–", "–"],
        ["All", "2", "2/2 · 100 %", "1/2 · 50 %"],
        ["Language", "Field", "Present", "Missing", *(state.capitalize() for state in STATES)],
        ["English", "title", "2", *"······", "2"],
        ["English", "summary", "2", *"······", "2"],
        ["Chinese", "title", "2", *"······", "2"],
        ["Chinese", "summary", "1", "1", *"·····", "1"],
    ]


def test_a_badge_is_a_picture_in_a_file(cli: Cli, tmp_path: Path) -> None:
    result = cli("status", "--format", "badge", "-o", "badge.svg")
    assert (result.code, result.out, result.err) == (0, "", "Wrote badge.svg\n")
    written = (tmp_path / "badge.svg").read_bytes()
    assert ET.fromstring(written).get("aria-label") == "coverage: English 100 %, 中文 50 %"  # noqa: S314 - it is our own
    assert cli("status", "--format", "badge").raw == written
    assert cli("status", "--format", "badge", "-o", "badge.svg").code == 0
    assert (tmp_path / "badge.svg").read_bytes() == written


def test_the_languages_of_the_settings_count(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "i18n.toml").write_text('languages = ["en"]\n', encoding="utf-8")
    assert "中文" not in cli("status", "--format", "badge").out
    assert "Chinese" not in cli("status", "--format", "markdown").out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("-o", "status.txt"), "--output goes with --format json, markdown or badge"),
        (("--format", "badge", "-o", "summaries"), "summaries is a folder"),
    ],
)
def test_a_file_that_cannot_be_written(cli: Cli, tmp_path: Path, options: tuple[str, ...], message: str) -> None:
    result = cli("status", *options)
    assert result.code == 2
    assert message in result.err
    assert len(result.err.strip().splitlines()) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["summaries"]
