"""`repair --escapes`: for files, standard input and the catalogue; without it escapes stay."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import Cli

LIST = "# 论文\n\n&#20320;&#22909; \\u4e16\\u754c &lt;b&gt; `&#20320;` [%E6%96%87](./%E6%96%87.md)\n"
REPAIRED = "# 论文\n\n你好 世界 &lt;b&gt; `&#20320;` [文](./%E6%96%87.md)\n"
HEADER = "sections:\n- key: s\n  title: {en: S}\n"
RECORD = 'id: good\ntitle: {en: Good, zh: "&#27169;&#22411;"}\nsection: s\n'


def test_escapes_stay_unless_asked_for(cli: Cli) -> None:
    result = cli("repair", "-", stdin=LIST.encode())
    assert (result.code, result.out) == (0, LIST)
    assert "no damage found" in result.err


def test_standard_input_and_files(cli: Cli, tmp_path: Path) -> None:
    assert cli("repair", "-", "--escapes", stdin=LIST.encode()).out == REPAIRED
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    result = cli("repair", "list.md", "--escapes", "--in-place", "--report", "report.json")
    assert result.code == 0
    assert (tmp_path / "list.md").read_text(encoding="utf-8") == REPAIRED
    assert "HTML character references" in (tmp_path / "report.json").read_text(encoding="utf-8")
    assert "no damage found" in cli("repair", "list.md", "--escapes", "--diff").err


def test_the_catalogue(cli: Cli, tmp_path: Path) -> None:
    record = tmp_path / "C" / "s" / "good.yaml"
    record.parent.mkdir(parents=True)
    record.write_text(RECORD, encoding="utf-8")
    (tmp_path / "C" / "_catalogue.yaml").write_text(HEADER, encoding="utf-8")
    assert "No damage found" in cli("--catalogue", "C", "repair", "--in-place").err
    assert record.read_text(encoding="utf-8") == RECORD
    assert cli("--catalogue", "C", "repair", "--escapes", "--in-place").code == 0
    assert "模型" in record.read_text(encoding="utf-8")
