"""The benchmarks of pairs make the faults they name, and count them right."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import mismatch_accuracy, mismatch_speed
from benchmarks.pair_faults import PairSample, faults_of, read_pairs
from benchmarks.pair_tools import PairTool

PAIRS = [
    PairSample(
        "We present NetA, a model with 12 layers. It improves accuracy by 3.5 points over NetB. It trains in 40 hours.",
        "我们提出了 NetA，一个有 12 层的模型。它的准确率比 NetB 提高了 3.5 个百分点。训练需要 40 小时。代码已经公开。",
        "NetA: A Deep Model",
    ),
    PairSample(
        "This paper studies how long documents are summarised by people, and what machines can learn from it.",
        "本文研究人们如何概括很长的文档，以及机器能从他们的习惯中学到什么。作者收集了许多例子，并且公开了这些数据。",
        "",
    ),
]


CHOOSER = random.Random(3)  # noqa: S311 - a sample, not a secret


@pytest.fixture
def pairs_file(tmp_path: Path) -> str:
    path = tmp_path / "pairs.jsonl"
    lines = [json.dumps(pair._asdict(), ensure_ascii=False) for pair in PAIRS]
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_each_fault_changes_one_side_of_the_pair() -> None:
    found = list(faults_of(PAIRS[0], PAIRS[1:], CHOOSER))
    kinds = [fault.kind for fault in found]
    assert len(kinds) == len(set(kinds)) == 13
    for fault in found:
        same = (fault.pair.en == PAIRS[0].en, fault.pair.zh == PAIRS[0].zh)
        assert same == ((False, True) if fault.kind == "Chinese in the English slot" else (True, False))
    changed = {fault.kind: fault.pair.zh for fault in found}
    assert changed["two numbers swapped"] in {
        PAIRS[0].zh.replace("12", "3.5", 1).replace("提高了 3.5", "提高了 12"),
        PAIRS[0].zh.replace("3.5", "40").replace("需要 40", "需要 3.5"),
    }
    assert changed["the contrary"] == PAIRS[0].zh.replace("提高", "降低")


def test_a_pair_without_numbers_has_no_fault_of_numbers() -> None:
    assert not any("number" in fault.kind for fault in faults_of(PAIRS[1], PAIRS[:1], CHOOSER))


def test_a_false_alarm_is_no_find() -> None:
    always = PairTool("always", lambda _: Counter({"X": 1}))
    result = mismatch_accuracy.measure(always, PAIRS, seed=1)
    assert result.flagged == 1
    assert result.by_code == {"X": 1}
    assert set(result.recall.values()) == {0}


def test_ours_finds_what_is_left_in_english(pairs_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert mismatch_accuracy.main([pairs_file, "--relation", "translation", "--json"]) == 0
    ours = json.loads(capsys.readouterr().out)["i18n-tool"]
    assert ours["recall"]["left in English"] == ours["recall"]["Chinese in the English slot"] == 1
    assert ours["flagged"] == 0


@pytest.mark.parametrize("main", [mismatch_accuracy.main, mismatch_speed.main], ids=["accuracy", "speed"])
def test_tables(main: Callable[[list[str]], int], pairs_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([pairs_file, "--relation", "summary"]) == 0
    printed = capsys.readouterr().out
    assert "i18n-tool" in printed
    assert "(2 pairs)" in printed


@pytest.mark.parametrize(("content", "said"), [("no JSON", "cannot be read"), ("", "fewer than two pairs")])
def test_what_is_no_list_of_pairs_is_told(
    content: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit):
        mismatch_accuracy.main([str(path), "--relation", "summary"])
    assert said in capsys.readouterr().err
    with pytest.raises(ValueError, match="cannot be read"):
        read_pairs(tmp_path / "missing.jsonl", 1)
