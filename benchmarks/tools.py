"""The repairers that are compared, as far as they are installed."""

from __future__ import annotations

import inspect
import platform
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from i18n_tool import repair

OURS: Final = "i18n-tool"
WITH_CONTEXT: Final = "i18n-tool, context"
FTFY: Final = "ftfy.fix_encoding"
FTFY_TEXT: Final = "ftfy.fix_text"
PLSFIX: Final = "plsfix.fix_text"


@dataclass(frozen=True, slots=True)
class Tool:
    """A repairer.

    Attributes:
        name: its name in the tables.
        function: text in, repaired text out.
        takes_context: whether the function has an argument `context` for related sound text.
        edits_typography: whether it straightens quotes, narrows wide letters and the like in any text.
    """

    name: str
    function: Callable[..., str]
    takes_context: bool = False
    edits_typography: bool = False

    def fix(self, text: str, context: str = "") -> str:
        """Return the repaired text."""
        return self.function(text, context=context) if self.takes_context else self.function(text)

    def typeset(self, want: str) -> str:
        """Return sound text as the tool would write it: what it does to that, too, is not counted against it."""
        return self.fix(want) if self.edits_typography else want


def tools() -> list[Tool]:
    """Return the repairers that undo encoding damage and do nothing else, and plsfix.

    plsfix has no `fix_encoding`, and its settings cannot be reached from Python: its `fix_text` is the nearest thing.
    """
    return [*_ours(), *(tool for tool in _peers() if tool.name != FTFY_TEXT)]


def timed_tools() -> list[Tool]:
    """Return the repairers whose speed is compared."""
    return [tool for tool in (*_ours(), *_peers()) if not tool.takes_context]


def versions() -> str:
    """Return the versions of what is compared."""
    packages = dict.fromkeys(tool.name.split(".")[0] for tool in timed_tools())
    return ", ".join([f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in packages)])


def _repaired(text: str, **context: str) -> str:
    return repair(text, **context).text  # type: ignore[arg-type]  # `context`, where this version has it


def _ours() -> Iterator[Tool]:
    yield Tool(OURS, _repaired)
    if "context" in inspect.signature(repair).parameters:
        yield Tool(WITH_CONTEXT, _repaired, takes_context=True)


def _peers() -> Iterator[Tool]:
    """Yield the repairers of others that are installed."""
    with suppress(ImportError):
        import ftfy

        yield Tool(FTFY, ftfy.fix_encoding)
        yield Tool(FTFY_TEXT, ftfy.fix_text, edits_typography=True)
    with suppress(ImportError):
        import plsfix

        yield Tool(PLSFIX, plsfix.fix_text, edits_typography=True)
