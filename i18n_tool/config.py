"""The settings of a project, from `i18n.toml` or from `[tool.i18n_tool]` in `pyproject.toml`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, TypeAlias

from i18n_tool.errors import InputError
from i18n_tool.hanzi import Script
from i18n_tool.model import LANGUAGES, Language, Relation

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

#: How bad the findings of a check are; `off` leaves the check out.
Level: TypeAlias = Literal["error", "warning", "info", "off"]
#: The findings that make `check` exit with 1: those of this severity and worse ones.
FailOn: TypeAlias = Literal["error", "warning", "info"]

_LEVELS: tuple[Level, ...] = ("error", "warning", "info", "off")
_FAIL_ON: tuple[FailOn, ...] = ("error", "warning", "info")
_RELATIONS: tuple[Relation, ...] = ("translation", "summary")
_SCRIPTS: tuple[Script, ...] = ("Hans", "Hant")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project sets once, and an option of a command can override.

    In the file the names have hyphens, as in `per-path-ignores`. Paths are relative to the file of the settings.

    Args:
        catalogue: the catalogue's folder.
        select: the checks to run, by code, family or name; empty for all that are on by default.
        extend_select: checks to run beside these.
        ignore: the checks to leave out.
        per_path_ignores: the checks to leave out in files or folders, by a pattern such as `summaries/old/**`.
        severities: how bad findings are, by code, family or name; the most specific one counts.
        languages: the languages that every paper must have; None for what `_catalogue.yaml` says.
        relation: how the two texts of a paper relate; None for what `_catalogue.yaml` says.
        script: what Chinese must be written in, `Hans` (simplified) or `Hant` (traditional); None for what most texts
            are.
        glossary: a file of terms beside those of `_catalogue.yaml`; None for none.
        embedding: the model of meaning that `different-content` asks, too; None for none.
        baseline: a file of known findings, which are not reported; None for none.
        fail_on: the least severity that makes `check` fail.
        source: the file that the settings come from; None for the defaults.
    """

    catalogue: str = "summaries"
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_path_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    severities: Mapping[str, Level] = field(default_factory=dict)
    languages: tuple[Language, ...] | None = None
    relation: Relation | None = None
    script: Script | None = None
    glossary: str | None = None
    embedding: str | None = None
    baseline: str | None = None
    fail_on: FailOn = "info"
    source: Path | None = None

    @property
    def root(self) -> Path:
        """The folder that paths in the settings are relative to."""
        return self.source.parent if self.source else Path.cwd()

    @property
    def catalogue_folder(self) -> Path:
        """The catalogue's folder, relative to the working directory where that is shorter."""
        return self.path(self.catalogue)

    def path(self, setting: str) -> Path:
        """Return a path that a setting gives, relative to the working directory where that is shorter."""
        if self.source is None:
            return Path(setting)
        path = self.source.parent / setting
        try:
            return path.relative_to(Path.cwd())
        except ValueError:
            return path

    def selectors(self) -> Iterator[tuple[str, str]]:
        """Yield every name of a check in the settings, after the name of the setting that it stands in."""
        lists = {"select": self.select, "extend-select": self.extend_select, "ignore": self.ignore}
        for setting, names in (*lists.items(), ("severities", tuple(self.severities))):
            yield from ((setting, name) for name in names)
        for names in self.per_path_ignores.values():
            yield from (("per-path-ignores", name) for name in names)


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
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", path=str(path)) from None


def _settings(table: Any, path: Path) -> Settings:
    if not isinstance(table, dict):
        raise InputError("'tool.i18n_tool' must be a table", path=str(path))
    values = {}
    for key, value in table.items():
        if key not in _READERS:
            near = get_close_matches(key.replace("_", "-"), _READERS, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(sorted(_READERS))}"
            raise InputError(f"unknown setting {key!r}; {hint}", path=str(path))
        try:
            values[key.replace("-", "_")] = _READERS[key](value)
        except _WrongError as wrong:
            raise InputError(f"the setting {key!r} must be {wrong}", path=str(path)) from None
    return Settings(**values, source=path)


class _WrongError(Exception):
    """A value is not what its setting takes; the message says what that is."""


def _string(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise _WrongError("a string")
    return value


def _strings(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _WrongError("a list of strings")
    return tuple(value)


def _lists(value: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict) or not all(isinstance(item, list) for item in value.values()):
        raise _WrongError("a table of patterns, each with a list of checks")
    return {pattern: _strings(names) for pattern, names in value.items()}


def _levels(value: Any) -> dict[str, Level]:
    if not isinstance(value, dict):
        raise _WrongError("a table of checks, each with a severity")
    return {name: _choice(level, _LEVELS, of=f" for {name!r}") for name, level in value.items()}


def _languages(value: Any) -> tuple[Language, ...]:
    known = set(LANGUAGES)
    if (
        not isinstance(value, list)
        or not value
        or len({*map(str, value)}) < len(value)
        or not {*map(str, value)} <= known
    ):
        raise _WrongError(f"a list of one or more of {', '.join(map(repr, LANGUAGES))}, each once")
    return tuple(language for language in LANGUAGES if language in value)


def _choice(value: Any, choices: tuple[Any, ...], *, of: str = "") -> Any:
    if value not in choices:
        raise _WrongError(f"one of {', '.join(map(repr, choices))}{of}, not {value!r}")
    return value


_READERS: dict[str, Callable[[Any], Any]] = {
    "catalogue": _string,
    "select": _strings,
    "extend-select": _strings,
    "ignore": _strings,
    "per-path-ignores": _lists,
    "severities": _levels,
    "languages": _languages,
    "relation": lambda value: _choice(value, _RELATIONS),
    "script": lambda value: _choice(value, _SCRIPTS),
    "glossary": _string,
    "embedding": _string,
    "baseline": _string,
    "fail-on": lambda value: _choice(value, _FAIL_ON),
}
