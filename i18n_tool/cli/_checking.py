"""One run of `i18n-tool check`: fixes, baseline, report and exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from i18n_tool import __version__
from i18n_tool.cli._activity import Activity
from i18n_tool.cli._session import Session, count, printable, read_existing, unified_diff
from i18n_tool.errors import InputError, UsageError
from i18n_tool.garbage import kept_for_good

if TYPE_CHECKING:
    from i18n_tool.api import Catalogue
    from i18n_tool.checks._base import Finding
    from i18n_tool.checks.baseline import Identity, Scope
    from i18n_tool.config import FailOn, Settings

#: From the least to the worst.
_SEVERITIES = ("info", "warning", "error")


@dataclass(frozen=True)
class Request:
    """What the options of the command say; `reports` are formats and files beside the main one."""

    paths: tuple[Path, ...]
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    format: str
    output: Path | None
    reports: tuple[tuple[str, Path], ...]
    statistics: bool
    fix: bool
    unsafe: bool
    diff: bool
    baseline: Path | None
    write_baseline: bool
    fail_on: FailOn | None
    exit_zero: bool
    jobs: int | None


@dataclass(frozen=True)
class _Result:
    """What a run found where it looked, and what it fixed or could fix; `papers` is None for all of them."""

    catalogue: Catalogue
    papers: frozenset[str | None] | None
    findings: list[Finding]
    fixed: tuple[Finding, ...]

    @property
    def seen(self) -> frozenset[str | None] | None:
        """The papers that were looked at: files that could not be read may be those of any others."""
        read = self.catalogue.model
        return frozenset((None, *read.by_id, *read.unread)) if self.papers is None and read.unread else self.papers


def run_checks(here: Session, request: Request) -> int:
    """Run the checks once, report, and return the exit code."""
    settings = _settings(here.settings, request)
    baseline = _Baseline.read(settings, request)
    result = _run(here, request, settings)
    if request.diff:
        failed = _print_diff(here, result)
        return int(failed and not request.exit_zero)
    if request.fix:
        here.err.print(f"Fixed {count(len(result.fixed), 'finding')}" if result.fixed else "Nothing to fix")
    findings = result.findings
    if baseline:
        from i18n_tool.checks.baseline import Scope
        from i18n_tool.checks.runner import choose_checks

        scope = Scope.of(choose_checks(settings), result.seen)
        if request.write_baseline:
            baseline.write(here, findings, scope)
            return 0
        findings = baseline.new(here, findings, scope)
    _report(here, request, settings, result, findings)
    least = _SEVERITIES.index(request.fail_on or settings.fail_on)
    failed = any(_SEVERITIES.index(finding.severity) >= least for finding in findings)
    return int(failed and not request.exit_zero)


def _settings(settings: Settings, request: Request) -> Settings:
    """Return the settings with what the options say in place of them or beside them."""
    if request.select or request.extend_select or request.ignore:
        from i18n_tool.checks.runner import select_checks

        select_checks(request.select, request.ignore, request.extend_select)  # an error here is not of the settings
    extended = () if request.select else settings.extend_select
    return replace(
        settings,
        select=request.select or settings.select,
        extend_select=(*extended, *request.extend_select),
        ignore=(*settings.ignore, *request.ignore),
    )


def _run(here: Session, request: Request, settings: Settings) -> _Result:
    from i18n_tool.checks.runner import Workers, choose_checks, default_jobs, papers_in

    jobs = request.jobs or default_jobs(sum(1 for _ in here.folder.rglob("*.yaml")))
    checks = choose_checks(settings)
    with Activity() as activity, Workers(jobs, checks) as workers:
        activity.say(f"Reading {printable(str(here.folder))}")
        with kept_for_good():
            catalogue = here.load(keep_faults=True)
        papers = papers_in(catalogue.stored, request.paths)
        fixed: tuple[Finding, ...] = ()
        if request.fix or request.diff:
            fixed = catalogue.fix(
                paths=request.paths,
                settings=settings,
                workers=workers,
                progress=activity.advance,
                unsafe=request.unsafe,
            )
        if request.diff:
            return _Result(catalogue, papers, [], fixed)
        if fixed:
            catalogue.save()
        findings = catalogue.check(paths=request.paths, settings=settings, workers=workers, progress=activity.advance)
    return _Result(catalogue, papers, findings, fixed)


@dataclass(frozen=True)
class _Baseline:
    """The file of known findings; `before` is what it held, None when it is not there yet."""

    path: Path
    before: bytes | None
    known: Counter[Identity]

    @classmethod
    def read(cls, settings: Settings, request: Request) -> _Baseline | None:
        from i18n_tool.checks.baseline import parse_baseline

        path = request.baseline or (settings.path(settings.baseline) if settings.baseline else None)
        if path is None:
            if request.write_baseline:
                raise UsageError("--write-baseline needs --baseline FILE, or the setting 'baseline'")
            return None
        before = read_existing(path)
        if before is None:
            if not request.write_baseline:
                raise InputError("no such baseline; --write-baseline makes it", path=str(path))
            return cls(path, None, Counter())
        try:
            return cls(path, before, parse_baseline(before.decode(), str(path)))
        except UnicodeDecodeError as error:
            raise InputError(f"is no baseline: not UTF-8 at byte {error.start}", path=str(path)) from None

    def new(self, here: Session, findings: Sequence[Finding], scope: Scope) -> list[Finding]:
        """Return the findings that are not known, and say how many are and which are gone."""
        from i18n_tool.checks.baseline import compare

        compared = compare(findings, self.known, scope)
        if compared.known:
            here.err.print(f"{count(compared.known, 'finding')} known to {self.path} not shown", markup=False)
        if compared.gone:
            gone = f"{count(compared.gone, 'finding')} of {self.path} no longer found"
            here.err.print(f"{gone}; --write-baseline takes that out", markup=False)
        return compared.new

    def write(self, here: Session, findings: Sequence[Finding], scope: Scope) -> None:
        """Write the findings in place of those that the run would have found again."""
        from i18n_tool.checks.baseline import render_baseline, renew
        from i18n_tool.store import write_file

        content = render_baseline(renew(findings, self.known, scope)).encode()
        if content != self.before:
            write_file(self.path, content, expected=self.before)
        here.err.print(f"Wrote {count(len(findings), 'finding')} to {self.path}", markup=False)


def _report(here: Session, request: Request, settings: Settings, result: _Result, findings: list[Finding]) -> None:
    render = partial(_render, settings, result, findings)
    for form, path in request.reports:
        _write(here, render(form, path.parent), path, findings)
    if request.statistics:
        rendered = _statistics(findings, request.format)
    else:
        rendered = render(request.format, request.output.parent if request.output else Path())
    if request.output:
        _write(here, rendered, request.output, findings)
    elif request.format == "text" and not request.statistics and here.is_styled:
        _print_highlighted(here, rendered)
    else:
        typer.echo(rendered, nl=False)


def _render(settings: Settings, result: _Result, findings: list[Finding], form: str, folder: Path) -> str:
    """Return a report in a format, as it is to lie in a folder."""
    from i18n_tool.discovery import plugins
    from i18n_tool.reporters._base import Report
    from i18n_tool.reporters._edits import file_edits

    shown = result.catalogue.model
    report = Report(
        findings,
        records=len((*shown.papers, *shown.unread) if result.papers is None else result.papers - {None}),
        version=__version__,
        edits=partial(file_edits, result.catalogue.stored),
        catalogue=replace(shown, languages=settings.languages or shown.languages),
        folder=folder,
    )
    rendered: str = plugins("i18n_tool.reporters")[form].render(report)
    return rendered


def _write(here: Session, rendered: str, path: Path, findings: Sequence[Finding]) -> None:
    from i18n_tool.store import write_file

    write_file(path, rendered.encode("utf-8", "backslashreplace"), expected=read_existing(path))
    here.err.print(f"Wrote {count(len(findings), 'finding')} to {path}", markup=False)


def _statistics(findings: Sequence[Finding], form: str) -> str:
    """Return how many findings each check has, the most first, and how many of these have a fix."""
    counts = Counter((finding.code, finding.name, finding.severity) for finding in findings)
    safe = Counter(finding.code for finding in findings if finding.fix and finding.fix.safe)
    unsafe = Counter(finding.code for finding in findings if finding.fix and not finding.fix.safe)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    if form == "json":
        import json

        rows = [
            {
                "code": code,
                "name": name,
                "severity": severity,
                "count": number,
                "fixable": safe[code],
                "unsafely_fixable": unsafe[code],
            }
            for (code, name, severity), number in ordered
        ]
        return json.dumps(rows, indent=2) + "\n"
    lines = [
        f"{number:>7,}  {code}  {'[*]' if safe[code] else '[-]' if unsafe[code] else '   '}  {name}"
        for (code, name, _), number in ordered
    ]
    marks = [("[*]", "--fix", safe), ("[-]", "--unsafe-fixes", unsafe)]
    notes = [f"{mark} fixable with {option}: {sum(found.values()):,}" for mark, option, found in marks if found]
    return "".join(f"{line}\n" for line in [*lines, *notes, f"Found {count(len(findings), 'finding')}."])


def _print_diff(here: Session, result: _Result) -> bool:
    """Print what the fixes would change; return whether they would change anything."""
    for path, (before, after) in result.catalogue.preview().items():
        typer.echo(unified_diff(before, after, path.as_posix()), nl=False)
    here.err.print(f"Would fix {count(len(result.fixed), 'finding')}" if result.fixed else "Nothing to fix")
    return bool(result.fixed)


def _print_highlighted(here: Session, report: str) -> None:
    from rich.text import Text

    text = Text(report.removesuffix("\n"))
    text.highlight_regex(r"(?m)^[^:\n]+:\d+:\d+:", "cyan")
    text.highlight_regex(r"(?m)(?<=\d: )[A-Z]{3}\d{3}\b", "bold red")
    here.out.print(text, soft_wrap=True)  # a broken path cannot be clicked on
