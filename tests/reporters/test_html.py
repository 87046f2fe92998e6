"""The page of HTML: what it counts, that its links lead somewhere, and that no text of a list can do anything in it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_tool.checks._base import Finding
from i18n_tool.model import Bilingual, Catalogue, Links, Paper, Section, Translation, text_hash
from i18n_tool.reporters._base import Report
from i18n_tool.reporters.html import render_html
from tests.conftest import Cli
from tests.reporters.pages import Page

SOURCE = "A selective scan."
HASH = text_hash(SOURCE)


def paper(number: int, chinese: str | None, section: str = "s", **recorded: object) -> Paper:
    translation = Translation(of="en", source_hash=HASH)
    into = (("zh", replace(translation, **recorded)),) if recorded else ()  # type: ignore[arg-type]
    title = Bilingual(f"Scan {number}", f"扫描{number}")
    return Paper(f"p{number}", title, section, summary=Bilingual(SOURCE, chinese), translation=into)  # type: ignore[arg-type]


def finding(paper: str | None, language: str | None = "zh", **changes: object) -> Finding:
    made = Finding("MIS309", "stale", "warning", f"list/{paper}.yaml", 3, 5, "is stale", paper, None)
    return replace(made, language=language, **changes)  # type: ignore[arg-type]


PAPERS = (
    paper(1, "一。", reviewed=True),
    paper(2, "二。", origin="human"),
    paper(3, "三。", origin="machine"),
    paper(4, "四。", origin="machine", source_hash="00000000"),
    paper(5, None),
    paper(6, "六。", section="t"),
)
SECTIONS = (
    Section("s", Bilingual("Scans", "扫描")),
    Section("t", Bilingual(zh="其他")),
    Section("empty", Bilingual("Empty")),
)
CATALOGUE = Catalogue(title=Bilingual("List", "列表"), sections=SECTIONS, papers=PAPERS)
FINDINGS = [
    finding("p4"),
    finding("p5", "zh", code="COV101", name="missing-summary", severity="error"),
    finding("p6", "en"),
    finding(None, None, code="COV104", name="empty-section", path="list/_catalogue.yaml"),
]


def render(findings: list[Finding], catalogue: Catalogue = CATALOGUE, folder: str = "") -> str:
    return render_html(Report(findings, 6, "1.0", catalogue=catalogue, folder=Path(folder)))


def test_the_coverage_of_each_state_and_section() -> None:
    lines = Page(render(FINDINGS)).lines
    assert lines[:2] == ["List 列表", "6 papers · 4 findings in 6 records: ❌ 1 error, ⚠️ 3 warnings"]
    chinese = lines.index("Chinese")
    assert lines[chinese + 1 : chinese + 8] == [
        "83 % 5 of 6 summaries",
        "reviewed 1 16 %",
        "unreviewed 1 16 %",
        "machine 1 16 %",
        "stale 1 16 %",
        "untracked 1 16 %",
        "missing 1 16 %",
    ]
    fields = lines.index(
        "Language | Field | Present | Reviewed | Unreviewed | Machine | Stale | Source | Untracked | Missing"
    )
    assert lines[fields + 4] == "Chinese | summary | 5 83 % | 1 16 % | 1 16 % | 1 16 % | 1 16 % | · | 1 16 % | 1 16 %"
    sections = lines.index("Section | Papers | English | Chinese | English | Chinese | Both or neither")
    assert lines[sections + 1 : sections + 5] == [
        "The list itself | – | – | – | · | · | 1",
        "Scans | 5 | 100 % 5/5 | 80 % 4/5 | · | 2 | ·",
        "其他 | 1 | 100 % 1/1 | 100 % 1/1 | 1 | · | ·",
        "Empty | 0 | – | – | · | · | ·",
    ]


def test_a_page_is_the_same_each_time_and_loads_nothing() -> None:
    text = render(FINDINGS)
    assert text == render(FINDINGS)
    tags = {tag for tag, _ in Page(text).elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "base", "svg"}
    assert "url(" not in text
    assert "@import" not in text


def test_each_choice_has_its_rule_and_something_to_show() -> None:
    text = render(FINDINGS)
    values = Page(text).attributes("value")
    assert values == ["error", "warning", "en", "zh", "both", "COV101", "COV104", "MIS309"]
    classes = {name for item in Page(text).attributes("class") for name in item.split()}
    assert set(values) <= classes
    for value in values:
        rule = re.search(rf'^main:has\(option\[value="{value}"\]:checked\) (.*)$', text, re.MULTILINE)
        assert rule
        assert rule[1].endswith(f":not(.{value}){{display:none}}")


@pytest.mark.parametrize(("number", "is_open"), [(200, True), (201, False)])
def test_of_a_page_with_much_on_it_one_sees_the_sections_first(number: int, *, is_open: bool) -> None:
    parts = [facts for tag, facts in Page(render([finding("p4")] * number)).elements if tag == "details"]
    assert ["open" in facts for facts in parts] == [is_open, True]


HOSTILE = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "</style><script>alert(1)</script>",
        "</title><img src=x onerror=alert(1)>",
        '" onmouseover="alert(1)',
        "' autofocus onfocus='alert(1)",
        "javascript:alert(1)",
        "//example.org/x",
        "&lt;b&gt; &amp;",
        "-->]]><!--",
        "曼巴",
    ]
)
# Each ends in a word, lest it be taken for a placeholder.
texts = st.lists(HOSTILE | st.text("<>&\"'=/:# \n\0a", max_size=4), min_size=1, max_size=3).map(
    lambda parts: "".join(parts) + "end"
)


@settings(max_examples=40)
@given(texts, texts, texts, texts)
def test_no_text_of_a_list_does_anything(title: str, section: str, message: str, path: str) -> None:
    links = Links(paper="javascript:alert(1)", code=message)
    papers = (replace(PAPERS[0], title=Bilingual(title, title), links=links), *PAPERS[1:])
    sections = (Section("s", Bilingual(section)), *SECTIONS[1:])
    catalogue = Catalogue(title=Bilingual(title, section), sections=sections, papers=papers)
    plain, hostile = (
        Page(render([finding("p1", path=name, message=said)], list_, "out"))
        for list_, name, said in ((CATALOGUE, "p", "m"), (catalogue, path.replace("\0", ""), message))
    )
    shapes = [[(tag, sorted(facts)) for tag, facts in page.elements] for page in (plain, hostile)]
    assert shapes[0] == shapes[1]
    for target in hostile.attributes("href"):
        assert urlsplit(target)[:2] == ("", "")
    assert plain.attributes("style") == hostile.attributes("style")
    row = hostile.lines[-2]
    assert row.replace("\0", "\ufffd").endswith(" ".join(f"{title} {message}".replace("\0", "\ufffd").split()))


def test_links_lead_from_the_page_to_the_records(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "my lists" / "#1 列表"
    folder.mkdir(parents=True)
    header = "title: {en: List, zh: 列表}\nsections:\n- key: s\n  title: {en: S, zh: 节}\n- key: t\n  title: {en: T}\n"
    record = "id: one\ntitle: {en: One, zh: 一}\nsection: s\nsummary: {en: It is one.}\n"
    (folder / "_catalogue.yaml").write_text(header, encoding="utf-8")
    (folder / "one.yaml").write_text(record, encoding="utf-8")
    (tmp_path / "out").mkdir()
    result = cli("--catalogue", folder.relative_to(tmp_path), "check", "--format", "html", "-o", "out/report.html")
    assert result.code == 1, result.err
    page = Page((tmp_path / "out/report.html").read_text(encoding="utf-8"))
    assert "S | 1 | 100 % 1/1 | 0 % 0/1 | · | 1 | ·" in page.lines
    assert page.lines[-1].startswith("Written by i18n-tool ")
    anchors = page.attributes("id")
    targets = page.attributes("href")
    assert len(targets) >= 4
    for target in targets:
        place, _, fragment = target.partition("#")
        if place:
            assert (tmp_path / "out" / unquote(place)).is_file(), target
            assert re.fullmatch(r"L\d+", fragment)
        else:
            assert unquote(fragment) in anchors
