"""Runs tests/cases/importers/<stem>.yaml: for each importer, sources and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from i18n_tool.discovery import plugins
from i18n_tool.errors import InputError
from i18n_tool.importers._base import Importer
from i18n_tool.model import Catalogue

CASES = Path(__file__).parents[1] / "cases" / "importers"
IMPORTERS: dict[str, Importer] = plugins("i18n_tool.importers")


def load(stem: str) -> list[dict[str, Any]]:
    with (CASES / f"{stem}.yaml").open(encoding="utf-8") as file:
        cases: list[dict[str, Any]] = yaml.load(file, yaml.BaseLoader)  # noqa: S506 - makes strings only
    return cases


def cases() -> Iterator[Any]:
    for stem in IMPORTERS:
        for case in load(stem):
            yield pytest.param(stem, case, id=f"{stem}: {case['name']}")


def without_empty(value: Any) -> Any:
    """Return nested data without what is None or empty, so that a case says only what is there."""
    if isinstance(value, dict):
        return {key: kept for key, item in value.items() if (kept := without_empty(item))}
    if isinstance(value, list | tuple):
        return [without_empty(item) for item in value]
    return value


def shown(catalogue: Catalogue) -> dict[str, Any]:
    found = asdict(catalogue)
    for item in found["unplaced"]:
        item["line"] = str(item["line"])
        del item["source"]
    wanted = ("title", "introduction", "legend", "sections", "papers", "unplaced")
    return {key: value for key, value in without_empty(found).items() if key in wanted}


@pytest.mark.parametrize(("stem", "case"), list(cases()))
def test_case(stem: str, case: dict[str, Any]) -> None:
    if "error" in case:
        with pytest.raises(InputError) as raised:
            IMPORTERS[stem].read(case["source"], "list")
        assert str(raised.value) == case["error"]
        return
    imported = IMPORTERS[stem].read(case["source"], "folder/list")
    assert shown(imported.catalogue) == case["expect"]
    assert [f"{note.line}: {note.message}" for note in imported.notes] == case.get("notes", [])
    assert {item.source for item in imported.catalogue.unplaced} <= {"list"}


@pytest.mark.parametrize("stem", list(IMPORTERS))
def test_every_case_says_where_it_is_from(stem: str) -> None:
    assert all(case["provenance"] for case in load(stem))


@pytest.mark.parametrize("stem", list(IMPORTERS))
def test_each_importer_recognises_its_own_best(stem: str) -> None:
    for case in load(stem):
        if "detected" in case:
            scores = {name: importer.detect("list", case["source"]) for name, importer in IMPORTERS.items()}
            assert max(scores, key=lambda name: scores[name]) == stem, (case["name"], scores)
