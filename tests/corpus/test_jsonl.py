"""Files of JSON Lines: line ends, compressions, and what is refused with its line."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from i18n_tool.corpus.formats import jsonl
from i18n_tool.errors import InputError
from tests.corpus.shards import DAMAGED_NAME, NAME, repair_shard

D, N = DAMAGED_NAME, NAME


def zstd_compress(data: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return bytes(sink.getvalue().to_pybytes())


def zstd_decompress(data: bytes) -> bytes:
    return bytes(pa.CompressedInputStream(pa.BufferReader(data), "zstd").read())


CODECS: dict[str, tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]] = {
    "": (bytes, bytes),
    ".gz": (gzip.compress, gzip.decompress),
    ".zst": (zstd_compress, zstd_decompress),
    ".bz2": (bz2.compress, bz2.decompress),
    ".xz": (lzma.compress, lzma.decompress),
}

LAYOUTS = {
    "lines": '{"t": "%s"}\n{"t": "x"}\n',
    "no line end at the end": '{"t": "x"}\n{"t": "%s"}',
    "windows": '{"t": "%s"}\r\n\r\n{"t": "x"}\r\n',
    "blank lines": '\n\n{"t": "%s"}\n \n\n',
    "byte order mark": '\ufeff{"t": "%s"}\n',
    "separators that only Unicode knows": '{"t": "%s", "u": "\u2028\u2029\x0b\x1c"}\n',
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_all_but_the_text_stays(tmp_path: Path, layout: str) -> None:
    (tmp_path / "a.jsonl").write_bytes((layout % D).encode())
    tally = repair_shard(tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    assert (tmp_path / "b.jsonl").read_bytes() == (layout % N).encode()
    assert (tally.rows, tally.repaired) == (layout.count("{"), 1)


@pytest.mark.parametrize("suffix", CODECS)
def test_compressions(tmp_path: Path, suffix: str) -> None:
    compress, decompress = CODECS[suffix]
    source, target = tmp_path / f"a.jsonl{suffix}", tmp_path / f"b.ndjson{suffix}"
    # Two streams in one file are one text, as `cat` makes them.
    source.write_bytes(b"".join(compress(f'{{"t": "{D}", "i": {i}}}\n'.encode()) for i in range(2)))
    repair_shard(source, target)
    assert decompress(target.read_bytes()).decode() == "".join(f'{{"t": "{N}", "i": {i}}}\n' for i in range(2))
    again = tmp_path / f"c.ndjson{suffix}"
    repair_shard(source, again)
    assert again.read_bytes() == target.read_bytes()


@pytest.mark.parametrize("suffix", [".gz", ".zst", ".bz2", ".xz"])
@pytest.mark.parametrize("damage", ["truncated", "something else"])
def test_a_broken_compression(tmp_path: Path, suffix: str, damage: str) -> None:
    compress, _ = CODECS[suffix]
    whole = compress("".join(f'{{"t": "{i * 7919}"}}\n' for i in range(5_000)).encode())
    source = tmp_path / f"a.jsonl{suffix}"
    source.write_bytes(whole[: len(whole) // 2] if damage == "truncated" else b'{"t": "not compressed"}\n')
    with pytest.raises(InputError, match=r"a\.jsonl\.\w+: cannot be decompressed: "):
        repair_shard(source, tmp_path / f"b.jsonl{suffix}")


def test_lines_longer_than_what_is_read_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "CHUNK_BYTES", 64)
    lines = [f'{{"t": "{D} {"x" * length}"}}\n' for length in (0, 10, 1000, 50, 64, 0, 300)]
    (tmp_path / "a.jsonl").write_bytes("".join(lines).encode())
    repair_shard(tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    assert (tmp_path / "b.jsonl").read_bytes().decode() == "".join(lines).replace(D, N)


PROBLEMS: dict[str, tuple[bytes, tuple[str, ...] | None, str]] = {
    "empty": (b"", None, "a.jsonl: has no record in it"),
    "blank": (b"\n \n", None, "a.jsonl: has no record in it"),
    "no text": (b'{"i": 1}\n', None, "a.jsonl: has no text in any record"),
    "no such column": (b'{"i": "1"}\n' * 3, ("i", "t"), "a.jsonl: has no column 't' in any record"),
    "broken": (b'{"t": "x"}\n\n{"t": "x"\n', None, r"a.jsonl:3: is not valid JSON \(character 10: "),
    "not UTF-8": ('{"t": "é"}\n'.encode("latin-1"), None, r"a.jsonl:1: is not valid UTF-8 \(byte 8 is 0xe9\)"),
    "UTF-16": ('{"t": "é"}\n'.encode("utf-16"), None, "a.jsonl:1: is not valid UTF-8"),
    "a table": (b"t,u\n1,2\n", None, "a.jsonl:1: is not valid JSON"),
    "one array": (b'[{"t": "x"}]\n', None, "a.jsonl:1: is not a JSON object"),
}


@pytest.mark.parametrize(("content", "columns", "message"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_what_cannot_be_repaired(tmp_path: Path, content: bytes, columns: tuple[str, ...] | None, message: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(content)
    with pytest.raises(InputError, match=f"^{message}"):
        repair_shard(tmp_path / "a.jsonl", tmp_path / "b.jsonl", columns=columns)


def test_a_line_without_end_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonl, "CHUNK_BYTES", 1 << 10)
    monkeypatch.setattr(jsonl, "LONGEST_LINE", 1 << 20)
    (tmp_path / "a.jsonl").write_bytes(b'{"t": "' + b"x" * (2 << 20))
    with pytest.raises(InputError, match=r"a\.jsonl: has a line of more than 1 MiB"):
        repair_shard(tmp_path / "a.jsonl", tmp_path / "b.jsonl")


def test_a_column_that_only_some_records_have(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(f'{{"i": 1}}\n{{"t": null}}\n{{"t": "{D}"}}\n', encoding="utf-8")
    repair_shard(tmp_path / "a.jsonl", tmp_path / "b.jsonl", columns=("t",))
    assert (tmp_path / "b.jsonl").read_text(encoding="utf-8") == f'{{"i": 1}}\n{{"t": null}}\n{{"t": "{N}"}}\n'
