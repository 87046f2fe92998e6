"""What holds of every plugin of every kind: a name of its own, a page, and a file of cases."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from i18n_tool.discovery import module_names, plugins

CASES = Path(__file__).parent / "cases"
PACKAGES = {
    "checks": "i18n_tool.checks",
    "importers": "i18n_tool.importers",
    "exporters": "i18n_tool.exporters",
    "reporters": "i18n_tool.reporters",
    "channels": "i18n_tool.mojibake.channels",
    "escapes": "i18n_tool.mojibake.escapes",
}
PLUGINS = [
    pytest.param(kind, stem, plugin, id=f"{kind}/{stem}")
    for kind, package in PACKAGES.items()
    for stem, plugin in plugins(package).items()
]
CHECK_HEADINGS = ["What it does", "Why", "Example", "Fix"]


def names(plugin: Any) -> list[str]:
    """Return all that a user can call a plugin by."""
    return [name for name in (getattr(plugin, "code", None), plugin.name, *getattr(plugin, "aliases", ())) if name]


@pytest.mark.parametrize("kind", PACKAGES)
def test_names_are_unique(kind: str) -> None:
    called = [name.lower() for plugin in plugins(PACKAGES[kind]).values() for name in names(plugin)]
    assert called
    assert len(called) == len(set(called))


@pytest.mark.parametrize(("kind", "stem", "plugin"), PLUGINS)
def test_a_plugin_is_immutable(kind: str, stem: str, plugin: Any) -> None:
    del kind, stem
    with pytest.raises((AttributeError, TypeError)):
        plugin.name = "other"


@pytest.mark.parametrize(("kind", "stem", "plugin"), PLUGINS)
def test_a_plugin_is_documented(kind: str, stem: str, plugin: Any) -> None:
    first, _, rest = plugin.documentation.partition("\n")
    assert first.endswith(".")
    if kind == "checks":
        assert plugin.name == stem.replace("_", "-")
        assert re.fullmatch("[A-Z]{3}[0-9]{3}", plugin.code)
        assert re.findall("^## (.*)$", rest, re.MULTILINE) == CHECK_HEADINGS
        sections = re.split("^## .*$", rest, flags=re.MULTILINE)[1:]
        assert all(section.strip() for section in sections)
        assert plugin.code in sections[CHECK_HEADINGS.index("Example")]


@pytest.mark.parametrize(("kind", "stem", "plugin"), PLUGINS)
def test_a_plugin_has_cases(kind: str, stem: str, plugin: Any) -> None:
    del plugin
    cases = yaml.load((CASES / kind / f"{stem}.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - it makes strings only
    assert cases
    assert all(case["name"] and case["provenance"] for case in cases)


@pytest.mark.parametrize("kind", PACKAGES)
def test_no_cases_without_a_plugin(kind: str) -> None:
    assert {path.stem for path in (CASES / kind).glob("*.yaml")} <= set(module_names(PACKAGES[kind]))
