"""`i18n-tool repair`: undo encoding damage in files, in standard input or in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from i18n_tool.cli._session import Session, read_existing, read_input, session, unified_diff, write_stdout
from i18n_tool.errors import UsageError

if TYPE_CHECKING:
    from i18n_tool.mojibake import Repair


@dataclass(frozen=True, slots=True)
class _Repaired:
    """One text that was repaired: a file's, or that of a field of the catalogue."""

    name: str
    before: str
    repair: Repair
    data: bytes = b""


def repair(
    context: typer.Context,
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILES]...", help="Files, or - for standard input; the catalogue when none is given."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT", help="Write the repaired text to this file.")
    ] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Write the repaired text back.")] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Print what would change, write nothing, and exit with 1 if anything would.")
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="FILE", help="Write every edit, its confidence and its runners-up as JSON."),
    ] = None,
    min_confidence: Annotated[
        float | None,
        typer.Option(
            "--min-confidence", min=0.0, max=1.0, help="Leave alone what is less sure than this, and list it."
        ),
    ] = None,
) -> None:
    """Undo encoding damage, also where bytes were lost.

    The repaired text goes to standard output unless told otherwise; the catalogue is only written with --in-place.
    What cannot be restored is listed, and the exit code is then 1.
    """
    if sum((output is not None, in_place, diff)) > 1:
        raise UsageError("use one of --output, --in-place and --diff")
    if min_confidence is not None and isnan(min_confidence):
        raise UsageError("--min-confidence must be a number from 0 to 1")
    if report is not None:
        _refuse_report(report, [*map(Path, files or ()), *([output] if output else [])])
    here = session(context)
    if files:
        done = _repair_files(files, output, in_place, diff, min_confidence)
    elif output is not None:
        raise UsageError("--output needs a file to repair; the catalogue is repaired with --in-place")
    else:
        done = _repair_catalogue(here, in_place, min_confidence)
    for item in done:
        _summarise(here, item)
    if report is not None:
        _write_report(report, done)
    if not files and not done:
        here.err.print(f"No damage found in {here.folder}", markup=False)
    changed = any(item.repair.edits for item in done)
    unresolved = any(item.repair.unresolved for item in done)
    raise typer.Exit(1 if unresolved or (diff and changed) else 0)


def _refuse_report(report: Path, texts: Iterable[Path]) -> None:
    """Refuse a report that cannot be written, or would be written over a text, before anything is written."""
    read_existing(report)
    if any(report.resolve() == text.resolve() for text in texts):
        raise UsageError(f"--report would overwrite {report}; name another file")


def _repair_files(
    files: list[str], output: Path | None, in_place: bool, diff: bool, min_confidence: float | None
) -> list[_Repaired]:
    if len(files) > 1 and not (in_place or diff):
        raise UsageError("several files need --in-place or --diff")
    if in_place and "-" in files:
        raise UsageError("standard input cannot be repaired in place")
    from i18n_tool.store import write_file

    done = [_repair_file(name, min_confidence) for name in files]
    for name, item in zip(files, done, strict=True):
        after = item.repair.text
        if diff:
            typer.echo(unified_diff(item.before, after, item.name), nl=False)
        elif output is not None:
            _write(output, after.encode())
        elif not in_place:
            write_stdout(after.encode())
        elif after is not item.before:
            write_file(Path(name), after.encode(), expected=item.data)
    return done


def _repair_file(name: str, min_confidence: float | None) -> _Repaired:
    from i18n_tool import mojibake

    shown, text, data = read_input(name)
    threshold = mojibake.MIN_CONFIDENCE if min_confidence is None else min_confidence
    return _Repaired(shown, text, mojibake.repair(text, min_confidence=threshold), data)


def _write(path: Path, data: bytes) -> None:
    from i18n_tool.store import write_file

    write_file(path, data, expected=read_existing(path))


def _repair_catalogue(here: Session, in_place: bool, min_confidence: float | None) -> list[_Repaired]:
    catalogue = here.load()
    repairs = catalogue.repair(min_confidence=min_confidence)
    if in_place:
        catalogue.save()
    else:
        for path, (old, new) in catalogue.preview().items():
            typer.echo(unified_diff(old, new, path.as_posix()), nl=False)
        if any(item.repair.edits for item in repairs):
            here.err.print("Nothing was written: use --in-place to write it")
    return [_Repaired(f"{item.paper or 'the list'} {'.'.join(item.field)}", item.text, item.repair) for item in repairs]


def _summarise(here: Session, item: _Repaired) -> None:
    """Say in a line what was done to one text, and where something is left."""
    from i18n_tool.spans import Lines

    edits, unresolved = item.repair.edits, item.repair.unresolved
    if not edits and not unresolved:
        here.err.print(f"{item.name}: no damage found", markup=False)
        return
    inferred = sum(edit.lossy for edit in edits)
    parts = []
    if len(edits) > inferred:
        parts.append(f"{len(edits) - inferred:,} damaged passages undone exactly")
    if inferred:
        parts.append(f"{inferred:,} restored by inferring lost bytes")
    if unresolved:
        parts.append(f"{len(unresolved):,} beyond repair")
    here.err.print(f"{item.name}: {', '.join(parts)}", markup=False)
    lines = Lines(item.before)
    for left in unresolved[:20]:
        line, column = lines.place(left.span.start)
        here.err.print(f"  {item.name}:{line}:{column}: {left.reason}: {left.text[:40]!r}", markup=False)
    if len(unresolved) > 20:
        here.err.print(f"  … and {len(unresolved) - 20:,} more (--report lists all)")


def _write_report(path: Path, done: Iterable[_Repaired]) -> None:
    import json

    report = [_describe(item) for item in done]
    _write(path, (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode())


def _describe(item: _Repaired) -> dict[str, Any]:
    """Return the report of one text; spans count characters of the text before the repair, from 0."""
    from i18n_tool.spans import Lines, Span

    lines = Lines(item.before)

    def place(span: Span) -> dict[str, int]:
        line, column = lines.place(span.start)
        return {"line": line, "column": column, "start": span.start, "end": span.end}

    return {
        "name": item.name,
        "edits": [
            {
                **place(edit.span),
                "before": edit.before,
                "after": edit.after,
                "channel": edit.channel,
                "lossy": edit.lossy,
                "confidence": round(edit.confidence, 4),
                "alternatives": [
                    {
                        "offset": inferred.offset,
                        "character": inferred.character,
                        "probability": round(inferred.probability, 4),
                        "runners_up": [
                            {"text": other, "probability": round(probability, 4)}
                            for other, probability in inferred.runners_up
                        ],
                    }
                    for inferred in edit.alternatives
                ],
            }
            for edit in item.repair.edits
        ],
        "unresolved": [
            {**place(left.span), "text": left.text, "reason": left.reason} for left in item.repair.unresolved
        ],
    }
