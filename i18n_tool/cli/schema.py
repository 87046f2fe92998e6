"""`i18n-tool schema`: print the JSON Schema of a record or of `_catalogue.yaml`, for editors."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer


class SchemaName(str, Enum):
    """Which file the schema describes."""

    paper = "paper"
    catalogue = "catalogue"


def schema(name: Annotated[SchemaName, typer.Argument(help="Of a paper's record, or of _catalogue.yaml.")]) -> None:
    """Print the JSON Schema of the catalogue's files, for editors."""
    from i18n_tool.store.schema import schema as schema_text

    typer.echo(schema_text(name.value), nl=False)
