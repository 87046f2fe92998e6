"""Writes one finding a line, as compilers do, and a last line that counts them.

A line is `path:line:column: CODE message`, so that editors and terminals can jump to the place. It is plain text.
"""

from __future__ import annotations

from i18n_tool.reporters._base import Report, Reporter


def render_text(report: Report) -> str:
    r"""Return the findings, one a line, and a summary; a line that all is well when there are none.

    >>> render_text(Report([], records=2))
    'All clear: no findings in 2 records.\n'
    """
    records = _count(report.records, "record")
    if not report.findings:
        return f"All clear: no findings in {records}.\n"
    lines = [f"{item.path}:{item.line}:{item.column}: {item.code} {item.message}" for item in report.findings]
    found = _count(len(report.findings), "finding")
    return "\n".join([*lines, f"Found {found}{_fixable(report)} in {records}.", ""])


def _fixable(report: Report) -> str:
    fixes = [item.fix for item in report.findings if item.fix]
    safe = sum(fix.safe for fix in fixes)
    unsafe = len(fixes) - safe
    parts = [f"{safe} fixable with --fix"] if safe else []
    parts += [f"{unsafe} {'more ' if safe else 'fixable '}with --unsafe-fixes"] if unsafe else []
    return f" ({', '.join(parts)})" if parts else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


PLUGIN = Reporter(name="text", documentation=__doc__, render=render_text)
