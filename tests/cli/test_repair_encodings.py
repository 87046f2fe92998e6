"""`repair` and `import` of files that are not UTF-8, or whose lines are in different encodings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Cli

LIST = "# 列表\n\n## 部分\n\n- 一种模型\n  摘要：它在三个数据集上都很快。\n"
ADDED = "- 另一种模型\n  摘要：同样很快，也很准确。\n"


def test_a_file_in_another_encoding_becomes_utf_8(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "list.md").write_bytes(LIST.encode("gbk"))
    shown = cli("repair", "list.md")
    assert (shown.code, shown.raw.decode()) == (0, LIST)
    assert "list.md: read as GB18030\n" in shown.err
    assert cli("repair", "list.md", "--diff").code == 1
    assert cli("repair", "list.md", "--in-place").code == 0
    assert (tmp_path / "list.md").read_bytes() == LIST.encode()
    assert "read as" not in cli("repair", "list.md").err


def test_lines_in_different_encodings_are_reported(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "list.md").write_bytes(LIST.encode() + ADDED.encode("gbk"))
    done = cli("repair", "list.md", "--output", "out.md", "--report", "report.json")
    assert (tmp_path / "out.md").read_text(encoding="utf-8") == LIST + ADDED
    assert "2 lines read as GB18030, the rest as UTF-8" in done.err
    (report,) = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["encodings"] == {"UTF-8": 4, "GB18030": 2}
    (passage,) = report["passages"]
    assert (passage["line"], passage["column"], passage["encoding"]) == (7, 1, "GB18030")
    assert (LIST + ADDED)[passage["start"] : passage["end"]] == ADDED[:-1]


def test_an_encoding_can_be_given(cli: Cli) -> None:
    data = "曼巴".encode("gbk")
    assert cli("repair", "-", "--encoding", "gbk", stdin=data).out == "曼巴"
    assert cli("repair", "-", "--encoding", "latin-1", stdin=data).err.startswith("<stdin>: read as windows-1252\n")
    for arguments in (["-", "--encoding", "klingon"], ["--encoding", "gbk"]):
        refused = cli("repair", *arguments, stdin=data)
        assert (refused.code, refused.out) == (2, "")
        assert refused.err.count("\n") == 1


def test_bytes_in_no_encoding_are_written_back(cli: Cli, tmp_path: Path) -> None:
    data = LIST.encode() + b"cut \x9d here, " + "RenÃ©".encode()
    (tmp_path / "list.md").write_bytes(data)
    done = cli("repair", "list.md", "--in-place", "--report", "report.json")
    assert done.code == 1
    assert "list.md:7:5: in no encoding, and kept as it is (hexadecimal 9D)" in done.err
    assert (tmp_path / "list.md").read_bytes() == data.replace("RenÃ©".encode(), "René".encode())
    (report,) = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert [left["text"] for left in report["unresolved"]] == ["\udc9d"]


def test_what_would_be_lost_is_not_written_in_place(cli: Cli, tmp_path: Path) -> None:
    data = LIST.encode("utf-16") + b"\x00\xd8\n\x00"
    (tmp_path / "list.md").write_bytes(data)
    refused = cli("repair", "list.md", "--in-place")
    assert refused.code == 2
    assert refused.err == (
        "error: list.md: some of its bytes cannot be decoded and would be lost; "
        "write the text to another file with --output\n"
    )
    assert (tmp_path / "list.md").read_bytes() == data
    assert cli("repair", "list.md", "--output", "out.md").code == 1
    assert (tmp_path / "out.md").read_text(encoding="utf-8") == LIST + "\ufffd\n"


@pytest.mark.parametrize("codec", ["gbk", "utf-16", "utf-8-sig"])
def test_a_list_is_imported_whatever_it_is_encoded_in(cli: Cli, tmp_path: Path, codec: str) -> None:
    (tmp_path / "list.md").write_bytes(LIST.encode(codec))
    done = cli("--catalogue", "C", "import", "list.md")
    assert done.code == 0
    assert ("read as" in done.err) == (codec != "utf-8-sig")
    assert "它在三个数据集上都很快。" in next((tmp_path / "C").rglob("[!_]*.yaml")).read_text(encoding="utf-8")


def test_an_import_says_what_it_could_not_read(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "list.md").write_bytes(LIST.encode().replace("数".encode(), "数".encode()[:1]))
    done = cli("--catalogue", "C", "import", "list.md")
    assert "list.md:6: bytes that are in no encoding (hexadecimal E6) were replaced by U+FFFD" in done.err
