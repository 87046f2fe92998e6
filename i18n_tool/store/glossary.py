"""Reads a glossary that is a file of its own: YAML, TBX, or a table of comma- or tab-separated values."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from i18n_tool.errors import InputError
from i18n_tool.model import LANGUAGES, Language, Term
from i18n_tool.store._files import read_bytes, read_record, read_text
from i18n_tool.store._tbx import read_tbx
from i18n_tool.store.decode import TERM_KEYS, decode_glossary

#: What stands between two renderings in a cell of `wrong`.
_BETWEEN = ";"

_DELIMITERS = {".csv": ",", ".tsv": "\t"}
_TBX = ".tbx"


def load_glossary(path: Path, target: Language = "zh") -> tuple[Term, ...]:
    """Read a glossary.

    A `.yaml` file is a list of entries with `en`, `zh` and perhaps `wrong`, as in `_catalogue.yaml`, or has such a list
    under `glossary`. A `.csv` or `.tsv` file has a first line with these names, in any order; `wrong` may hold several
    renderings with `;` between. A `.tbx` file is a termbase of ISO 30042, of 2008 (`martif`) or 2019 (`tbx`), of which
    the terms in English and in Chinese are taken, and what is deprecated or superseded for `wrong`.

    Args:
        path: the file.
        target: the language that the list is translated into, of which a TBX file tells what is wrong.

    Raises:
        InputError: it cannot be read, is no glossary, or of another format; with the place.
    """
    if path.suffix == _TBX:
        return read_tbx(read_bytes(path), str(path), target)
    if path.suffix in {".yaml", ".yml"}:
        return decode_glossary(read_record(path).document)
    if path.suffix in _DELIMITERS:
        return tuple(_rows(path, read_text(path)))
    known = ", ".join((".yaml", *_DELIMITERS, _TBX))
    raise InputError(f"no format of glossaries is called {path.suffix!r}; use {known}", path=str(path))


def _rows(path: Path, text: str) -> Iterator[Term]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=_DELIMITERS[path.suffix], strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        if not set(LANGUAGES) <= set(names) <= set(TERM_KEYS) or len(set(names)) < len(names):
            raise InputError("the first line must name the columns en, zh and perhaps wrong", path=str(path), line=1)
        for row in reader:
            if any(cell.strip() for cell in row):
                yield _term(
                    path, reader.line_num, dict(zip(names, map(str.strip, row), strict=False)), len(row) - len(names)
                )
    except csv.Error as error:
        raise InputError(f"not a table: {error}", path=str(path), line=reader.line_num) from None


def _term(path: Path, line: int, cells: dict[str, str], beyond: int) -> Term:
    if beyond > 0:
        raise InputError("this line has more cells than there are columns", path=str(path), line=line)
    if not (cells.get("en") and cells.get("zh")):
        raise InputError("a glossary entry needs both 'en' and 'zh'", path=str(path), line=line)
    wrong = (part.strip() for part in cells.get("wrong", "").split(_BETWEEN))
    return Term(cells["en"], cells["zh"], tuple(part for part in wrong if part))
