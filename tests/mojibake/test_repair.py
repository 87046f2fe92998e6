"""What `repair` says beside the text: edits, channels, confidence, and what is beyond repair."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from i18n_tool.mojibake import repair
from i18n_tool.spans import apply_edits

SEED = Path(__file__).parents[1] / "cases" / "seed" / "survey_readme.truth.md"


def _seed() -> str:
    return (files("i18n_tool.demo_data") / "survey_readme.damaged.md").read_bytes().decode("utf-8")


def test_the_bundled_readme_comes_back_byte_for_byte() -> None:
    assert repair(_seed()).text.encode() == SEED.read_bytes()


def test_the_readme_says_what_happened() -> None:
    repaired = repair(_seed())
    assert not repaired.unresolved
    assert {edit.channel.split(",")[0] for edit in repaired.edits} == {"UTF-8 read as windows-1254"}
    lossy = [edit for edit in repaired.edits if edit.lossy]
    assert lossy
    for edit in lossy:
        assert edit.before == edit.span.of(_seed())
        assert "lost" in edit.channel
        for inference in edit.alternatives:
            assert edit.after.startswith(inference.character, inference.offset)
            assert inference.probability >= max((share for _, share in inference.runners_up), default=0)


def test_exact_edits_have_no_alternatives() -> None:
    (edit,) = repair("RenÃ©").edits
    assert (edit.before, edit.after, edit.lossy, edit.alternatives) == ("Ã©", "é", False, ())
    assert edit.channel == "UTF-8 read as windows-1252"


def test_what_no_language_decides_is_left_and_listed() -> None:
    damaged = repair("è¿™æ˜¯ä¸€ä¸ªé‡å¤æŸ", min_confidence=1.1)
    assert damaged.unresolved
    assert all(one.text == one.span.of("è¿™æ˜¯ä¸€ä¸ªé‡å¤æŸ") for one in damaged.unresolved)


@pytest.mark.parametrize("gone", ["\ufffd\ufffd", "锟斤拷锟斤拷"])
def test_what_is_gone_is_reported_and_not_invented(gone: str) -> None:
    text = f"标题{gone}后面"
    repaired = repair(text)
    assert repaired.text is text
    (unresolved,) = repaired.unresolved
    assert unresolved.span.of(text) == unresolved.text == gone
    assert "nothing is left" in unresolved.reason


def test_two_layers_make_one_replayable_edit() -> None:
    damaged = "Ã¤Â½Â\xa0Ã¥Â¥Â½, RenÃ©"
    repaired = repair(damaged)
    assert repaired.text == "你好, René"
    assert apply_edits(damaged, repaired.plain_edits()) == repaired.text
    assert [edit.before for edit in repaired.edits] == ["Ã¤Â½Â\xa0Ã¥Â¥Â½", "Ã©"]


def test_clean_and_losslessly_damaged_text_import_no_numpy() -> None:
    code = """
import sys
from i18n_tool import repair
assert repair("你好，“世界”").text and repair("æ–‡å­—").text == "文字"
assert "numpy" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_importing_the_package_imports_no_engine() -> None:
    code = "import sys, i18n_tool.mojibake; assert 'i18n_tool.mojibake.engine' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_lines_of_several_kinds_come_back_together() -> None:
    exact, lossy, sound = "它在三个数据集上优于基线：“好”", "本文提出了一种高效的视觉模型", "Größe, 真的？"
    lines = ([exact] * 300 + [lossy, sound, "café ☕ 咖啡", ""]) * 3
    damaged = [line.encode().decode("latin-1") if line != sound else line for line in lines]
    damaged = [line.replace("\x90", "") if lines[place] == lossy else line for place, line in enumerate(damaged)]
    repaired = repair("\n".join(damaged))
    assert repaired.text == "\n".join(lines)
    assert apply_edits("\n".join(damaged), repaired.plain_edits()) == repaired.text
