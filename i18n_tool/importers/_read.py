"""Reads a source of any format: repaired at the door, then by the importer that knows its layout."""

from __future__ import annotations

from dataclasses import replace

from i18n_tool.discovery import plugins
from i18n_tool.errors import InputError, UsageError
from i18n_tool.importers._base import Imported, Importer, Note
from i18n_tool.spans import Lines

_HEAD = 64 * 1024
_EXCERPT = 30


def read_source(text: str, source: str, format: str | None = None) -> Imported:  # noqa: A002 - the command's word
    """Repair a text and read it into a catalogue of its own.

    Args:
        text: the whole source, as it was decoded; bytes that are in no encoding are escapes U+DC80 to U+DCFF in it.
        source: its name, for messages and for what finds no place.
        format: the name of the importer; None to let the importers decide.

    Raises:
        InputError: the text is empty, no importer recognises it, or the importer cannot read it.
        UsageError: there is no importer of that name.
    """
    from i18n_tool.mojibake import repair
    from i18n_tool.mojibake.decoding.encodings import ESCAPED, REPLACEMENT

    importers = {importer.name: importer for importer in plugins("i18n_tool.importers").values()}
    if format is not None and format not in importers:
        raise UsageError(f"unknown format {format!r}; known are {', '.join(sorted(importers))}")
    if not text.strip("\ufeff \t\r\n"):
        raise InputError("the source is empty", path=source)
    repaired = repair(text)
    clean = ESCAPED.sub(REPLACEMENT, repaired.text).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    importer = importers[format] if format else _recognise(clean, source, list(importers.values()))
    imported = importer.read(clean, source)
    lines = Lines(text)
    damaged = [
        Note(
            lines.place(place.span.start)[0],
            f"{_excerpt(place.text)!r} is damaged and was left as it is: {place.reason}",
        )
        for place in repaired.unresolved
    ]
    repaired_lines = Lines(repaired.text)
    damaged += [
        Note(repaired_lines.place(match.start())[0], _in_no_encoding(match[0]))
        for match in ESCAPED.finditer(repaired.text)
    ]
    notes = sorted((*imported.notes, *damaged), key=lambda note: note.line)
    return replace(imported, notes=tuple(notes), repaired=len(repaired.edits), unresolved=len(damaged))


def _recognise(text: str, source: str, importers: list[Importer]) -> Importer:
    head = text[:_HEAD]
    sure, best = max(((importer.detect(source, head), importer) for importer in importers), key=lambda pair: pair[0])
    if sure <= 0:
        names = ", ".join(sorted(importer.name for importer in importers))
        raise InputError(f"no importer recognises this text; if it is one of {names}, say so with --from", path=source)
    return best


def _in_no_encoding(escaped: str) -> str:
    data = escaped.encode("ascii", "surrogateescape")
    return f"bytes that are in no encoding (hexadecimal {data.hex(' ').upper()}) were replaced by U+FFFD"


def _excerpt(text: str) -> str:
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"
