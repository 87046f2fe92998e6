"""The contract of an exporter: one module that ends in `PLUGIN = Exporter(…)`.

An exporter returns text and writes no files. The same catalogue and options give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from i18n_tool.model import Catalogue, Language

#: What to write where the text of the chosen language is missing: a mark, the other language's text, nothing (the
#: paper is left out), or no file at all.
Missing: TypeAlias = Literal["mark", "fallback", "omit", "fail"]


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What the user chose."""

    language: Language
    missing: Missing = "mark"


@dataclass(frozen=True, slots=True)
class Exporter:
    """An exporter.

    Args:
        name: what the user writes after `export`.
        documentation: the module's docstring: its first line says what it writes, and it says what is lost.
        export: returns the text of the file; raises IncompleteError where `missing` is `fail` and something is missing.
    """

    name: str
    documentation: str
    export: Callable[[Catalogue, ExportOptions], str]
