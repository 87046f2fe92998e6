"""The JSON Schemas say what the loader takes."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator

from i18n_tool.errors import UsageError
from i18n_tool.model import Catalogue, Links, Paper, Translation
from i18n_tool.store.decode import CATALOGUE_KEYS, PAPER_KEYS
from i18n_tool.store.encode import header_tree, paper_tree, render_document
from i18n_tool.store.schema import schema
from tests.store.strategies import catalogues, papers


def _validator(name: str) -> Any:
    content = json.loads(schema(name))
    Draft202012Validator.check_schema(content)
    return Draft202012Validator(content)


_FINE = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])


@given(papers)
@_FINE
def test_a_written_record_fits_its_schema_as_an_editor_reads_it(paper: Paper) -> None:
    _validator("paper").validate(yaml.safe_load(render_document(paper_tree(paper))))


@given(catalogues)
@_FINE
def test_a_written_header_fits_its_schema_as_an_editor_reads_it(catalogue: Catalogue) -> None:
    order = {key: tuple(paper.id for paper in found) for key, found in catalogue.by_section.items()}
    _validator("catalogue").validate(yaml.safe_load(render_document(header_tree(catalogue, order))))


@pytest.mark.parametrize(
    "record",
    [
        {"id": "a"},
        {"id": "../evil", "section": "b"},
        {"id": "a", "section": "b", "sumary": {}},
        {"id": "a", "section": "b", "title": "text"},
        {"id": "a", "section": "b", "title": {"fr": "x"}},
        {"id": "a", "section": "b", "date": "20220"},
        {"id": "a", "section": "b", "date": 2022},
        {"id": "a", "section": "b", "authors": "x"},
        {"id": "a", "section": "b", "links": {"codes": "x"}},
        {"id": "a", "section": "b", "translation": {"zh": {"origin": "cat"}}},
    ],
)
def test_what_the_loader_refuses_does_not_fit(record: dict[str, Any]) -> None:
    assert not _validator("paper").is_valid(record)


def test_the_schemas_name_every_key_in_the_order_of_writing() -> None:
    paper = json.loads(schema("paper"))
    assert tuple(paper["properties"]) == PAPER_KEYS == tuple(item.name for item in fields(Paper))
    assert list(paper["properties"]["links"]["properties"]) == [item.name for item in fields(Links)]
    assert list(paper["$defs"]["translation"]["properties"]) == [item.name for item in fields(Translation)]
    assert tuple(json.loads(schema("catalogue"))["properties"]) == CATALOGUE_KEYS


def test_every_property_is_described() -> None:
    for name in ("paper", "catalogue"):
        for key, content in json.loads(schema(name))["properties"].items():
            assert content.get("description"), f"{name}: {key}"


def test_an_unknown_schema_is_refused() -> None:
    with pytest.raises(UsageError, match=r"there is no schema '.*'; the schemas are paper and catalogue"):
        schema(str(Path("..") / "secret"))
