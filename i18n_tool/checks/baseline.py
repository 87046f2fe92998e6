"""A baseline: the findings that a list already had, so that only new ones are reported.

It is a JSON file for people and for `git diff`: one finding a line, sorted, without line numbers. A finding is known by
its code, its paper, its field and its message, so that lines may shift; of findings alike in all of these, so many are
known as the baseline counts.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from i18n_tool.checks._base import Check, Finding
from i18n_tool.errors import InputError

#: Code, paper ("" for the list itself), field and message.
Identity: TypeAlias = tuple[str, str, str, str]

_KEYS = ("code", "paper", "field", "message")
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Scope:
    """What a run of the checks looked at: the codes of the checks, and the papers; None for all papers."""

    codes: frozenset[str]
    papers: frozenset[str | None] | None

    @classmethod
    def of(cls, checks: Iterable[Check], papers: frozenset[str | None] | None) -> Scope:
        """Return the scope of a run of some checks."""
        return cls(frozenset(check.code for check in checks), papers)

    def covers(self, identity: Identity) -> bool:
        """Return whether the run would have found a finding if it were still there."""
        code, paper, _, _ = identity
        return code in self.codes and (self.papers is None or (paper or None) in self.papers)


@dataclass(frozen=True, slots=True)
class Compared:
    """What a baseline makes of findings.

    Args:
        new: the findings that it does not know, in their order.
        known: how many it does.
        gone: how many that it knows are no longer found where the run looked.
    """

    new: list[Finding]
    known: int
    gone: int


def identity(finding: Finding) -> Identity:
    """Return what a finding is known by, wherever it stands in its file."""
    return finding.code, finding.paper or "", ".".join(finding.field), finding.message


def compare(findings: Sequence[Finding], baseline: Counter[Identity], scope: Scope) -> Compared:
    """Return which of some findings a baseline does not know; of findings alike the last ones are new."""
    left = Counter(baseline)
    new = []
    for finding in findings:
        name = identity(finding)
        if left[name] > 0:
            left[name] -= 1
        else:
            new.append(finding)
    gone = sum(number for name, number in left.items() if number > 0 and scope.covers(name))
    return Compared(new, len(findings) - len(new), gone)


def renew(findings: Iterable[Finding], baseline: Counter[Identity], scope: Scope) -> Counter[Identity]:
    """Return the baseline of some findings, with what an earlier one knows outside of what the run looked at."""
    kept = {name: number for name, number in baseline.items() if not scope.covers(name)}
    return Counter(map(identity, findings)) + Counter(kept)


def render_baseline(baseline: Counter[Identity]) -> str:
    r"""Return the text of a baseline.

    >>> print(render_baseline(Counter({("COV101", "mamba", "summary.zh", "no Chinese summary"): 1})), end="")
    {"version": 1, "findings": [
      {"code": "COV101", "paper": "mamba", "field": "summary.zh", "message": "no Chinese summary", "count": 1}
    ]}
    """
    lines = [
        "  " + json.dumps({**dict(zip(_KEYS, name, strict=True)), "count": baseline[name]}, ensure_ascii=False)
        for name in sorted(baseline)
    ]
    body = ",\n".join(lines)
    return f'{{"version": {_VERSION}, "findings": [\n{body}\n]}}\n'.replace("[\n\n]", "[\n]")


def parse_baseline(text: str, path: str) -> Counter[Identity]:
    """Return the baseline of a text.

    Raises:
        InputError: it is none.
    """
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"is no baseline: {error.msg.lower()}"
        raise InputError(message, path=path, line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise InputError("is no baseline: it nests too deep", path=path) from None
    if not isinstance(content, dict) or not isinstance(content.get("findings"), list):
        raise InputError("is no baseline: it must be an object with a list 'findings'", path=path)
    if content.get("version") != _VERSION:
        message = f"is a baseline of version {content.get('version')!r}; this program reads version {_VERSION}"
        raise InputError(message, path=path)
    found: Counter[Identity] = Counter()
    for number, entry in enumerate(content["findings"], start=1):
        if not _is_entry(entry):
            keys = ", ".join(_KEYS)
            raise InputError(f"is no baseline: finding {number} needs the texts {keys} and a count", path=path)
        code, paper, field, message = (entry[key] for key in _KEYS)
        found[code, paper, field, message] += entry["count"]
    return found


def _is_entry(entry: Any) -> bool:
    if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in _KEYS):
        return False
    number = entry.get("count")
    return isinstance(number, int) and not isinstance(number, bool) and number > 0
