"""The benchmarks run and count right, on a few lines; tools of others are compared where they are installed."""

from __future__ import annotations

import doctest
import importlib
import json
import lzma
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import clean_lines, repair_accuracy, repair_calibration, repair_limits, repair_speed
from benchmarks.alignment import differences
from benchmarks.charts import Bars, bar_chart
from benchmarks.damage import DAMAGES, SINGLE_BYTE, Damage, by_name
from benchmarks.repair_calibration import EDIT, Bin, Judged, bins_of, calibration_error, judge
from benchmarks.samples import read_samples
from benchmarks.scoring import Case
from i18n_tool.spans import Edit, Span, apply_edits
from tests.conftest import ROOT

Main = Callable[[list[str]], int]
SVG = "{http://www.w3.org/2000/svg}"
LINES = [
    "我们提出了一种新的方法，并在多个数据集上验证了它的有效性。",
    "模型的代码和数据都是公开的，任何人都可以使用。",
    "René 的实验表明，这种方法比以前的方法快两倍。",
    "本文介绍了一个用于图像分割的网络结构。",
]
MAINS: dict[str, Main] = {
    "accuracy": repair_accuracy.main,
    "calibration": repair_calibration.main,
    "speed": repair_speed.main,
    "clean lines": clean_lines.main,
    "limits": repair_limits.main,
}


@pytest.fixture
def chinese(tmp_path: Path) -> str:
    path = tmp_path / "chinese.txt.xz"
    path.write_bytes(lzma.compress("\n".join(LINES).encode()))
    return str(path)


@pytest.fixture
def pairs(tmp_path: Path) -> str:
    path = tmp_path / "pairs.jsonl"
    record = {"title": "A method", "zh": "\n".join(LINES), "en": "We present a “new” method.\nIts code is public."}
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("stem", sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py")))
def test_examples(stem: str) -> None:
    assert doctest.testmod(importlib.import_module(f"benchmarks.{stem}")).failed == 0


@pytest.mark.parametrize(
    ("name", "sound", "damaged"),
    [
        ("UTF-8 as cp1252", "在", "åœ¨"),
        ("UTF-8 as cp1252", "种", "ç§\x8d"),
        ("UTF-8 as cp1252, thrice", "é", "ÃƒÆ’Ã‚Â©"),
        ("UTF-8 as cp1252, dropped", "种", "ç§"),
        ("UTF-8 as cp1252, ?", "种", "ç§?"),
        ("UTF-8 as cp1252, U+FFFD", "种", "ç§\ufffd"),
        ("UTF-8 as cp1252, NBSP made a space", "你好", "ä½ å¥½"),
        ("UTF-8 as cp1254, dropped", "种学", "ç§å\xad¦"),
        ("UTF-8 as cp1254, AD dropped too", "种学", "ç§å¦"),
        ("UTF-8 as latin-1, C1 stripped", "你好", "ä½\xa0å¥½"),
        ("UTF-8 as cp936, ?", "好7", "濂?"),  # the digit goes with the byte before it
        ("UTF-8 as cp936, U+FFFD", "好7", "濂\ufffd"),
        ("UTF-8 as gbk, dropped", "好7", "濂7"),
        ("UTF-8 as cp936, ?", "简", "绠€"),  # a lone byte 80 is the euro sign
        ("GBK as latin-1", "你好😀", "ÄãºÃ"),  # GBK has no emoji
        ("GBK as cp1252, dropped", "建", "½¨"),
        ("Big5 as latin-1", "你好", "§A¦n"),
    ],
)
def test_damage(name: str, sound: str, damaged: str) -> None:
    assert by_name()[name](sound) == damaged


@pytest.mark.parametrize("codec", SINGLE_BYTE)
def test_lossless_damage_keeps_every_byte_apart(codec: str) -> None:
    misread = by_name()[f"UTF-8 as {codec}"].misread(bytes(range(256)))
    assert len(set(misread)) == 256


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.name)
def test_damage_changes_chinese_and_leaves_ascii_alone(damage: Damage) -> None:
    assert damage(LINES[0]) != damage.reduced(LINES[0])
    assert damage("Plain (ASCII) text, 100 %.") == "Plain (ASCII) text, 100 %."


@given(st.text("abc", max_size=12), st.text("abc", max_size=12))
def test_differences_lead_to_the_truth(got: str, want: str) -> None:
    found = differences(got, want)
    assert apply_edits(got, [Edit(Span(one.start, one.end), one.want) for one in found]) == want
    assert all(got[one.start : one.end] != one.want for one in found)


def test_every_floor_is_of_a_damage_that_is_measured() -> None:
    assert set(repair_accuracy.FLOORS) <= {*by_name(), repair_accuracy.SOUND}


def test_lines_of_pairs_have_the_other_language_as_context(pairs: str) -> None:
    chinese, english = (read_samples(Path(pairs), 10, language=language) for language in ("zh", "en"))
    assert sorted(one.text for one in chinese) == sorted(LINES)
    assert {one.context for one in chinese} == {"A method\nWe present a “new” method.\nIts code is public."}
    assert len(english) == 2
    assert read_samples(Path(pairs), 2) == chinese[:2]


@pytest.mark.parametrize("main", MAINS.values(), ids=MAINS)
@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.txt", None, "missing.txt cannot be read: No such file"),
        ("short.txt", b"too short\n", "no line of 12 characters"),
        ("latin.txt", "ein überaus langer Satz".encode("latin-1"), "as text in UTF-8"),
        ("broken.jsonl", b"{", "as JSONL in UTF-8"),
        ("list.jsonl", b"[]", "as JSONL in UTF-8"),
        ("broken.txt.xz", b"not compressed", "as text in UTF-8"),
    ],
)
def test_bad_input_is_told_in_a_sentence(
    main: Main, name: str, content: bytes | None, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(SystemExit) as ended:
        main([str(tmp_path / name)])
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("main", "arguments", "message"),
    [
        (repair_accuracy.main, ["--only", "utf-7"], "no damage has 'utf-7' in its name"),
        (repair_accuracy.main, ["--lines", "0"], "'0' is not a number of 1 or more"),
        (repair_calibration.main, ["--only", "thrice"], "no damage has 'thrice' in its name"),
        (repair_calibration.main, ["--together", "many"], "'many' is not a number of 1 or more"),
    ],
)
def test_bad_arguments_are_told_in_a_sentence(
    main: Main, arguments: list[str], message: str, chinese: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([chinese, *arguments])
    assert ended.value.code == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("unit", [[], ["--document"]], ids=["lines", "document"])
def test_accuracy_counts_the_lines_that_come_back(
    unit: list[str], chinese: str, pairs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert repair_accuracy.main([chinese, pairs, "--only", "UTF-8 as cp1252", "--check", "--json", *unit]) == 0
    scores = {
        (one["damage"], one["source"]): one
        for one in json.loads(capsys.readouterr().out)["results"]
        if one["tool"] == "i18n-tool"
    }
    for source in ("chinese", "pairs"):
        for damage in ("UTF-8 as cp1252", "UTF-8 as cp1252, twice", "sound lines left alone"):
            score = scores[damage, source]
            assert (score["lines"], score["exact"], score["invented"]) == (4, 4, 0)


def test_accuracy_below_the_floor_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "damaged.txt"
    path.write_text(by_name()["UTF-8 as cp1252"](LINES[0]), encoding="utf-8")
    assert repair_accuracy.main([str(path), "--only", "cp1252, twice", "--check"]) == 1
    assert "sound lines left alone: 0.0 %, below 100.0 %" in capsys.readouterr().err


def test_accuracy_makes_tables_and_pictures(
    chinese: str, pairs: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repair_accuracy.main([chinese, pairs, "--only", "dropped", "--by-source", "--svg", str(tmp_path / "figures")])
    printed = capsys.readouterr().out
    assert printed.count("| UTF-8 as cp1254, dropped | ") == 2 * 3  # shares and inventions, of all and of each source
    assert "| of 8 lines exact | i18n-tool |" in printed
    assert "## pairs" in printed
    pictures = list((tmp_path / "figures").glob("*.svg"))
    assert sorted(path.name for path in pictures) == [
        "accuracy-bytes-lost.svg",
        "accuracy-east-asian.svg",
        "accuracy-gbk-big5.svg",
        "accuracy-traditional.svg",
    ]
    for path in pictures:
        assert path.stat().st_size < 60_000


def test_a_picture_has_its_text_as_text_and_is_the_same_each_time() -> None:
    def draw() -> str:
        return bar_chart(
            "Restored <%>", ["dropped", "kept & more"], [Bars("a", [50, 100]), Bars("b", [0, 3])], most=100
        )

    root = ET.fromstring(draw())  # noqa: S314 - it was written above
    assert draw() == draw()
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert texts == ["Restored <%>", "a", "b", "dropped", "50.0", "0.0", "kept & more", "100.0", "3.0"]
    widths = [float(bar.attrib["width"]) for bar in root.iter(f"{SVG}rect") if bar.attrib.get("height") == "11"]
    assert widths[2] == 2 * widths[0]
    assert "prefers-color-scheme: dark" in draw()


def test_bins_and_the_calibration_error() -> None:
    def edit(confidence: float, right: bool) -> Judged:
        return Judged(EDIT, "source", "damage", confidence, right)

    found = bins_of([edit(0.995, True), edit(1.0, True), edit(0.85, True), edit(0.85, False)])
    assert found == [Bin(0.8, 2, 0.85, 0.5), Bin(0.995, 1, 0.995, 1.0), Bin(0.999, 1, 1.0, 1.0)]
    assert calibration_error(found) == pytest.approx((2 * 0.35 + 0.005 + 0) / 4)
    assert calibration_error([]) is None


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("模型的代码和数据都是公开的，任何人都可以使用。", True),
        ("模型的代码和数据都是公开的，任何人都可以使㑁。", False),  # no model expects that character
    ],
)
def test_an_edit_is_right_when_it_gives_the_truth(text: str, right: bool) -> None:
    damage = by_name()["UTF-8 as cp1254, dropped"]
    judged = list(judge(damage, "source", text, min_confidence=0.0))
    edits = [one for one in judged if one.kind == EDIT]
    assert edits
    assert all(one.right for one in edits) is right
    assert all(one.right for one in judged) is right


@pytest.mark.parametrize(
    ("damaged", "want", "kinds"),
    [
        ("æˆ‘ä»¬æå‡ºäº†ä¸€ç§æ–°çš„æ–¹æ³•ã€‚", "我们提出了一种新的方法。", []),
        ("æ—¶é—´åŒºé—´æ˜¯å·¦å¼€å³é—çš„", "时间区间是左开右闭的", [repair_limits.RANKED_LOWER]),
        ("sounds", "sound", [repair_limits.NOT_SEEN]),
    ],
)
def test_why_characters_stay_wrong(damaged: str, want: str, kinds: list[str]) -> None:
    assert list(repair_limits.wrong_characters(Case("", damaged, want, ""))) == kinds


def test_calibration_makes_tables_and_a_picture(
    chinese: str, pairs: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = tmp_path / "figures"
    assert repair_calibration.main([chinese, pairs, "--only", "cp1254", "--together", "2", "--svg", str(figures)]) == 0
    printed = capsys.readouterr().out
    assert "| confidence of edits | number |" in printed
    assert "| pairs | " in printed
    picture = ET.parse(figures / "calibration.svg")  # noqa: S314 - it was just written
    assert list(picture.iter(f"{SVG}circle"))
    repair_calibration.main([chinese, "--only", "cp1254", "--json"])
    assert {one["source"] for one in json.loads(capsys.readouterr().out)["bins"]} == {"chinese"}


def test_speed_compares_each_kind_of_text(pairs: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [pairs, "--characters", "100", "--repeats", "1"]
    assert repair_speed.main([*arguments, "--json"]) == 0
    speeds = json.loads(capsys.readouterr().out)["megabytes a second"]
    assert {"sound ASCII", "sound English", "sound Chinese", *repair_speed.DAMAGED} == set(speeds)
    assert all(found["i18n-tool"] > 0 for found in speeds.values())
    assert repair_speed.main(arguments) == 0
    printed = capsys.readouterr().out
    assert "| sound Chinese | " in printed
    assert not any("(wrong)" in line.split("|")[2] for line in printed.splitlines() if line.startswith("| sound"))


def test_speed_over_the_length(chinese: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert repair_speed.main([chinese, "--scaling", "--max-bytes", "10000", "--repeats", "1"]) == 0
    assert capsys.readouterr().out.count(" | 10,000 | ") == 1 + len(repair_speed.SCALED)


def test_speed_on_texts_made_to_be_slow(chinese: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert repair_speed.main([chinese, "--adversarial", "--max-bytes", "2000"]) == 0
    printed = capsys.readouterr().out
    for name in ("锟斤拷", "lead bytes as mac-roman", "a code page for each line", "one line, UTF-8 as cp936, ?"):
        assert f"| {name} | " in printed


def test_sound_lines_that_change_are_shown(
    chinese: str, pairs: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert clean_lines.main([chinese, pairs]) == 0
    printed = capsys.readouterr().out
    assert "lines of text: 0 of 4 changed" in printed
    assert "English lines of pairs: 0 of 2 changed" in printed
    damaged = tmp_path / "damaged.txt"
    damaged.write_text(f"{LINES[0]}\nSchrÃ¶dinger 方程", encoding="utf-8")
    assert clean_lines.main([chinese, str(damaged)]) == 1
    printed = capsys.readouterr().out
    assert "'Ã¶' -> 'ö'  UTF-8 read as windows-1252, confidence 1.000" in printed
    assert "lines of text: 1 of 5 changed" in printed
