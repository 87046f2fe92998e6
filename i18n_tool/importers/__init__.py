"""The importers: one module a format, text in, a catalogue out; `_base.py` has the contract."""

from i18n_tool.importers._merge import Conflict, Merged, merge
from i18n_tool.importers._read import read_source

__all__ = ["Conflict", "Merged", "merge", "read_source"]
