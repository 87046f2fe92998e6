"""Properties of the repair that hold for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_tool.mojibake import repair
from i18n_tool.mojibake.composition import Change, compose
from i18n_tool.spans import Edit, Span, apply_edits

#: Characters that damage leaves, and a few that it does not.
GARBLED = "Ã¤å½ ¥âçé€™œ“”ŸžğğÅ¡¢\x81\x8d\x9d\xa0\xad\ufffd? aé你，╜Σ│дЅ√‰"
CHINESE = "我们提出了一种新的方法并在多个数据集上验证它优于现有模型的效果，。"

garbled = st.text(alphabet=st.sampled_from(GARBLED), max_size=60)
anything = st.text(alphabet=st.characters(), max_size=60)
chinese = st.text(alphabet=st.sampled_from(CHINESE), min_size=4, max_size=30)


@settings(max_examples=150, deadline=None)
@given(st.one_of(garbled, anything))
def test_edits_replay_and_a_second_pass_changes_nothing(text: str) -> None:
    repaired = repair(text)
    assert apply_edits(text, repaired.plain_edits()) == repaired.text
    assert all(edit.before == edit.span.of(text) for edit in repaired.edits)
    assert all(one.text == one.span.of(text) for one in repaired.unresolved)
    assert repair(repaired.text).text is repaired.text
    if not repaired.edits:
        assert repaired.text is text


@settings(max_examples=50, deadline=None)
@given(chinese, st.sampled_from(["latin-1", "cp437", "mac-roman", "cp850", "cp866"]), st.integers(1, 2))
def test_chinese_comes_back_through_lossless_channels(text: str, codec: str, layers: int) -> None:
    damaged = text
    for _ in range(layers):
        damaged = damaged.encode().decode(codec)
    assert repair(damaged).text == text


@settings(max_examples=50, deadline=None)
@given(chinese)
def test_sound_lines_around_a_damaged_one_stay(text: str) -> None:
    sound = "Größe, 真的？\n{}\ncafé – 好"
    assert repair(sound.format(text.encode().decode("latin-1"))).text == sound.format(text)


#: Each takes minutes where the cost grows with the square of the length.
LONG_TEXTS = {
    "openers": "Ã" * 200_000,
    "opener and no-break space": "Ã\xa0" * 50_000,
    "question marks": "?" * 200_000,
    "replacement characters": "\ufffd" * 60_000,
    "characters, nothing lost": "Ã©" * 100_000,
    "emoji of which little is left": "ğŸ" * 25_000,
    "Chinese of which little is left": "ä½" * 25_000,
    "one line of damaged Chinese": "æ–‡å­—çš„è§£ç å’Œä¿®å¤" * 3_000,
    "many short lines": "ä½\xa0å¥½\n" * 20_000,
    "controls": "\x93\x85" * 25_000,
    "spaces": "é " * 50_000,
}


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_long_texts_are_handled(name: str) -> None:
    text = LONG_TEXTS[name]
    repaired = repair(text)
    assert apply_edits(text, repaired.plain_edits()) == repaired.text


def test_gaps_that_nothing_decides_are_left_as_one() -> None:
    text = "标题：\n" + "ğŸ" * 100
    repaired = repair(text)
    assert repaired.text is text
    assert [one.text for one in repaired.unresolved] == ["ğŸ" * 100]


@st.composite
def changes_of(draw: st.DrawFn, text: str) -> list[Change]:
    """Changes that do not overlap or touch, in order."""
    points = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(points[::2], points[1::2], strict=False))
    return [Change(start, end, draw(st.text("xyz", max_size=3)), "c", 1.0, ()) for start, end in pairs]


@given(st.data(), st.text("abc", max_size=20))
def test_composed_changes_do_what_both_rounds_did(data: st.DataObject, text: str) -> None:
    earlier = data.draw(changes_of(text))
    between = _apply(text, earlier)
    later = data.draw(changes_of(between))
    merged, result = compose(between, earlier, later)
    assert result == _apply(between, later) == _apply(text, merged)


def _apply(text: str, changes: list[Change]) -> str:
    return apply_edits(text, [Edit(Span(change.start, change.end), change.after) for change in changes])
