"""JSON Lines: one object a line. Only the strings that change are replaced; every other byte passes through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from i18n_tool.corpus.formats._base import CHUNK_BYTES, Chunk, Format, Tally, Task
from i18n_tool.corpus.json_lines import Selection, repair_line
from i18n_tool.corpus.texts import TextRepairer
from i18n_tool.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

#: A line is repaired as a whole, so that a file without line ends would be read into memory as a whole.
LONGEST_LINE: Final = 256 << 20

_COMPRESSIONS: Final = {".gz": "gzip", ".zst": "zstd", ".bz2": "bz2"}
_PLAIN: Final = (".jsonl", ".ndjson")
#: The lowest level; higher ones are slower than the repair.
_XZ_PRESET: Final = 1


@dataclass(frozen=True)
class LineWork:
    """Repairs a column of lines."""

    selection: Selection
    options: Mapping[str, Any]

    @property
    def result(self) -> pa.StructType:
        """What `LineRepair` says of a line."""
        import pyarrow as pa

        return pa.struct(
            [
                ("line", pa.large_binary()),
                ("found", pa.large_string()),
                ("repaired", pa.int32()),
                ("unresolved", pa.int32()),
                ("problem", pa.large_string()),
            ]
        )

    def __call__(self, values: pa.Array) -> pa.StructArray:
        """Return what the repair of each line says."""
        import pyarrow as pa

        repaired = TextRepairer(**self.options)
        results = [repair_line(line, self.selection, repaired) for line in values.to_pylist()]
        fields = list(self.result)
        columns = zip(*results, strict=True) if results else [()] * len(fields)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, fields, strict=True)]
        return pa.StructArray.from_arrays(arrays, fields=fields)


class JsonLinesShard:
    """A file of JSON Lines that becomes another.

    Args:
        source: the file to read.
        target: the file to write.
        shown: the name that the user gave the source.
        output: the name that the target will have, which tells of its compression.
        task: what to do.
    """

    def __init__(self, source: Path, target: Path, shown: str, output: str, task: Task) -> None:
        self._shown = shown
        self._target = target
        self._suffix = Path(output).suffix
        self._columns = task.columns
        self.work = LineWork(Selection(task.columns, task.report), task.options)
        self._raw = source.open("rb")
        self._input = _decompressed(self._raw, Path(shown).suffix)
        self._output: IO[bytes] | None = None
        self._lines = 0
        self._rows = 0
        self._found: set[str] = set()

    def chunks(self) -> Iterator[Chunk]:
        """Read whole lines."""
        import pyarrow as pa

        for lines, ended in self._read_lines():
            values = pa.array(lines, pa.large_binary())
            yield Chunk(values, ended, self._raw.tell(), values.nbytes)
        self._close_input()

    def _read_lines(self) -> Iterator[tuple[list[bytes], bool]]:
        """Yield lines without their ends, and whether the last of them has one."""
        rest: list[bytes] = []
        length = 0
        while block := self._read():
            head, end, tail = block.rpartition(b"\n")
            if end:
                yield b"".join([*rest, head]).split(b"\n"), True
                rest, length = [], 0
            rest.append(tail)
            length += len(tail)
            if length > LONGEST_LINE:
                raise InputError(f"has a line of more than {LONGEST_LINE >> 20} MiB", path=self._shown)
        if last := b"".join(rest):
            yield [last], False

    def _read(self) -> bytes:
        from lzma import LZMAError

        try:
            return bytes(self._input.read(CHUNK_BYTES))
        except (OSError, EOFError, LZMAError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise InputError(f"cannot be decompressed: {_first_line(error)}", path=self._shown) from None

    def write(self, chunk: Chunk, results: pa.StructArray) -> Tally:
        """Write the lines, those that did not change as they were."""
        import pyarrow.compute as pc

        self._refuse_problems(results.field("problem"))
        self._output = self._output or _compressed(self._target, self._suffix)
        self._output.write(b"\n".join(pc.coalesce(results.field("line"), chunk.values).to_pylist()))
        if chunk.context:
            self._output.write(b"\n")
        found = results.field("found")
        self._found.update(found.drop_null().unique().to_pylist())
        self._lines += len(results)
        rows = len(found) - found.null_count
        self._rows += rows
        repaired, unresolved = (pc.sum(results.field(name)).as_py() for name in ("repaired", "unresolved"))
        return Tally(rows, repaired, unresolved)

    def _refuse_problems(self, problems: pa.Array) -> None:
        if problems.null_count == len(problems):
            return
        index, problem = next((i, text) for i, text in enumerate(problems.to_pylist()) if text is not None)
        raise InputError(problem, path=self._shown, line=self._lines + index + 1)

    def finish(self) -> None:
        """Complete the output; a file without what was to be repaired is refused."""
        if not self._rows:
            raise InputError("has no record in it", path=self._shown)
        for index, name in enumerate(self._columns or ("",)):
            if all(found[index] == "0" for found in self._found):
                what = f"column {name!r}" if name else "text"
                raise InputError(f"has no {what} in any record", path=self._shown)

    def _close_input(self) -> None:
        self._input.close()
        self._raw.close()

    def close(self) -> None:
        """Close both files."""
        self._close_input()
        if self._output is not None:
            self._output.close()


def _decompressed(raw: IO[bytes], suffix: str) -> Any:
    """Return a stream of what a file holds, whatever compression its suffix tells of."""
    if suffix == ".xz":
        import lzma

        return lzma.open(raw)
    if suffix in _COMPRESSIONS:
        import pyarrow as pa

        return pa.CompressedInputStream(pa.PythonFile(raw, "r"), _COMPRESSIONS[suffix])
    return raw


def _compressed(path: Path, suffix: str) -> Any:
    if suffix == ".xz":
        import lzma

        return lzma.open(path, "wb", preset=_XZ_PRESET)
    if suffix in _COMPRESSIONS:
        import pyarrow as pa

        return pa.output_stream(path, compression=_COMPRESSIONS[suffix])
    return path.open("wb")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0] or type(error).__name__


PLUGIN = Format(
    "JSON Lines",
    tuple(plain + compression for plain in _PLAIN for compression in ("", *_COMPRESSIONS, ".xz")),
    ".jsonl or .ndjson, with or without .gz, .zst, .bz2 or .xz",
    JsonLinesShard,
)
