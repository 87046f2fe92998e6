"""Runs the case files of the channels and of the repair as a whole: texts that must not change first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from i18n_tool.discovery import module_names
from i18n_tool.mojibake import repair

CASES = Path(__file__).parents[1] / "cases"
PACKAGES = {"channels": "i18n_tool.mojibake.channels", "escapes": "i18n_tool.mojibake.escapes"}
PLUGINS = [(kind, stem) for kind, package in PACKAGES.items() for stem in module_names(package)]


def _load(kind: str) -> Sequence[object]:
    parameters = []
    for path in sorted((CASES / kind).glob("*.yaml")):
        cases = yaml.safe_load(path.read_text(encoding="utf-8"))
        cases.sort(key=lambda case: case["expect"] != "unchanged")
        parameters += [pytest.param(case, id=f"{path.stem}: {case['name']}") for case in cases]
    return parameters


@pytest.mark.parametrize("case", _load("repair"))
def test_repair(case: dict[str, str]) -> None:
    _check(case)


@pytest.mark.parametrize("case", _load("channels"))
def test_channel(case: dict[str, str]) -> None:
    _check(case)


@pytest.mark.parametrize("case", _load("escapes"))
def test_escapes(case: dict[str, str]) -> None:
    _check(case, escapes=True)


def _check(case: dict[str, str], *, escapes: bool = False) -> None:
    assert case["provenance"]
    repaired = repair(case["text"], escapes=escapes)
    if case["expect"] == "unchanged":
        assert repaired.text is case["text"]
        assert not repaired.edits
    else:
        assert repaired.text == case["expect"]
        assert repair(repaired.text, escapes=escapes).text is repaired.text


@pytest.mark.parametrize(("kind", "stem"), PLUGINS)
def test_every_plugin_has_cases_and_documentation(kind: str, stem: str) -> None:
    from i18n_tool.discovery import plugins

    plugin = plugins(PACKAGES[kind])[stem]
    expectations = [case["expect"] for case in yaml.safe_load((CASES / kind / f"{stem}.yaml").read_text("utf-8"))]
    assert expectations[0] == "unchanged"
    assert any(expectation != "unchanged" for expectation in expectations)
    assert plugin.summary
    assert len(plugin.documentation.strip().splitlines()) > 2, "what it looks like, and how it comes about"


@pytest.mark.parametrize("kind", PACKAGES)
def test_every_case_file_belongs_to_a_plugin(kind: str) -> None:
    assert sorted(path.stem for path in (CASES / kind).glob("*.yaml")) == module_names(PACKAGES[kind])
