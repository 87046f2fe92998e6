"""Keeps the memory of a long run bounded."""

from __future__ import annotations

import sys
from typing import Final

_PACKAGE: Final = __package__
#: The most entries of caches that are kept: those of what can have stood in gaps, which takes long to work out, and of
#: which texts damaged in the same way need the same.
MOST_KEPT: Final = 1 << 10


def forget() -> None:
    """Drop what was kept of the texts that were seen, so as not to work it out twice.

    The caches of the engine hold so many entries, but entries grow with the text: a repair of gigabytes must drop them
    from time to time. Tables that are the same for any text stay, and small caches.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith(_PACKAGE):
            for value in list(vars(module).values()):
                if _keeps_texts(value):
                    value.cache_clear()


def _keeps_texts(value: object) -> bool:
    """Tell whether this is a function that keeps many of its latest results; tables are kept without a limit."""
    parameters = getattr(value, "cache_parameters", None)
    return parameters is not None and (parameters()["maxsize"] or 0) > MOST_KEPT
