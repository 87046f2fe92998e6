"""The contract of a check: one module that ends in `PLUGIN = Check(…)`.

A check looks at one paper at a time (`on_paper`), or at the whole catalogue (`on_catalogue`), and yields a `Problem`
for each thing that is wrong. It knows no files: the runner turns the field and the offset of a problem into a path, a
line and a column, drops what the user waived, sorts, and applies fixes. It may run the papers in several processes, so
that what a check finds in one must not depend on those before.

The docstring of the module is the page that `i18n-tool rules CODE` prints. Its first line says what the check finds;
then come the headings `## What it does`, `## Why`, `## Example` and `## Fix`, each followed by text. It is Markdown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from i18n_tool.model import Catalogue, Field, Language, Paper

Severity: TypeAlias = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Replacement:
    """A part of one field's text, or all of it, becomes another text.

    Args:
        field: where the text stands, such as `("summary", "zh")`; not necessarily the field of the problem.
        text: what stands there afterwards; a field whose whole text becomes "" is removed.
        start: the offset in the field's text where the replaced part begins.
        end: the offset where it ends; None for the end of the text.
    """

    field: Field
    text: str
    start: int = 0
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Fix:
    """What resolves a problem: replacements in one record that are made all together or not at all.

    Args:
        replacements: they do not overlap.
        safe: True when applying it unseen cannot make the catalogue worse.
    """

    replacements: tuple[Replacement, ...]
    safe: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, without its place in a file.

    Args:
        message: one sentence that names the evidence.
        field: where the text stands, such as `("summary", "zh")`; `("sections", key)` in the catalogue itself.
        language: the language that is concerned, None when both or neither are.
        paper: the paper's id; a paper's own check can leave it out. None with `on_catalogue` means `_catalogue.yaml`.
        start: the offset in the field's text where the offending part begins.
        end: the offset where it ends; None when the whole field is meant.
        at: the line and the column in the file, of what could not be read and so is no text of a field.
    """

    message: str
    field: Field = ()
    language: Language | None = None
    paper: str | None = None
    start: int = 0
    end: int | None = None
    fix: Fix | None = None
    at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem at its place in a file: what a reporter prints.

    `path` is as the user would name it, `line` and `column` count from 1, `end_line` and `end_column` are one past the
    offending part, None when it is not known. `paper` and `language` are None where they do not apply; `paper` is
    the file's path below the catalogue's folder where no paper could be read from it.
    """

    code: str
    name: str
    severity: Severity
    path: str
    line: int
    column: int
    message: str
    paper: str | None
    language: Language | None
    end_line: int | None = None
    end_column: int | None = None
    fix: Fix | None = None
    field: Field = ()


@dataclass(frozen=True, slots=True)
class Waivers:
    """What is wrong with the `ignore` of a record, once all checks have run.

    Args:
        unused: the place in the list and the words of each item that silences nothing.
        unknown: the same of each item that means no check.
    """

    unused: tuple[tuple[int, str], ...]
    unknown: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A check.

    Args:
        code: a family of three letters and three digits, never used again for another check.
        name: the same in words, kebab-case; findings can be selected by either.
        severity: how bad a finding is, unless the configuration says otherwise.
        documentation: the module's docstring.
        on_paper: yields the problems of one paper.
        on_catalogue: yields the problems that show only in the whole catalogue.
        on_waivers: yields the problems of what one paper ignores.
        enabled: False for advisory checks, which run only when they are selected.
        always: True for what tells that other checks did not see all: it runs whichever are selected, unless ignored.
        aliases: earlier codes and names.
    """

    code: str
    name: str
    severity: Severity
    documentation: str
    on_paper: Callable[[Paper, Catalogue], Iterable[Problem]] | None = None
    on_catalogue: Callable[[Catalogue], Iterable[Problem]] | None = None
    on_waivers: Callable[[Paper, Waivers], Iterable[Problem]] | None = None
    enabled: bool = True
    always: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """What the check finds, in one line."""
        return self.documentation.strip().splitlines()[0]
