"""The catalogue on disk: one YAML record a paper, written for people and for `git diff`.

`load_catalogue` and `open_or_new` read a folder; `save` writes what changed in a catalogue and leaves every other byte
alone; `preview` tells what `save` would write. `store.schema` has the JSON Schemas of both kinds of file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from i18n_tool.store._atomic import StagedFile, digest_of, write_file
    from i18n_tool.store._files import Record, read_text
    from i18n_tool.store._place import Place
    from i18n_tool.store.glossary import load_glossary
    from i18n_tool.store.load import Stored, load_catalogue, open_or_new, parse_record
    from i18n_tool.store.write import Saved, preview, save

__all__ = [
    "Place",
    "Record",
    "Saved",
    "StagedFile",
    "Stored",
    "digest_of",
    "load_catalogue",
    "load_glossary",
    "open_or_new",
    "parse_record",
    "preview",
    "read_text",
    "save",
    "write_file",
]

_HOMES = {
    "Place": "_place",
    **dict.fromkeys(("Stored", "load_catalogue", "open_or_new", "parse_record"), "load"),
    **dict.fromkeys(("Record", "read_text"), "_files"),
    "load_glossary": "glossary",
    **dict.fromkeys(("Saved", "preview", "save"), "write"),
    **dict.fromkeys(("StagedFile", "digest_of", "write_file"), "_atomic"),
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
