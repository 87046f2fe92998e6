"""The kinds of file that a corpus can consist of, one module each; `_base` is their contract."""
