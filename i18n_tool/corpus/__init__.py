"""Repair of text at the scale of corpora: columns of data frames, and files of Parquet and JSON Lines.

`repair_series` needs nothing beside the package itself; `repair_udf` and `repair_corpus` need the extra `corpus`, which
brings Daft and Ray.

>>> from i18n_tool.corpus import repair_series
>>> repair_series(["RenÃ©", None])
['René', None]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from i18n_tool.corpus.run import CorpusReport, repair_corpus
    from i18n_tool.corpus.series import repair_series
    from i18n_tool.corpus.udf import repair_udf

__all__ = ["CorpusReport", "repair_corpus", "repair_series", "repair_udf"]

_HOMES = {"CorpusReport": "run", "repair_corpus": "run", "repair_series": "series", "repair_udf": "udf"}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
