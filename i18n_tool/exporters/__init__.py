"""The exporters: one module a format, a catalogue in, text out; `_base.py` has the contract."""
