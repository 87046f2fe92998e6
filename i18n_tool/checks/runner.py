"""Runs the checks over a catalogue, gives their findings a place, and applies their fixes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path

from i18n_tool.checks._base import Check, Finding, Problem
from i18n_tool.checks._faults import Faulty
from i18n_tool.checks._fixing import apply_fixes
from i18n_tool.checks._paths import PathIgnores
from i18n_tool.checks._places import Changed, Place, Placed
from i18n_tool.checks._selection import choose_checks, find_rule, rules, select_checks
from i18n_tool.checks._waivers import Record, ignored_elsewhere
from i18n_tool.checks._work import Progress, Workers, default_jobs, find_problems
from i18n_tool.config import Settings
from i18n_tool.errors import UsageError
from i18n_tool.model import Catalogue

__all__ = [
    "Fixed",
    "Place",
    "Placed",
    "Progress",
    "Workers",
    "apply_fixes",
    "choose_checks",
    "default_jobs",
    "find_rule",
    "fix",
    "papers_in",
    "rules",
    "run",
    "select_checks",
]

#: A fix can uncover another problem; one that still finds something after so many rounds goes round in circles.
_MAX_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Fixed:
    """What came of applying fixes until nothing more changed.

    Args:
        catalogue: the catalogue with the fixes applied.
        findings: those that were fixed, in the order in which they were.
    """

    catalogue: Catalogue
    findings: tuple[Finding, ...]


def run(
    stored: Placed,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    paths: Sequence[str | PathLike[str]] = (),
    settings: Settings | None = None,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> list[Finding]:
    """Run the checks and return their findings, sorted by place and code; less what records waive by `ignore`.

    Args:
        stored: the catalogue and the places of its texts.
        select: the checks to run, by code, family or name; empty for those that the settings select.
        ignore: the checks to leave out, in the same words, beside those that the settings ignore.
        paths: the files or folders whose findings are wanted; empty for all.
        settings: which checks run where, and how severe they are; None for the defaults.
        workers: the processes to use, which find the same; None for this one alone.
        progress: told how far it is, in papers and checks of the whole catalogue.

    Raises:
        I18nToolError: a process ended before its work was done.
        InputError: the settings name a check that is not known.
        UsageError: a check is not known, or a path holds nothing of the catalogue.
    """
    settings = settings or Settings()
    checks = choose_checks(settings, select, ignore)
    wanted = papers_in(stored, paths)
    found = _unwaived(stored.catalogue, checks, wanted, workers, progress)
    placed = ((check, _place(stored, check, problem)) for check, problem in found)
    left_out = PathIgnores(settings)
    # A check may name one problem twice, where it looks at a catalogue from several sides.
    return sorted({item: None for check, item in placed if not left_out.covers(check, item.path)}, key=_order)


def fix(
    stored: Placed,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    paths: Sequence[str | PathLike[str]] = (),
    settings: Settings | None = None,
    workers: Workers | None = None,
    progress: Progress | None = None,
    unsafe: bool = False,
) -> Fixed:
    """Run the checks and apply their fixes, again and again until nothing more changes.

    The arguments and errors are those of `run`; `unsafe` is that of `apply_fixes`. What was found only after another
    fix is placed at the beginning of its field.
    """
    fixed: list[Finding] = []
    current = stored
    for _ in range(_MAX_ROUNDS):
        findings = run(
            current, select=select, ignore=ignore, paths=paths, settings=settings, workers=workers, progress=progress
        )
        catalogue, now = apply_fixes(current.catalogue, findings, unsafe=unsafe)
        if catalogue == current.catalogue:
            break
        fixed += now
        current = Changed(stored, catalogue)
    return Fixed(current.catalogue, tuple(fixed))


def papers_in(stored: Placed, paths: Sequence[str | PathLike[str]]) -> frozenset[str | None] | None:
    """Return the ids of the papers in `paths`, None among them for the catalogue's own file; None for everything.

    A file that gave no paper goes by its path. The catalogue's own file is always among them where something in it
    could not be read, since that concerns every record.

    Raises:
        UsageError: a path holds nothing of the catalogue.
    """
    if not paths:
        return None
    inside: dict[Path, set[str | None]] = {}
    for paper in (None, *stored.catalogue.by_id, *stored.catalogue.unread):
        home = Path(stored.place(paper).path).resolve()
        for place in (home, *home.parents):
            inside.setdefault(place, set()).add(paper)
    wanted: set[str | None] = {None for fault in stored.catalogue.faults if fault.record is None}
    for path in paths:
        found = inside.get(Path(path).resolve())
        if not found:
            raise UsageError(f"{path} is no record of this catalogue and no folder that holds one")
        wanted |= found
    return frozenset(wanted)


def _unwaived(
    catalogue: Catalogue,
    checks: Sequence[Check],
    wanted: frozenset[str | None] | None,
    workers: Workers | None,
    progress: Progress | None,
) -> Iterator[tuple[Check, Problem]]:
    """Yield what the checks find and no record waives, then what is wrong with the waivers themselves."""
    record = Record(catalogue)
    by_code = {check.code: check for check in checks}
    faults = Faulty(catalogue)
    for code, problem in find_problems(catalogue, checks, wanted, workers=workers, progress=progress):
        if not record.waives(by_code[code], problem.paper) and not faults.explain(problem):
            yield by_code[code], faults.unfixed(problem)
    of_waivers = [check for check in checks if check.on_waivers]
    papers = [
        paper
        for paper in catalogue.papers
        if paper.ignore and paper.id not in faults.records and (wanted is None or paper.id in wanted)
    ]
    if not of_waivers or not papers:
        return
    # Whether a waiver is of use is known only of checks that ran.
    others = {check.code: check for check in ignored_elsewhere(checks, papers)}
    ids = frozenset(paper.id for paper in papers)
    for code, problem in find_problems(catalogue, list(others.values()), ids):
        record.waives(others[code], problem.paper)
    for check in of_waivers:
        yield from record.problems(check, papers)


def _place(stored: Placed, check: Check, problem: Problem) -> Finding:
    start = stored.place(problem.paper, problem.field, problem.start)
    line, column = problem.at or (start.line, start.column)
    end = None if problem.end is None else stored.place(problem.paper, problem.field, problem.end)
    return Finding(
        code=check.code,
        name=check.name,
        severity=check.severity,
        path=str(start.path),
        line=line,
        column=column,
        message=problem.message,
        paper=problem.paper,
        language=problem.language,
        end_line=end.line if end else None,
        end_column=end.column if end else None,
        fix=problem.fix,
        field=problem.field,
    )


def _order(finding: Finding) -> tuple[str, int, int, str, str, str]:
    # The rest of the finding comes last, so that findings alike in all that is shown keep one order.
    return finding.path, finding.line, finding.column, finding.code, finding.message, repr(finding)
