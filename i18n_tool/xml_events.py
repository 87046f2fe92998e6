"""Reads XML of others as a stream of events with their places; nothing outside the file is read, nothing expands.

The parser is expat, from the standard library, with what makes XML dangerous shut off: declarations of entities are
refused, of which a few lines can grow to gigabytes or name other files, and the file that a `DOCTYPE` names is not
looked for. https://docs.python.org/3/library/xml.html#xml-security lists the attacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal
from xml.parsers import expat

from i18n_tool.errors import InputError

#: How much is parsed before what was found in it is handed on.
_PART = 1 << 16


@dataclass(frozen=True, slots=True)
class XmlEvent:
    """The start or the end of an element, or text between them.

    Args:
        kind: which of them.
        value: the element's name without its prefix, or the text, which may come in several parts.
        attributes: those of an element that starts, by their names as they are written, such as `xml:lang`.
        line: the line in the file, counted from 1.
        column: the column in that line, counted from 1.
    """

    kind: Literal["start", "end", "text"]
    value: str
    line: int
    column: int
    attributes: Mapping[str, str] = field(default_factory=dict)


def xml_events(data: bytes, path: str) -> Iterator[XmlEvent]:
    """Yield the events of an XML file, in the encoding that it names, as it is read.

    Args:
        data: the bytes of the file.
        path: its name, for messages.

    Raises:
        InputError: it is not well-formed, or declares entities or uses such as are declared elsewhere; with the place.

    >>> [(event.kind, event.value) for event in xml_events(b"<a>x &amp; y</a>", "a.xml")]
    [('start', 'a'), ('text', 'x & y'), ('end', 'a')]
    """
    reader = _Reader(path)
    try:
        for start in range(0, len(data), _PART):
            reader.parser.Parse(data[start : start + _PART], False)
            yield from reader.take()
        reader.parser.Parse(b"", True)
    except expat.ExpatError as error:
        if error.code == expat.errors.codes[expat.errors.XML_ERROR_UNKNOWN_ENCODING]:
            raise _unknown_encoding(path) from None
        message = f"this is not well-formed XML: {expat.ErrorString(error.code)}"
        raise InputError(message, path=path, line=error.lineno, column=error.offset + 1) from None
    except (LookupError, ValueError):  # an encoding that Python has not, or that takes several bytes a character
        raise _unknown_encoding(path) from None
    yield from reader.take()


def _unknown_encoding(path: str) -> InputError:
    return InputError("the encoding that this XML names cannot be read; use UTF-8", path=path, line=1)


class _Reader:
    """The parser and what it has found since it was last asked."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.found: list[XmlEvent] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text
        self.parser.EntityDeclHandler = self.refuse_declaration
        self.parser.SkippedEntityHandler = self.refuse_reference

    def take(self) -> list[XmlEvent]:
        found, self.found = self.found, []
        return found

    def place(self) -> tuple[int, int]:
        return self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.found.append(XmlEvent("start", _local(name), *self.place(), attributes))

    def end(self, name: str) -> None:
        self.found.append(XmlEvent("end", _local(name), *self.place()))

    def text(self, text: str) -> None:
        self.found.append(XmlEvent("text", text, *self.place()))

    def refuse_declaration(self, name: str, *_: object) -> None:
        raise self.error(f"declarations of entities are not allowed: remove that of '{name[:60]}'")

    def refuse_reference(self, name: str, *_: object) -> None:
        raise self.error(f"the entity '&{name[:60]};' is declared nowhere in this file: write the character")

    def error(self, message: str) -> InputError:
        line, column = self.place()
        return InputError(message, path=self.path, line=line, column=column)


def _local(name: str) -> str:
    return name.rpartition(":")[2]
