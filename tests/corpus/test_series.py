"""Repair of a column, whatever library it is of: the same kind of column comes back."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from i18n_tool.corpus import repair_series
from tests.corpus.shards import DAMAGED_GREETING, DAMAGED_NAME, GREETING, NAME

D, G, N, H = DAMAGED_NAME, DAMAGED_GREETING, NAME, GREETING
INDEX = pd.Index([7, 8, 9], name="key")

#: For each kind of column, the damaged one and the sound one.
COLUMNS: dict[str, tuple[Any, Any]] = {
    "list": ([D, None, G, 1], [N, None, H, 1]),
    "tuple": ((D, None), (N, None)),
    "numpy objects": (np.array([[D, None], [1, G]], object), np.array([[N, None], [1, H]], object)),
    "numpy strings": (np.array([D, "sound"]), np.array([N, "sound"])),
    "pandas": (pd.Series([D, None, G], INDEX, "str", "t"), pd.Series([N, None, H], INDEX, "str", "t")),
    "pandas objects": (
        pd.Series([D, None, 1.5], INDEX, object, "t"),
        pd.Series([N, None, 1.5], INDEX, object, "t"),
    ),
    "pandas nullable": (pd.Series([D, pd.NA], dtype="string"), pd.Series([N, pd.NA], dtype="string")),
    "pandas categories": (
        pd.Series(pd.Categorical([D, None, "b"], [D, "b"], ordered=True)),
        pd.Series(pd.Categorical([N, None, "b"], [N, "b"], ordered=True)),
    ),
    "pandas categories that become one": (
        pd.Series(pd.Categorical([D, N, D])),
        pd.Series(pd.Categorical([N, N, N])),
    ),
    "pandas index": (pd.Index([D, "x"], name="t"), pd.Index([N, "x"], name="t")),
    "polars": (pl.Series("t", [D, None, G]), pl.Series("t", [N, None, H])),
    "polars categories": (pl.Series("t", [D, None], pl.Categorical()), pl.Series("t", [N, None], pl.Categorical())),
    "polars enumeration": (pl.Series("t", [D], pl.Enum([D])), pl.Series("t", [N])),
    "arrow": (pa.array([D, None, G]), pa.array([N, None, H])),
    "arrow large": (pa.array([D], pa.large_string()), pa.array([N], pa.large_string())),
    "arrow view": (pa.array([D], pa.string_view()), pa.array([N], pa.string_view())),
    "arrow dictionary": (pa.array([D, None, N, D]).dictionary_encode(), pa.array([N, None, N, N]).dictionary_encode()),
    "arrow chunks": (pa.chunked_array([[D], [], [None, G]]), pa.chunked_array([[N], [], [None, H]])),
}


def same(one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, pd.Series):
        pd.testing.assert_series_equal(one, other)
        return True
    if isinstance(one, np.ndarray):
        return bool(one.dtype.kind == other.dtype.kind and one.shape == other.shape and (one == other).all())
    if isinstance(one, pl.Series):
        return bool(one.name == other.name and one.dtype == other.dtype and one.to_list() == other.to_list())
    return bool(one.equals(other)) if hasattr(one, "equals") else bool(one == other)


@pytest.mark.parametrize(("damaged", "sound"), COLUMNS.values(), ids=COLUMNS.keys())
def test_a_column_comes_back_as_what_it_was(damaged: Any, sound: Any) -> None:
    assert same(repair_series(damaged), sound)


@pytest.mark.parametrize("column", [sound for _, sound in COLUMNS.values()], ids=COLUMNS.keys())
def test_a_sound_column_is_the_one_that_was_given(column: Any) -> None:
    assert repair_series(column) is column


@pytest.mark.parametrize("column", [pd.Series([1, 2]), pl.Series([1.5]), pa.array([1, None]), [], pa.array([[D]])])
def test_a_column_without_text_is_left_alone(column: Any) -> None:
    assert repair_series(column) is column


def test_a_daft_series_and_function() -> None:
    import daft

    from i18n_tool.corpus import repair_udf

    series = daft.Series.from_pylist([D, None, G], "t")
    done = repair_series(series)
    assert (type(done), done.name(), done.to_pylist()) == (daft.Series, "t", [N, None, H])
    frame = daft.from_pydict({"id": [1, 2, 3], "t": [D, None, "sound"]})
    assert frame.with_column("t", repair_udf(frame["t"], min_confidence=0.9)).to_pydict() == {
        "id": [1, 2, 3],
        "t": [N, None, "sound"],
    }


@pytest.mark.parametrize("column", [D, D.encode(), 1, None, {D}, pd.DataFrame({"t": [D]}), pl.DataFrame({"t": [D]})])
def test_what_is_no_column_is_refused(column: Any) -> None:
    with pytest.raises(TypeError, match="repair_series takes a column of texts"):
        repair_series(column)


def test_each_text_is_repaired_by_itself() -> None:
    from i18n_tool import repair

    lossy = [text.encode().decode("cp1252", "ignore") for text in (N, "请读否", "提高模型", "中文提")]
    for texts in (lossy, lossy[::-1], lossy * 3):
        assert repair_series(texts) == [repair(text).text for text in texts]


def test_options_reach_the_repair() -> None:
    lost = "请读否".encode().decode("cp1252", "ignore")
    assert repair_series([lost], min_confidence=0.0) != [lost]
    assert repair_series([lost], min_confidence=1.0) != repair_series([lost], min_confidence=0.0)


def test_lists_need_no_library() -> None:
    program = (
        "import sys\n"
        "from i18n_tool.corpus import repair_series\n"
        f"assert repair_series([{D!r}, None]) == [{N!r}, None]\n"
        "print(*sorted({'daft', 'ray', 'pyarrow', 'pandas', 'polars'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
