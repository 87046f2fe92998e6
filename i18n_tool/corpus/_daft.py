"""Daft and Ray, imported only after they were told not to report that they are used."""

from __future__ import annotations

import os
from importlib import import_module
from types import ModuleType
from typing import Final

from i18n_tool.errors import UsageError

#: What keeps Daft, its workers, and Ray from sending statistics of their use.
NO_TELEMETRY: Final = {"DO_NOT_TRACK": "true", "RAY_USAGE_STATS_ENABLED": "0"}


def import_daft() -> ModuleType:
    """Return Daft.

    Raises:
        UsageError: it is not installed.
    """
    return _imported("daft")


def import_ray() -> ModuleType:
    """Return Ray.

    Raises:
        UsageError: it is not installed.
    """
    return _imported("ray")


def _imported(name: str) -> ModuleType:
    # Workers inherit the environment, so that it is set for them as well.
    os.environ.update(NO_TELEMETRY)
    try:
        return import_module(name)
    except ImportError as error:
        if error.name == name:
            raise UsageError(f"repairing a corpus needs {name}: pip install 'i18n-tool[corpus]'") from None
        raise UsageError(f"{name} is installed, but cannot be imported: {error}") from None
