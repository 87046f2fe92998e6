"""Brings back what a repair could not restore, from earlier versions of the same text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from i18n_tool.history.alignment import Alignment
from i18n_tool.history.comparison import Comparison
from i18n_tool.history.lines import DamagedText, EarlierText, EarlierTexts, Original
from i18n_tool.history.lost import Lost, Shifts, overlapping
from i18n_tool.history.passages import Found, Passage, find_passages, passages
from i18n_tool.mojibake import Repair, RepairEdit, Unresolved
from i18n_tool.mojibake.composition import Change, compose, source_of
from i18n_tool.spans import Span

#: How sure a passage is that was found in its own line, and one that was found by what stands beside it.
IN_ITS_LINE: Final = 0.999
BY_CONTEXT: Final = 0.99
#: How many of several texts that fit are told.
_MOST_TOLD: Final = 3


class _Fix(NamedTuple):
    """The text of an earlier version for a stretch of the repaired text."""

    span: Span
    original: str
    version: str
    confidence: float


@dataclass(slots=True)
class _Findings:
    """What the versions say.

    Attributes:
        fixes: what earlier versions have for stretches of the repaired text.
        ambiguous: the stretches for which a version has several texts, with a sentence that tells them.
    """

    fixes: list[_Fix] = field(default_factory=list)
    ambiguous: dict[Span, str] = field(default_factory=dict)


def restore(text: str, repaired: Repair, versions: Iterable[tuple[str, str]]) -> Repair:
    """Return the repair with what earlier versions tell of the passages that it could not restore for certain.

    These are damage that is left, and inferred characters that are not certain. An earlier text is used where it agrees
    with all that survives of a line, or with what stands around a passage, and where no other one does.

    Args:
        text: the damaged text.
        repaired: its repair.
        versions: names and texts of earlier versions, the latest first; no more are asked for than are needed.

    >>> from i18n_tool.mojibake import repair
    >>> damaged = "本文提出了一种\ufffd\ufffd\ufffd\ufffd的状态空间模型。"
    >>> found = restore(damaged, repair(damaged), [("1a2b3c4d (2024-05-01)", "本文提出了一种高效的状态空间模型。")])
    >>> found.text, found.edits[0].channel
    ('本文提出了一种高效的状态空间模型。', 'restored from 1a2b3c4d (2024-05-01)')
    """
    damaged = DamagedText(text, repaired)
    search = _Search(damaged)
    if not search.wanted:
        return repaired
    earlier = EarlierTexts(damaged)
    for name, version in versions:
        search.look_into(earlier.read(name, version))
        if not search.wanted:
            break
    return _extended(text, repaired, damaged.lost, search.findings)


class _Search:
    """Looks into one version after another, the latest first.

    Attributes:
        wanted: the lines in which something is still looked for, by number.
        findings: what was found.
    """

    def __init__(self, damaged: DamagedText) -> None:
        self.wanted = damaged.wanted()
        self.findings = _Findings()
        self._damaged = damaged
        self._passages = {number: list(passages(number, line.pieces)) for number, line in self.wanted.items()}
        self._seen = set(damaged.lines)
        self._settled: set[Span] = set()
        self._taken: set[int] = set()

    def look_into(self, earlier: EarlierText) -> None:
        """Look for all that is still wanted in a version."""
        compared = Comparison(self._damaged, earlier, self.wanted)
        for number, found in compared.same_lines():
            self._take(number, found, earlier.name)
        self._look_elsewhere(compared, earlier)

    def _take(self, number: int, found: Sequence[Original], version: str) -> None:
        """Take what an earlier line has, but for what a later version has settled."""
        lost = [one.span for one in self._damaged.line(number).lost]
        settled = [span for span in lost if span in self._settled]
        if number not in self._taken:
            self.findings.fixes += [
                _Fix(span, original, version, IN_ITS_LINE) for span, original in found if not overlapping(settled, span)
            ]
        self._taken.add(number)
        self._settled.update(lost)
        self.wanted.pop(number, None)

    def _look_elsewhere(self, compared: Comparison, earlier: EarlierText) -> None:
        """Look for the passages of lines that were not found in those earlier lines that are none of the others."""
        free = {
            place: earlier.lines[place]
            for place in compared.alignment.free_earlier()
            if earlier.lines[place] not in self._seen  # an earlier look would have found it
        }
        self._seen.update(free.values())
        sought = [
            passage
            for number in self.wanted
            if compared.alignment.earlier_of[number] < 0
            for passage in self._passages[number]
        ]
        if sought and free:
            for passage, found in find_passages(sought, free).items():
                self._take_passage(earlier.name, passage, found, compared.alignment)

    def _take_passage(self, version: str, passage: Passage, found: Sequence[Found], alignment: Alignment) -> None:
        """Take what earlier lines say of a passage if they agree, those before all that have the same lines around."""
        support = [alignment.support(passage.line, one.earlier) for one in found]
        best = [one for one, lines in zip(found, support, strict=True) if lines == max(support)]
        distinct = {tuple(original for _, original in one.originals): one.originals for one in best}
        self._passages[passage.line].remove(passage)
        if len(distinct) > 1:
            reason = _tell_several(list(distinct.values()), version)
            self.findings.ambiguous |= {lost.span: reason for lost in passage.lost if lost.is_wanted}
        else:
            self.findings.fixes += [_Fix(lost.span, text, version, BY_CONTEXT) for lost, text in best[0].originals]
        self._settled.update(lost.span for lost in passage.lost)
        if all(lost.span in self._settled for lost in self.wanted[passage.line].lost if lost.is_wanted):
            del self.wanted[passage.line]


def _tell_several(several: Sequence[Sequence[tuple[Lost, str]]], version: str) -> str:
    told = ["…".join(text for lost, text in found if lost.is_wanted) for found in several]
    more = ", …" if len(told) > _MOST_TOLD else ""
    return f"{version} has several texts that fit: {', '.join(map(repr, told[:_MOST_TOLD]))}{more}"


def _extended(text: str, repaired: Repair, lost: Sequence[Lost], findings: _Findings) -> Repair:
    """Return a repair with what was found."""
    fixes = _effective(repaired.text, lost, findings.fixes)
    earlier = _edits_as_changes(repaired, fixes)
    later = [
        Change(fix.span.start, fix.span.end, fix.original, f"restored from {fix.version}", fix.confidence, ())
        for fix in fixes
    ]
    changes, restored = compose(repaired.text, earlier, later) if later else (earlier, repaired.text)
    sources = [Span(*place) for place in source_of([(fix.span.start, fix.span.end) for fix in fixes], earlier)]
    edits = tuple(_edit(text, change, fixes, overlapping(sources, _span(change))) for change in changes)
    return Repair(restored, edits, tuple(_left(text, repaired, lost, fixes, findings)))


def _effective(text: str, lost: Sequence[Lost], fixes: Iterable[_Fix]) -> list[_Fix]:
    """Return the fixes that say something new, in order."""
    lost_at = {one.span: one for one in lost}
    chosen: list[_Fix] = []
    for fix in sorted(fixes, key=lambda fix: fix.span):
        one = lost_at.get(fix.span)
        confirms = one is not None and one.is_uncertain
        if fix.original == fix.span.of(text) and not confirms:
            continue
        chosen.append(fix)
    return chosen


def _edits_as_changes(repaired: Repair, fixes: Sequence[_Fix]) -> list[Change]:
    """Return the edits of a repair without the doubt about characters that the fixes settle."""
    spans = [fix.span for fix in fixes]
    changes = []
    shift = 0
    for edit in repaired.edits:
        confidence = edit.confidence
        for one in edit.alternatives:
            start = edit.span.start + shift + one.offset
            if overlapping(spans, Span(start, start + len(one.character))) and one.probability > 0:
                confidence = min(1.0, confidence / one.probability)
        shift += len(edit.after) - len(edit.before)
        changes.append(Change(edit.span.start, edit.span.end, edit.after, edit.channel, confidence, edit.alternatives))
    return changes


def _edit(text: str, change: Change, fixes: Sequence[_Fix], numbers: range) -> RepairEdit:
    return RepairEdit(
        _span(change),
        text[change.start : change.end],
        change.after,
        change.channel,
        change.confidence,
        bool(change.inferences),
        change.inferences,
        ", ".join(dict.fromkeys(fixes[number].version for number in numbers)),
    )


def _left(
    text: str, repaired: Repair, lost: Sequence[Lost], fixes: Sequence[_Fix], findings: _Findings
) -> Iterator[Unresolved]:
    """Yield what is still damaged, in order, and why no version was used where there are several."""
    fixed = [fix.span for fix in fixes]
    wanted = [one.span for one in lost if one.is_wanted]
    shifts = Shifts(repaired.edits)
    left: dict[Span, Unresolved] = {}
    for one in repaired.unresolved:
        places = [wanted[number] for number in overlapping(wanted, shifts.to_after(one.span))]
        if not places or not all(overlapping(fixed, place) for place in places):
            reason = next((findings.ambiguous[place] for place in places if place in findings.ambiguous), one.reason)
            left[one.span] = replace(one, reason=reason)
    unlisted = sorted(span for span in findings.ambiguous if set(span.of(repaired.text)) == {"?"})
    changes = _edits_as_changes(repaired, ())
    for place, source in zip(unlisted, source_of([(span.start, span.end) for span in unlisted], changes), strict=True):
        span = Span(*source)
        left.setdefault(span, Unresolved(span, span.of(text), findings.ambiguous[place]))
    yield from sorted(left.values(), key=lambda one: one.span)


def _span(change: Change) -> Span:
    return Span(change.start, change.end)
