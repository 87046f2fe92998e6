"""Saving: new files, changed files, and what happens when something is in the way."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock

from i18n_tool.errors import ConflictError, InputError, UsageError
from i18n_tool.model import Bilingual, Catalogue, Links, Paper, Section, Translation, Unplaced
from i18n_tool.store import _atomic, load_catalogue, open_or_new, preview, save
from tests.store.conftest import RECORD

Make = Callable[[Mapping[str, str | bytes]], Path]

MAMBA, VISION = Section("mamba", Bilingual("Mamba", "曼巴")), Section("vision", Bilingual("Vision"))
BYTE = Paper(
    id="mambabyte",
    title=Bilingual("MambaByte: Token-free Selective State Space Model", "MambaByte：无需分词的选择性状态空间模型"),
    section="mamba",
    date="2024-01",
    venue="arXiv",
    authors=("Junxiong Wang", "Gangavarapu, Tushaar"),
    links=Links(paper="https://arxiv.org/abs/2401.13660", code="none"),
    summary=Bilingual("It reads bytes. It is fast, e.g. at 1.5 GB.", "它读取字节。它很快。"),
    notes=Bilingual(zh="见附录。"),
    translation=(("zh", Translation("en", "human", reviewed=True, source_hash="9f2c41d0")),),
    ignore=("MIS305",),
)


def _catalogue(*papers: Paper) -> Catalogue:
    return Catalogue(title=Bilingual("A list", "列表"), sections=(MAMBA, VISION), papers=papers)


def _paper(name: str, section: str = "mamba") -> Paper:
    return Paper(name, Bilingual(f"Title of {name}"), section, summary=Bilingual("One. Two."))


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_new_files_are_written_for_people(tmp_path: Path) -> None:
    folder = tmp_path / "list"
    legend = Unplaced("list.md", 2, "📄 paper\n✅ code")
    saved = save(open_or_new(folder), replace(_catalogue(BYTE), unplaced=(legend,)))
    assert saved.created == (folder / "_catalogue.yaml", folder / "mamba/mambabyte.yaml")
    assert (
        (folder / "mamba/mambabyte.yaml").read_text(encoding="utf-8")
        == """\
id: mambabyte
title:
  en: "MambaByte: Token-free Selective State Space Model"
  zh: MambaByte：无需分词的选择性状态空间模型
section: mamba
date: "2024-01"
venue: arXiv
authors: [Junxiong Wang, "Gangavarapu, Tushaar"]
links:
  paper: https://arxiv.org/abs/2401.13660
  code: none
summary:
  en: |-
    It reads bytes.
    It is fast, e.g. at 1.5 GB.
  zh: |-
    它读取字节。
    它很快。
notes:
  zh: |-
    见附录。
translation:
  zh: {of: en, origin: human, reviewed: true, source_hash: 9f2c41d0}
ignore: [MIS305]
"""
    )
    assert (
        (folder / "_catalogue.yaml").read_text(encoding="utf-8")
        == """\
title:
  en: A list
  zh: 列表
source_language: en
languages: [en, zh]
relation: summary
sections:
  - key: mamba
    title:
      en: Mamba
      zh: 曼巴
    papers:
      - mambabyte
  - key: vision
    title:
      en: Vision
unplaced:
  - source: list.md
    line: 2
    text: "📄 paper\\n✅ code"
"""
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Plain words", "venue: Plain words"),
        ("a # b", 'venue: "a # b"'),
        ("a: b", 'venue: "a: b"'),
        ("a:b#c", "venue: a:b#c"),
        ("- a", 'venue: "- a"'),
        ("'tis", 'venue: "\'tis"'),
        ("no", 'venue: "no"'),
        ("null", 'venue: "null"'),
        ("~", 'venue: "~"'),
        ("2401.10000", 'venue: "2401.10000"'),
        ("1e3", 'venue: "1e3"'),
        ("2024-01-01", 'venue: "2024-01-01"'),
        ("<<", 'venue: "<<"'),
        ("=", 'venue: "="'),
        (" edge ", 'venue: " edge "'),
        ('say "hi" \\o/', 'venue: say "hi" \\o/'),
        ("a\nb", 'venue: "a\\nb"'),
        ("\ufeffé\x9d\u2028", 'venue: "\\ufeffé\\x9d\\u2028"'),
        ("😀 曼巴", "venue: 😀 曼巴"),
    ],
)
def test_quotes_stand_only_where_they_are_needed(tmp_path: Path, text: str, line: str) -> None:
    save(open_or_new(tmp_path), _catalogue(replace(BYTE, venue=text)))
    assert line in (tmp_path / "mamba/mambabyte.yaml").read_text(encoding="utf-8").split("\n")
    assert load_catalogue(tmp_path).catalogue.papers[0].venue == text


def test_the_order_of_papers_survives(tmp_path: Path) -> None:
    catalogue = _catalogue(_paper("z"), _paper("a"), _paper("m"), _paper("k", "vision"), _paper("b", "vision"))
    save(open_or_new(tmp_path), catalogue)
    stored = load_catalogue(tmp_path)
    assert stored.catalogue == catalogue
    moved = replace(catalogue, papers=(*catalogue.papers[1:3], catalogue.papers[0], *catalogue.papers[:2:-1]))
    save(stored, moved)
    assert load_catalogue(tmp_path).catalogue == moved


def test_one_more_paper_is_a_new_file_and_one_more_line(tmp_path: Path) -> None:
    save(open_or_new(tmp_path), _catalogue(_paper("b")))
    before = _contents(tmp_path)
    saved = save(load_catalogue(tmp_path), _catalogue(_paper("b"), _paper("a")))
    after = _contents(tmp_path)
    assert (saved.created, saved.changed) == ((tmp_path / "mamba/a.yaml",), (tmp_path / "_catalogue.yaml",))
    assert after["_catalogue.yaml"] == before["_catalogue.yaml"].replace(b"- b\n", b"- b\n      - a\n")
    assert after["mamba/b.yaml"] == before["mamba/b.yaml"]


def test_a_list_in_the_order_of_its_ids_needs_no_names(make: Make) -> None:
    folder = make({"mamba.yaml": RECORD})
    stored = load_catalogue(folder)
    more = replace(stored.catalogue, papers=(*stored.catalogue.papers, _paper("zamba")))
    assert save(stored, more).changed == ()
    assert load_catalogue(folder).catalogue == more


def test_a_paper_that_moves_keeps_its_file_and_is_named_once(tmp_path: Path) -> None:
    save(open_or_new(tmp_path), _catalogue(_paper("b"), _paper("c", "vision")))
    moved = _catalogue(_paper("b", "vision"), _paper("c", "vision"))
    save(load_catalogue(tmp_path), moved)
    assert load_catalogue(tmp_path).catalogue == moved
    assert sorted(_contents(tmp_path)) == ["_catalogue.yaml", "mamba/b.yaml", "vision/c.yaml"]


def test_a_section_is_renamed_with_its_papers(tmp_path: Path) -> None:
    save(open_or_new(tmp_path), _catalogue(_paper("b"), _paper("c", "vision")))
    renamed = replace(
        _catalogue(_paper("b", "state"), _paper("c", "vision")), sections=(replace(MAMBA, key="state"), VISION)
    )
    save(load_catalogue(tmp_path), renamed)
    assert load_catalogue(tmp_path).catalogue == renamed


def test_saving_what_was_read_writes_nothing(make: Make) -> None:
    odd = RECORD.replace("en: Mamba", "en:  'Mamba'  # odd") + "notes:\nlinks: {code: ''}\n"
    folder = make({"mamba.yaml": odd})
    stored = load_catalogue(folder)
    stamps = {path: path.stat().st_mtime_ns for path in folder.rglob("*.yaml")}
    assert not save(stored, stored.catalogue)
    assert preview(stored, stored.catalogue) == {}
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.yaml")} == stamps


def test_a_dry_run_and_a_preview_write_nothing(make: Make) -> None:
    folder = make({"mamba.yaml": RECORD})
    stored = load_catalogue(folder)
    before = _contents(folder)
    papers = (stored.catalogue.papers[0].put_text(("title", "zh"), "曼巴"), BYTE)
    wanted = replace(stored.catalogue, papers=papers)
    assert save(stored, wanted, dry_run=True).changed == (folder / "mamba.yaml",)
    planned = preview(stored, wanted)
    assert _contents(folder) == before
    assert planned[folder / "mamba.yaml"] == (RECORD, RECORD.replace("  en: Mamba\n", "  en: Mamba\n  zh: 曼巴\n"))
    assert planned[folder / "mamba/mambabyte.yaml"][0] == ""


def test_line_ends_the_byte_order_mark_and_permissions_stay(make: Make) -> None:
    folder = make({"mamba.yaml": b"\xef\xbb\xbf" + RECORD.replace("\n", "\r\n").encode()})
    (folder / "mamba.yaml").chmod(0o640)
    stored = load_catalogue(folder)
    changed = stored.catalogue.papers[0].put_text(("summary", "en"), "One. Two.")
    save(stored, replace(stored.catalogue, papers=(changed,)))
    expected = RECORD + "summary:\n  en: |-\n    One.\n    Two.\n"
    assert (folder / "mamba.yaml").read_bytes() == b"\xef\xbb\xbf" + expected.replace("\n", "\r\n").encode()
    assert stat.S_IMODE((folder / "mamba.yaml").stat().st_mode) == 0o640


def _with_title(stored_papers: tuple[Paper, ...], title: str) -> tuple[Paper, ...]:
    return tuple(paper.put_text(("title", "en"), title) for paper in stored_papers)


def test_a_file_that_changed_meanwhile_stops_everything(make: Make) -> None:
    folder = make({"a.yaml": "id: a\nsection: mamba\n", "b.yaml": "id: b\nsection: mamba\n"})
    stored = load_catalogue(folder)
    (folder / "b.yaml").write_text("id: b\nsection: vision\n")
    before = _contents(folder)
    with pytest.raises(ConflictError) as caught:
        save(stored, replace(stored.catalogue, papers=_with_title(stored.catalogue.papers, "x")))
    assert str(caught.value) == f"{folder / 'b.yaml'}: changed on disk since it was read; nothing was written"
    assert _contents(folder) == before


def test_a_file_that_is_gone_or_came_up_meanwhile_stops_everything(make: Make) -> None:
    folder = make({"a.yaml": "id: a\nsection: mamba\n"})
    stored = load_catalogue(folder)
    (folder / "mamba").mkdir()
    (folder / "mamba/mambabyte.yaml").write_text("mine")
    with pytest.raises(
        ConflictError, match=r"mambabyte\.yaml: appeared on disk since it was read; nothing was written"
    ):
        save(stored, replace(stored.catalogue, papers=(*stored.catalogue.papers, BYTE)))
    assert (folder / "mamba/mambabyte.yaml").read_text() == "mine"
    (folder / "a.yaml").unlink()
    with pytest.raises(ConflictError, match=r"a\.yaml: changed on disk since it was read; nothing was written"):
        save(stored, replace(stored.catalogue, papers=_with_title(stored.catalogue.papers, "x")))


def test_the_second_of_two_writers_is_told(make: Make) -> None:
    folder = make({"a.yaml": "id: a\nsection: mamba\n"})
    first, second = load_catalogue(folder), load_catalogue(folder)
    save(first, replace(first.catalogue, papers=_with_title(first.catalogue.papers, "first")))
    with pytest.raises(ConflictError, match="changed on disk"):
        save(second, replace(second.catalogue, papers=_with_title(second.catalogue.papers, "second")))
    assert load_catalogue(folder).catalogue.papers[0].title.en == "first"


def test_a_writer_does_not_wait_for_long(make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = make({"a.yaml": "id: a\nsection: mamba\n"})
    stored = load_catalogue(folder)
    monkeypatch.setattr(_atomic, "LOCK_TIMEOUT", 0.05)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    wanted = replace(stored.catalogue, papers=_with_title(stored.catalogue.papers, "x"))
    save(stored, wanted)
    (lock,) = tmp_path.glob("i18n-tool-*.lock")
    with FileLock(lock), pytest.raises(ConflictError, match="another program is writing to this catalogue; nothing"):
        save(load_catalogue(folder), stored.catalogue)
    assert save(load_catalogue(folder), stored.catalogue)


def test_a_failing_disk_leaves_the_old_file_and_no_litter(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make({"a.yaml": "id: a\nsection: mamba\n", "b.yaml": "id: b\nsection: mamba\n"})
    stored = load_catalogue(folder)
    before = _contents(folder)
    calls = []

    def fail(descriptor: int) -> None:
        calls.append(descriptor)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(InputError, match=r"a\.yaml: cannot be written: No space left on device"):
        save(stored, replace(stored.catalogue, papers=_with_title(stored.catalogue.papers, "x")))
    assert calls
    assert _contents(folder) == before


_KILLED = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from i18n_tool.store import _atomic, load_catalogue, save

folder, moment = Path(sys.argv[1]), sys.argv[2]
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
if moment == "before the rename":
    Path.replace = die
elif moment == "while writing":
    os.fsync = die
else:
    rename = Path.replace
    Path.replace = lambda self, target: (rename(self, target), die())
stored = load_catalogue(folder)
papers = tuple(paper.put_text(("title", "en"), "new " * 50_000) for paper in stored.catalogue.papers)
save(stored, replace(stored.catalogue, papers=papers))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
@pytest.mark.parametrize("moment", ["while writing", "before the rename", "after the rename"])
def test_a_killed_writer_leaves_the_old_file_or_the_new_one(make: Make, moment: str) -> None:
    old = "id: a\nsection: mamba\ntitle: {en: old}\n"
    folder = make({"a.yaml": old})
    done = subprocess.run([sys.executable, "-c", _KILLED, folder, moment], check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    stored = load_catalogue(folder)
    text = (folder / "a.yaml").read_text()
    new = old.replace("old", '"' + "new " * 50_000 + '"')
    assert text == (new if moment == "after the rename" else old)
    assert save(stored, replace(stored.catalogue, papers=_with_title(stored.catalogue.papers, "again")))


@pytest.mark.parametrize(
    ("paper", "message"),
    [
        (replace(BYTE, id="../evil"), "the id '../evil' is not allowed"),
        (replace(BYTE, id="x" * 201), "is not allowed"),
        (replace(BYTE, section="none"), "the paper 'mambabyte' is in the section 'none', which does not exist"),
        (replace(BYTE, date="20220"), "the paper 'mambabyte' cannot be stored: the date '20220' is none"),
        (replace(BYTE, venue="\ud800"), "the paper 'mambabyte' holds half of a surrogate pair"),
    ],
)
def test_a_paper_that_no_record_can_hold_is_refused(tmp_path: Path, paper: Paper, message: str) -> None:
    folder = tmp_path / "list"
    with pytest.raises(InputError) as caught:
        save(open_or_new(folder), _catalogue(_paper("a"), paper))
    assert message in str(caught.value)
    assert not folder.exists()


def test_a_section_key_that_climbs_is_refused(tmp_path: Path) -> None:
    paper = replace(BYTE, section="../evil")
    catalogue = Catalogue(sections=(Section("../evil", Bilingual()),), papers=(paper,))
    with pytest.raises(InputError, match=r"the section key '\.\./evil' is not allowed"):
        save(open_or_new(tmp_path / "list"), catalogue)
    assert not list(tmp_path.iterdir())


def test_two_papers_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="two papers have the id 'a'"):
        save(open_or_new(tmp_path), _catalogue(_paper("a"), _paper("a", "vision")))


def test_a_paper_is_never_deleted(make: Make) -> None:
    folder = make({"mamba.yaml": RECORD})
    stored = load_catalogue(folder)
    with pytest.raises(UsageError, match="the paper 'mamba' would be lost"):
        save(stored, replace(stored.catalogue, papers=()))
    assert (folder / "mamba.yaml").exists()


def test_a_folder_that_leads_out_of_the_catalogue_takes_no_papers(make: Make, tmp_path: Path) -> None:
    folder = make({})
    (tmp_path / "outside").mkdir()
    (folder / "mamba").symlink_to(tmp_path / "outside")
    stored = load_catalogue(folder)
    before = _contents(folder)
    with pytest.raises(InputError, match="a symbolic link leads out of the catalogue's folder; nothing was written"):
        save(stored, replace(stored.catalogue, papers=(BYTE,)))
    assert _contents(folder) == before
    assert not list((tmp_path / "outside").iterdir())


def test_a_link_within_the_catalogue_stays_a_link(make: Make) -> None:
    folder = make({"old/a.txt": "id: a\nsection: mamba\n"})
    (folder / "a.yaml").symlink_to(folder / "old/a.txt")
    stored = load_catalogue(folder)
    save(stored, replace(stored.catalogue, papers=_with_title(stored.catalogue.papers, "x")))
    assert (folder / "a.yaml").is_symlink()
    assert "en: x" in (folder / "old/a.txt").read_text()


def test_a_record_with_raw_control_characters_is_rewritten(make: Make) -> None:
    record = "id: mamba\nsection: mamba\ntitle:\n  zh: æ\x9d\x8e  # broken\nsummary:\n  zh: |-\n    ä½\xa0\x85。\n"
    folder = make({"mamba.yaml": record})
    stored = load_catalogue(folder)
    paper = stored.catalogue.papers[0]
    assert paper.title.zh == "æ\x9d\x8e"
    save(stored, replace(stored.catalogue, papers=(paper.put_text(("title", "zh"), "李"),)))
    assert (folder / "mamba.yaml").read_text(encoding="utf-8") == record.replace("æ\x9d\x8e", "李")
