"""The repair as a function of Daft, for anyone's own pipeline."""

from __future__ import annotations

from typing import Any

from i18n_tool.corpus._daft import import_daft
from i18n_tool.corpus.series import repair_series

_daft = import_daft()


def _repair(texts: Any, **options: Any) -> Any:
    """Undo encoding damage in a column of texts, on whatever engine Daft runs.

    Args:
        texts: the column, such as `frame["title"]`.
        options: what `i18n_tool.repair` takes beside the text, such as `min_confidence`.

    >>> from i18n_tool.corpus import repair_udf
    >>> frame = _daft.from_pydict({"title": ["RenÃ©", None]})
    >>> frame.select(repair_udf(frame["title"])).to_pydict()
    {'title': ['René', None]}
    """
    return repair_series(texts, **options)


repair_udf = _daft.func.batch(return_dtype=_daft.DataType.string())(_repair)
