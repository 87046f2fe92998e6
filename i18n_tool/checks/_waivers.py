"""What records waive by `ignore`, and which of these waivers are of no use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from i18n_tool.checks._base import Check, Problem, Waivers
from i18n_tool.checks._selection import is_known, matches, rules
from i18n_tool.model import Catalogue, Paper


class Record:
    """The `ignore` of every paper, and what each of its items has silenced so far."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._ignores = {paper.id: paper.ignore for paper in catalogue.papers if paper.ignore}
        self._used: set[tuple[str, str]] = set()

    def waives(self, check: Check, paper: str | None) -> bool:
        """Return whether a paper waives a check that has found something in it, and note that it was of use."""
        if paper is None or paper not in self._ignores:
            return False
        selectors = [selector for selector in self._ignores[paper] if matches(check, selector)]
        self._used.update((paper, selector) for selector in selectors)
        return bool(selectors)

    def problems(self, check: Check, papers: Iterable[Paper]) -> Iterator[tuple[Check, Problem]]:
        """Yield what a check says of the waivers of some papers, once all that was found was asked for."""
        for paper in papers:
            if check.on_waivers and paper.ignore and not any(matches(check, selector) for selector in paper.ignore):
                for problem in check.on_waivers(paper, self._waivers(paper)):
                    yield check, replace(problem, paper=paper.id)

    def _waivers(self, paper: Paper) -> Waivers:
        items = tuple(enumerate(paper.ignore))
        return Waivers(
            unused=tuple(item for item in items if is_known(item[1]) and (paper.id, item[1]) not in self._used),
            unknown=tuple(item for item in items if not is_known(item[1])),
        )


def ignored_elsewhere(checks: Sequence[Check], papers: Iterable[Paper]) -> list[Check]:
    """Return the checks that some paper ignores and that are not among `checks`: whether it does so in vain."""
    selectors = {selector for paper in papers for selector in paper.ignore}
    codes = {check.code for check in checks}
    return [check for check in rules() if check.code not in codes and any(matches(check, item) for item in selectors)]
