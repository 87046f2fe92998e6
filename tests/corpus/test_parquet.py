"""Parquet: text is repaired wherever it is nested; schema, metadata, codecs and all other columns stay."""

from __future__ import annotations

from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from i18n_tool.corpus.formats import parquet
from i18n_tool.errors import InputError
from tests.corpus.shards import DAMAGED_GREETING, DAMAGED_NAME, GREETING, NAME, repair_shard

D, G, N, H = DAMAGED_NAME, DAMAGED_GREETING, NAME, GREETING

#: For each type with text in it, four values.
TEXTS: dict[str, tuple[pa.DataType, list[Any]]] = {
    "string": (pa.string(), [D, None, "", N]),
    "large": (pa.large_string(), [D, None, G, N]),
    "view": (pa.string_view(), [D, None, G, N]),
    "list": (pa.list_(pa.string()), [[D, None, "x"], None, [], [G]]),
    "large list": (pa.large_list(pa.large_string()), [[], [D], None, []]),
    "pair": (pa.list_(pa.string(), 2), [[D, None], ["x", D], [None, None], [G, G]]),
    "lists of lists": (pa.list_(pa.list_(pa.string())), [[[D], None, []], None, [], [["x"]]]),
    "struct": (
        pa.struct([("en", pa.string()), ("zh", pa.string()), ("n", pa.int16())]),
        [{"en": D, "zh": G, "n": 1}, None, {"en": None, "zh": "x", "n": None}, {"en": "", "zh": "", "n": 0}],
    ),
    "map": (pa.map_(pa.string(), pa.string()), [[(D, D), ("k", None)], None, [], [("k", "v")]]),
    "dictionary": (pa.dictionary(pa.int16(), pa.string()), [D, None, D, "x"]),
    "dictionary that shrinks": (pa.dictionary(pa.int32(), pa.string()), [D, N, None, D]),
}


def sound(value: Any) -> Any:
    """Return a value as its repair must leave it; a tuple is a key of a map, which stays, and its item."""
    if isinstance(value, str):
        return {D: N, G: H}.get(value, value)
    if isinstance(value, tuple):
        return value[0], sound(value[1])
    if isinstance(value, list):
        return [sound(item) for item in value]
    return {key: sound(item) for key, item in value.items()} if isinstance(value, dict) else value


OTHERS = pa.table(
    {
        "int": pa.array([2**63 - 1, None, -1, 0], pa.int64()),
        "uint": pa.array([2**32 - 1, 0, None, 1], pa.uint32()),
        "float": pa.array([0.1, -0.0, None, float("inf")], pa.float32()),
        "half": pa.array([1.5, None, 2.5, 0.0], pa.float16()),
        "bool": pa.array([True, None, False, True]),
        "binary": pa.array([D.encode(), b"\xff", None, b""]),
        "fixed": pa.array([b"1234", None, b"\xff\xfe\xfd\xfc", b"0000"], pa.binary(4)),
        "date": pa.array([date(2024, 1, 2), None] * 2),
        "instant": pa.array([datetime(2024, 1, 2, tzinfo=timezone.utc), None] * 2, pa.timestamp("ns", "Asia/Shanghai")),
        "duration": pa.array([1, None, 3, 4], pa.duration("ms")),
        "decimal": pa.array([Decimal("1.10"), None] * 2, pa.decimal128(20, 2)),
        "vector": pa.array([[0.1, 0.2]] * 4, pa.list_(pa.float32(), 2)),
        "numbers": pa.array([[1, None], None, [], [2]], pa.list_(pa.uint8())),
        "nothing": pa.nulls(4),
        "codes": pa.array([1, None, 1, 2]).dictionary_encode(),
    }
)


def written(path: Path, table: pa.Table, **options: Any) -> Path:
    pq.write_table(table, path, **options)
    return path


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_repaired_wherever_it_is(tmp_path: Path, name: str) -> None:
    kind, values = TEXTS[name]
    source = written(tmp_path / "a.parquet", pa.table({"t": pa.array(values, kind)}), row_group_size=3)
    repair_shard(source, tmp_path / "b.parquet")
    read = pq.read_table(tmp_path / "b.parquet")
    assert read.column("t").to_pylist() == sound(values)
    assert read.schema.equals(pq.read_schema(source), check_metadata=True)


def test_a_report_tells_of_each_row_and_column(tmp_path: Path) -> None:
    columns = {name: pa.array(values, kind) for name, (kind, values) in TEXTS.items()}
    source = written(tmp_path / "a.parquet", pa.table(columns))
    tally = repair_shard(source, tmp_path / "b.parquet", report="repairs")
    report = pq.read_table(tmp_path / "b.parquet").column("repairs")
    counts = {name: [row[name]["repairs"] for row in report.to_pylist()] for name in TEXTS}
    assert counts == {
        "string": [1, 0, 0, 0],
        "large": [1, 0, 1, 0],
        "view": [1, 0, 1, 0],
        "list": [1, 0, 0, 1],
        "large list": [0, 1, 0, 0],
        "pair": [1, 1, 0, 2],
        "lists of lists": [1, 0, 0, 0],
        "struct": [2, 0, 0, 0],
        "map": [1, 0, 0, 0],
        "dictionary": [1, 0, 1, 0],
        "dictionary that shrinks": [1, 0, 0, 1],
    }
    first, second = report.to_pylist()[:2]
    assert first["string"] == {"repairs": 1, "unresolved": 0, "confidence": 1.0}
    assert second["string"] == {"repairs": 0, "unresolved": 0, "confidence": None}
    assert tally.rows == 4


def test_all_else_stays(tmp_path: Path) -> None:
    table = OTHERS.append_column("t", pa.array([D, None, G, N])).append_column("u", pa.array([D] * 4))
    fields = [field.with_metadata({"of": "field"}) for field in table.schema]
    fields[0] = pa.field("int", pa.int64(), metadata={"PARQUET:field_id": "7"})
    table = table.cast(pa.schema(fields, {"of": "schema", "pandas": "{}"}))
    source = written(
        tmp_path / "a.parquet",
        table,
        row_group_size=3,
        compression={"t": "zstd", "int": "gzip", "numbers.list.element": "snappy"},
        use_dictionary=["t", "codes"],
    )
    repair_shard(source, tmp_path / "b.parquet", columns=("t",))
    old, new = pq.ParquetFile(source), pq.ParquetFile(tmp_path / "b.parquet")
    assert new.schema_arrow.equals(old.schema_arrow, check_metadata=True)
    assert new.schema.equals(old.schema)
    for name in table.column_names:
        expected = [N, None, H, N] if name == "t" else old.read([name]).column(0).to_pylist()
        assert new.read([name]).column(0).to_pylist() == expected, name
    assert new.metadata.num_row_groups == old.metadata.num_row_groups == 2
    for group in range(2):
        for place in range(old.metadata.num_columns):
            one, other = old.metadata.row_group(group).column(place), new.metadata.row_group(group).column(place)
            assert one.compression == other.compression, one.path_in_schema
            assert one.encodings == other.encodings, one.path_in_schema
            assert one.num_values == other.num_values


def test_a_file_of_another_program_keeps_its_types(tmp_path: Path) -> None:
    table = pa.table({"t": [D], "when": pa.array([datetime(2024, 1, 2)], pa.timestamp("ns"))})
    source = written(tmp_path / "a.parquet", table, store_schema=False, use_deprecated_int96_timestamps=True)
    repair_shard(source, tmp_path / "b.parquet")
    old, new = pq.ParquetFile(source), pq.ParquetFile(tmp_path / "b.parquet")
    assert new.schema.equals(old.schema)
    assert new.metadata.metadata == old.metadata.metadata
    assert new.read().to_pylist() == [{**table.to_pylist()[0], "t": N}]


def test_a_large_row_group_is_split(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "CHUNK_BYTES", 2_000)
    monkeypatch.setattr(parquet, "ROW_GROUP_BYTES", 10_000)
    texts = [D if i % 100 == 0 else f"text {i}" for i in range(5_000)]
    table = pa.table({"t": texts, "i": range(5_000)})
    source = written(tmp_path / "a.parquet", table)
    repair_shard(source, tmp_path / "b.parquet")
    new = pq.ParquetFile(tmp_path / "b.parquet")
    assert new.metadata.num_row_groups > 5
    assert new.read().to_pydict() == {"t": sound(texts), "i": list(range(5_000))}


def test_a_file_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    source = written(tmp_path / "a.parquet", pa.table({"t": pa.array([], pa.string()), "i": pa.array([], pa.int8())}))
    assert repair_shard(source, tmp_path / "b.parquet").rows == 0
    assert pq.read_table(tmp_path / "b.parquet").equals(pq.read_table(source))


def broken_text(path: Path) -> None:
    text = pa.Array.from_buffers(pa.string(), 1, pa.array([b"\xff"]).buffers())
    written(path, pa.table({"t": text}))


def truncated(path: Path) -> None:
    whole = written(path, pa.table({"t": [str(i) for i in range(10_000)]})).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def damaged_inside(path: Path) -> None:
    whole = bytearray(written(path, pa.table({"t": [str(i) for i in range(10_000)]})).read_bytes())
    whole[100:5_000] = b"\xff" * 4_900
    path.write_bytes(whole)


PROBLEMS: dict[str, tuple[Any, dict[str, Any], str]] = {
    "no text": (OTHERS, {}, "has no column of text"),
    "no such column": (pa.table({"t": ["x"], "u": [1]}), {"columns": ("v",)}, "has no column 'v', but t, u"),
    "not a column of text": (OTHERS, {"columns": ("int",)}, "column 'int' holds int64, not text"),
    "the report's name is taken": (pa.table({"t": ["x"]}), {"report": "t"}, "already has a column 't'"),
    "empty": (lambda path: path.write_bytes(b""), {}, "cannot be read as Parquet"),
    "not Parquet": (lambda path: path.write_bytes(b"t\nx\n" * 100), {}, "cannot be read as Parquet"),
    "truncated": (truncated, {}, "cannot be read as Parquet"),
    "damaged inside": (damaged_inside, {}, "cannot be read as Parquet"),
    "text that is not UTF-8": (broken_text, {}, "cannot be read as Parquet: .*UTF8"),
}


@pytest.mark.parametrize(("content", "options", "message"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_what_cannot_be_repaired(tmp_path: Path, content: Any, options: dict[str, Any], message: str) -> None:
    source = tmp_path / "a.parquet"
    if callable(content):
        content(source)
    else:
        written(source, content)
    with pytest.raises(InputError, match=f"a.parquet: {message}"):
        repair_shard(source, tmp_path / "b.parquet", **options)
