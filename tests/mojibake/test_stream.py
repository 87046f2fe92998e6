"""A file of any size is repaired block by block, as it would be as a whole."""

from __future__ import annotations

import gc
import io
from collections.abc import Iterator
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n_tool.errors import InputError
from i18n_tool.mojibake import RepairedBlock, repair_bytes, repair_stream
from i18n_tool.mojibake.decoding import decode
from i18n_tool.mojibake.memory import MOST_KEPT, forget
from i18n_tool.spans import Lines, Span

SOUND = "正常的一行文字，没有损坏。"
LOSSLESS = "简介：它在三个数据集上优于基线。".encode().decode("latin-1")
LOSSY = "本文提出了一种高效的视觉模型".encode().decode("cp1254", "ignore")
GBK = "模型的训练方法"


def blocks_of(data: bytes, size: int) -> list[RepairedBlock]:
    """Repair data in blocks, given in pieces of one size and of another."""
    pieces = [data[start : start + 7] for start in range(0, len(data), 7)]
    blocks = list(repair_stream(pieces, block_size=size))
    assert [block.data for block in repair_stream(io.BytesIO(data), block_size=size)] == [b.data for b in blocks]
    return blocks


def text_of(blocks: list[RepairedBlock]) -> str:
    return "".join(block.repair.text for block in blocks)


@pytest.mark.parametrize(
    "text",
    ["", "x", "\n", SOUND, f"{LOSSLESS}\n{SOUND}\n", f"{LOSSY}\r\n{SOUND}", "a\rb\r", "标题\ufffd\ufffd后面\n"],
)
def test_what_fits_into_a_block_is_repaired_as_a_whole(text: str) -> None:
    (block,) = repair_stream([text.encode()])
    whole = repair_bytes(text.encode())
    assert (block.repair, block.decoded, block.data) == (whole.repair, whole.decoded, whole.data)
    assert (block.start, block.line, block.column, block.size) == (0, 1, 1, len(text.encode()))


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", ["", "the end"])
@pytest.mark.parametrize("size", [200, 1000])
def test_blocks_end_at_line_ends(ending: str, last: str, size: int) -> None:
    text = ending.join([SOUND, LOSSLESS, "", "plain", LOSSLESS, SOUND] * 4) + ending + last
    blocks = blocks_of(text.encode(), size)
    assert text_of(blocks) == repair_bytes(text.encode()).text
    assert "".join(block.decoded.text for block in blocks) == text
    assert len(blocks) > 1
    assert all(block.decoded.text.endswith(ending) for block in blocks[:-1])


def test_places_count_from_the_beginning_of_the_file() -> None:
    lines = [SOUND, LOSSLESS, "", f"{SOUND} {LOSSLESS}"] * 8
    text = "\n".join(lines)
    places = Lines(text)
    seen = 0
    for block in blocks_of(text.encode(), 300):
        for edit in block.repair.edits:
            start = block.start + edit.span.start
            assert Span(start, block.start + edit.span.end).of(text) == edit.before
            assert block.place(edit.span.start) == places.place(start)
            seen += 1
    assert seen == 16


def test_memory_is_bounded_by_the_block() -> None:
    """What is read ahead of a block that was given out is one block at most."""
    read = 0

    def pieces() -> Iterator[bytes]:
        nonlocal read
        for _ in range(1000):
            piece = f"{SOUND}\n".encode()
            read += len(piece)
            yield piece

    given = 0
    for block in repair_stream(pieces(), block_size=500):
        assert read - given <= 500 + len(f"{SOUND}\n".encode())
        assert block.size <= 500
        given += block.size
    assert given == read


@pytest.mark.parametrize(
    ("line", "codec"),
    [
        ("word " * 400, "utf-8"),
        ("状态空间模型" * 100, "utf-8"),
        ("状态空间模型" * 100, "gbk"),
        ("狀態空間模型，簡介" * 100, "cp950"),
        ("模型🎉很快" * 100, "gb18030"),
        ("模型🎉很快" * 100, "utf-16-le"),
        ("模型🎉很快" * 100, "utf-16-be"),
        ("模型🎉很快" * 100, "utf-32-be"),
        ("naïve café – " * 100, "utf-8"),
    ],
)
@pytest.mark.parametrize("size", [64, 101, 256])
def test_a_line_that_is_longer_than_a_block_is_cut_between_characters(line: str, codec: str, size: int) -> None:
    data = line.encode(codec)
    blocks = list(repair_stream([data], encoding=codec, block_size=size))
    assert "".join(block.decoded.text for block in blocks) == line
    assert all(block.size <= size for block in blocks)
    assert {block.line for block in blocks} == {1}
    assert [block.column - 1 for block in blocks] == [block.start for block in blocks]


def test_a_long_line_is_cut_where_no_damaged_passage_is() -> None:
    line = f"{LOSSLESS} and so on and on " * 60
    blocks = blocks_of(line.encode(), 512)
    assert len(blocks) > 1
    assert text_of(blocks) == repair_bytes(line.encode()).text


@pytest.mark.parametrize("codec", ["gbk", "utf-16", "utf-16-be", "utf-32", "cp1252", "utf-8-sig"])
def test_files_in_other_encodings(codec: str) -> None:
    line = "Größe – naïve café" if codec == "cp1252" else SOUND
    text = f"{line}\n" * 200
    blocks = blocks_of(text.encode(codec), 2048)
    assert len(blocks) > 1
    assert text_of(blocks).removeprefix("\ufeff") == text
    assert {block.decoded.encoding for block in blocks} == {decode(text.encode(codec)).encoding}


def test_encodings_that_change_on_the_way() -> None:
    data = f"{SOUND}\n".encode() * 40 + f"{GBK}\n".encode("gbk") * 40 + f"{SOUND}\n".encode() * 40
    assert text_of(blocks_of(data, 600)) == f"{SOUND}\n" * 40 + f"{GBK}\n" * 40 + f"{SOUND}\n" * 40


def test_bytes_in_no_encoding_stay_in_their_place() -> None:
    data = (f"{SOUND}\n".encode() * 9 + b"cut \x9d here\n") * 9
    blocks = blocks_of(data, 500)
    assert b"".join(block.data for block in blocks) == data
    assert sum(len(block.repair.unresolved) for block in blocks) == 9


def test_binary_data_is_refused_where_it_begins() -> None:
    stream = repair_stream([f"{SOUND}\n".encode() * 40, b"\0\1\2\n" * 100], block_size=500)
    assert next(stream).repair.text.startswith(SOUND)
    with pytest.raises(InputError, match="binary data"):
        list(stream)


def test_what_the_document_taught_is_carried_on() -> None:
    """One line alone does not say which code page it was; the lines of the blocks before do."""
    taught = [
        "模型取得了很好的结果，训练也很快。",
        "作者提出了新的方法，并开源了代码。",
        "它在长序列上的速度更快。",
    ] * 14
    doubtful = "数据"
    damaged = [line.encode().decode("cp1254", "ignore").replace("\xad", "") for line in [*taught, doubtful]]
    filler = [SOUND] * 60
    data = "\n".join([*damaged[:-1], *filler, damaged[-1]]).encode()
    channels = [
        edit.channel.split(",")[0] for block in blocks_of(data, 2048) for edit in block.repair.edits if edit.after
    ]
    assert set(channels) == {edit.channel.split(",")[0] for edit in repair_bytes(data).edits}


lines = st.lists(st.sampled_from([SOUND, LOSSLESS, LOSSY, "plain", "", "é", "标题\ufffd后面"]), max_size=14)


@settings(max_examples=30)
@given(lines, st.sampled_from(["\n", "\r\n"]), st.integers(30, 400))
def test_no_character_gets_lost_at_a_cut(chosen: list[str], ending: str, size: int) -> None:
    text = ending.join(chosen)
    blocks = list(repair_stream([text.encode()], block_size=size))
    assert "".join(block.decoded.text for block in blocks) == text
    assert [block.start for block in blocks] == [
        sum(len(block.decoded.text) for block in blocks[:place]) for place in range(len(blocks))
    ]


@given(st.binary(max_size=400), st.integers(8, 100))
def test_any_bytes_are_handled(data: bytes, size: int) -> None:
    try:
        blocks = list(repair_stream([data], block_size=size))
    except InputError:
        return
    assert sum(block.size for block in blocks) <= len(data)


def test_what_was_kept_to_save_time_can_be_dropped() -> None:
    text = f"{LOSSY}\n{LOSSLESS}"
    before = repair_bytes(text.encode()).text
    assert _kept() > 0
    forget()
    assert _kept() == 0
    assert repair_bytes(text.encode()).text == before


def _kept() -> int:
    """Count what the large caches hold; small ones stay, and those of methods keep single characters."""
    caches = [one for one in gc.get_objects() if isinstance(one, type(lru_cache(len)))]
    mine = [one for one in caches if one.__module__.startswith("i18n_tool.mojibake") and "." not in one.__qualname__]
    return sum(cache.cache_info().currsize for cache in mine if (cache.cache_info().maxsize or 0) > MOST_KEPT)
