"""What is left says what it most likely was; and text that stops the quick way of undoing is no crash."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from i18n_tool.mojibake import repair
from i18n_tool.mojibake.summary import group_edits, group_unresolved, summarise

SEED = Path(__file__).parents[1] / "cases" / "seed" / "survey_readme.truth.md"

#: 重复损, bytes of each of the three lost.
LEFT = "é‡å¤æŸ"


def test_what_is_left_has_a_guess_and_all_that_fits() -> None:
    (left,) = repair(f"è¿™æ˜¯ä¸€ä¸ª{LEFT}", min_confidence=1.1).unresolved
    assert (left.text, left.guess) == (LEFT, "重复损")
    assert [one.character for one in left.alternatives] == list(left.guess)
    assert [one.offset for one in left.alternatives] == [0, 1, 2]
    assert left.probability == pytest.approx(math.prod(one.probability for one in left.alternatives))
    assert "束" in [text for text, _ in left.alternatives[2].runners_up]
    assert all(
        char in candidates and len(candidates) > 1 for char, candidates in zip(left.guess, left.candidates, strict=True)
    )


def test_the_guess_is_what_a_lower_bar_would_have_taken() -> None:
    text = f"è¿™æ˜¯ä¸€ä¸ª{LEFT}"
    (left,) = repair(text, min_confidence=0.9).unresolved
    assert repair(text, min_confidence=0.1).text.endswith(left.guess)
    assert left.probability < 0.9


def test_where_nothing_is_left_nothing_is_guessed() -> None:
    (left,) = repair("标题\ufffd\ufffd后面").unresolved
    assert (left.guess, left.probability, left.alternatives, left.candidates) == ("", 0.0, (), ())


@pytest.mark.parametrize("encoding", ["cp1252", "cp1254", "cp1250"])
def test_lines_with_and_without_losses_mixed(encoding: str) -> None:
    sound = SEED.read_text(encoding="utf-8")
    repaired = repair(sound.encode().decode(encoding, "replace"))
    assert repaired.text.count("\n") == sound.count("\n")
    assert repaired.edits


def test_equal_passages_are_grouped_and_all_are_counted() -> None:
    text = f"RenÃ©, AndrÃ©, Ã©tÃ©\n前面\ufffd后面\ufffd\nè¿™æ˜¯ä¸€ä¸ª{LEFT}\n"
    repaired = repair(text)
    groups = group_edits(repaired.edits)
    assert sum(len(group.spans) for group in groups) == len(repaired.edits)
    assert [group.edit.span for group in groups] == [group.spans[0] for group in groups]
    assert {len(group.spans) for group in groups if group.edit.before == "Ã©"} == {4}
    (left,) = group_unresolved(repaired.unresolved)
    assert len(left.spans) == 2
    summary = summarise([repaired, repaired])
    assert sum(tally.passages for tally in summary.repaired.values()) == 2 * len(repaired.edits)
    assert sum(tally.inferred for tally in summary.repaired.values()) == 2 * 3
    assert list(summary.left.values()) == [4]
    assert not any("lost" in channel for channel in summary.repaired)
