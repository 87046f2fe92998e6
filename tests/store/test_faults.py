"""Reading a catalogue past what is wrong in its files: all of it is found, nothing else is lost, nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.checks import runner
from i18n_tool.errors import FaultyFilesError, InputError
from i18n_tool.model import Bilingual, Catalogue, Links
from i18n_tool.store import Stored, load_catalogue, preview, save
from i18n_tool.store.decode import PAPER_KEYS
from tests.store.conftest import HEADER, RECORD

Make = Callable[[Mapping[str, str | bytes]], Path]
GOOD = "id: good\ntitle: {en: Good}\nsection: vision\n"


def read(folder: Path) -> Stored:
    return load_catalogue(folder, keep_faults=True)


def told(catalogue: Catalogue) -> list[tuple[str, str | None, int, int]]:
    return [(fault.kind, fault.record, fault.line, fault.column) for fault in catalogue.faults]


_FILES: dict[str, tuple[str | bytes, list[tuple[str, str, int, int]]]] = {
    "sound": (RECORD, []),
    "date": (RECORD + "date: 20220\n", [("date", "mamba", 5, 7)]),
    "date that is a list": (RECORD + "date: [2024]\n", [("date", "mamba", 5, 7)]),
    "keys": (RECORD + "sumary: {en: x}\nlinks: {codes: x}\n", [("key", "mamba", 5, 1), ("key", "mamba", 6, 9)]),
    "language": (RECORD + "summary: {fr: x, en: y}\n", [("key", "mamba", 5, 11)]),
    "section": ("id: mamba\nsection: nowhere\n", [("section", "mamba", 2, 10)]),
    "no section": ("id: mamba\ntitle: {en: x}\n", [("form", "mamba", 1, 1)]),
    "types": (RECORD + "authors: x\nvenue: [x]\n", [("form", "mamba", 5, 10), ("form", "mamba", 6, 8)]),
    "all at once": (
        "id: other\nsection: no\ndate: x\nkye: 1\nnotes: x\n",
        [
            ("form", "mamba", 1, 5),
            ("section", "mamba", 2, 10),
            ("date", "mamba", 3, 7),
            ("key", "mamba", 4, 1),
            ("form", "mamba", 5, 8),
        ],
    ),
    "no mapping": ("- a\n", [("form", "mamba.yaml", 1, 1)]),
    "syntax": ("id: mamba\nvenue: b: c\n", [("file", "mamba.yaml", 2, 9)]),
    "empty": ("", [("file", "mamba.yaml", 1, 1)]),
    "no encoding": (b"id: mamba\nvenue: \xe4\xbd\n", [("file", "mamba.yaml", 2, 1)]),
}


@pytest.mark.parametrize("name", _FILES)
def test_all_faults_are_found_and_the_other_records_read(make: Make, name: str) -> None:
    content, expected = _FILES[name]
    stored = read(make({"mamba.yaml": content, "good.yaml": GOOD}))
    assert told(stored.catalogue) == expected
    assert stored.catalogue.by_id["good"].title == Bilingual("Good")
    assert stored.catalogue.unread == (() if "mamba" in stored.catalogue.by_id else ("mamba.yaml",))


@pytest.mark.parametrize("name", [name for name, (_, faults) in _FILES.items() if faults])
def test_without_leave_every_fault_is_refused_by_name(make: Make, name: str) -> None:
    folder = make({"mamba.yaml": _FILES[name][0], "worse.yaml": "a: b: c\n", "good.yaml": GOOD})
    with pytest.raises(FaultyFilesError) as caught:
        load_catalogue(folder)
    lines = str(caught.value).splitlines()
    assert len(lines) == len(_FILES[name][1]) + 2
    assert lines[0] == f"{len(lines) - 1} faults in the files of the catalogue:"
    assert lines[-1].startswith(f"{folder / 'worse.yaml'}:1:5: this is not valid YAML")
    assert [(error.line, error.message) for error in caught.value.errors[:-1]] == [
        (fault.line if error.line else None, fault.message)
        for fault, error in zip(read(folder).catalogue.faults, caught.value.errors, strict=True)
        if fault.record != "worse.yaml"
    ]


def test_what_can_be_read_of_a_faulty_record_is(make: Make) -> None:
    record = RECORD + "date: x\nvenue: NeurIPS\nauthors: x\nlinks: {paper: https://example.org/a, codes: x}\n"
    (paper,) = read(make({"mamba.yaml": record})).catalogue.papers
    assert (paper.title, paper.date, paper.venue, paper.authors) == (Bilingual("Mamba"), None, "NeurIPS", ())
    assert paper.links == Links(paper="https://example.org/a")


def test_a_long_list_of_faults_is_cut(make: Make) -> None:
    folder = make({f"p{number}.yaml": f"id: p{number}\nsection: mamba\ndate: x\n" for number in range(60)})
    with pytest.raises(FaultyFilesError) as caught:
        load_catalogue(folder)
    assert len(caught.value.errors) == 60
    assert str(caught.value).splitlines()[-1] == "… and 10 more, which `i18n-tool check` lists"


def test_the_second_file_of_an_id_is_passed_over(make: Make) -> None:
    stored = read(make({"one/mamba.yaml": RECORD, "two/mamba.yaml": RECORD.replace("Mamba", "Other")}))
    assert told(stored.catalogue) == [("form", "two/mamba.yaml", 1, 5)]
    assert stored.catalogue.by_id["mamba"].title.en == "Mamba"
    assert stored.place("two/mamba.yaml").path == str(stored.folder / "two/mamba.yaml")


_HEADERS = {
    "key": (HEADER + "glosary: []\n", [("key", 6, 1)], ("mamba", "good")),
    "relation": (HEADER + "relation: love\n", [("form", 6, 11)], ("mamba", "good")),
    "section": (HEADER + "  - key: A b\n", [("form", 6, 10)], ("mamba", "good")),
    "syntax": (HEADER + "legend: again: x\n", [("file", 6, 14)], ()),
    "no mapping": ("- x\n", [("form", 1, 1)], ()),
}


@pytest.mark.parametrize("name", _HEADERS)
def test_faults_of_the_list_itself(make: Make, name: str) -> None:
    content, expected, papers = _HEADERS[name]
    lost = "id: lost\nsection: gone\n" if name == "section" else GOOD.replace("good", "lost")
    stored = read(make({"_catalogue.yaml": content, "mamba.yaml": RECORD, "good.yaml": GOOD, "lost.yaml": lost}))
    assert told(stored.catalogue) == [(kind, None, line, column) for kind, line, column in expected]
    assert {*papers} <= stored.catalogue.by_id.keys()
    assert stored.catalogue.unread == (() if papers else ("good.yaml", "lost.yaml", "mamba.yaml"))


def test_records_are_looked_at_although_the_list_itself_cannot_be_read(make: Make) -> None:
    stored = read(make({"_catalogue.yaml": "a: b: c\n", "mamba.yaml": RECORD + "date: x\n", "good.yaml": GOOD}))
    assert told(stored.catalogue) == [("file", None, 1, 5), ("date", "mamba.yaml", 5, 7)]
    assert stored.catalogue.papers == ()
    assert preview(stored, stored.catalogue) == {}


def test_the_order_does_not_miss_what_could_not_be_read(make: Make) -> None:
    header = "sections:\n- key: mamba\n  papers: [syntax, lost, gone]\n"
    files = {"syntax.yaml": "a: b: c\n", "lost.yaml": "id: lost\nsection: no\n"}
    catalogue = read(make({"_catalogue.yaml": header, **files})).catalogue
    assert [stray.paper for stray in catalogue.strays] == ["gone"]


def test_other_records_are_written_and_the_faulty_one_is_not_touched(make: Make) -> None:
    faulty = "id: mamba\nsection: no\ndate: x # why\n"
    header = "sections:\n- key: vision\n  papers: [mamba, good, broken]\n"
    folder = make({"_catalogue.yaml": header, "mamba.yaml": faulty, "broken.yaml": "a: b: c\n", "good.yaml": GOOD})
    stored = read(folder)
    better = stored.catalogue.by_id["good"].put_text(("title", "en"), "Better")
    papers = tuple(better if paper.id == "good" else paper for paper in stored.catalogue.papers)
    assert save(stored, replace(stored.catalogue, papers=papers)).changed == (folder / "good.yaml",)
    assert (folder / "good.yaml").read_text() == GOOD.replace("Good", "Better")
    assert (folder / "mamba.yaml").read_text() == faulty
    assert (folder / "_catalogue.yaml").read_text() == header


def test_a_change_of_a_faulty_record_is_refused_by_name(make: Make) -> None:
    folder = make({"mamba.yaml": RECORD + "date: x\n", "good.yaml": GOOD})
    stored = read(folder)
    papers = tuple(paper.put_text(("title", "en"), "Changed") for paper in stored.catalogue.papers)
    with pytest.raises(InputError, match=r"mamba\.yaml:5:7: the date 'x' is none.*nothing was written"):
        save(stored, replace(stored.catalogue, papers=papers))
    assert (folder / "good.yaml").read_text() == GOOD


def test_papers_of_a_section_that_could_not_be_read_can_be_changed(make: Make) -> None:
    folder = make(
        {"_catalogue.yaml": HEADER + "  - {key: scans, papers: x}\n", "good.yaml": GOOD.replace("vision", "scans")}
    )
    stored = read(folder)
    assert told(stored.catalogue) == [("form", None, 6, 26)]
    papers = tuple(paper.put_text(("title", "en"), "Better") for paper in stored.catalogue.papers)
    assert save(stored, replace(stored.catalogue, papers=papers)).changed == (folder / "good.yaml",)


VALUES = st.recursive(
    st.sampled_from(["", "x", "mamba", "2024", "2024-13", "en", "true", "~"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["en", "zh", "of", "x"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*PAPER_KEYS, "sumary"]), VALUES, max_size=6))
def test_any_record_is_read_as_far_as_it_can_be_and_refused_when_that_is_not_whole(values: dict[str, object]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "_catalogue.yaml").write_text(HEADER, encoding="utf-8")
        (folder / "mamba.yaml").write_text(yaml.safe_dump(values), encoding="utf-8")
        stored = read(folder)
        found = runner.run(stored, select=["MET7"])
        for fault in stored.catalogue.faults:
            assert any(
                (item.line, item.column, item.message) == (fault.line, fault.column, fault.message) for item in found
            )
        if stored.catalogue.faults:
            with pytest.raises(InputError):
                load_catalogue(folder)
        else:
            assert load_catalogue(folder).catalogue == stored.catalogue
        assert preview(stored, stored.catalogue) == {}


def test_a_change_of_a_faulty_list_is_refused_by_name(make: Make) -> None:
    stored = read(make({"_catalogue.yaml": HEADER + "relation: love\n", "good.yaml": GOOD}))
    with pytest.raises(InputError, match=r"_catalogue\.yaml:6:11: 'relation' must be .*nothing was written"):
        save(stored, replace(stored.catalogue, title=Bilingual("Changed")))
    assert save(stored, stored.catalogue).changed == ()
