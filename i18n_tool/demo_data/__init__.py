"""The document that `i18n-tool demo` repairs: a survey README whose encoding was damaged and whose bytes were lost."""

from __future__ import annotations

from importlib.resources import files

#: UTF-8 that was read as windows-1254, with the bytes that this code page lacks, and soft hyphens, dropped.
DAMAGED_README = "survey_readme.damaged.md"


def damaged_readme() -> bytes:
    """Return the damaged README, byte for byte."""
    return files(__name__).joinpath(DAMAGED_README).read_bytes()
