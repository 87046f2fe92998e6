"""The importers: one module a format, text in, a catalogue out; `_base.py` has the contract."""
