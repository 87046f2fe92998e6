"""Parquet: the strings of the chosen columns are repaired; schema, metadata, codecs and all other columns stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from i18n_tool.corpus import _nested
from i18n_tool.corpus._nested import Summary
from i18n_tool.corpus.formats._base import CHUNK_BYTES, Chunk, Format, Tally, Task
from i18n_tool.corpus.texts import Outcome, TextRepairer
from i18n_tool.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

#: A row group is held in memory until it is written: larger ones are split.
ROW_GROUP_BYTES: Final = 128 << 20
#: What a dictionary of the file packs into few bytes may be large; so rows are limited as well.
_MOST_ROWS: Final = 16_384

#: How much of a column is read from the disk at a time.
_READ_BYTES: Final = 1 << 20

_SCHEMA_KEY: Final = b"ARROW:schema"


@dataclass(frozen=True)
class TextWork:
    """Repairs a column of texts."""

    options: Mapping[str, Any]

    @property
    def result(self) -> pa.StructType:
        """The repaired text, or null where it stays, and what was done."""
        import pyarrow as pa

        return pa.struct(
            [
                ("text", pa.large_string()),
                ("repairs", pa.int32()),
                ("unresolved", pa.int32()),
                ("confidence", pa.float64()),
            ]
        )

    def __call__(self, values: pa.Array) -> pa.StructArray:
        """Return what the repair of each text did."""
        import pyarrow as pa

        repaired = TextRepairer(**self.options)
        results = [(None, 0, 0, None) if text is None else _result(text, repaired(text)) for text in values.to_pylist()]
        fields = list(self.result)
        columns = zip(*results, strict=True) if results else [()] * len(fields)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, fields, strict=True)]
        return pa.StructArray.from_arrays(arrays, fields=fields)


def _result(text: str, outcome: Outcome) -> tuple[str | None, int, int, float | None]:
    new = None if outcome.text == text else outcome.text
    return new, outcome.repairs, outcome.unresolved, outcome.confidence


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a row group, and whether it is the last one."""

    batch: pa.RecordBatch
    is_last: bool


class ParquetShard:
    """A Parquet file that becomes another.

    Args:
        source: the file to read.
        target: the file to write.
        shown: the name that the user gave the source.
        output: the name that the target will have.
        task: what to do.
    """

    def __init__(self, source: Path, target: Path, shown: str, output: str, task: Task) -> None:  # noqa: ARG002
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._shown = shown
        self._target = target
        self._report = task.report
        self.work = TextWork(task.options)
        try:
            # Neither is a row group read ahead as a whole, which may be as large as the file.
            self._file = pq.ParquetFile(source, buffer_size=_READ_BYTES, pre_buffer=False)
            self._schema, self._metadata = self._file.schema_arrow, self._file.metadata
        except (pa.ArrowException, ValueError) as error:
            raise self._unreadable(error) from None
        self._size = source.stat().st_size
        self._columns = self._chosen(task.columns)
        self._written_schema = self._with_report()
        self._writer: pq.ParquetWriter | None = None
        self._waiting: list[pa.RecordBatch] = []

    def _unreadable(self, error: Exception) -> InputError:
        reason = str(error).partition("\n")[0].rstrip(".")
        return InputError(f"cannot be read as Parquet: {reason}", path=self._shown)

    def _chosen(self, names: tuple[str, ...] | None) -> tuple[int, ...]:
        """Return the places of the columns to repair."""
        if names is None:
            found = tuple(i for i, field in enumerate(self._schema) if _nested.has_text(field.type))
            if not found:
                raise InputError("has no column of text", path=self._shown)
            return found
        places: list[int] = []
        for name in names:
            of_name = self._schema.get_all_field_indices(name)
            if not of_name:
                raise InputError(f"has no column {name!r}, but {', '.join(self._schema.names)}", path=self._shown)
            for place in of_name:
                kind = self._schema.field(place).type
                if not _nested.has_text(kind):
                    raise InputError(f"column {name!r} holds {kind}, not text", path=self._shown)
            places += of_name
        return tuple(sorted(places))

    def _with_report(self) -> pa.Schema:
        import pyarrow as pa

        if self._report is None:
            return self._schema
        if self._report in self._schema.names:
            raise InputError(f"already has a column {self._report!r}", path=self._shown)
        figures = pa.struct([("repairs", pa.int32()), ("unresolved", pa.int32()), ("confidence", pa.float64())])
        fields = [(self._schema.names[place], figures) for place in self._columns]
        return self._schema.append(pa.field(self._report, pa.struct(fields)))

    def chunks(self) -> Iterator[Chunk]:
        """Read each row group in parts."""
        import pyarrow as pa

        groups = self._metadata.num_row_groups
        for group in range(groups):
            position = self._size * (group + 1) // groups
            try:
                for part in self._parts(group):
                    texts = self._texts(part.batch)
                    yield Chunk(texts, part, position, texts.nbytes + part.batch.nbytes)
            except (pa.ArrowException, OSError) as error:
                raise self._unreadable(error) from None
        self._file.close()

    def _parts(self, group: int) -> Iterator[_Part]:
        described = self._metadata.row_group(group)
        row_bytes = max(1, described.total_byte_size // max(1, described.num_rows))
        rows = min(max(1, CHUNK_BYTES // row_bytes), _MOST_ROWS)
        read = 0
        for batch in self._file.iter_batches(rows, row_groups=[group]):
            read += batch.num_rows
            yield _Part(batch, read >= described.num_rows)

    def _texts(self, batch: pa.RecordBatch) -> pa.Array:
        import pyarrow as pa

        leaves = []
        for place in self._columns:
            for leaf in _nested.strings(batch.column(place)):
                leaf.validate(full=True)  # the reader does not look whether strings are UTF-8
                leaves.append(leaf.cast(pa.large_string()))
        return pa.concat_arrays(leaves)

    def write(self, chunk: Chunk, results: pa.StructArray) -> Tally:
        """Put the repaired texts back into their columns, and write the row group once it is complete."""
        import pyarrow as pa
        import pyarrow.compute as pc

        part: _Part = chunk.context
        taken = 0

        def next_results(leaf: pa.Array) -> tuple[pa.Array, Summary]:
            nonlocal taken
            of_leaf = results.slice(taken, len(leaf))
            taken += len(leaf)
            return _repaired_strings(leaf, of_leaf), _summary(of_leaf)

        columns = list(part.batch.columns)
        summaries = []
        for place in self._columns:
            columns[place], summary = _nested.rebuilt(columns[place], next_results)
            summaries.append(summary)
        if self._report is not None:
            columns.append(_report_column(self._written_schema.field(-1).type, summaries))
        self._waiting.append(pa.RecordBatch.from_arrays(columns, schema=self._written_schema))
        if part.is_last or sum(batch.nbytes for batch in self._waiting) >= ROW_GROUP_BYTES:
            self._write_row_group()
        return Tally(
            part.batch.num_rows,
            pc.sum(pc.greater(results.field("repairs"), 0)).as_py() or 0,
            pc.sum(pc.greater(results.field("unresolved"), 0)).as_py() or 0,
        )

    def _write_row_group(self) -> None:
        import pyarrow as pa

        table = pa.Table.from_batches(self._waiting, self._written_schema)
        self._waiting = []
        self._open_writer().write_table(table, row_group_size=max(1, table.num_rows))

    def _open_writer(self) -> pq.ParquetWriter:
        if self._writer is None:
            self._writer = _writer(self._target, self._written_schema, self._metadata)
        return self._writer

    def finish(self) -> None:
        """Complete the output, and make sure that no type was changed by writing it."""
        import pyarrow.parquet as pq

        self._open_writer().close()
        for old, new in zip(self._written_schema, pq.read_schema(self._target), strict=True):
            if not old.equals(new):
                raise InputError(f"column {old.name!r} cannot be written as {old.type}", path=self._shown)

    def close(self) -> None:
        """Close both files."""
        self._file.close()
        if self._writer is not None:
            self._writer.close()


def _repaired_strings(leaf: pa.Array, results: pa.StructArray) -> pa.Array:
    import pyarrow.compute as pc

    new = results.field("text")
    if new.null_count == len(new):
        return leaf
    return pc.coalesce(new, leaf.cast(new.type)).cast(leaf.type)


def _summary(results: pa.StructArray) -> Summary:
    import numpy as np

    def numbers(name: str, missing: float) -> Any:
        return results.field(name).fill_null(missing).to_numpy(zero_copy_only=False)

    return Summary(numbers("repairs", 0), numbers("unresolved", 0), numbers("confidence", np.inf))


def _report_column(kind: pa.StructType, summaries: list[Summary]) -> pa.StructArray:
    import numpy as np
    import pyarrow as pa

    columns = []
    for summary, field in zip(summaries, kind, strict=True):
        sure = pa.array(summary.confidence, mask=np.isinf(summary.confidence))
        arrays = [pa.array(summary.repairs, pa.int32()), pa.array(summary.unresolved, pa.int32()), sure]
        columns.append(pa.StructArray.from_arrays(arrays, fields=list(field.type)))
    return pa.StructArray.from_arrays(columns, fields=list(kind))


def _writer(path: Path, schema: pa.Schema, metadata: pq.FileMetaData) -> pq.ParquetWriter:
    """Return a writer that encodes each column as the file that was read does."""
    import pyarrow.parquet as pq

    first = metadata.row_group(0) if metadata.num_row_groups else None
    columns = [first.column(i) for i in range(first.num_columns)] if first else []
    codecs = {column.path_in_schema: _codec(column.compression) for column in columns}
    return pq.ParquetWriter(
        path,
        schema,
        compression=codecs or "snappy",
        use_dictionary=[c.path_in_schema for c in columns if any("DICTIONARY" in name for name in c.encodings)],
        store_schema=_SCHEMA_KEY in (metadata.metadata or {}),
        use_deprecated_int96_timestamps=any(column.physical_type == "INT96" for column in columns),
    )


def _codec(name: str) -> str:
    return "NONE" if name == "UNCOMPRESSED" else name


PLUGIN = Format("Parquet", (".parquet", ".pq"), ".parquet or .pq", ParquetShard)
