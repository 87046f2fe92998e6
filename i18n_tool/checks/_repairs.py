"""What repair would do with each text: worked out once for the checks that ask for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from i18n_tool.model import Field, Language

if TYPE_CHECKING:
    from i18n_tool.mojibake.results import Repair


@dataclass(frozen=True, slots=True)
class Damage:
    """A text that repair would change, or cannot restore."""

    field: Field
    language: Language
    text: str
    repair: Repair


def find_damage(texts: Iterable[tuple[Field, Language, str]]) -> tuple[Damage, ...]:
    """Return the damaged ones of the texts of a paper, each with its repair."""
    return _find_damage(tuple(texts))


# The runner takes one paper at a time, so that only the last one is asked for again.
@lru_cache(maxsize=2)
def _find_damage(texts: tuple[tuple[Field, Language, str], ...]) -> tuple[Damage, ...]:
    from i18n_tool.mojibake import repair

    found = []
    for field, language, text in texts:
        result = repair(text)
        if result.edits or result.unresolved:
            found.append(Damage(field, language, text, result))
    return tuple(found)
