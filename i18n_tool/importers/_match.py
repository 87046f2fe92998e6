"""Finds the record that each imported entry belongs to."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeAlias

from i18n_tool.identity import identifiers, link_keys, title_keys
from i18n_tool.model import LANGUAGES, Paper

_Keys: TypeAlias = Callable[[Paper], Iterable[str]]
_Accepts: TypeAlias = Callable[[Paper, Paper], bool]

_NUMBER = re.compile(r"-(\d{1,9})\Z")


def match_papers(entries: Sequence[Paper], records: Iterable[Paper]) -> list[Paper | None]:
    """Return, for each entry, its record; None where it is new.

    The strongest evidence is used first, for all entries: the same id together with a shared identifier, the same
    title with the same link, the same link, the same title, and last the same id where nothing contradicts it. Of
    several entries for one paper the k-th belongs to the k-th record, so that the same source finds the same records
    again. No record is given to two entries. Linear in both.
    """
    ordered = sorted(records, key=_natural)
    found: list[Paper | None] = [None] * len(entries)
    claimed: set[str] = set()
    for keys, accepts in _PASSES:
        index: dict[str, deque[Paper]] = {}
        for record in ordered:
            if record.id not in claimed:
                for key in keys(record):
                    index.setdefault(key, deque()).append(record)
        for place, entry in enumerate(entries):
            match = _claim(entry, keys(entry), index, claimed, accepts) if found[place] is None else None
            if match:
                found[place] = match
                claimed.add(match.id)
    return found


def _claim(
    entry: Paper, keys: Iterable[str], index: dict[str, deque[Paper]], claimed: set[str], accepts: _Accepts
) -> Paper | None:
    for key in keys:
        candidates = index.get(key)
        while candidates and candidates[0].id in claimed:
            candidates.popleft()
        if candidates and accepts(entry, candidates[0]):
            return candidates[0]
    return None


def _natural(record: Paper) -> tuple[str, int]:
    """Sort `moe-mamba-10` after `moe-mamba-2`: the order in which the ids were given out."""
    number = _NUMBER.search(record.id)
    return (record.id[: number.start()], int(number.group(1))) if number else (record.id, 1)


def _id(paper: Paper) -> Iterator[str]:
    yield paper.id


def _titles_with_links(paper: Paper) -> list[str]:
    links = sorted(link_keys(paper))
    return [f"{title} {link}" for title in sorted(title_keys(paper)) for link in links]


def _links(paper: Paper) -> list[str]:
    return sorted(link_keys(paper))


def _titles(paper: Paper) -> list[str]:
    return sorted(title_keys(paper))


def _anything(_entry: Paper, _record: Paper) -> bool:
    return True


def _share(entry: Paper, record: Paper) -> bool:
    return not identifiers(entry).isdisjoint(identifiers(record))


def _agree(entry: Paper, record: Paper) -> bool:
    """Tell whether nothing says that two papers are different ones: no title in one language, no links to compare."""
    if link_keys(entry) and link_keys(record):
        return False
    return not any(entry.title.get(language) and record.title.get(language) for language in LANGUAGES)


_PASSES: tuple[tuple[_Keys, _Accepts], ...] = (
    (_id, _share),
    (_titles_with_links, _anything),
    (_links, _anything),
    (_titles, _anything),
    (_id, _agree),
)
