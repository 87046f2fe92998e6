"""Keeps the memory of a long run bounded."""

from __future__ import annotations

import sys

_PACKAGE = __package__


def forget() -> None:
    """Drop what was kept of the texts that were seen, so as not to work it out twice.

    The caches of the engine hold so many entries, but entries grow with the text: a repair of gigabytes must drop them
    from time to time. Tables that are the same for any text stay.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith(_PACKAGE):
            for value in list(vars(module).values()):
                if _keeps_texts(value):
                    value.cache_clear()


def _keeps_texts(value: object) -> bool:
    """Tell whether this is a function that keeps its latest results; tables are kept without a limit."""
    parameters = getattr(value, "cache_parameters", None)
    return parameters is not None and parameters()["maxsize"] is not None
