"""Catalogues for tests of checks, made from the plain data of a case, whose places are the offsets themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from i18n_tool.model import Bilingual, Catalogue, Field, Links, Paper, Section

CASES = Path(__file__).parents[1] / "cases"
_TEXTS = ("title", "summary", "notes")


@dataclass(frozen=True)
class Place:
    path: str
    line: int
    column: int


@dataclass(frozen=True)
class InMemory:
    """A catalogue without files: the path is the paper's id, the column the offset in the field's text."""

    catalogue: Catalogue

    def place(self, paper: str | None, field: Field = (), offset: int = 0) -> Place:
        del field
        return Place(paper or "_catalogue", 1, offset + 1)


def read_cases(kind: str, stem: str) -> list[dict[str, Any]]:
    """Read a file of cases; every scalar is a string, so that `no` and `2024-01` are what they look like."""
    text = (CASES / kind / f"{stem}.yaml").read_text(encoding="utf-8")
    cases: list[dict[str, Any]] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes strings only
    return cases


def build_catalogue(case: Mapping[str, Any]) -> Catalogue:
    """Make the catalogue of a case: its `papers`, and what its `catalogue` says of the list."""
    given = case.get("catalogue", {})
    sections = tuple(Section(item["key"], Bilingual(**item.get("title", {}))) for item in given.get("sections", ()))
    catalogue = Catalogue(sections=sections, papers=tuple(build_paper(item) for item in case.get("papers", ())))
    if "languages" in given:
        catalogue = replace(catalogue, languages=tuple(given["languages"]))
    return replace(catalogue, title=Bilingual(**given.get("title", {})))


def build_paper(data: Mapping[str, Any]) -> Paper:
    texts = {name: Bilingual(**data[name]) for name in _TEXTS if name in data}
    return Paper(
        id=data["id"],
        title=texts.get("title", Bilingual()),
        section=data.get("section", "s"),
        links=Links(**data.get("links", {})),
        summary=texts.get("summary", Bilingual()),
        notes=texts.get("notes", Bilingual()),
        ignore=tuple(data.get("ignore", ())),
    )
