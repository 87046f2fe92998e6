"""Records that are not UTF-8: read where their encoding is sure, reported, and written in UTF-8."""

from __future__ import annotations

from pathlib import Path

import pytest

from i18n_tool import Catalogue
from i18n_tool.errors import InputError
from i18n_tool.store import load_catalogue
from tests.conftest import Cli

HEADER = """\
title: {en: A list, zh: 列表}
sections:
- key: owls
  title: {en: Owls, zh: 猫头鹰}
  papers: [gone, slow]
"""
RECORD = """\
id: slow  # 注释
title: {en: Slow Owls, zh: 慢猫头鹰}
section: owls
summary:
  en: Owls fly slowly at night and hear every mouse.
  zh: |-
    猫头鹰在夜里飞得很慢，能听见每一只老鼠的声音。
    它们的羽毛使翅膀没有声响。
"""
SOUND = RECORD.replace("slow  # 注释", "quick").replace("Slow", "Quick").replace("慢", "快")


def write(folder: Path, record: bytes, header: bytes = HEADER.encode()) -> Path:
    (folder / "owls").mkdir(parents=True)
    (folder / "_catalogue.yaml").write_bytes(header)
    (folder / "owls" / "slow.yaml").write_bytes(record)
    (folder / "owls" / "quick.yaml").write_bytes(SOUND.encode())
    return folder


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_record_is_read_reported_and_recoded(cli: Cli, tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "C", RECORD.encode(encoding)) / "owls" / "slow.yaml"
    before = (tmp_path / "C" / "owls" / "quick.yaml").read_bytes()
    found = cli("--catalogue", "C", "check", "--select", "ENC505", "--format", "json")
    assert found.code == 1
    assert [(item["paper"], item["line"]) for item in found.json] == [("slow", 1)]
    fixed = cli("--catalogue", "C", "check", "--select", "ENC505", "--fix")
    assert fixed.code == 0, fixed.err
    assert path.read_bytes() == RECORD.encode()
    assert (tmp_path / "C" / "owls" / "quick.yaml").read_bytes() == before


def test_lines_in_another_encoding_than_the_rest(tmp_path: Path) -> None:
    lines = RECORD.splitlines(keepends=True)
    mixed = b"".join(line.encode("gb18030" if number == 6 else "utf-8") for number, line in enumerate(lines))
    catalogue = Catalogue.load(write(tmp_path / "C", mixed))
    assert [finding.message for finding in catalogue.check(select=["ENC505"])] == [
        "the file is not UTF-8, but UTF-8 and GB18030"
    ]
    assert catalogue.fix(select=["ENC505"])
    catalogue.save()
    assert (tmp_path / "C" / "owls" / "slow.yaml").read_bytes() == RECORD.encode()


def test_the_list_itself_is_recoded(tmp_path: Path) -> None:
    folder = write(tmp_path / "C", RECORD.encode(), HEADER.replace("列表", "猫头鹰论文的列表").encode("gb18030"))
    catalogue = Catalogue.load(folder)
    assert [finding.paper for finding in catalogue.fix(select=["ENC505"])] == [None]
    catalogue.save()
    assert "猫头鹰论文的列表".encode() in (folder / "_catalogue.yaml").read_bytes()
    assert Catalogue.load(folder).check(select=["ENC505"]) == []


def test_a_text_that_is_changed_takes_its_record_to_utf_8(tmp_path: Path) -> None:
    folder = write(tmp_path / "C", RECORD.replace("很慢", "很\u200b慢").encode("gb18030"))
    catalogue = Catalogue.load(folder)
    catalogue.fix(select=["ENC504"])
    catalogue.save()
    assert (folder / "owls" / "slow.yaml").read_bytes() == RECORD.encode()


def test_other_commands_read_it_too(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path / "C", RECORD.encode("gb18030"))
    exported = cli("--catalogue", "C", "export", "readme", "--lang", "zh")
    assert exported.code == 0
    assert "能听见每一只老鼠的声音" in exported.out


def test_without_a_decoder_it_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not UTF-8"):
        load_catalogue(write(tmp_path / "C", RECORD.encode("gb18030")))


def test_bytes_in_no_encoding_are_an_error(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path / "C", RECORD.encode().replace("很".encode(), b"\xff\xfe\xff\x80\x81\xff"))
    result = cli("--catalogue", "C", "check", "--select", "ENC")
    assert result.code == 1
    assert "MET712 the byte 0xff at position 173 is not UTF-8" in result.out
    refused = cli("--catalogue", "C", "repair")
    assert refused.code == 2
    assert "the byte 0xff at position 173 is not UTF-8" in refused.err


def test_what_is_wrong_in_it_is_said_with_its_encoding(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path / "C", RECORD.replace("section: owls", "section: nowhere").encode("gb18030"))
    message = (
        "owls/slow.yaml:3:10: the section 'nowhere' is not in C/_catalogue.yaml (the file is not UTF-8, and was read"
    )
    assert message.replace(": the", ": MET710 the") in cli("--catalogue", "C", "check").out
    refused = cli("--catalogue", "C", "repair")
    assert refused.code == 2
    assert message in refused.err


def test_ids_that_stray_are_found_at_their_lines(tmp_path: Path) -> None:
    catalogue = Catalogue.load(write(tmp_path / "C", RECORD.encode()))
    (finding,) = catalogue.check(select=["MET708"])
    assert (finding.line, finding.column) == (5, 12)
    assert "'gone' is named in the section 'owls', but no record has this id" in finding.message
