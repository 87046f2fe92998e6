"""What earlier texts tell: used where they agree with all that survives, told where several do, and never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.history import restore
from i18n_tool.mojibake import Repair, repair
from i18n_tool.spans import apply_edits

SOUND = """# 综述

## 方法

- **Mamba**：一种高效的状态空间模型
- **MoE-Mamba**：混合专家模型

本文提出了一种选择性机制，使模型能够过滤无关信息。代码：https://example.org/mamba?lang=zh
作者：张三、李四
摘要：
它在长序列上优于基线。真的吗？是的！
论文已被录用🎉🎉
"""


def ask(damaged: str, *versions: str, min_confidence: float = 0.4) -> Repair:
    repaired = repair(damaged, min_confidence=min_confidence)
    named = [(f"{number:08x} (2024-05-{number:02})", text) for number, text in enumerate(versions, start=1)]
    restored = restore(damaged, repaired, named)
    assert apply_edits(damaged, restored.plain_edits()) == restored.text
    for edit in restored.edits:
        assert edit.span.of(damaged) == edit.before
    for left in restored.unresolved:
        assert left.span.of(damaged) == left.text
    return restored


DAMAGES: dict[str, Callable[[str], str]] = {
    "question marks": lambda text: text.encode("ascii", "replace").decode(),
    "question marks for what GBK lacks": lambda text: text.encode("gbk", "replace").decode("gbk"),
    "U+FFFD for each byte": lambda text: text.encode().decode("ascii", "replace"),
    "GB 18030 read as UTF-8": lambda text: text.encode("gb18030").decode("utf-8", "replace"),
    "锟斤拷": lambda text: text.encode("gb18030").decode("utf-8", "replace").encode().decode("gbk", "replace"),
    "latin-1, controls stripped": lambda text: re.sub("[\x80-\x9f]", "", text.encode().decode("latin-1")),
    "windows-1252, dropped": lambda text: text.encode().decode("cp1252", "ignore"),
    "windows-1254, U+FFFD": lambda text: text.encode().decode("cp1254", "replace"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_sound_version_brings_everything_back(damage: Callable[[str], str]) -> None:
    damaged = damage(SOUND)
    restored = ask(damaged, damaged, SOUND)
    assert restored.text == SOUND
    assert restored.unresolved == ()


def test_the_latest_sound_version_counts_and_is_named() -> None:
    damaged = SOUND.replace("选择性", "\ufffd\ufffd\ufffd")
    restored = ask(damaged, damaged, SOUND.replace("选择性", "新选择"), SOUND)
    assert "新选择机制" in restored.text
    (edit,) = restored.edits
    assert (edit.before, edit.after, edit.lossy) == ("\ufffd\ufffd\ufffd", "新选择", False)
    assert edit.channel == "restored from 00000002 (2024-05-02)"
    assert edit.version == "00000002 (2024-05-02)"


def test_no_more_versions_are_asked_for_than_needed() -> None:
    def versions() -> Iterator[tuple[str, str]]:
        yield "one", SOUND
        raise AssertionError

    damaged = SOUND.replace("选择性", "\ufffd\ufffd\ufffd")
    assert restore(damaged, repair(damaged), versions()).text == SOUND


UNTOUCHED = {
    "sound text": (SOUND, SOUND),
    "question marks that are meant": (SOUND.replace("真的吗？", "真的吗??"), SOUND.replace("真的吗？", "真的吗？？")),
    "a particle that became a question mark": (SOUND.replace("真的吗？", "真的?"), SOUND),
    "an edit of the line": (SOUND.replace("无关信息", "噪声"), SOUND),
    "a line of another paper": ("作者：\ufffd\ufffd\ufffd\ufffd\n", "作者：张三\n年份：2024\n"),
    "too little around it": ("新的一行 \ufffd\ufffd x\n另一行", "别的\n不同 \n旧的 好 x\n没有\n"),
    "an earlier line that is damaged, too": ("本文提出了一种\ufffd\ufffd机制，很好", "本文提出了一种锟斤拷机制，很好"),
    "too many characters for the signs": ("本文提出了一种??机制，很好", "本文提出了一种全新的选择性机制，很好"),
    "ASCII for question marks": ("本文提出了一种????机制，很好", "本文提出了一种SSMs机制，很好"),
}


@pytest.mark.parametrize("name", UNTOUCHED)
def test_what_does_not_agree_is_left_alone(name: str) -> None:
    damaged, earlier = UNTOUCHED[name]
    restored = ask(damaged, earlier)
    assert restored.text == damaged
    assert restored.unresolved == repair(damaged).unresolved


def test_the_remains_of_a_character_must_agree() -> None:
    sound = "这是一个重复损失的例子，可以看到"
    damaged = "这是一个重复" + "损".encode().decode("cp1252", "ignore") + "失的例子，可以看到"
    with_gap = "è¿™æ˜¯ä¸€ä¸ªé‡å¤æŸ"
    assert ask(with_gap, "这是一个重复损", min_confidence=0.7).text == "这是一个重复损"
    assert ask(with_gap, "这是一个重复束", min_confidence=0.7).text == "这是一个重复束"
    assert ask(with_gap, "这是一个重复啊", min_confidence=0.7).text != "这是一个重复啊"
    assert ask(damaged, sound).text in {sound, damaged}


def test_what_was_inferred_without_certainty_is_looked_up() -> None:
    damaged = "重要的是，è¿™æ˜¯ä¸€ä¸ªé‡å¤æŸ，请注意"
    assert ask(damaged).text == "重要的是，这是一个重复损，请注意"
    confirmed = ask(damaged, "重要的是，这是一个重复损，请注意")
    assert confirmed.text == ask(damaged).text
    assert confirmed.edits[0].confidence > 0.99 > ask(damaged).edits[0].confidence
    alone = "è¿™æ˜¯ä¸€ä¸ªé‡å¤æŸ"
    assert ask(alone, ask(alone).text).edits[0].confidence > 0.99 > ask(alone).edits[0].confidence
    corrected = ask(damaged, "重要的是，这是一个重复束，请注意")
    assert corrected.text == "重要的是，这是一个重复束，请注意"
    assert corrected.edits[0].channel.endswith(", then restored from 00000001 (2024-05-01)")


def test_a_passage_is_found_in_a_line_that_has_changed_since() -> None:
    damaged = SOUND.replace("选择性", "\ufffd\ufffd\ufffd").replace("代码：", "源代码与数据：")
    assert ask(damaged, SOUND).text == SOUND.replace("代码：", "源代码与数据：")


def test_lines_that_moved_are_found() -> None:
    lines = [line for line in SOUND.split("\n") if len(line) > 8]
    moved = "\n".join([*lines[3:], *lines[:3]])
    assert ask(DAMAGES["锟斤拷"](moved), SOUND).text == moved


def test_an_older_damaged_version_is_repaired_first() -> None:
    mojibake = SOUND.encode().decode("cp1252", "ignore")
    damaged = SOUND.replace("选择性", "\ufffd\ufffd\ufffd")
    assert ask(damaged, mojibake).text == SOUND


def test_several_earlier_texts_are_told_and_none_is_chosen() -> None:
    earlier = "".join(f"第{n}行\n本文提出了一种{what}的状态空间模型\n" for n, what in enumerate(["高效", "稀疏"]))
    damaged = "引言\n本文提出了一种\ufffd\ufffd的状态空间模型\n结论\n"
    restored = ask(damaged, earlier)
    assert restored.text == damaged
    (left,) = restored.unresolved
    assert left.reason == "00000001 (2024-05-01) has several texts that fit: '高效', '稀疏'"


def test_neighbouring_lines_decide_between_several() -> None:
    earlier = "甲\n本文提出了一种高效的模型\n乙\n丙\n本文提出了一种稀疏的模型\n丁\n"
    damaged = earlier.replace("高效", "\ufffd\ufffd").replace("稀疏", "\ufffd\ufffd")
    assert ask(damaged, earlier).text == earlier


def test_line_ends_may_differ() -> None:
    damaged = DAMAGES["question marks"](SOUND).replace("\n", "\r\n")
    assert ask(damaged, SOUND).text == SOUND.replace("\n", "\r\n")


@pytest.mark.parametrize(
    "text",
    ["\ufffda" * 3000, "?" * 9000, "\ufffd" * 9000, "??a??b" * 1500, "?\n" * 4000, "锟斤拷\n" * 3000, "a??\n" * 4000],
    ids=["alternating", "question marks", "U+FFFD", "mixed", "lines of one", "equal lines", "equal ASCII lines"],
)
def test_pathological_texts_are_answered(text: str) -> None:
    ask(text, text.replace("\ufffd", "中").replace("?", "文").replace("锟斤拷", "字"), text[::-1])


LINES = st.lists(st.text(st.sampled_from("ab ?\ufffd锟斤拷中文，é\n\r"), max_size=12), max_size=8).map("\n".join)


@given(damaged=LINES, earlier=st.lists(LINES, max_size=3))
def test_anything_is_answered_and_replayable(damaged: str, earlier: list[str]) -> None:
    ask(damaged, *earlier)


@given(
    lines=st.lists(
        st.text(st.sampled_from("模型状态空间高效的方法 abc"), min_size=14, max_size=20), min_size=1, unique=True
    )
)
def test_a_version_without_other_edits_gives_the_original(lines: list[str]) -> None:
    sound = "\n".join(lines)
    assert ask(DAMAGES["U+FFFD for each byte"](sound), sound).text == sound
