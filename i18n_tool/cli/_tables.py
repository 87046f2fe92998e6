"""Tables that more than one command prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from i18n_tool.cli._session import Session, printable
from i18n_tool.coverage_formats import LANGUAGE_NAMES, STATES, section_name

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    from i18n_tool.coverage import Count, Coverage

_BAR_WIDTH = 10


def coverage_table(session: Session, coverage: Coverage) -> Group:
    """Return the summaries of each section, and all fields of the whole, as two tables."""
    from rich.console import Group

    return Group(section_table(session, coverage), "", field_table(session, coverage))


def section_table(session: Session, coverage: Coverage) -> Table:
    """Return how many summaries each section has in each language."""
    from rich.text import Text

    names = [LANGUAGE_NAMES[language] for language in coverage.languages]
    table = session.table("Section", "Papers", *names, title="Summaries by section", numbers=1 + len(names))
    for section in coverage.sections:
        cells = [_share(session, counts["summary"], section.papers) for counts in section.languages.values()]
        table.add_row(Text(printable(section_name(section))), str(section.papers), *cells)
    if session.out.is_terminal:
        table.add_section()
    total = [_share(session, counts["summary"], coverage.papers) for counts in coverage.languages.values()]
    table.add_row(Text("All", "bold"), Text(str(coverage.papers), "bold"), *total)
    return table


def field_table(session: Session, coverage: Coverage) -> Table:
    """Return how many texts of each kind are there in each language, and how far they can be relied on."""
    headings = ("Language", "Field", "Present", "Missing", *(state.capitalize() for state in STATES))
    table = session.table(*headings, title="All texts", numbers=8)
    for language, counts in coverage.languages.items():
        for field, count in counts.items():
            if count.present or count.missing:
                states = (getattr(count, state) for state in STATES)
                row = [str(number) if number else "·" for number in (count.present, count.missing, *states)]
                table.add_row(LANGUAGE_NAMES[language], field, *row)
    return table


def _share(session: Session, count: Count, papers: int) -> Text:
    """Return how many of the summaries are there: a bar on a terminal, in figures everywhere."""
    from rich.text import Text

    if not papers:
        return Text("–", "dim")
    style = "green" if not count.missing else "yellow" if count.present else "red"
    figures = f"{count.present}/{count.present + count.missing} {count.percent:3} %"
    if not session.out.is_terminal:
        return Text(figures)
    filled = _BAR_WIDTH * count.percent // 100
    return Text.assemble(("█" * filled, style), ("░" * (_BAR_WIDTH - filled), "dim"), f" {figures}")
