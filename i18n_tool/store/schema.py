"""The JSON Schemas of the two kinds of file, for editors and for whoever writes records with other tools."""

from __future__ import annotations

from importlib.resources import files

from i18n_tool.errors import UsageError

#: The names of the schemas.
SCHEMAS = ("paper", "catalogue")


def schema(name: str) -> str:
    """Return the text of a JSON Schema (2020-12): `"paper"` for a record, `"catalogue"` for `_catalogue.yaml`.

    Raises:
        UsageError: there is no schema of that name.

    >>> "translation" in schema("paper")
    True
    """
    if name not in SCHEMAS:
        raise UsageError(f"there is no schema '{name}'; the schemas are {' and '.join(SCHEMAS)}")
    return (files("i18n_tool.store") / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
