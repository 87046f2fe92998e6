"""What is read whole is kept whole: it holds no garbage, and looking for some takes as long as reading it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def left_alone() -> Iterator[None]:
    """Leave garbage alone for a while.

    >>> with left_alone():
    ...     gc.isenabled()
    False
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def kept_for_good() -> Iterator[None]:
    """Leave garbage alone for a while, and what was made until then for ever; `gc.unfreeze` takes that back."""
    with left_alone():
        yield
        gc.freeze()
