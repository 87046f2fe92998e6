"""The fields of a paper whose two texts can be compared."""

from __future__ import annotations

from functools import lru_cache

from i18n_tool.checks._repairs import find_damage
from i18n_tool.checks._slots import misplaced
from i18n_tool.coverage import is_present
from i18n_tool.model import Catalogue, Paper, Relation
from i18n_tool.pairs.pair import Pair


def comparable(paper: Paper, catalogue: Catalogue) -> tuple[Pair, ...]:
    """Return the fields that have a text in both languages, each in its own and undamaged.

    What is in the wrong slot, a copy of the other side, a placeholder or damaged has its own checks, and says nothing
    more here.
    """
    return _comparable(paper, catalogue.relation)


# The runner takes one paper at a time, and every check of pairs asks for them.
@lru_cache(maxsize=2)
def _comparable(paper: Paper, relation: Relation) -> tuple[Pair, ...]:
    unfit = {slot.field for slot in misplaced(paper)} | {damage.field for damage in find_damage(paper.texts)}
    sound = {field: text for field, _, text in paper.texts if field not in unfit and is_present(text)}
    title = "\n".join(text for _, text in paper.title.items())
    return tuple(
        Pair(name, sound[name, "en"], sound[name, "zh"], relation, "" if name == "title" else title)
        for name in ("title", "summary", "notes")
        if (name, "en") in sound and (name, "zh") in sound
    )
