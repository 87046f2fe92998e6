"""Whatever a list looks like, every word of it ends in a field or in the unplaced text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.importers import merge
from i18n_tool.importers.survey_readme import read
from i18n_tool.model import Catalogue

CASES = Path(__file__).parents[1] / "cases"
SEED = CASES / "seed" / "survey_readme.truth.md"

#: Lines of every kind that a list can have; each @ becomes a word of its own.
TEMPLATES = (CASES / "importers" / "line_templates.txt").read_text(encoding="utf-8").split("\n")


@st.composite
def lists(draw: st.DrawFn) -> tuple[str, list[str]]:
    words: list[str] = []
    lines = []
    for template in draw(st.lists(st.sampled_from([*TEMPLATES, "", ""]), max_size=30)):
        line = ""
        for piece in template.split("@")[:-1]:
            words.append(f"word{len(words)}x")
            line += piece + words[-1]
        lines.append(line + template.split("@")[-1])
    return "\n".join(lines), words


def texts(catalogue: Catalogue) -> str:
    """Return all text of a catalogue, but not its keys, which repeat words of titles."""
    sections = [replace(section, key="") for section in catalogue.sections]
    papers = [replace(paper, id="", section="") for paper in catalogue.papers]
    unplaced = [replace(item, section=None) for item in catalogue.unplaced]
    return repr((catalogue.title, catalogue.introduction, catalogue.legend, sections, papers, unplaced))


@given(lists())
def test_every_word_is_kept(made: tuple[str, list[str]]) -> None:
    source, words = made
    kept = texts(read(source, "list.md").catalogue)
    assert [word for word in words if word not in kept] == []


@given(lists())
def test_the_same_list_again_changes_nothing(made: tuple[str, list[str]]) -> None:
    imported = read(made[0], "list.md")
    first = merge(Catalogue(), imported)
    second = merge(first.catalogue, imported)
    assert second.catalogue == first.catalogue
    assert (second.added, second.updated, second.conflicts, second.unplaced) == ((), (), (), ())
    assert len(first.catalogue.papers) == len(imported.catalogue.papers)
    assert len({paper.id for paper in first.catalogue.papers}) == len(first.catalogue.papers)


@given(lists())
def test_unplaced_text_is_at_its_line(made: tuple[str, list[str]]) -> None:
    lines = made[0].split("\n")
    for item in read(made[0], "list.md").catalogue.unplaced:
        word = next((word for word in made[1] if word in item.text), None)
        following = lines[item.line - 1 : item.line + item.text.count("\n")]
        assert word is None or any(word in line for line in following)


@given(st.text(alphabet=st.sampled_from("#-*[]()<>!|`~:：,. \n\t01️⃣📄❗论文文Codesummary_\\$&\"'/"), max_size=200))
def test_any_text_is_read(source: str) -> None:
    read(source, "list.md")


def test_the_seed() -> None:
    imported = read(SEED.read_text(encoding="utf-8"), "survey_readme.md")
    catalogue = imported.catalogue
    first, twin, other = catalogue.papers
    assert len(catalogue.sections) == 9
    assert (first.id, twin.id, other.id) == (
        "linear-time-sequence-modeling-with-selective-state-spaces",
        "moe-mamba",
        "moe-mamba-2",
    )
    assert catalogue.legend.en == catalogue.legend.zh == SEED.read_text(encoding="utf-8").split("\n")[1]
    assert first.links.code == "https://github.com/state-spaces/mamba"
    assert twin.links.code == other.links.code == "none"
    assert twin.summary == other.summary
    assert twin.summary.zh is not None
    assert twin.summary.zh.startswith("这篇论文介绍了MambaByte，")
    assert not first.summary
    assert (catalogue.unplaced, imported.notes) == ((), ())


@pytest.mark.parametrize(
    "line", ["[" * 50_000, "📄" * 50_000, "[a](" * 30_000, "**" * 50_000, "<br" * 50_000, "- " * 50_000]
)
def test_a_line_without_end_is_read(line: str) -> None:
    kept = read(f"## Part\n- {line}\n{line}\nSummary: {line}", "list.md").catalogue
    assert len(kept.papers) <= 1
