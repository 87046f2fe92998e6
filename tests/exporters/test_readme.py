"""The README that is exported: its text by case, and how Markdown reads it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from i18n_tool.errors import IncompleteError
from i18n_tool.exporters._base import ExportOptions
from i18n_tool.exporters.readme import export_readme
from i18n_tool.model import Bilingual, Catalogue, Language, Links, Paper, Section

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases/exporters/readme.yaml").read_text(encoding="utf-8")
)


def build(data: dict[str, Any]) -> Catalogue:
    """Make a catalogue from the fields of a case."""
    sections = [
        Section(item["key"], Bilingual(**item["title"]), Bilingual(**item.get("introduction", {})))
        for item in data["sections"]
    ]
    papers = [
        Paper(
            **{
                **item,
                **{key: Bilingual(**item[key]) for key in ("title", "summary", "notes") if key in item},
                **({"links": Links(**item["links"])} if "links" in item else {}),
                **({"authors": tuple(item["authors"])} if "authors" in item else {}),
            }
        )
        for item in data["papers"]
    ]
    title, introduction, legend = (Bilingual(**data.get(key, {})) for key in ("title", "introduction", "legend"))
    return Catalogue(title, introduction, legend, sections=tuple(sections), papers=tuple(papers))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case: dict[str, Any]) -> None:
    options = ExportOptions(case["language"], case.get("missing", "mark"))
    if "error" in case:
        with pytest.raises(IncompleteError) as caught:
            export_readme(build(case["catalogue"]), options)
        assert str(caught.value) == case["error"]
        return
    text = export_readme(build(case["catalogue"]), options)
    if "expect" in case:
        assert text == case["expect"]
    for part in case.get("contains", []):
        assert part in text
    for part in case.get("lacks", []):
        assert part not in text


def html_in(markdown: str) -> set[str]:
    """Return the HTML that Markdown lets through, without comments and the layout's own line ends and anchors."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(markdown)
    found = [
        token.content
        for block in tokens
        for token in [block, *(block.children or [])]
        if token.type in {"html_block", "html_inline"}
    ]
    return {html.strip() for html in found if not html.startswith(("<!-- ", "<br>", '<a id="', "</a>"))}


PIECES = """<script>|</a>|`|``|\\|<!--|-->|&lt;|&amp;|- |# |[|](x)|<https://a.b|>|    |词|word |**|<?|<![CDATA[|*"""
nasty = st.lists(st.sampled_from([*PIECES.split("|"), "|", "\n", "\n\n", "\n```\n"]), max_size=14).map("".join)


@given(text=nasty, language=st.sampled_from(["en", "zh"]))
def test_no_text_gets_html_into_the_page(text: str, language: Language) -> None:
    both = Bilingual(text, text)
    paper = Paper("p", both, "a", venue=text, summary=both, notes=both)
    after = Paper("after", Bilingual("After"), "a", summary=Bilingual("Safe.", "安全。"))
    catalogue = Catalogue(both, both, both, sections=(Section("a", both, both),), papers=(paper, after))
    assert html_in(export_readme(catalogue, ExportOptions(language))) <= set()


def test_markdown_reads_it_as_one_list_item_an_entry() -> None:
    case = next(case for case in CASES if "paragraphs" in case["name"])
    text = export_readme(build(case["catalogue"]), ExportOptions("en"))
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    top = [token for token in tokens if token.type == "list_item_open" and token.level == 1]
    assert len(top) == 2
    assert sum(token.type == "table_open" for token in tokens) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_same_catalogue_gives_the_same_bytes(language: Language) -> None:
    catalogue = build(CASES[0]["catalogue"])
    assert export_readme(catalogue, ExportOptions(language)) == export_readme(catalogue, ExportOptions(language))
