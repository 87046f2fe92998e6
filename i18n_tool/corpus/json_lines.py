"""Repair of one line of JSON: the strings that change are replaced where they stand, every other byte stays.

Nothing is written from a parsed object, so that the order of keys, numbers of any size, escapes and spaces survive.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import floor
from typing import Any, Final, NamedTuple

from i18n_tool.corpus.texts import Outcome, TextRepairer

_OPENING: Final = re.compile(r"\s*\{\s*")
_COLON: Final = re.compile(r"\s*:\s*")
_AFTER_VALUE: Final = re.compile(r"\s*[,}]\s*")
#: A string within a value; it is a key if a colon follows.
_STRING: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"(?P<key>\s*:)?', re.DOTALL)
#: Numbers are not looked at; as floats they may have any number of digits.
_DECODER: Final = json.JSONDecoder(strict=False, parse_int=float)
_BYTE_ORDER_MARK: Final = "\ufeff"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which fields of each object are repaired, and what is added to it.

    Attributes:
        columns: the names of the fields; None for every field that holds text.
        report: the name of the field that is added to tell of the repairs; None for none.
    """

    columns: tuple[str, ...] | None = None
    report: str | None = None


class LineRepair(NamedTuple):
    """What the repair of one line did.

    Attributes:
        line: the new line; None where it stays as it was.
        found: for each column that was asked for, `1` or `0`: whether this line has it. Where all were asked for, one
            figure: whether it has any text. None for a blank line.
        repaired: how many texts were repaired.
        unresolved: in how many texts damage is left.
        problem: why the line cannot be repaired, in words.
    """

    line: bytes | None = None
    found: str | None = None
    repaired: int = 0
    unresolved: int = 0
    problem: str | None = None


class _Text(NamedTuple):
    """A string where it stands in a line."""

    start: int
    end: int
    value: str


def repair_line(line: bytes, selection: Selection, repaired: TextRepairer) -> LineRepair:
    r"""Repair the chosen fields of one object; all text below a field belongs to it, but for the keys.

    Args:
        line: the object, without the line's end.
        selection: what to repair.
        repaired: the repair of one text.

    >>> repair_line(b'{"id":1e400, "name": "Ren\xc3\x83\xc2\xa9"}', Selection(), TextRepairer()).line.decode()
    '{"id":1e400, "name": "René"}'
    """
    if not line or line.isspace():
        return LineRepair()
    try:
        text = line.decode()
        record = _DECODER.decode(text.removeprefix(_BYTE_ORDER_MARK))
    except UnicodeDecodeError as error:
        return LineRepair(problem=f"is not valid UTF-8 (byte {error.start + 1} is 0x{line[error.start]:02x})")
    except json.JSONDecodeError as error:
        return LineRepair(problem=f"is not valid JSON (character {error.pos + 1}: {error.msg.lower()})")
    except RecursionError:
        return LineRepair(problem="is nested too deeply")
    if not isinstance(record, dict):
        return LineRepair(problem="is not a JSON object")
    if selection.report in record:
        return LineRepair(problem=f"already has a field {selection.report!r}")
    return _repair_record(text, record, selection, repaired)


def _repair_record(text: str, record: dict[str, Any], selection: Selection, repaired: TextRepairer) -> LineRepair:
    """Repair a line that holds a valid record."""
    columns = record if selection.columns is None else selection.columns
    outcomes = {name: [repaired(value) for value in _strings(record.get(name))] for name in columns}
    every = [outcome for of_column in outcomes.values() for outcome in of_column]
    edits: list[_Text] = []
    if any(outcome.repairs for outcome in every):
        edits += _edits(text, columns, repaired)
    if selection.report is not None:
        edits.append(_report(text, selection.report, outcomes, is_first=not record))
    return LineRepair(
        _applied(text, edits) if edits else None,
        _found(record, selection.columns, bool(every)),
        sum(outcome.repairs > 0 for outcome in every),
        sum(outcome.unresolved > 0 for outcome in every),
    )


def _found(record: dict[str, Any], columns: tuple[str, ...] | None, has_text: bool) -> str:
    return "".join("01"[found] for found in ([has_text] if columns is None else [name in record for name in columns]))


def _strings(value: Any) -> Iterator[str]:
    """Yield the strings of a value, keys not included, in order."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            waiting += reversed(value)
        elif isinstance(value, dict):
            waiting += reversed(value.values())


def _edits(text: str, columns: Iterable[str], repaired: TextRepairer) -> Iterator[_Text]:
    """Yield the strings that change, as JSON, where they stand; the text is a valid record with at least one field."""
    place = _end(_OPENING, text, text.startswith(_BYTE_ORDER_MARK))
    while text.startswith('"', place):
        key, place = _DECODER.raw_decode(text, place)
        start = _end(_COLON, text, place)
        _, end = _DECODER.raw_decode(text, start)
        if key in columns:
            yield from _edits_of_value(text, start, end, repaired)
        place = _end(_AFTER_VALUE, text, end)


def _end(pattern: re.Pattern[str], text: str, place: int) -> int:
    """Return where a match ends that must be there."""
    match = pattern.match(text, place)
    if match is None:
        raise AssertionError(f"{pattern.pattern} does not match at {place}")
    return match.end()


def _edits_of_value(text: str, start: int, end: int, repaired: TextRepairer) -> Iterator[_Text]:
    for found in _STRING.finditer(text, start, end):
        if found["key"] is None:
            value, _ = _DECODER.raw_decode(text, found.start())
            outcome = repaired(value)
            if outcome.text != value:
                yield _Text(found.start(), found.end(), _encode(outcome.text, text))


def _encode(new: str, line: str) -> str:
    """Return a string as JSON, in the manner of its line: a line in ASCII stays so."""
    has_surrogate = any("\ud800" <= char <= "\udfff" for char in new)
    return json.dumps(new, ensure_ascii=has_surrogate or line.isascii())


def _report(text: str, name: str, outcomes: dict[str, list[Outcome]], *, is_first: bool) -> _Text:
    """Return the field that tells of the repairs, as it is put before the closing brace."""
    described = {column: _described(of_column) for column, of_column in outcomes.items() if of_column}
    field = f"{json.dumps(name)}: {json.dumps(described)}"
    close = text.rindex("}")
    return _Text(close, close, field if is_first else f", {field}")


def _described(outcomes: list[Outcome]) -> dict[str, float | None]:
    sure = [outcome.confidence for outcome in outcomes if outcome.confidence is not None]
    return {
        "repairs": sum(outcome.repairs for outcome in outcomes),
        "unresolved": sum(outcome.unresolved for outcome in outcomes),
        # Rounded down: what is not certain must not look so.
        "confidence": floor(min(sure) * 10_000) / 10_000 if sure else None,
    }


def _applied(text: str, edits: list[_Text]) -> bytes:
    parts, reached = [], 0
    for start, end, new in edits:
        parts += [text[reached:start], new]
        reached = end
    return "".join([*parts, text[reached:]]).encode()
