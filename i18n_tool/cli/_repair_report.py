"""What `repair` says of each text: a line for a person, and every edit as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from i18n_tool.cli._session import Session, count, percent, say_encoding

if TYPE_CHECKING:
    from i18n_tool.mojibake import Inference, Repair, RepairEdit, Unresolved
    from i18n_tool.mojibake.decoding import Decoded, Passage
    from i18n_tool.spans import Span

#: How many passages that are left a summary names; --explain and --report have all.
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Repaired:
    """One text that was repaired: a file's, or that of a field of the catalogue.

    Attributes:
        name: the file, or the paper and the field, as it can be shown.
        before: the text as it was.
        repair: what was done.
        data: the bytes of the file; empty for a field.
        history: what earlier versions were looked at, in words; empty where none were asked for.
        decoded: what the file was encoded in; None for a field.
    """

    name: str
    before: str
    repair: Repair
    data: bytes = b""
    history: str = ""
    decoded: Decoded | None = None

    @property
    def is_changed(self) -> bool:
        """Whether the file would be written otherwise than it is: repaired, or in UTF-8."""
        return bool(self.repair.edits) or (self.decoded is not None and not self.decoded.is_utf_8)


def summarise(here: Session, item: Repaired, *, is_explained: bool = False) -> None:
    """Say in a line what was done to one text, and where something is left, unless that is explained already."""
    from i18n_tool.spans import Lines

    edits, unresolved = item.repair.edits, item.repair.unresolved
    say_encoding(here, item.name, item.decoded.in_words if item.decoded else "")
    if not edits and not unresolved:
        here.err.print(f"{item.name}: no damage found", markup=False)
        return
    if unresolved and item.history:
        here.err.print(f"{item.name}: {item.history}", markup=False)
    if is_explained:
        return
    tally = Tally()
    tally.add(item.repair, Lines(item.before).place)
    say_tally(here, item.name, tally)


@dataclass(slots=True)
class Tally:
    """How many passages were repaired, and where some of those stand that were not.

    Attributes:
        exact: passages that were undone exactly.
        inferred: passages in which lost bytes were inferred.
        restored: passages from earlier versions.
        left: passages beyond repair.
        named: the first of these, each with its line and column.
    """

    exact: int = 0
    inferred: int = 0
    restored: int = 0
    left: int = 0
    named: list[tuple[int, int, Unresolved]] = field(default_factory=list)

    def add(self, repair: Repair, place: Callable[[int], tuple[int, int]]) -> None:
        """Count the passages of a repair; `place` tells the line and the column of one."""
        restored = sum(bool(edit.version) for edit in repair.edits)
        inferred = sum(edit.lossy and not edit.version for edit in repair.edits)
        self.exact += len(repair.edits) - inferred - restored
        self.inferred += inferred
        self.restored += restored
        self.left += len(repair.unresolved)
        for left in repair.unresolved[: _MOST_NAMED - len(self.named)]:
            self.named.append((*place(left.span.start), left))


def say_tally(here: Session, name: str, tally: Tally) -> None:
    """Say in a line what was done to a text, and where something is left."""
    parts = []
    if tally.exact:
        parts.append(f"{count(tally.exact, 'damaged passage')} undone exactly")
    if tally.inferred:
        parts.append(f"{tally.inferred:,} restored by inferring lost bytes")
    if tally.restored:
        parts.append(f"{tally.restored:,} restored from earlier versions")
    if tally.left:
        parts.append(f"{tally.left:,} beyond repair")
    here.err.print(f"{name}: {', '.join(parts) or 'no damage found'}", markup=False)
    for line, column, left in tally.named:
        here.err.print(f"  {name}:{line}:{column}: {left.reason}: {left.text[:40]!r}{_likely(left)}", markup=False)
    if tally.left > len(tally.named):
        here.err.print(f"  … and {tally.left - len(tally.named):,} more (--report lists all)")


def _likely(left: Unresolved) -> str:
    if not left.guess:
        return ""
    return f", most likely {left.guess[:40]!r} ({percent(left.probability)})"


def render_report(done: Iterable[Repaired]) -> bytes:
    """Return every edit, and all that is left, as JSON."""
    return to_json([_describe(item) for item in done]) + b"\n"


def to_json(value: object, *, indent: int | None = 2) -> bytes:
    """Return a value as JSON in UTF-8; what UTF-8 cannot hold is escaped, which JSON reads as the same character."""
    import json

    return json.dumps(value, ensure_ascii=False, indent=indent).encode("utf-8", "backslashreplace")


def _describe(item: Repaired) -> dict[str, Any]:
    """Return the report of one text; spans count characters of the text before the repair, from 0."""
    from i18n_tool.spans import Lines

    lines = Lines(item.before)

    def place(span: Span) -> dict[str, int]:
        line, column = lines.place(span.start)
        return {"line": line, "column": column, "start": span.start, "end": span.end}

    decoded = item.decoded
    return {
        "name": item.name,
        "encodings": describe_encodings(decoded.encoding, decoded.lines) if decoded else None,
        "passages": [describe_passage(passage, place) for passage in decoded.passages] if decoded else [],
        "edits": [describe_edit(edit, place) for edit in item.repair.edits],
        "unresolved": [describe_unresolved(left, place) for left in item.repair.unresolved],
    }


def describe_encodings(main: str, lines: Mapping[str, int]) -> dict[str, int]:
    """Return how many lines were read in each encoding, the one of most lines first."""
    return dict(sorted((lines or {main: 0}).items(), key=lambda item: -item[1]))


def describe_passage(passage: Passage, place: Callable[[Span], dict[str, int]]) -> dict[str, Any]:
    """Return the report of a passage that is in another encoding than most of the text."""
    return {**place(passage.span), "encoding": passage.encoding}


def describe_edit(edit: RepairEdit, place: Callable[[Span], dict[str, int]]) -> dict[str, Any]:
    """Return the report of an edit."""
    return {
        **place(edit.span),
        "before": edit.before,
        "after": edit.after,
        "channel": edit.channel,
        "lossy": edit.lossy,
        "version": edit.version or None,
        "confidence": round(edit.confidence, 4),
        "alternatives": _alternatives(edit.alternatives),
    }


def describe_unresolved(left: Unresolved, place: Callable[[Span], dict[str, int]]) -> dict[str, Any]:
    """Return the report of what was left."""
    return {
        **place(left.span),
        "text": left.text,
        "reason": left.reason,
        "guess": left.guess or None,
        "probability": round(left.probability, 4) if left.guess else None,
        "alternatives": _alternatives(left.alternatives),
    }


def _alternatives(inferences: Iterable[Inference]) -> list[dict[str, Any]]:
    return [
        {
            "offset": inferred.offset,
            "character": inferred.character,
            "probability": round(inferred.probability, 4),
            "runners_up": [
                {"text": other, "probability": round(probability, 4)} for other, probability in inferred.runners_up
            ],
        }
        for inferred in inferences
    ]
