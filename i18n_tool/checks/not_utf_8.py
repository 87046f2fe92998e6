"""Finds records that are not UTF-8.

## What it does

Reports each file of the catalogue that is in another encoding, such as GB18030 or windows-1252, or has lines that are.
What it is in is told from its bytes, line by line. A file with bytes that are in no encoding is one for MET712: nothing
can be said of its text.

## Why

Other programs read such a file as UTF-8 and show mojibake, or do not read it at all; a browser shows a diff of it as
binary. It comes from an editor that saved the file in the encoding of its system.

## Example

    summaries/mamba.yaml:1:1: ENC505 the file is not UTF-8, but GB18030

## Fix

`--fix` writes the same text in UTF-8, which changes no character.
"""

from __future__ import annotations

from collections.abc import Iterator

from i18n_tool.checks._base import Check, Fix, Problem, Replacement
from i18n_tool.checks._fields import ENCODING
from i18n_tool.model import Catalogue


def find_other_encodings(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each file in another encoding."""
    for paper, encoding in catalogue.encodings:
        fix = Fix((Replacement(ENCODING, ""),), safe=True)
        yield Problem(f"the file is not UTF-8, but {encoding}", ENCODING, paper=paper, fix=fix)


PLUGIN = Check(
    code="ENC505",
    name="not-utf-8",
    severity="error",
    documentation=__doc__,
    on_catalogue=find_other_encodings,
)
