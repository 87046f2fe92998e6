"""Catalogues for tests of checks, made from the plain data of a case, whose places are the offsets themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from i18n_tool.model import (
    Bilingual,
    Catalogue,
    Fault,
    Field,
    Links,
    Paper,
    Section,
    Stray,
    Term,
    Translation,
    Unplaced,
)

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
    if "relation" in given:
        catalogue = replace(catalogue, relation=given["relation"])
    if "source_language" in given:
        catalogue = replace(catalogue, source_language=given["source_language"])
    terms = (Term(item["en"], item["zh"], tuple(item.get("wrong", ()))) for item in given.get("glossary", ()))
    catalogue = replace(catalogue, glossary=tuple(terms))
    if "script" in given:
        catalogue = replace(catalogue, script=given["script"])
    if "languages" in given:
        catalogue = replace(catalogue, languages=tuple(given["languages"]))
    unplaced = (Unplaced(**{**item, "line": int(item["line"])}) for item in given.get("unplaced", ()))
    strays = (Stray(**{**item, "place": int(item["place"])}) for item in given.get("strays", ()))
    encodings = ((name or None, encoding) for name, encoding in given.get("encodings", {}).items())
    catalogue = replace(catalogue, unplaced=tuple(unplaced), strays=tuple(strays), encodings=tuple(encodings))
    faults = tuple(_fault(item) for item in given.get("faults", ()))
    catalogue = replace(catalogue, faults=faults, unread=tuple(given.get("unread", ())))
    return replace(catalogue, title=Bilingual(**given.get("title", {})))


def _fault(data: Mapping[str, Any]) -> Fault:
    line, column = (int(data.get(name, 1)) for name in ("line", "column"))
    field = tuple(data.get("field", ()))
    return Fault(data["kind"], data.get("record"), field, data["message"], line, column)


def build_paper(data: Mapping[str, Any]) -> Paper:
    texts = {name: Bilingual(**data[name]) for name in _TEXTS if name in data}
    return Paper(
        id=data["id"],
        title=texts.get("title", Bilingual()),
        section=data.get("section", "s"),
        date=data.get("date"),
        links=Links(**data.get("links", {})),
        summary=texts.get("summary", Bilingual()),
        notes=texts.get("notes", Bilingual()),
        translation=tuple(
            (language, Translation(facts.get("of"), source_hash=facts.get("source_hash")))
            for language, facts in data.get("translation", {}).items()
        ),
        ignore=tuple(data.get("ignore", ())),
    )
