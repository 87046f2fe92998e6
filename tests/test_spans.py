"""Edits are applied all together or not at all, and touch nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.errors import OverlapError
from i18n_tool.spans import Edit, Lines, Span, apply_edits


@st.composite
def edited_texts(draw: st.DrawFn) -> tuple[str, list[Edit], str]:
    """A text in pieces of which some are replaced: the text, the edits in any order, and what must come out."""
    pieces = draw(st.lists(st.tuples(st.text(max_size=5), st.none() | st.text(max_size=5))))
    edits, start = [], 0
    for before, after in pieces:
        if after is not None:
            edits.append(Edit(Span(start, start + len(before)), after))
        start += len(before)
    # Two insertions at one place have an order of their own, which a shuffle would lose.
    spans = [edit.span for edit in edits]
    shuffled = draw(st.permutations(edits)) if len(set(spans)) == len(spans) else edits
    wanted = "".join(before if after is None else after for before, after in pieces)
    return "".join(before for before, _ in pieces), list(shuffled), wanted


@given(edited_texts())
def test_what_no_edit_covers_stays(case: tuple[str, list[Edit], str]) -> None:
    text, edits, wanted = case
    assert apply_edits(text, edits) == wanted


@pytest.mark.parametrize(
    "edits",
    [
        [Edit(Span(0, 2), "x"), Edit(Span(1, 3), "y")],
        [Edit(Span(2, 5), "x")],
        [Edit(Span(2, 1), "x")],
    ],
    ids=["overlap", "outside", "backwards"],
)
def test_edits_that_cannot_be_applied_are_refused(edits: list[Edit]) -> None:
    with pytest.raises(OverlapError):
        apply_edits("abcd", edits)


@given(st.text(alphabet="ab\n\r\u2028", max_size=30), st.data())
def test_a_place_leads_back_to_its_offset(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    line, column = Lines(text).place(offset)
    assert text.split("\n")[line - 1][: column - 1] == text[:offset].rpartition("\n")[2]
    assert line == text.count("\n", 0, offset) + 1
