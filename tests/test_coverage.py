"""Coverage: what counts as there, how reliable it is, and how it is printed."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.coverage import Count, coverage, is_placeholder, to_json
from i18n_tool.model import Bilingual, Catalogue, Paper, Section, Translation, text_hash

SOURCE = "A selective scan."
HASH = text_hash(SOURCE)
NO_NOTES = Bilingual()


def paper(identifier: str, summary: Bilingual, *, notes: Bilingual = NO_NOTES, **translation: Translation) -> Paper:
    recorded = tuple((language, translation[language]) for language in ("en", "zh") if language in translation)
    return Paper(identifier, Bilingual(en=identifier), "s", summary=summary, notes=notes, translation=recorded)


def chinese_summary(catalogue: Catalogue) -> dict[str, int]:
    counted = asdict(coverage(catalogue).languages["zh"]["summary"])
    return {state: number for state, number in counted.items() if number}


def test_the_counts_of_a_list_that_is_half_done() -> None:
    papers = (
        paper("a", Bilingual(zh="一种扫描。")),
        paper("b", Bilingual(zh="一种模型。")),
        paper("c", Bilingual()),
    )
    sections = (Section("s", Bilingual("Scans", "扫描")), Section("empty", Bilingual("Empty")))
    printed = to_json(coverage(Catalogue(sections=sections, papers=papers)))
    assert printed["papers"] == 3
    shown = {
        language: {key: printed["languages"][language]["summary"][key] for key in ("present", "missing", "percent")}
        for language in ("en", "zh")
    }
    assert shown == {
        "en": {"present": 0, "missing": 3, "percent": 0},
        "zh": {"present": 2, "missing": 1, "percent": 66},
    }
    assert printed["languages"]["en"]["title"]["present"] == 3
    assert [(item["key"], item["title"]["en"], item["papers"]) for item in printed["sections"]] == [
        ("s", "Scans", 3),
        ("empty", "Empty", 0),
    ]
    assert printed["sections"][0]["languages"] == printed["languages"]
    assert printed["sections"][1]["languages"]["zh"]["summary"]["missing"] == 0


@pytest.mark.parametrize(
    ("recorded", "state"),
    [
        (Translation(of="en", origin="human", reviewed=True, source_hash=HASH), "reviewed"),
        (Translation(of="en", origin="human", source_hash=HASH), "unreviewed"),
        (Translation(of="en"), "unreviewed"),
        (Translation(of="en", origin="machine", source_hash=HASH), "machine"),
        (Translation(of="en", origin="machine", reviewed=True), "reviewed"),
        (Translation(of="en", origin="human", reviewed=True, source_hash="00000000"), "stale"),
        (Translation(origin="human", reviewed=True, source_hash="00000000"), "reviewed"),
    ],
)
def test_the_state_of_a_translation(recorded: Translation, state: str) -> None:
    catalogue = Catalogue(papers=(paper("a", Bilingual(SOURCE, "一种选择性扫描。"), zh=recorded),))
    assert chinese_summary(catalogue) == {"present": 1, state: 1}
    expected = "source" if recorded.of else "untracked"
    assert getattr(coverage(catalogue).languages["en"]["summary"], expected) == 1


def test_a_translation_whose_source_is_gone_is_stale() -> None:
    recorded = Translation(of="en", reviewed=True, source_hash=HASH)
    assert chinese_summary(Catalogue(papers=(paper("a", Bilingual(zh="扫描。"), zh=recorded),))) == {
        "present": 1,
        "stale": 1,
    }


def test_nothing_recorded_is_untracked() -> None:
    assert chinese_summary(Catalogue(papers=(paper("a", Bilingual(SOURCE, "扫描。")),))) == {
        "present": 1,
        "untracked": 1,
    }


@pytest.mark.parametrize("text", ["", "  ", "待补充", "**TODO**", "Error", "\\"])
def test_what_only_looks_filled_is_missing(text: str) -> None:
    assert chinese_summary(Catalogue(papers=(paper("a", Bilingual(zh=text)),))) == {"missing": 1}


def test_notes_are_missing_only_where_the_other_language_has_them() -> None:
    papers = (paper("a", Bilingual(), notes=Bilingual(en="Read it.")), paper("b", Bilingual()))
    counts = coverage(Catalogue(papers=papers)).languages
    assert (counts["en"]["notes"].present, counts["en"]["notes"].missing) == (1, 0)
    assert (counts["zh"]["notes"].present, counts["zh"]["notes"].missing) == (0, 1)


def test_only_required_languages_are_counted() -> None:
    assert list(coverage(Catalogue(languages=("zh",))).languages) == ["zh"]


@given(present=st.integers(0, 10**6), missing=st.integers(0, 10**6))
def test_a_hundred_per_cent_means_that_nothing_is_missing(present: int, missing: int) -> None:
    percent = Count(present=present, missing=missing).percent
    assert 0 <= percent <= 100
    assert (percent == 100) == (missing == 0)


@given(st.lists(st.tuples(st.sampled_from([None, "", "TODO", SOURCE]), st.booleans(), st.sampled_from([None, "en"]))))
def test_every_present_text_has_one_state(rows: list[tuple[str | None, bool, str | None]]) -> None:
    papers = [
        paper(f"p-{number}", Bilingual(SOURCE, text), zh=Translation(of="en" if of else None, reviewed=reviewed))
        for number, (text, reviewed, of) in enumerate(rows)
    ]
    for by_field in coverage(Catalogue(papers=tuple(papers))).languages.values():
        for count in by_field.values():
            states = asdict(count)
            present, _ = states.pop("present"), states.pop("missing")
            assert sum(states.values()) == present


@given(st.text())
def test_a_placeholder_inside_a_sentence_is_none(text: str) -> None:
    assert not is_placeholder(f"The word {text} stands for TODO")
