"""A list that is exported and imported again is the same list, as far as the export shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from i18n_tool.coverage import is_present
from i18n_tool.exporters._base import ExportOptions
from i18n_tool.exporters.readme import export_readme
from i18n_tool.importers import merge, read_source
from i18n_tool.importers.survey_readme import read
from i18n_tool.model import LANGUAGES, Bilingual, Catalogue, Language, Links, Paper, Section

SEED = Path(__file__).parents[1] / "cases" / "seed" / "survey_readme.truth.md"

WORDS: dict[Language, str] = {
    "en": "Mamba <b> x<y `a` ``b c`` &lt; &amp;lt; `open *so* [link](u) $a_b$ A. \\< 1. - Paper Link: https://e.org",
    "zh": "曼巴 模型。 <b> 小于<五 `码` &lt; *斜* [链接](u) $a_b$ 第1句。 A 论文链接：",
}
STARTS = ["", "", "", "- ", "1. ", "  - ", "> ", "    ", "#### "]


def lines(language: Language) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(WORDS[language].split(" ")), min_size=1, max_size=5).map(" ".join)


def titles(language: Language) -> st.SearchStrategy[str]:
    return st.builds("{} {}".format, st.just("Some" if language == "en" else "某种"), lines(language))


def texts(language: Language) -> st.SearchStrategy[str]:
    line = st.builds("{}{}".format, st.sampled_from(STARTS), lines(language))
    paragraph = st.lists(line, min_size=1, max_size=3).map("\n".join)
    # A placeholder counts as missing, and an export says so in its place.
    return st.lists(paragraph, min_size=1, max_size=3).map("\n\n".join).map(str.strip).filter(is_present)


def both(make: Callable[[Language], st.SearchStrategy[str]]) -> st.SearchStrategy[Bilingual]:
    return st.builds(Bilingual, st.none() | make("en"), st.none() | make("zh"))


URLS = (None, "none", "https://e.org/a_(b)", "https://e.org/?q=a,b#c", "http://e.org/(a b)")
LINKS = st.permutations([*URLS, None, None, None]).map(lambda urls: Links(*urls))
DATES = st.none() | st.sampled_from(["2024", "2024-01", "2024-01-31"])
NAMES = st.lists(st.sampled_from(["A. Bee", "张三", "C <d>", "É. Eff"]), max_size=3).map(tuple)


#: A catalogue has many parts, so that making one is what takes the time.
rich = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    sections = tuple(
        Section(f"section-{number}", draw(both(titles).filter(bool)), draw(both(texts)))
        for number in range(draw(st.integers(1, 2)))
    )
    papers = tuple(
        Paper(
            id=f"paper-{number}",
            title=draw(both(titles).filter(bool)),
            section=draw(st.sampled_from(sections)).key,
            date=draw(DATES),
            venue=draw(st.none() | st.sampled_from(["ICML", "会议 <2024>", "arXiv: x"])),
            authors=draw(NAMES),
            links=draw(LINKS),
            summary=draw(both(texts)),
            notes=draw(both(texts)),
        )
        for number in range(draw(st.integers(0, 3)))
    )
    order = [section.key for section in sections]
    return Catalogue(
        title=draw(both(titles)),
        introduction=draw(both(texts)),
        legend=draw(both(titles)),
        sections=sections,
        papers=tuple(sorted(papers, key=lambda paper: order.index(paper.section))),
    )


def shown(text: Bilingual, language: Language) -> Bilingual:
    """Return what a list in one language shows of a text: that language, or the other one in its place."""
    own = text.get(language)
    return Bilingual().put(language, own) if own else text


def shown_title(title: Bilingual, language: Language) -> Bilingual:
    return title if language == "zh" else shown(title, language)


def as_shown(catalogue: Catalogue, language: Language) -> Catalogue:
    return replace(
        catalogue,
        title=shown(catalogue.title, language),
        introduction=shown(catalogue.introduction, language),
        legend=shown(catalogue.legend, language),
        sections=tuple(
            replace(section, title=shown(section.title, language), introduction=shown(section.introduction, language))
            for section in catalogue.sections
        ),
        papers=tuple(
            replace(
                paper,
                title=shown_title(paper.title, language),
                summary=Bilingual().put(language, paper.summary.get(language)),
                notes=shown(paper.notes, language),
            )
            for paper in catalogue.papers
        ),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@rich
@given(catalogue=catalogues())
def test_an_export_is_read_back(language: Language, catalogue: Catalogue) -> None:
    imported = read(export_readme(catalogue, ExportOptions(language)), "README.md")
    assert imported.catalogue == as_shown(catalogue, language)
    assert imported.notes == ()


@rich
@given(catalogue=catalogues())
def test_both_exports_give_the_whole_catalogue(catalogue: Catalogue) -> None:
    merged = Catalogue()
    for language in LANGUAGES:
        found = merge(merged, read(export_readme(catalogue, ExportOptions(language)), f"README.{language}.md"))
        assert found.conflicts == ()
        merged = found.catalogue
    assert merged == catalogue


@pytest.mark.parametrize("language", LANGUAGES)
@rich
@given(catalogue=catalogues())
def test_an_export_changes_nothing_in_its_own_catalogue(language: Language, catalogue: Catalogue) -> None:
    merged = merge(catalogue, read(export_readme(catalogue, ExportOptions(language)), "README.md"))
    assert merged.catalogue == catalogue
    assert merged.conflicts == ()


def test_the_seed_comes_back_from_its_chinese_export() -> None:
    catalogue = read_source(SEED.read_text(encoding="utf-8"), "list.md").catalogue
    exported = export_readme(catalogue, ExportOptions("zh"))
    assert read_source(exported, "README.zh-CN.md").catalogue == catalogue
