"""Repair of a column of texts, in whatever holds it: a list, or a series of pandas, Polars, Arrow or Daft.

None of these libraries is imported, or needed, unless a column of its own is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeVar

from i18n_tool.corpus.texts import TextRepairer

Column = TypeVar("Column")

#: A column has one type, and tells it under one of these names; a table has not.
_TYPE_OF_COLUMN: Final = ("dtype", "type", "datatype")


def repair_series(values: Column, **options: Any) -> Column:
    """Undo encoding damage in each text of a column.

    Each text is repaired by itself, as `i18n_tool.repair` does; equal texts are repaired once. What is not text (a
    missing value, a number) stays as it is, and so do the name, the index and the type of the column.

    Args:
        values: a list, tuple or NumPy array, a pandas or Polars series, an Arrow array or a Daft series.
        options: what `i18n_tool.repair` takes beside the text, such as `min_confidence`.

    Returns:
        A column of the same kind; the one that was given where nothing was repaired.

    Raises:
        TypeError: `values` is a single text or no column at all.

    >>> repair_series(["RenÃ©", None, "sound"])
    ['René', None, 'sound']
    """
    if isinstance(values, str | bytes):
        raise TypeError("repair_series takes a column of texts; repair takes a single one")
    libraries = [base.__module__.partition(".")[0] for base in type(values).__mro__]
    repair_column = next((_LIBRARIES[name] for name in libraries if name in _LIBRARIES), _repair_sequence)
    if repair_column is not _repair_sequence and not any(hasattr(values, name) for name in _TYPE_OF_COLUMN):
        raise TypeError(f"repair_series takes a column of texts, not a {type(values).__name__}")
    return repair_column(values, TextRepairer(**options))  # type: ignore[no-any-return]


def _repair_all(values: Iterable[Any], repaired: TextRepairer) -> tuple[list[Any], bool]:
    """Return the values with each text repaired, and whether any text changed."""
    before = list(values)
    after = [repaired(value).text if isinstance(value, str) else value for value in before]
    return after, any(new is not old and new != old for new, old in zip(after, before, strict=True))


def _repair_sequence(values: Any, repaired: TextRepairer) -> Any:
    if not isinstance(values, Sequence):
        raise TypeError(f"repair_series takes a column of texts, not {type(values).__name__}")
    after, changed = _repair_all(values, repaired)
    if not changed:
        return values
    return tuple(after) if isinstance(values, tuple) else after


def _repair_numpy(values: Any, repaired: TextRepairer) -> Any:
    import numpy as np

    after, changed = _repair_all(values.ravel().tolist(), repaired)
    if not changed:
        return values
    return np.array(after, dtype=values.dtype if values.dtype.hasobject else None).reshape(values.shape)


def _repair_pandas(values: Any, repaired: TextRepairer) -> Any:
    def new(value: Any) -> Any:
        return repaired(value).text if isinstance(value, str) else value

    is_categorical = str(values.dtype) == "category"
    after = values.map(new)  # of a categorical series it maps the categories, and keeps their order
    if after.dtype != values.dtype and not (is_categorical and str(after.dtype) == "category"):
        after = after.astype("category" if is_categorical else values.dtype)
    return values if after.equals(values) else after


def _repair_polars(values: Any, repaired: TextRepairer) -> Any:
    after, changed = _repair_all(values.to_list(), repaired)
    if not changed:
        return values
    # A series of an Enum cannot hold texts that are not in it.
    dtype = None if str(values.dtype).startswith("Enum") else values.dtype
    return type(values)(values.name, after, dtype=dtype)


def _repair_arrow(values: Any, repaired: TextRepairer) -> Any:
    import pyarrow as pa

    if isinstance(values, pa.ChunkedArray):
        chunks = values.chunks
        after = [_repair_arrow(chunk, repaired) for chunk in chunks]
        same = all(new is old for new, old in zip(after, chunks, strict=True))
        return values if same else pa.chunked_array(after, values.type)
    after, changed = _repair_all(values.to_pylist(), repaired)
    return pa.array(after, values.type) if changed else values


def _repair_daft(values: Any, repaired: TextRepairer) -> Any:
    before = values.to_arrow()
    after = _repair_arrow(before, repaired)
    return values if after is before else type(values).from_arrow(after, values.name())


_LIBRARIES = {
    "numpy": _repair_numpy,
    "pandas": _repair_pandas,
    "polars": _repair_polars,
    "pyarrow": _repair_arrow,
    "daft": _repair_daft,
}
