"""The checkers of translations that are compared, as far as they are installed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from typing import Any, Final

from benchmarks.pair_faults import PairSample
from i18n_tool import check_pair
from i18n_tool.model import Relation

OURS: Final = "i18n-tool"
POFILTER: Final = "pofilter"
PO_LINT: Final = "po-lint"


@dataclass(frozen=True, slots=True)
class PairTool:
    """A checker: `codes` returns how often each of its checks found something in a pair."""

    name: str
    codes: Callable[[PairSample], Counter[str]]


def pair_tools(relation: Relation) -> list[PairTool]:
    """Return the checkers; those of others know nothing of summaries that are no translations."""
    return [PairTool(OURS, partial(_ours, relation)), *_peers()]


def versions() -> str:
    """Return the versions of what is compared."""
    packages = {OURS: "i18n-tool", POFILTER: "translate-toolkit", PO_LINT: "python-po-lint"}
    installed = [tool.name for tool in pair_tools("translation")]
    return ", ".join(f"{name} ({packages[name]} {version(packages[name])})" for name in installed)


def _ours(relation: Relation, pair: PairSample) -> Counter[str]:
    return Counter(finding.code for finding in check_pair(pair.en, pair.zh, pair.title or None, relation))


def _peers() -> Iterator[PairTool]:
    with suppress(ImportError):
        yield PairTool(POFILTER, _pofilter())
    # Its language detection wants a model from the network; `pip install --no-deps python-po-lint` is enough for the
    # checks that do without.
    with suppress(ImportError):
        from po_lint import checks

        yield PairTool(PO_LINT, partial(_po_lint, checks))


def _pofilter() -> Callable[[PairSample], Counter[str]]:
    from translate.filters import checks
    from translate.storage.pypo import pounit

    checker = checks.StandardChecker(checks.CheckerConfig(targetlanguage="zh_CN"))

    def codes(pair: PairSample) -> Counter[str]:
        unit = pounit(pair.en)
        unit.target = pair.zh
        return Counter(dict.fromkeys(checker.run_filters(unit), 1))

    return codes


def _po_lint(checks: Any, pair: PairSample) -> Counter[str]:
    found = (
        checks.check_wrong_script(pair.zh, "zh_CN"),
        checks.check_shifted_entry(pair.en, pair.zh),
        checks.check_garbled_text(pair.zh),
    )
    return Counter(str(issue.issue_type) for issue in found if issue)
