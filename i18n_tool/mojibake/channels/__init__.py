"""The damage channels: one module each, found by its `PLUGIN`; `_base.py` has the contract."""
