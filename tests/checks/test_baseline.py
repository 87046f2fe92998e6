"""A baseline knows what a list already had, and nothing else."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.checks._base import Finding
from i18n_tool.checks.baseline import Scope, compare, identity, parse_baseline, render_baseline, renew
from i18n_tool.errors import InputError

ALL = Scope(frozenset({"COV101", "ENC501"}), None)
FINDING = Finding(
    "COV101", "missing-summary", "error", "a.yaml", 3, 1, "no English summary", "a", "en", field=("summary", "en")
)
IDENTITIES = st.tuples(st.sampled_from(["COV101", "ENC501"]), st.text(max_size=5), st.text(max_size=5), st.text())


def test_a_finding_is_known_wherever_it_stands() -> None:
    moved = replace(FINDING, path="old/a.yaml", line=9, column=7, severity="info")
    compared = compare([moved], Counter([identity(FINDING)]), ALL)
    assert (compared.new, compared.known, compared.gone) == ([], 1, 0)


@pytest.mark.parametrize(
    "change", [{"paper": "b"}, {"code": "ENC501"}, {"message": "other"}, {"field": ("title", "en")}]
)
def test_another_finding_is_not_known(change: dict[str, object]) -> None:
    other = replace(FINDING, **change)  # type: ignore[arg-type]  # one field at a time
    compared = compare([other], Counter([identity(FINDING)]), ALL)
    assert (compared.new, compared.known, compared.gone) == ([other], 0, 1)


def test_of_findings_alike_as_many_are_known_as_there_were() -> None:
    twice, third = [FINDING, replace(FINDING, line=4)], replace(FINDING, line=5)
    compared = compare([*twice, third], Counter(map(identity, twice)), ALL)
    assert compared.new == [third]


def test_what_a_run_did_not_look_at_is_neither_gone_nor_dropped() -> None:
    known = Counter([identity(FINDING)])
    for scope in (Scope(frozenset({"ENC501"}), None), Scope(ALL.codes, frozenset({"b", None}))):
        assert compare([], known, scope).gone == 0
        assert renew([], known, scope) == known
    assert renew([], known, ALL) == Counter()


@given(st.lists(IDENTITIES))
def test_a_baseline_reads_back_the_same_whatever_its_order(entries: list[tuple[str, str, str, str]]) -> None:
    text = render_baseline(Counter(entries))
    assert parse_baseline(text, "b.json") == Counter(entries)
    assert render_baseline(Counter(reversed(entries))) == text
    assert text.count("\n") == len(set(entries)) + 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "b.json:1:2: is no baseline: "),
        ("[]", "b.json: is no baseline: it must be an object with a list 'findings'"),
        ("[" * 100_000, "b.json"),
        ('{"version": 2, "findings": []}', "b.json: is a baseline of version 2; this program reads version 1"),
        ('{"version": 1, "findings": [{"code": "COV101"}]}', "b.json: is no baseline: finding 1 needs the texts"),
        (
            '{"version": 1, "findings": [{"code": "C", "paper": "", "field": "", "message": "", "count": 0}]}',
            "finding 1 needs the texts code, paper, field, message and a count",
        ),
    ],
)
def test_what_is_no_baseline_is_said_in_one_sentence(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_baseline(text, "b.json")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
