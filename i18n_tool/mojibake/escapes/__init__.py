"""The ways in which text is escaped, one module each; `_base.py` is the contract."""
