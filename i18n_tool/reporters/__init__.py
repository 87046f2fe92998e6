"""The reporters: one module a format, findings in, text out; `_base.py` has the contract."""
