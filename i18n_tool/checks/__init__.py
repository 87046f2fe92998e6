"""The checks: one module each, found by their `PLUGIN`; `_base.py` has the contract."""
