"""The coverage of a catalogue as tables in Markdown, for the summary of a CI job, and as a badge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from i18n_tool.badge import Colour, render_badge
from i18n_tool.coverage import Count, Counts, Coverage, SectionCoverage
from i18n_tool.markdown import escape_markdown
from i18n_tool.model import Language

LANGUAGE_NAMES: dict[Language, str] = {"en": "English", "zh": "Chinese"}

#: What a text that is there can be, from the most to the least reliable; each counts as one of these.
STATES: tuple[str, ...] = ("reviewed", "unreviewed", "machine", "stale", "source", "untracked")

#: The names of the languages in a badge, which stands in lists of either language.
_OWN_NAMES: dict[Language, str] = {"en": "English", "zh": "中文"}

#: The least share, in per cent, of each colour of a badge.
_COLOURS: tuple[tuple[int, Colour], ...] = ((100, "green"), (75, "yellow"), (50, "orange"), (0, "red"))


def to_markdown(found: Coverage) -> str:
    """Return two tables: the summaries of each section, and all fields of the whole with how reliable they are.

    Text of the list is escaped: it cannot format, link, notify people, or break a table.
    """
    names = [LANGUAGE_NAMES[language] for language in found.languages]
    sections = [
        (escape_markdown(section_name(section)), str(section.papers), *_shares(section.papers, section.languages))
        for section in found.sections
    ]
    total = ("**All**", str(found.papers), *_shares(found.papers, found.languages))
    by_section = _table(("Summaries by section", "Papers", *names), [*sections, total], texts=1)
    headings = ("Language", "Field", "Present", "Missing", *(state.capitalize() for state in STATES))
    return f"{by_section}\n{_table(headings, _field_rows(found.languages), texts=2)}"


def to_badge(found: Coverage) -> str:
    """Return an SVG badge of the share of summaries that is there in each language, rounded down."""
    values = [
        (f"{_OWN_NAMES[language]} {counts['summary'].percent} %", _colour(counts["summary"]))
        for language, counts in found.languages.items()
    ]
    return render_badge("coverage", values if found.papers else [("no papers", "grey")])


def section_name(section: SectionCoverage) -> str:
    """Return what a section is called where there is room for one name."""
    return section.title.en or section.title.zh or section.key


def _shares(papers: int, counts: Counts) -> list[str]:
    summaries = [by_field["summary"] for by_field in counts.values()]
    if not papers:
        return ["–" for _ in summaries]
    return [f"{count.present}/{count.present + count.missing} · {count.percent} %" for count in summaries]


def _field_rows(counts: Counts) -> list[tuple[str, ...]]:
    return [
        (
            LANGUAGE_NAMES[language],
            field,
            *(str(number) if number else "·" for number in (count.present, count.missing, *_by_state(count))),
        )
        for language, by_field in counts.items()
        for field, count in by_field.items()
        if count.present or count.missing
    ]


def _by_state(count: Count) -> list[int]:
    return [getattr(count, state) for state in STATES]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], *, texts: int) -> str:
    """Return a table whose first columns, so many, hold text, and the others numbers."""
    ruler = [":--"] * texts + ["--:"] * (len(head) - texts)
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, ruler, *rows))


def _colour(count: Count) -> Colour:
    return next(colour for least, colour in _COLOURS if count.percent >= least)
