"""Lines that are undone many at a time come out as they do one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import reduce
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_tool.mojibake import RepairEdit, blocks, repair
from i18n_tool.mojibake.channels import utf8_as_cp1252, utf8_as_cp1254, utf8_as_latin_1
from i18n_tool.mojibake.channels._base import GAP, Channel, Gap
from i18n_tool.mojibake.composition import Change, compose
from i18n_tool.mojibake.deferral import join, worked_out, worked_out_near
from i18n_tool.spans import apply_edits

SENTENCES = (
    "本文提出了一种高效的视觉模型，它在三个数据集上都优于基线方法。",
    "我们首先介绍背景，然后说明如何训练这个网络，最后给出实验结果与讨论。",
    "与以往的工作不同，该方法不需要额外的标注数据：只要原始文本就够了。",
    "- **注意力机制**（attention）的计算量随序列长度呈平方增长。",
    "如果内存不足，请减小 batch size，或者使用梯度累积；参见第 3 章“训练技巧”。",
    "这是因为语言模型需要很长的上下文才能把指代关系弄清楚……",
    "作者们在 2024 年发布了代码和权重——任何人都可以下载并复现。",
    "推荐系统、语音识别与机器翻译是三个最常见的应用场景！",
    "在低资源语言上，准确率提高了 4.7 个百分点，而推理速度几乎不变。",
    "为什么要这样做呢？原因很简单：状态空间模型的隐藏状态大小是固定的。",
)
#: Lines that are in doubt one way or another, or not damaged at all.
ODDITIES = (
    "",
    "plain ASCII",
    "Größe, café – naïve",
    "完好的一行，什么都没有发生。",
    "it says â€œæ–‡å­—â€\x9d instead of “文字”",
    "æˆ‘ä»¬\x00ï¼Œ",
    "æˆ‘ä»¬\uffffï¼Œ",
    "\ufffd\ufffd\ufffd\ufffdä½",
    "ï¿½ï¿½ æˆ‘ä»¬",
    "Ã",
    "ðŸ¤— ðŸŽ‰",
    "BÄR, 1250 Å², ©",
    "æˆ‘ä»¬ é \x93\x85",
)


def _read_as(codec: str, lost: str | None, also: bytes = b"") -> Callable[[str], str]:
    """Return a damage: UTF-8 read in a code page, `lost` in the place of each byte that it lacks."""
    kept = {byte: bytes([byte]).decode(codec, "ignore") for byte in range(256)}
    table = {
        byte: lost if lost is not None and (not char or byte in also) else char or chr(byte)
        for byte, char in kept.items()
    }
    return lambda text: text.encode().decode("latin-1").translate(table)


def _in_turn(*damages: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: reduce(lambda damaged, damage: damage(damaged), damages, text)


LOSSLESS = {
    "once": _read_as("cp1252", None),
    "twice": _in_turn(_read_as("cp1252", None), _read_as("cp1252", None)),
}
LOSSY = {
    "dropped": _read_as("cp1252", ""),
    "soft hyphens dropped, too": _read_as("cp1254", "", b"\xad"),
    "marked": _read_as("cp1252", "\ufffd"),
    "question marks": _read_as("cp1252", "?"),
    "spaces": _in_turn(_read_as("cp1252", None), lambda text: text.replace("\xa0", " ")),
}


@contextmanager
def _line_by_line() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "FIRST_BLOCK", 0)
        yield


def _lines(damage: Callable[[str], str]) -> st.SearchStrategy[list[str]]:
    """Return lines that are damaged, some of them cut, and among them odd ones."""
    odd = st.sampled_from(ODDITIES)
    damaged = st.sampled_from(SENTENCES).map(damage)
    mixed = st.tuples(damaged, odd).map("".join)
    cut = st.tuples(damaged, st.integers(0, 40)).map(lambda two: two[0][: two[1]])
    return st.lists(st.one_of(damaged, odd, mixed, cut), max_size=25)


@pytest.mark.parametrize("name", LOSSY)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_blocks_come_out_as_line_by_line(name: str, data: st.DataObject) -> None:
    damage = LOSSY[name]
    text = "\n".join([*map(damage, SENTENCES * 9), *data.draw(_lines(damage)), *map(damage, SENTENCES)])
    repaired = repair(text)
    assert apply_edits(text, repaired.plain_edits()) == repaired.text
    with _line_by_line():
        alone = repair(text)
    assert repaired.text == alone.text
    assert [_told(edit) for edit in repaired.edits] == [_told(edit) for edit in alone.edits]
    assert repaired.unresolved == alone.unresolved


def _told(edit: RepairEdit) -> RepairEdit:
    """Return an edit without its channel where nothing was lost: line by line, like channels are not told apart."""
    return edit if edit.lossy else replace(edit, channel="")


@pytest.mark.parametrize("name", LOSSLESS)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_lossless_blocks_come_out_as_line_by_line(name: str, data: st.DataObject) -> None:
    damage = LOSSLESS[name]
    text = "\n".join([*map(damage, SENTENCES), *data.draw(_lines(damage)), *map(damage, SENTENCES)])
    repaired = repair(text)
    assert apply_edits(text, repaired.plain_edits()) == repaired.text
    with _line_by_line():
        assert repaired.text == repair(text).text


def test_the_character_that_stands_for_gaps_is_undone_like_others() -> None:
    originals = [*SENTENCES, f"{SENTENCES[0]}{GAP}{SENTENCES[1]}", *SENTENCES]
    assert repair("\n".join(map(LOSSLESS["once"], originals))).text == "\n".join(originals)


@pytest.mark.parametrize(
    ("channel", "name"),
    [(utf8_as_cp1252.PLUGIN, "dropped"), (utf8_as_cp1254.PLUGIN, "soft hyphens dropped, too")],
    ids=["windows-1252", "windows-1254"],
)
def test_settled_damage_is_undone_in_blocks(channel: Channel, name: str) -> None:
    text = "\n".join(map(LOSSY[name], SENTENCES * 30))
    found = list(blocks.undo_blocks(text, 0, channel, lossy=True))
    assert found[-1].end == len(text)
    assert sum(len(block.undone) for block in found) == 30 * len(SENTENCES)


#: What damage leaves, without the stand-ins of sketches.
REMAINS = "".join(map(chr, range(0xA0, 0x100))) + "€‚ƒ„…†‡ˆ‰Š‹Œ\x8d‘’“”•–—˜™š›œ\x9d?\ufffd \n ax"


@pytest.mark.parametrize("channel", [utf8_as_cp1252.PLUGIN, utf8_as_latin_1.PLUGIN], ids=lambda channel: channel.name)
@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet=st.sampled_from(REMAINS), max_size=40))
def test_a_sketch_says_what_its_lines_say(channel: Channel, text: str) -> None:
    assert channel.sketch is not None
    try:
        sketch = channel.sketch(text)
    except UnicodeEncodeError:
        return
    if sketch is None or "\ufffd" in sketch.text:  # lines in which not all makes sense are left to be read
        return
    assert sketch.spans is not None
    start, spans, gaps, original = 0, [], [], []
    for line in text.split("\n"):
        done = 0
        for passage in channel.read(line):
            spans.append((start + passage.start, start + passage.end))
            gaps += [(part.candidates, part.lost) for part in passage.parts if isinstance(part, Gap)]
            original.append(line[done : passage.start])
            original += [part if isinstance(part, str) else GAP for part in passage.parts]
            done = passage.end
        original.append(line[done:] + "\n")
        start += len(line) + 1
    assert (sketch.text + "\n", sketch.gaps, sketch.spans) == ("".join(original), gaps, spans)


class _Later(NamedTuple):
    """Changes that are not told at once."""

    start: int
    end: int
    after: str
    changes: list[Change]

    def work_out(self) -> list[Change]:
        return self.changes


@st.composite
def _changes_of(draw: st.DrawFn, text: str) -> list[Change]:
    points = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    pairs = list(zip(points[::2], points[1::2], strict=False))
    return [Change(start, end, draw(st.text("xyz", min_size=1, max_size=3)), "c", 1.0, ()) for start, end in pairs]


def _deferred(text: str, changes: list[Change]) -> list[Change | _Later]:
    """Return the changes, each two that follow each other as one that is worked out later."""
    return [_as_one(text, changes[place : place + 2]) for place in range(0, len(changes), 2)]


def _as_one(text: str, changes: list[Change]) -> _Later:
    start, end = changes[0].start, changes[-1].end
    parts, done = [], start
    for change in changes:
        parts += [text[done : change.start], change.after]
        done = change.end
    return _Later(start, end, "".join(parts), changes)


def _made(text: str, changes: Sequence[Change]) -> str:
    for change in reversed(changes):
        text = text[: change.start] + change.after + text[change.end :]
    return text


@given(st.data(), st.text("abc", max_size=24))
def test_deferred_changes_are_the_same_as_others(data: st.DataObject, text: str) -> None:
    earlier = data.draw(_changes_of(text))
    between = _made(text, earlier)
    later = data.draw(_changes_of(between))
    joined, result = join(between, _deferred(text, earlier), _deferred(between, later))
    assert (worked_out(joined), result) == compose(between, earlier, later)


@given(st.data(), st.text("abc", max_size=24))
def test_deferred_changes_are_worked_out_where_places_lie(data: st.DataObject, text: str) -> None:
    changes = data.draw(_changes_of(text))
    deferred = _deferred(text, changes)
    places = [(change.start, change.end) for change in changes[::3]]
    near = worked_out_near(deferred, places)
    assert worked_out(near) == changes
    assert all(one in near for one in changes[::3])
