"""Which checks are meant by a code, a family or a name, and which of them run, how severe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cache, lru_cache

from i18n_tool.checks._base import Check
from i18n_tool.config import Level, Settings
from i18n_tool.discovery import plugins
from i18n_tool.errors import InputError, UsageError

_CODE_OR_FAMILY = re.compile(r"[A-Z]{3}\d{0,3}\Z")

#: The specificity of a whole code, and of a name, which stands for one.
_WHOLE = 6


def rules() -> list[Check]:
    """Return every check, sorted by code."""
    return list(_rules())


@cache
def _rules() -> tuple[Check, ...]:
    return tuple(sorted(plugins("i18n_tool.checks").values(), key=lambda check: check.code))


def find_rule(code_or_name: str) -> Check:
    """Return the check of a code, a name, or an earlier one of either.

    Raises:
        UsageError: there is none; the message names those nearest to it.

    >>> find_rule("missing-summary").code
    'COV101'
    """
    for check in rules():
        if code_or_name.lower() in (name.lower() for name in (check.code, check.name, *check.aliases)):
            return check
    raise UsageError(unknown(code_or_name))


def select_checks(
    select: Sequence[str] = (), ignore: Sequence[str] = (), extend_select: Sequence[str] = ()
) -> list[Check]:
    """Return the checks to run, sorted by code: the selected ones, or those that are on by default, less the ignored.

    Checks that tell of what no other check saw run beside the selected ones, too.

    Where a check is both selected and ignored, the more specific of the two wins: `--select ENC501` brings back a
    check that `ignore = ["ENC"]` leaves out. Of two alike, the ignoring one does.

    Args:
        select: codes, beginnings of codes such as `COV` or `COV1`, or names; empty for all that are on by default.
        ignore: the same, for checks to leave out.
        extend_select: the same, for checks to run beside the selected ones.

    Raises:
        UsageError: one of these matches no check.
    """
    return list(_select_checks(tuple(select), tuple(ignore), tuple(extend_select)))


# A program that looks at many pairs, one by one, selects the same checks for each.
@lru_cache(maxsize=16)
def _select_checks(select: tuple[str, ...], ignore: tuple[str, ...], extend_select: tuple[str, ...]) -> list[Check]:
    for selector in (*select, *extend_select, *ignore):
        if not is_known(selector):
            raise UsageError(unknown(selector))
    chosen = []
    for check in rules():
        is_on = check.always or (not select and check.enabled)
        selected, ignored = _best(check, (*select, *extend_select)), _best(check, ignore)
        if (is_on or selected) and (not ignored or selected > ignored):
            chosen.append(check)
    return chosen


def choose_checks(settings: Settings, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> list[Check]:
    """Return the checks to run, each with the severity that the settings give it, sorted by code.

    Args:
        settings: those of the project.
        select: as for `select_checks`; it stands for what the settings select.
        ignore: as for `select_checks`, beside what the settings ignore.

    Raises:
        InputError: the settings name a check that there is not.
        UsageError: an argument does.
    """
    for setting, selector in settings.selectors():
        if not is_known(selector):
            raise InputError(
                f"in the setting {setting!r}, {unknown(selector)}", path=str(settings.source or "settings")
            )
    extend = () if select else settings.extend_select
    checks = select_checks(select or settings.select, (*settings.ignore, *ignore), extend)
    if not settings.severities:
        return checks
    leveled = ((check, _level(check, settings.severities)) for check in checks)
    return [
        check if level == check.severity else replace(check, severity=level)
        for check, level in leveled
        if level != "off"
    ]


def matches(check: Check, selector: str) -> bool:
    """Return whether a code, a family or a name means a check."""
    return _specificity(check, selector) > 0


@lru_cache(maxsize=256)
def is_known(selector: str) -> bool:
    """Return whether a code, a family or a name means any check."""
    return any(matches(check, selector) for check in rules())


def unknown(selector: str) -> str:
    """Return a message about a selector that means no check, with those nearest to it."""
    known = {name.lower(): name for check in rules() for name in (check.code, check.code[:3], check.name)}
    near = [known[name] for name in get_close_matches(selector.lower(), sorted(known), n=3)]
    hint = f"did you mean {' or '.join(near)}?" if near else "`i18n-tool rules` lists them"
    return f"no check is called {selector!r}; {hint}"


def _specificity(check: Check, selector: str) -> int:
    """Return how closely a selector means a check: 0 for not at all, 3 for its family, 6 for it alone."""
    if selector.lower() in (name.lower() for name in (check.name, *check.aliases)):
        return _WHOLE
    code = selector.upper()
    return len(code) if _CODE_OR_FAMILY.match(code) and check.code.startswith(code) else 0


def _best(check: Check, selectors: Iterable[str]) -> int:
    return max((_specificity(check, selector) for selector in selectors), default=0)


def _level(check: Check, severities: Mapping[str, Level]) -> Level:
    """Return the severity that the most specific setting gives; of two alike, the one that comes last."""
    best, level = 1, check.severity
    found: Level = level
    for selector, given in severities.items():
        if (specificity := _specificity(check, selector)) >= best:
            best, found = specificity, given
    return found
