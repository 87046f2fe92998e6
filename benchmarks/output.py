"""Tables and figures as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; all columns but the first are numbers.

    >>> print(table(["damage", "ftfy"], [["dropped", "3.0 %"]]))
    | damage | ftfy |
    |---|--:|
    | dropped | 3.0 % |
    """
    return "\n".join([heading(header), *map(row, rows)])


def heading(header: Sequence[str]) -> str:
    """Return the first two lines of a Markdown table."""
    return f"{row(header)}\n|---|" + "--:|" * (len(header) - 1)


def row(cells: Sequence[str]) -> str:
    """Return a line of a Markdown table."""
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def percent(share: float | None) -> str:
    """Return a share as people read it; one short of all is not rounded up to 100 %.

    >>> percent(0.9571), percent(0.9999), percent(1.0), percent(None)
    ('95.7 %', '99.9 %', '100.0 %', '–')
    """
    if share is None:
        return "–"
    return f"{min(share, 0.999 if share < 1 else 1.0):.1%}".replace("%", " %")


def number(value: float) -> str:
    """Return a number with about three digits.

    >>> number(0), number(0.01234), number(12.345), number(12345.6)
    ('0', '0.012', '12.3', '12,346')
    """
    if value == 0:
        return "0"
    digits = 3 if abs(value) < 0.1 else 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{value:,.{digits}f}"
