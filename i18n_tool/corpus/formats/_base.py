"""The contract of a format: one module that ends in `PLUGIN = Format(…)`.

A file of a corpus is a shard. The process that runs the command reads and writes it; the engine repairs what is in it,
wherever the engine's workers are. So a shard gives chunks, each with a column of values to repair; a `Work`, which is
sent to the workers, repairs them; and the shard takes the results to write its output.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    import pyarrow as pa

#: How much of a shard is read at a time, in bytes, roughly: enough to be worth a column, little enough for many.
CHUNK_BYTES: Final = 4 << 20


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done with each shard.

    Attributes:
        columns: the columns to repair; None for all that hold text.
        report: the name of the column that is added to tell of the repairs; None for none.
        options: what `i18n_tool.repair` takes beside the text.
    """

    columns: tuple[str, ...] | None = None
    report: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)


class Work(Protocol):
    """What a worker does with a column of values; it can be pickled, and equal ones do the same."""

    def __call__(self, values: pa.Array) -> pa.StructArray:
        """Return the result of each value, in order."""

    @property
    def result(self) -> pa.StructType:
        """The type of a result."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part of a shard.

    Attributes:
        values: what a worker gets.
        context: what the shard needs besides to write the results.
        position: how far into the shard this part reaches, in bytes of its file.
        size: how many bytes of memory it takes, the context included.
    """

    values: pa.Array
    context: Any
    position: int
    size: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What was done, added up.

    Attributes:
        rows: how many records were written.
        repaired: how many texts were repaired.
        unresolved: in how many texts damage is left.
    """

    rows: int = 0
    repaired: int = 0
    unresolved: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.rows + other.rows, self.repaired + other.repaired, self.unresolved + other.unresolved)


class Shard(Protocol):
    """One file of a corpus that becomes another.

    Every method raises InputError, with the name that the user gave the file, for what the file cannot do.
    """

    @property
    def work(self) -> Work:
        """What the workers do."""

    def chunks(self) -> Iterator[Chunk]:
        """Read the shard from its beginning to its end, in chunks of bounded size; then close the file.

        Many small shards are read before the first of them is written.
        """

    def write(self, chunk: Chunk, results: pa.StructArray) -> Tally:
        """Write a chunk with its results; chunks come in the order in which they were read."""

    def finish(self) -> None:
        """Complete the output, once every chunk is written."""

    def close(self) -> None:
        """Close the files, whether the output is complete or not."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    Args:
        name: what a person calls it.
        suffixes: how the names of its files end.
        endings: the same, as a person is told.
        open: opens a shard: the file to read, the file to write, the name that the user gave it, the name that the
            output will have, and the task.
    """

    name: str
    suffixes: tuple[str, ...]
    endings: str
    open: Callable[[Path, Path, str, str, Task], Shard]
