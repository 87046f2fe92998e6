"""The coverage of a list in a page of HTML: a bar of states for each language, and a table of every kind of text."""

from __future__ import annotations

from collections.abc import Iterable

from i18n_tool.coverage import Count, Coverage
from i18n_tool.coverage_formats import LANGUAGE_NAMES, STATES
from i18n_tool.model import Language

#: From what can be relied on to what is not there; each text counts as one of these.
_ALL_STATES = (*STATES, "missing")


def state_bars(found: Coverage) -> str:
    """Return a card for each language: the share of summaries that are there, and what state they are in."""
    cards = [_card(language, counts["summary"]) for language, counts in found.languages.items()]
    return f'<div class="cards">{"".join(cards)}</div>'


def coverage_table(found: Coverage) -> str:
    """Return how many texts of each kind are in each state that occurs, in figures and in per cent."""
    counts = [
        (language, field, count)
        for language, by_field in found.languages.items()
        for field, count in by_field.items()
        if count.present or count.missing
    ]
    states = [state for state in _ALL_STATES if any(getattr(count, state) for _, _, count in counts)]
    heads = "".join(f'<th scope="col">{name.capitalize()}' for name in ("language", "field", "present", *states))
    rows = "".join(
        f'<tr><th scope="row">{LANGUAGE_NAMES[language]}<td>{field}{_cells(count, ("present", *states))}\n'
        for language, field, count in counts
    )
    table = f'<table class="fields"><thead><tr>{heads}<tbody>{rows}</table>'
    return f'<div class="wide" role="region" aria-label="Coverage by field" tabindex="0">{table}</div>'


def _card(language: Language, count: Count) -> str:
    total = count.present + count.missing
    name = LANGUAGE_NAMES[language]
    if not total:
        return f'<section class="card"><h3>{name}</h3><p>No papers yet.</section>'
    found = [(state, number) for state in _ALL_STATES if (number := getattr(count, state))]
    bar = "".join(f'<i class="{state}" style="flex:{number}"></i>' for state, number in found)
    legend = "".join(
        f'<li><i class="{state}"></i>{state} <b>{number:,}</b> <small>{_percent(number, total)}</small>'
        for state, number in found
    )
    share = f"<strong>{count.percent} %</strong> {count.present:,} of {total:,} summaries"
    return (
        f'<section class="card"><h3>{name}</h3><p>{share}'
        f'<div class="bar" aria-hidden="true">{bar}</div><ul class="states">{legend}</ul></section>'
    )


def _cells(count: Count, states: Iterable[str]) -> str:
    total = count.present + count.missing
    numbers = (getattr(count, state) for state in states)
    return "".join(f"<td>{n:,} <small>{_percent(n, total)}</small>" if n else "<td>·" for n in numbers)


def _percent(number: int, total: int) -> str:
    """Return a share in per cent, rounded down, so that 100 % means all; what is there is never shown as none.

    >>> _percent(2, 3), _percent(1, 500), _percent(0, 3)
    ('66 %', '&lt;1 %', '0 %')
    """
    share = 100 * number // total
    return "&lt;1 %" if number and not share else f"{share} %"
