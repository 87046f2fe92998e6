"""Writes one page of HTML: the coverage, a heat map of sections and languages, and the findings by section and check.

The page stands alone: it loads nothing and has no script; what is shown is chosen with CSS, and a policy in its head
forbids the browser to run any script at all. Findings link to the line in the record, relative to the page.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from i18n_tool.checks._base import Finding, Severity
from i18n_tool.coverage import Coverage, SectionCoverage, coverage
from i18n_tool.coverage_formats import LANGUAGE_NAMES, section_name
from i18n_tool.model import Bilingual, Language, Paper
from i18n_tool.reporters._base import Report, Reporter
from i18n_tool.reporters._html_coverage import coverage_table, state_bars

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
_MARKS: dict[Severity, str] = {"error": "❌", "warning": "⚠️", "info": "ℹ️"}
#: The findings that are about no language alone, as a class of CSS and as a heading.
_BOTH = "both"
_EITHER = "Both or neither"
#: With more findings than this the sections are closed at first, so that one sees where one is.
_MOST_OPEN = 200
#: The key under which findings of the list as a whole stand; no section has it.
_LIST = ""
_LIST_NAME = "The list itself"


@dataclass(frozen=True, slots=True)
class _Part:
    """A section of the list, or the list itself, with its findings."""

    key: str
    name: str
    section: SectionCoverage | None
    findings: Sequence[Finding]

    @property
    def anchor(self) -> str:
        return f"section-{self.key}" if self.key else "list"


def render_html(report: Report) -> str:
    """Return the page, which ends with a newline."""
    found = coverage(report.catalogue)
    parts = list(_parts(report, found))
    title = report.catalogue.title
    name = title.en or title.zh or "Translation"
    head = [
        "<!doctype html>",
        '<html lang="en">',
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{escape(name)}: coverage and findings</title>",
        f"<style>\n{_style(report.findings)}</style>",
    ]
    body = [
        f"<header>{_heading(title)}<p>{_counts(report)}</header>",
        f"<main><h2>Coverage</h2>{state_bars(found)}{coverage_table(found)}",
        f"<h2>Sections</h2>{_heat_map(parts, found)}",
        "<h2>Findings</h2>",
        *_findings(parts, report),
        f"</main><footer>Written by i18n-tool {escape(report.version)}</footer>",
    ]
    return "\n".join([*head, *body, "</html>", ""])


def _parts(report: Report, found: Coverage) -> Iterator[_Part]:
    """Yield the list itself, where it has findings, and every section, in order."""
    papers = report.catalogue.by_id
    known = {section.key for section in found.sections}
    by_section: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        paper = papers.get(finding.paper or "")
        by_section[paper.section if paper and paper.section in known else _LIST].append(finding)
    if by_section[_LIST]:
        yield _Part(_LIST, _LIST_NAME, None, by_section[_LIST])
    for section in found.sections:
        yield _Part(section.key, section_name(section), section, by_section[section.key])


def _heading(title: Bilingual) -> str:
    names = [f'<span lang="{language}">{escape(text)}</span>' for language, text in title.items()]
    return f"<h1>{' '.join(names) or 'Translation'}</h1>"


def _counts(report: Report) -> str:
    records = _count(report.records, "record")
    if not report.findings:
        return f"{_count(len(report.catalogue.papers), 'paper')} · no findings in {records}"
    counts = Counter(item.severity for item in report.findings)
    by_severity = [
        f"{_MARKS[name]} {counts[name]:,} {_noun(name, counts[name])}" for name in _SEVERITIES if counts[name]
    ]
    found = f"{_count(len(report.findings), 'finding')} in {records}"
    return f"{_count(len(report.catalogue.papers), 'paper')} · {found}: {', '.join(by_severity)}"


def _heat_map(parts: Iterable[_Part], found: Coverage) -> str:
    """Return a table: for each section, how many summaries are there and how many findings, by language."""
    languages = list(found.languages)
    names = [LANGUAGE_NAMES[language] for language in languages]
    columns: list[Language | None] = [*languages, None]
    shown = [*names, _EITHER]
    groups = (
        f'<tr><td colspan="2"><th colspan="{len(names)}" scope="colgroup">Summaries'
        f'<th colspan="{len(shown)}" scope="colgroup">Findings'
    )
    heads = "".join(f'<th scope="col">{name}' for name in ("Section", "Papers", *names, *shown))
    rows = "".join(_heat_row(part, languages, columns) for part in parts)
    table = f'<table class="heat"><thead>{groups}<tr>{heads}<tbody>{rows}</table>'
    return f'<div class="wide" role="region" aria-label="Heat map" tabindex="0">{table}</div>'


def _heat_row(part: _Part, languages: Sequence[Language], columns: Sequence[Language | None]) -> str:
    papers = part.section.papers if part.section else 0
    cells = [f'<th scope="row">{_link(part)}', f"<td>{papers:,}" if part.section else "<td>–"]
    for language in languages:
        count = part.section.languages[language]["summary"] if part.section else None
        if count is None or not papers:
            cells.append("<td>–")
            continue
        figures = f"{count.percent} % <small>{count.present:,}/{count.present + count.missing:,}</small>"
        cells.append(f'<td class="share" style="--hue:{_hue(count.percent)}">{figures}')
    numbers = Counter(item.language if item.language in languages else None for item in part.findings)
    for column in columns:
        number = numbers[column]
        weight = min(100, 100 * number // max(papers, 1))
        cells.append(f'<td class="load" style="--load:{weight}">{number:,}' if number else "<td>·")
    return f"<tr>{''.join(cells)}\n"


def _hue(share: int) -> int:
    """Return the angle of a colour from red over yellow to green; what is nearly done differs from what is done.

    >>> [_hue(share) for share in (0, 50, 90, 100)]
    [0, 33, 109, 135]
    """
    return 135 * share * share // 10_000


def _link(part: _Part) -> str:
    name = escape(part.name)
    return f'<a href="#{escape(quote(part.anchor))}">{name}</a>' if part.findings else name


def _findings(parts: Iterable[_Part], report: Report) -> Iterator[str]:
    if not report.findings:
        yield "<p>All clear."
        return
    yield _filters(report.findings)
    is_open = len(report.findings) <= _MOST_OPEN
    for part in parts:
        if part.findings:
            yield from _part(part, report, is_open=is_open)


def _filters(findings: Iterable[Finding]) -> str:
    """Return a choice of severities, of languages and of checks, as far as there are findings of them."""
    findings = list(findings)
    severities = {item.severity for item in findings}
    checks = dict(sorted((item.code, f"{item.code} {item.name}") for item in findings))
    fields = [
        _select("Severity", {name: name for name in _SEVERITIES if name in severities}),
        _select("Language", dict(_languages(findings))),
        _select("Check", checks),
    ]
    return f'<form class="filters" autocomplete="off">{"".join(fields)}</form>'


def _languages(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """Return the languages that findings are about, by their class in CSS, with their names."""
    found = {item.language for item in findings}
    named: list[tuple[str, str]] = [(language, name) for language, name in LANGUAGE_NAMES.items() if language in found]
    return [*named, (_BOTH, _EITHER)] if None in found else named


def _select(label: str, options: Mapping[str, str]) -> str:
    listed = "".join(f'<option value="{escape(key)}">{escape(name)}' for key, name in options.items())
    return f"<label>{label} <select><option>all{listed}</select></label>"


def _part(part: _Part, report: Report, *, is_open: bool) -> Iterator[str]:
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in part.findings:
        by_code[finding.code].append(finding)
    groups = sorted(by_code.values(), key=lambda group: (_SEVERITIES.index(group[0].severity), group[0].code))
    state = " open" if is_open else ""
    yield (
        f'<details id="{escape(part.anchor)}" class="part {_classes(part.findings)}"{state}>'
        f"<summary><h3>{escape(part.name)}</h3> {_count(len(part.findings), 'finding')}</summary>"
    )
    for group in groups:
        first = group[0]
        yield (
            f'<details class="check {_classes(group)}" open><summary>{_MARKS[first.severity]} '
            f"<b>{escape(first.code)}</b> {escape(first.name)} <small>{len(group):,}</small></summary><ul>"
        )
        yield from (_row(item, report) for item in group)
        yield "</ul></details>"
    yield "</details>"


def _row(finding: Finding, report: Report) -> str:
    place = f"{Path(finding.path).name}:{finding.line}:{finding.column}"
    target = escape(f"{_target(finding.path, report.folder)}#L{finding.line}")
    paper = report.catalogue.by_id.get(finding.paper or "")
    title = f"<b>{escape(_title(paper))}</b> " if paper else ""
    kind = finding.language or _BOTH
    return (
        f'<li class="row {kind}"><a href="{target}">{escape(place)}</a> {title}<span>{escape(finding.message)}</span>'
    )


def _title(paper: Paper) -> str:
    return paper.title.en or paper.title.zh or paper.id


def _target(path: str, folder: Path) -> str:
    """Return the address of a file relative to a folder; every colon is escaped, so that none begins a scheme."""
    try:
        place = os.path.relpath(path, folder)
    except ValueError:  # on Windows, where two drives have nothing in common
        return Path(path).absolute().as_uri()
    return quote(os.fsencode(Path(place).as_posix()))


def _classes(findings: Iterable[Finding]) -> str:
    """Return what the filters choose by, as classes of CSS."""
    found = {name for item in findings for name in (item.severity, item.code, item.language or _BOTH)}
    return " ".join(map(escape, sorted(found)))


def _style(findings: Iterable[Finding]) -> str:
    """Return the style sheet, with the rule of each choice of a filter: it hides what is of another kind."""
    fixed = files("i18n_tool.reporters").joinpath("html.css").read_text(encoding="utf-8")
    return fixed + "".join(
        f'main:has(option[value="{name}"]:checked) :is(.part,.check{",li.row" if is_language else ""}):not(.{name})'
        "{display:none}\n"
        for name, is_language in _choices(findings)
    )


def _choices(findings: Iterable[Finding]) -> list[tuple[str, bool]]:
    """Return the values of the filters, and whether each is a language, which findings of one check differ in."""
    names = sorted({(name, False) for item in findings for name in (item.severity, item.code)})
    return [*names, *((language, True) for language, _ in _languages(findings))]


def _noun(severity: Severity, number: int) -> str:
    return severity if number == 1 or severity == "info" else f"{severity}s"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


PLUGIN = Reporter(name="html", documentation=__doc__, render=render_html)
