"""Runs the checks over a catalogue, gives their findings a place, and applies their fixes."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from typing import Protocol, TypeAlias

from i18n_tool.checks._base import Check, Finding, Fix, Problem
from i18n_tool.checks._fields import field_text, put_texts
from i18n_tool.discovery import plugins
from i18n_tool.errors import UsageError
from i18n_tool.model import Catalogue, Field, Paper
from i18n_tool.spans import Edit, Span, apply_edits

_CODE_OR_FAMILY = re.compile(r"[A-Z]{3}\d{0,3}\Z")

#: The paper (None: the list itself) and the field that a text belongs to.
_Home: TypeAlias = tuple[str | None, Field]

#: A fix can uncover another problem; one that still finds something after so many rounds goes round in circles.
_MAX_ROUNDS = 10


class Place(Protocol):
    """Where something stands: `path` as the user would name it, `line` and `column` counted from 1."""

    @property
    def path(self) -> str: ...  # noqa: D102 - the class says it

    @property
    def line(self) -> int: ...  # noqa: D102

    @property
    def column(self) -> int: ...  # noqa: D102


class Placed(Protocol):
    """A catalogue that knows where its texts stand; what the store returns is one."""

    @property
    def catalogue(self) -> Catalogue: ...  # noqa: D102 - the class says it

    def place(self, paper: str | None, field: Field = (), offset: int = 0) -> Place:
        """Return the place of a character of a field of a paper; of the catalogue's own file where `paper` is None."""
        ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """What came of applying fixes until nothing more changed.

    Args:
        catalogue: the catalogue with the fixes applied.
        findings: those that were fixed, in the order in which they were.
    """

    catalogue: Catalogue
    findings: tuple[Finding, ...]


def rules() -> list[Check]:
    """Return every check, sorted by code."""
    return sorted(plugins("i18n_tool.checks").values(), key=lambda check: check.code)


def find_rule(code_or_name: str) -> Check:
    """Return the check of a code, a name, or an earlier one of either.

    Raises:
        UsageError: there is none; the message names those nearest to it.

    >>> find_rule("missing-summary").code
    'COV101'
    """
    for check in rules():
        if code_or_name.lower() in (name.lower() for name in (check.code, check.name, *check.aliases)):
            return check
    raise _unknown(code_or_name)


def select_checks(select: Sequence[str] = (), ignore: Sequence[str] = ()) -> list[Check]:
    """Return the checks to run, sorted by code: the selected ones, or those that are on by default, less the ignored.

    Args:
        select: codes, beginnings of codes such as `COV` or `COV1`, or names; empty for all that are on by default.
        ignore: the same, for checks to leave out.

    Raises:
        UsageError: one of these matches no check.
    """
    checks = rules()
    for selector in (*select, *ignore):
        if not any(_matches(check, selector) for check in checks):
            raise _unknown(selector)
    return [
        check
        for check in checks
        if (any(_matches(check, selector) for selector in select) if select else check.enabled)
        and not any(_matches(check, selector) for selector in ignore)
    ]


def run(
    stored: Placed,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    paths: Sequence[str | PathLike[str]] = (),
) -> list[Finding]:
    """Run the checks and return their findings, sorted by place and code; less what records waive by `ignore`.

    Args:
        stored: the catalogue and the places of its texts.
        select: the checks to run, by code, family or name; empty for all that are on by default.
        ignore: the checks to leave out, in the same words.
        paths: the files or folders whose findings are wanted; empty for all.

    Raises:
        UsageError: a check is not known, or a path holds nothing of the catalogue.
    """
    checks = select_checks(select, ignore)
    wanted = _wanted(stored, paths)
    found = (_place(stored, check, problem) for check, problem in _problems(stored.catalogue, checks, wanted))
    # A check may name one problem twice, where it looks at a catalogue from several sides.
    return sorted(dict.fromkeys(found), key=_order)


def apply_fixes(
    catalogue: Catalogue, findings: Iterable[Finding], *, unsafe: bool = False
) -> tuple[Catalogue, list[Finding]]:
    """Return the catalogue with the fixes of findings applied, and the findings that this fixed.

    Of two fixes that touch the same text the first one wins; the other's finding is not among the fixed.

    Args:
        catalogue: the catalogue that the findings are of.
        findings: those without a fix are passed over.
        unsafe: whether to apply fixes that a person should look at, too.
    """
    edits: dict[_Home, list[Edit]] = {}
    fixed = []
    for finding in findings:
        if finding.fix is None or not (finding.fix.safe or unsafe):
            continue
        changes = _changes(catalogue, finding.paper, finding.fix)
        if changes and not any(_collides(edit, edits.get(home, [])) for home, edit in changes):
            for home, edit in changes:
                insort(edits.setdefault(home, []), edit)
            fixed.append(finding)
    texts = {home: apply_edits(field_text(catalogue, *home) or "", of_field) for home, of_field in edits.items()}
    return put_texts(catalogue, {home: text or None for home, text in texts.items()}), fixed


def fix(
    stored: Placed,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    paths: Sequence[str | PathLike[str]] = (),
    unsafe: bool = False,
) -> Fixed:
    """Run the checks and apply their fixes, again and again until nothing more changes.

    The arguments and errors are those of `run`; `unsafe` is that of `apply_fixes`. What was found only after another
    fix is placed at the beginning of its field.
    """
    fixed: list[Finding] = []
    current = stored
    for _ in range(_MAX_ROUNDS):
        catalogue, now = apply_fixes(
            current.catalogue, run(current, select=select, ignore=ignore, paths=paths), unsafe=unsafe
        )
        if catalogue == current.catalogue:
            break
        fixed += now
        current = _Changed(stored, catalogue)
    return Fixed(current.catalogue, tuple(fixed))


@dataclass(frozen=True, slots=True)
class _Changed:
    """A catalogue that has changed since it was read: offsets into its texts have no place in the files."""

    stored: Placed
    catalogue: Catalogue

    def place(self, paper: str | None, field: Field = (), offset: int = 0) -> Place:
        before = field_text(self.stored.catalogue, paper, field)
        is_same = before == field_text(self.catalogue, paper, field)
        return self.stored.place(paper, field, offset if is_same else 0)


def _matches(check: Check, selector: str) -> bool:
    code = selector.upper()
    names = (name.lower() for name in (check.name, *check.aliases))
    return (_CODE_OR_FAMILY.match(code) is not None and check.code.startswith(code)) or selector.lower() in names


def _unknown(selector: str) -> UsageError:
    known = {name.lower(): name for check in rules() for name in (check.code, check.code[:3], check.name)}
    near = [known[name] for name in get_close_matches(selector.lower(), sorted(known), n=3)]
    hint = f"did you mean {' or '.join(near)}?" if near else "`i18n-tool rules` lists them"
    return UsageError(f"no check is called {selector!r}; {hint}")


def _problems(
    catalogue: Catalogue, checks: Sequence[Check], wanted: frozenset[str | None] | None
) -> Iterator[tuple[Check, Problem]]:
    # Paper by paper, not check by check: what several checks want to know of a paper is then worked out once.
    for paper in catalogue.papers:
        if wanted is None or paper.id in wanted:
            for check in checks:
                if check.on_paper and not _is_waived(check, paper):
                    for problem in check.on_paper(paper, catalogue):
                        yield check, problem if problem.paper else replace(problem, paper=paper.id)
    for check in checks:
        for problem in check.on_catalogue(catalogue) if check.on_catalogue else ():
            concerned = catalogue.by_id.get(problem.paper) if problem.paper else None
            if (wanted is None or problem.paper in wanted) and not (concerned and _is_waived(check, concerned)):
                yield check, problem


def _is_waived(check: Check, paper: Paper) -> bool:
    return any(_matches(check, selector) for selector in paper.ignore)


def _wanted(stored: Placed, paths: Sequence[str | PathLike[str]]) -> frozenset[str | None] | None:
    """Return the ids of the papers in `paths`, None among them for the catalogue's own file; None for everything."""
    if not paths:
        return None
    homes: dict[str | None, Path] = {
        paper: Path(stored.place(paper).path).resolve() for paper in (None, *stored.catalogue.by_id)
    }
    wanted: set[str | None] = set()
    for path in paths:
        root = Path(path).resolve()
        inside = {paper for paper, home in homes.items() if home == root or root in home.parents}
        if not inside:
            raise UsageError(f"{path} is no record of this catalogue and no folder that holds one")
        wanted |= inside
    return frozenset(wanted)


def _place(stored: Placed, check: Check, problem: Problem) -> Finding:
    start = stored.place(problem.paper, problem.field, problem.start)
    end = None if problem.end is None else stored.place(problem.paper, problem.field, problem.end)
    return Finding(
        code=check.code,
        name=check.name,
        severity=check.severity,
        path=str(start.path),
        line=start.line,
        column=start.column,
        message=problem.message,
        paper=problem.paper,
        language=problem.language,
        end_line=end.line if end else None,
        end_column=end.column if end else None,
        fix=problem.fix,
        field=problem.field,
    )


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.path, finding.line, finding.column, finding.code, finding.message


def _changes(catalogue: Catalogue, paper: str | None, fix: Fix) -> list[tuple[_Home, Edit]]:
    """Return the home and the edit of each replacement that changes something."""
    changes: list[tuple[_Home, Edit]] = []
    texts = {item.field: field_text(catalogue, paper, item.field) or "" for item in fix.replacements}
    for item in fix.replacements:
        text = texts[item.field]
        edit = Edit(Span(item.start, len(text) if item.end is None else item.end), item.text)
        if edit.span.of(text) != edit.replacement:
            changes.append(((paper, item.field), edit))
    return changes


def _collides(edit: Edit, others: Sequence[Edit]) -> bool:
    """Return whether an edit touches one of `others`, which are sorted and do not overlap."""
    index = bisect_left(others, edit)
    neighbours = others[max(index - 1, 0) : index + 1]
    span = edit.span
    return any(
        span == other.span or (span.start < other.span.end and other.span.start < span.end) for other in neighbours
    )
