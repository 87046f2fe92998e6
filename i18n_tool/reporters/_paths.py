"""How reports for other programs name files."""

from __future__ import annotations

from pathlib import Path


def relative_path(path: str) -> str:
    """Return a path with `/` between its parts, relative to the working directory where it lies below it.

    >>> relative_path("summaries/a.yaml")
    'summaries/a.yaml'
    """
    place = Path(path)
    if place.is_absolute() and place.is_relative_to(Path.cwd()):
        place = place.relative_to(Path.cwd())
    return place.as_posix()
