"""Two texts side by side: what the comparisons of this package work on."""

from __future__ import annotations

from dataclasses import dataclass

from i18n_tool.model import Relation


@dataclass(frozen=True, slots=True)
class Pair:
    """One field of a paper in English and in Chinese.

    Args:
        name: the field: `title`, `summary` or `notes`.
        en: the English text.
        zh: the Chinese text.
        relation: whether one is a `translation` of the other, or each a `summary` of the paper in its own right.
        title: the paper's titles, one a line; "" where the field is the title itself.
    """

    name: str
    en: str
    zh: str
    relation: Relation
    title: str = ""
