"""The settings of a project, from `i18n.toml` or from `[tool.i18n_tool]` in `pyproject.toml`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from i18n_tool.errors import InputError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project sets once, and an option of a command can override.

    Args:
        catalogue: the catalogue's folder, relative to the file of the settings.
        select: the checks to run, by code, family or name; empty for all that are on by default.
        ignore: the checks to leave out.
        source: the file that the settings come from; None for the defaults.
    """

    catalogue: str = "summaries"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    source: Path | None = None

    @property
    def catalogue_folder(self) -> Path:
        """The catalogue's folder, relative to the working directory where that is shorter."""
        if self.source is None:
            return Path(self.catalogue)
        folder = self.source.parent / self.catalogue
        try:
            return folder.relative_to(Path.cwd())
        except ValueError:
            return folder


def load_settings(start: Path) -> Settings:
    """Return the settings of the project that the folder `start` belongs to.

    The nearest `i18n.toml`, or `pyproject.toml` with a `[tool.i18n_tool]` table, of `start` and the folders above
    it counts. Without one, the defaults hold.

    Raises:
        InputError: the file is not TOML, or a setting is unknown or of the wrong type.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        own, shared = folder / "i18n.toml", folder / "pyproject.toml"
        if own.is_file():
            return _settings(_read_toml(own), own)
        if shared.is_file():
            tools = _read_toml(shared).get("tool", {})
            if isinstance(tools, dict) and "i18n_tool" in tools:
                return _settings(tools["i18n_tool"], shared)
    return Settings()


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"not valid TOML: {error}", path=str(path)) from None
    except UnicodeDecodeError as error:
        raise InputError(f"not valid UTF-8 at byte {error.start}", path=str(path)) from None


def _settings(table: Any, path: Path) -> Settings:
    if not isinstance(table, dict):
        raise InputError("'tool.i18n_tool' must be a table", path=str(path))
    known = {field.name for field in fields(Settings)} - {"source"}
    for key in table:
        if key not in known:
            raise InputError(f"unknown setting {key!r}; known are {', '.join(sorted(known))}", path=str(path))
    catalogue = table.get("catalogue", Settings().catalogue)
    if not isinstance(catalogue, str):
        raise InputError("the setting 'catalogue' must be a string", path=str(path))
    return Settings(catalogue, _strings(table, "select", path), _strings(table, "ignore", path), path)


def _strings(table: Mapping[str, Any], key: str, path: Path) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InputError(f"the setting {key!r} must be a list of strings", path=str(path))
    return tuple(value)
