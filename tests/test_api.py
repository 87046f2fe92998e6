"""The library: what a program does with a catalogue, in memory and on disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import i18n_tool
from i18n_tool import Catalogue
from i18n_tool.errors import ConflictError, InputError, UsageError

LIST = """# Papers

## Speech 语音

- **Echo: A Model** <br>
Paper Link: [📄](https://arxiv.org/abs/2401.00001) <br>
Summary: We present Echo. It listens well.
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    opened = Catalogue.open(tmp_path / "C")
    opened.import_text(LIST, "list.md")
    opened.save()
    return opened


def test_every_public_name_is_there() -> None:
    assert {getattr(i18n_tool, name) is not None for name in i18n_tool.__all__} == {True}
    assert dir(i18n_tool) == sorted(i18n_tool.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        _ = i18n_tool.nothing


def test_what_is_imported_is_saved_and_loaded(catalogue: Catalogue, tmp_path: Path) -> None:
    loaded = Catalogue.load(tmp_path / "C")
    assert loaded.model == catalogue.model
    (paper,) = loaded.papers
    assert paper.title.en == "Echo: A Model"
    assert paper.summary.en == "We present Echo. It listens well."
    assert loaded.coverage().languages["zh"]["summary"].missing == 1
    assert "COV101" in {finding.code for finding in loaded.check()}
    assert "**Echo: A Model**" in loaded.export_readme("en")


def test_a_dry_run_saves_nothing_and_can_be_previewed(catalogue: Catalogue, tmp_path: Path) -> None:
    catalogue.import_text(LIST.replace("2401.00001", "2401.00002").replace("Echo", "Reed"), "other.md")
    before = {path: path.read_bytes() for path in (tmp_path / "C").rglob("*") if path.is_file()}
    saved = catalogue.save(dry_run=True)
    assert [path.name for path in saved.created] == ["reed.yaml"]
    assert {path for path, (old, _) in catalogue.preview().items() if not old} == set(saved.created)
    assert {path: path.read_bytes() for path in (tmp_path / "C").rglob("*") if path.is_file()} == before


def test_a_file_that_changed_meanwhile_is_not_overwritten(catalogue: Catalogue, tmp_path: Path) -> None:
    (record,) = (tmp_path / "C").rglob("echo.yaml")
    text = record.read_text(encoding="utf-8").replace("listens well", "hears well")
    record.write_text(text, encoding="utf-8")
    catalogue.import_text(LIST.replace("Echo. It", "Echo. Today it"), "list.md", update=True)
    with pytest.raises(ConflictError, match=r"echo\.yaml: changed on disk"):
        catalogue.save()
    assert record.read_text(encoding="utf-8") == text


def test_each_text_is_repaired_and_reported(catalogue: Catalogue) -> None:
    damaged = "我们提出一种语音模型。".encode().decode("cp1252", "ignore")
    paper = catalogue.papers[0].put_text(("summary", "zh"), damaged)
    (section,) = catalogue.sections
    spoken = replace(section, title=section.title.put("zh", "语音模型".encode().decode("cp1252")))
    catalogue.model = replace(catalogue.model, sections=(spoken,), papers=(paper,))
    of_list, of_paper = catalogue.repair()
    assert (of_list.paper, of_list.field) == (None, ("sections", section.key, "title", "zh"))
    assert catalogue.sections[0].title.zh == of_list.repair.text == "语音模型"
    assert (of_paper.paper, of_paper.field) == ("echo", ("summary", "zh"))
    assert catalogue.papers[0].summary.zh == of_paper.repair.text == "我们提出一种语音模型。"


def test_what_is_not_there_is_said(catalogue: Catalogue, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no paper 'ecco'.*did you mean echo"):
        catalogue.paper("ecco")
    with pytest.raises(InputError, match="no such folder"):
        Catalogue.load(tmp_path / "nowhere")
