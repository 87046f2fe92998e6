"""Keep a list of papers in English and Chinese: check the translation, repair the encoding, export a README.

The public API; everything is loaded when it is first used, so that importing the package costs nothing.

>>> from i18n_tool import repair
>>> repair("ä½ å¥½").text
'你好'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from i18n_tool.api import Catalogue, check_pair
    from i18n_tool.mojibake import Repair, repair
    from i18n_tool.mojibake.byte_repair import repair_bytes
    from i18n_tool.mojibake.stream import repair_stream

__all__ = ["Catalogue", "Repair", "__version__", "check_pair", "repair", "repair_bytes", "repair_stream"]

_HOMES = {
    "Catalogue": "i18n_tool.api",
    "Repair": "i18n_tool.mojibake",
    "check_pair": "i18n_tool.api",
    "repair": "i18n_tool.mojibake",
    "repair_bytes": "i18n_tool.mojibake.byte_repair",
    "repair_stream": "i18n_tool.mojibake.stream",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
