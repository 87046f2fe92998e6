"""`i18n-tool demo`: the main job on the damaged README that comes with the package."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from i18n_tool.cli._session import Session, session
from i18n_tool.cli._tables import section_table
from i18n_tool.errors import UsageError

if TYPE_CHECKING:
    from i18n_tool.api import Catalogue
    from i18n_tool.checks._base import Finding
    from i18n_tool.mojibake import Repair

_REPAIRED = "survey_readme.md"
_CATALOGUE = "summaries"

#: How much of a line is shown at most, in characters.
_EXCERPT = 200


def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to put it; a new or empty folder.")] = Path(
        "i18n-tool-demo"
    ),
) -> None:
    """Repair a damaged README, import it, check it and export it in both languages."""
    from i18n_tool.api import Catalogue
    from i18n_tool.demo_data import DAMAGED_README, damaged_readme

    here = session(context)
    damaged = folder / DAMAGED_README
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder")
    if folder.is_dir() and any(folder.iterdir()) and not damaged.exists():
        raise UsageError(f"{folder} is not empty; name a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    data = damaged_readme()
    damaged.write_bytes(data)

    _headline(here, 1, "Repair", f"{DAMAGED_README}: UTF-8 that was read in the wrong code page, with bytes lost")
    text = data.decode("utf-8")
    repair = _repair(here, text)
    (folder / _REPAIRED).write_bytes(repair.text.encode())
    _show_repair(here, text, repair)

    _headline(here, 2, "Import", "each entry becomes one YAML file with both languages side by side")
    catalogue = Catalogue.open(folder / _CATALOGUE)
    catalogue.import_text(repair.text, _REPAIRED)
    catalogue.save()
    for paper in catalogue.papers:
        here.out.print(f"  {catalogue.stored.place(paper.id, ()).path}", markup=False)

    _headline(here, 3, "Status", "what is there in each language")
    here.out.print(section_table(here, catalogue.coverage()))

    _headline(here, 4, "Check", "what is missing, and what does not match")
    _show_findings(here, catalogue.check())

    _headline(here, 5, "Export", "the list in either language, ready for GitHub")
    written = _export(catalogue, folder)
    _say_where_to_look(here, folder, written)


def _headline(here: Session, number: int, title: str, what: str) -> None:
    """Begin a step: a rule across a terminal, a line in a pipe."""
    from rich.rule import Rule
    from rich.text import Text

    text = Text.assemble((f"{number}  {title}", "bold cyan"), "  ", (what, "dim"))
    here.out.print()
    here.out.print(Rule(text, align="left", style="cyan") if here.out.is_terminal else text)


def _repair(here: Session, text: str) -> Repair:
    from i18n_tool.mojibake import repair

    with here.err.status("Repairing …"):
        return repair(text)


def _show_repair(here: Session, text: str, repair: Repair) -> None:
    """Show the counts, and the line of the longest damaged passage before and after."""
    from rich.text import Text

    from i18n_tool.spans import Lines

    inferred = sum(len(edit.alternatives) for edit in repair.edits)
    lost = f"{inferred} characters had lost bytes for good and were inferred" if inferred else "no bytes were lost"
    here.out.print(
        f"  {len(repair.edits)} damaged passages restored; {lost}; {len(repair.unresolved)} left", markup=False
    )
    longest = max(repair.edits, key=lambda edit: len(edit.before), default=None)
    if longest is None:
        return
    line, _ = Lines(text).place(longest.span.start)
    after_line, _ = Lines(repair.text).place(_moved(repair, longest.span.start))
    before, after = text.split("\n")[line - 1], repair.text.split("\n")[after_line - 1]
    for label, shown, style in (("before", before, "red"), ("after ", after, "green")):
        printable = "".join(c if c.isprintable() else "·" for c in shown)[:_EXCERPT]
        here.out.print(
            Text.assemble((f"  {label}  ", "dim"), (printable, style)), no_wrap=True, overflow="ellipsis", crop=True
        )


def _moved(repair: Repair, offset: int) -> int:
    """Return where an offset of the damaged text is in the repaired one."""
    grown = sum(len(edit.after) - len(edit.before) for edit in repair.edits if edit.span.end <= offset)
    return offset + grown


def _show_findings(here: Session, findings: list[Finding]) -> None:
    """Show how often each check found something, with its first finding as an example."""
    counts = Counter((finding.code, finding.name) for finding in findings)
    table = here.table("Code", "Check", "Findings", "For example")
    for (code, name), count in sorted(counts.items()):
        example = next(finding for finding in findings if finding.code == code)
        place = example.paper or Path(example.path).name
        table.add_row(code, name, str(count), f"{place}: {example.message}")
    here.out.print(table)


def _export(catalogue: Catalogue, folder: Path) -> list[Path]:
    from i18n_tool.model import LANGUAGES

    written = []
    for language in LANGUAGES:
        path = folder / (catalogue.model.readme.get(language) or f"README.{language}.md")
        path.write_bytes(catalogue.export_readme(language).encode())
        written.append(path)
    return written


def _say_where_to_look(here: Session, folder: Path, written: list[Path]) -> None:
    from rich.text import Text

    catalogue = folder / _CATALOGUE
    rows = [
        (folder / _REPAIRED, "the repaired README"),
        (catalogue, "the catalogue: fill in what is missing here"),
        *((path, "the exported list") for path in written),
    ]
    for path, what in rows:
        here.out.print(Text.assemble("  ", (str(path), "bold"), (f"  {what}", "dim")))
    here.out.print()
    here.out.print("Next:", markup=False)
    for command in ("check", "show moe-mamba", "export readme --lang zh"):
        here.out.print(f"  {_program()} --catalogue {catalogue} {command}", markup=False)


def _program() -> str:
    """Return how this program can be run again: by its name, unless it lies outside the search path."""
    if shutil.which("i18n-tool"):
        return "i18n-tool"
    return "python -m i18n_tool" if sys.argv[0].endswith("__main__.py") else sys.argv[0]
