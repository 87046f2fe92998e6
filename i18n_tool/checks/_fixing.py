"""Applies the fixes of findings to a catalogue in memory."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from i18n_tool.checks._base import Finding, Fix
from i18n_tool.checks._fields import field_text, put_texts
from i18n_tool.model import Catalogue, Field
from i18n_tool.spans import Edit, Span, apply_edits

#: The paper (None: the list itself) and the field that a text belongs to.
_Home: TypeAlias = tuple[str | None, Field]


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
