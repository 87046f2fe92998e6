"""What an import does to a catalogue that is there already."""

from __future__ import annotations

from dataclasses import replace

import pytest

from i18n_tool.importers import Conflict, Merged, merge
from i18n_tool.importers._base import Imported
from i18n_tool.importers.survey_readme import read
from i18n_tool.model import Bilingual, Catalogue, Links, Paper, Section, Unplaced


def catalogue(*papers: Paper, **fields: object) -> Catalogue:
    sections = {paper.section: Section(paper.section, Bilingual(paper.section.title())) for paper in papers}
    return replace(Catalogue(sections=tuple(sections.values()), papers=papers), **fields)  # type: ignore[arg-type]  # test


def paper(key: str, en: str | None = None, zh: str | None = None, link: str | None = None, **fields: object) -> Paper:
    made = Paper(key, Bilingual(en, zh), section="part", links=Links(paper=link))
    return replace(made, **fields)  # type: ignore[arg-type]  # the fields of the test are right


def into(ours: Catalogue, *papers: Paper, update: bool = False, **fields: object) -> Merged:
    return merge(ours, Imported(catalogue(*papers, **fields)), update=update)


X, Y = "https://arxiv.org/abs/2401.00001", "https://arxiv.org/abs/2401.00002"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param(paper("a", "One", link=X), paper("one", "One", link=X), id="all is the same but the id"),
        pytest.param(paper("a", "One", link=X), paper("b", zh="一", link=X + "v2"), id="the link, in another form"),
        pytest.param(paper("a", "One: it"), paper("b", "ONE – it!"), id="the title, in another form"),
        pytest.param(paper("a", "One", link=X), paper("b", "One", link=Y), id="the title, with another link"),
        pytest.param(paper("a", "One"), paper("a", zh="一"), id="the id, with a title in the other language"),
    ],
)
def test_the_same_paper(ours: Paper, theirs: Paper) -> None:
    merged = into(catalogue(ours), theirs)
    assert merged.added == ()
    assert [found.id for found in merged.catalogue.papers] == ["a"]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param(paper("a", "One"), paper("a", "Two"), id="another title"),
        pytest.param(paper("a", "One", link=X), paper("a", zh="一", link=Y), id="another link"),
    ],
)
def test_another_paper_whose_id_is_taken_gets_a_number(ours: Paper, theirs: Paper) -> None:
    merged = into(catalogue(ours), theirs)
    assert merged.added == ("a-2",)
    again = merge(merged.catalogue, merged.imported)
    assert (again.added, again.updated, again.unchanged) == ((), (), ("a-2",))


def test_what_is_missing_is_filled_in() -> None:
    ours = paper("a", "One", link=X, date="2024-01", summary=Bilingual(en="It is."))
    theirs = paper(
        "b",
        zh="一",
        date="2024",
        venue="ICML",
        authors=("J. Doe",),
        links=Links(paper="http://www.arxiv.org/pdf/2401.00001v3.pdf", code="none"),
        summary=Bilingual(zh="是。"),
        notes=Bilingual(zh="记。"),
    )
    merged = into(catalogue(ours), theirs)
    assert merged.updated == ("a",)
    assert merged.conflicts == ()
    assert merged.catalogue.papers == (
        replace(
            ours,
            title=Bilingual("One", "一"),
            venue="ICML",
            authors=("J. Doe",),
            links=Links(paper=X, code="none"),
            summary=Bilingual("It is.", "是。"),
            notes=Bilingual(zh="记。"),
        ),
    )


@pytest.mark.parametrize("update", [False, True])
def test_what_differs_is_reported_and_stays_unless_the_source_is_to_win(update: bool) -> None:
    ours = paper("a", "One", link=X, date="2024-01", authors=("A",), summary=Bilingual(zh="旧。"))
    theirs = paper("b", "Uno", link=X, date="2024-02", authors=("B",), summary=Bilingual(zh="新。"))
    merged = into(catalogue(ours), theirs, update=update)
    assert set(merged.conflicts) == {
        Conflict("a", ("title", "en"), "One", "Uno"),
        Conflict("a", ("date",), "2024-01", "2024-02"),
        Conflict("a", ("authors",), "A", "B"),
        Conflict("a", ("summary", "zh"), "旧。", "新。"),
    }
    assert merged.catalogue.papers == ((replace(theirs, id="a") if update else ours),)
    assert merged.updated == (("a",) if update else ())


def test_the_kth_entry_belongs_to_the_kth_record() -> None:
    twins = [paper(f"a-{number}" if number > 1 else "a", "One", link=X) for number in range(1, 12)]
    stored = sorted(twins, key=lambda twin: twin.id)
    entries = [replace(twin, summary=Bilingual(zh=f"第{place}")) for place, twin in enumerate(twins, 1)]
    renamed = [replace(entry, id="other") for entry in entries]
    merged = into(catalogue(*stored), *renamed, paper("other", "One", link=X, date="2025"))
    assert merged.added == ("other",)
    by_id = merged.catalogue.by_id
    assert [by_id[twin.id].summary.zh for twin in twins] == [f"第{place}" for place in range(1, 12)]


def test_an_entry_finds_its_own_record_before_another_one_with_its_link() -> None:
    ours = catalogue(paper("a", "One", link=X), paper("b", "Two", link=X))
    merged = into(ours, paper("x", "Two", link=X), paper("y", "One", link=X))
    assert merged.catalogue == ours
    assert merged.unchanged == ("b", "a")


def test_a_list_in_chinese_after_the_english_one() -> None:
    english = read(
        "# List\n## Vision\n- One\n  Paper: https://e.org/1\n\n## Empty\n## Speech\nWords.\n- Two\n  Paper: https://e.org/2",
        "en.md",
    )
    chinese = read(
        "# 列表\n## 视觉\n- 一\n  论文：https://e.org/1\n\n## 语音\n说明。\n- 二\n  论文：https://e.org/2\n- 三",
        "zh.md",
    )
    merged = merge(merge(Catalogue(), english).catalogue, chinese)
    assert merged.catalogue.title == Bilingual("List", "列表")
    assert merged.catalogue.sections == (
        Section("vision", Bilingual("Vision", "视觉")),
        Section("empty", Bilingual("Empty")),
        Section("speech", Bilingual("Speech", "语音"), Bilingual("Words.", "说明。")),
    )
    assert [found.title for found in merged.catalogue.papers][:2] == [Bilingual("One", "一"), Bilingual("Two", "二")]
    assert [found.section for found in merged.catalogue.papers] == ["vision", "speech", "speech"]
    assert merged.conflicts == ()


def test_sections_are_found_by_key_or_title_and_new_ones_come_last() -> None:
    ours = Catalogue(
        sections=(Section("v", Bilingual("Vision", "视觉")), Section("graphs", Bilingual("On Graphs"))),
    )
    source = read("## 视觉\n## ⭐ vision\n## Graphs\n## New\n## Vision", "list.md")
    merged = merge(ours, source)
    assert [section.key for section in merged.catalogue.sections] == ["v", "graphs", "vision", "new", "vision-2"]
    assert merged.conflicts == (Conflict(None, ("sections", "graphs", "title", "en"), "On Graphs", "Graphs"),)
    assert merge(merged.catalogue, source).catalogue == merged.catalogue


@pytest.mark.parametrize(("update", "section"), [(False, "part"), (True, "other")])
def test_a_paper_in_another_section(update: bool, section: str) -> None:
    ours = catalogue(paper("a", "One"))
    merged = into(ours, paper("a", "One", section="other"), update=update)
    assert merged.conflicts == (Conflict("a", ("section",), "part", "other"),)
    assert merged.catalogue.papers[0].section == section
    assert ("other" in merged.catalogue.by_section) == update


def test_unplaced_text_is_kept_once_though_its_line_moved() -> None:
    ours = Catalogue(unplaced=(Unplaced("a.md", 3, "stray"), Unplaced("b.md", 1, "stray")))
    theirs = (Unplaced("a.md", 4, "stray"), Unplaced("a.md", 9, "stray"), Unplaced("a.md", 10, "more"))
    merged = into(ours, unplaced=theirs)
    assert merged.unplaced == theirs[1:]
    assert merged.catalogue.unplaced == ours.unplaced + theirs[1:]
