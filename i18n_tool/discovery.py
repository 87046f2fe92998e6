"""Finds plugins: every module of a package that ends in one immutable `PLUGIN = …` object.

Adding a check, an importer, an exporter, a reporter or a damage channel is adding a module; nothing else lists it.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


def module_names(package: str) -> list[str]:
    """Return the names of the modules of `package` that can hold a plugin, sorted; none is imported.

    Modules whose name begins with an underscore, and sub-packages, hold no plugin.

    >>> "missing_summary" in module_names("i18n_tool.checks")
    True
    """
    path = import_module(package).__path__
    return sorted(info.name for info in iter_modules(path) if not info.ispkg and not info.name.startswith("_"))


@cache
def plugins(package: str) -> dict[str, Any]:
    """Return the `PLUGIN` object of each module of `package` that has one, by the module's name, sorted.

    >>> list(plugins("i18n_tool.reporters"))
    ['github', 'html', 'json', 'markdown', 'sarif', 'text']
    """
    found = {}
    for name in module_names(package):
        plugin = getattr(import_module(f"{package}.{name}"), "PLUGIN", None)
        if plugin is not None:
            found[name] = plugin
    return found
