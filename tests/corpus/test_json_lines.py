"""Repair of one line of JSON: what is not text of a chosen column stays, to the byte."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.corpus.json_lines import Selection, repair_line
from i18n_tool.corpus.texts import TextRepairer
from tests.corpus.shards import DAMAGED_GREETING, DAMAGED_NAME, GREETING, NAME

UNCHANGED = {
    "blank": b" \r",
    "sound": '{"t": "René"}'.encode(),
    "a number that only looks damaged to nobody": b'{"t": 12345678901234567890123456789.10, "u": 1E400, "v": -0.0}',
    "more digits than Python reads": b'{"t": ' + b"9" * 5000 + b"}",
    "null, booleans, nothing": b'{"t":null,"u":true,"v":{},"w":[],"x":""}',
    "spaces as they are": '{ "t" :\t"René" , "u" : [ 1 , 2 ] }\r'.encode(),
    "escapes as they are": rb'{"t": "Ren\u00e9 \/ \ud83d\ude00 \ud800"}',
    "a key that is damaged": f'{{"{DAMAGED_NAME}": {{"{DAMAGED_NAME}": 1}}}}'.encode(),
    "a date as text": b'{"t": "2024-01-01T00:00:00Z"}',
}


@pytest.mark.parametrize("line", UNCHANGED.values(), ids=UNCHANGED.keys())
def test_a_line_that_stays(line: bytes) -> None:
    done = repair_line(line, Selection(), TextRepairer())
    assert (done.line, done.problem, done.repaired) == (None, None, 0)


D, G, N, H = DAMAGED_NAME, DAMAGED_GREETING, NAME, GREETING
CHANGED: dict[str, tuple[str, str, tuple[str, ...] | None]] = {
    "text": (f'{{"t": "{D}"}}', f'{{"t": "{N}"}}', None),
    "among others": (f'{{"i":1e400,"t":"{D}" ,"n":null}}', f'{{"i":1e400,"t":"{N}" ,"n":null}}', None),
    "the chosen column only": (f'{{"a": "{D}", "b": "{D}"}}', f'{{"a": "{D}", "b": "{N}"}}', ("b",)),
    "not the column of that name below another": (
        f'{{"b": "{D}", "a": {{"b": "{D}"}}}}',
        f'{{"b": "{N}", "a": {{"b": "{D}"}}}}',
        ("b",),
    ),
    "lists and objects, but no keys": (
        f'{{"t": ["x", {{"{D}" : "{G}", "n": [1.50, "{D}"]}}]}}',
        f'{{"t": ["x", {{"{D}" : "{H}", "n": [1.50, "{N}"]}}]}}',
        None,
    ),
    "twice the same key": (f'{{"t": "{D}", "t": "{D}"}}', f'{{"t": "{N}", "t": "{N}"}}', None),
    "a key written with escapes": (rf'{{"\u0074": "{D}"}}', rf'{{"\u0074": "{N}"}}', ("t",)),
    "quotes, backslashes and tabs in the text": (
        json.dumps({"t": f'"\\ \t{D}/', "u": "\\"}, ensure_ascii=False),
        json.dumps({"t": f'"\\ \t{N}/', "u": "\\"}, ensure_ascii=False),
        None,
    ),
    "a line in ASCII stays in ASCII": (json.dumps({"t": D, "u": "é"}), json.dumps({"t": N, "u": "é"}), None),
    "half a surrogate pair beside the damage": (
        f'{{"t": "é", "u": "\\ud800{D}"}}',
        '{"t": "é", "u": "\\ud800Ren\\u00e9 Descartes"}',
        None,
    ),
    "after a byte order mark": (f'\ufeff{{"t": "{D}"}}\r', f'\ufeff{{"t": "{N}"}}\r', None),
}


@pytest.mark.parametrize(("before", "after", "columns"), CHANGED.values(), ids=CHANGED.keys())
def test_a_line_that_changes(before: str, after: str, columns: tuple[str, ...] | None) -> None:
    selection, repaired = Selection(columns), TextRepairer()
    done = repair_line(before.encode(), selection, repaired)
    assert done.line is not None
    assert done.line.decode() == after
    assert repair_line(done.line, selection, repaired).line is None


PROBLEMS = {
    b'{"t": ': "is not valid JSON (character 7: expecting value)",
    b'{"t": "a"} {"t": "b"}': "is not valid JSON (character 12: extra data)",
    b"[1]": "is not a JSON object",
    b'"text"': "is not a JSON object",
    b'{"t": "\xe9"}': "is not valid UTF-8 (byte 8 is 0xe9)",
    b'{"t": ' + b"[" * 200_000 + b"]" * 200_000 + b"}": "is nested too deeply",
}


@pytest.mark.parametrize(("line", "problem"), PROBLEMS.items(), ids=PROBLEMS.values())
def test_a_line_that_is_no_record(line: bytes, problem: str) -> None:
    assert repair_line(line, Selection(), TextRepairer()).problem == problem


def test_a_report_is_added_at_the_end() -> None:
    selection = Selection(("t", "u"), "fixed")
    done = repair_line(f'{{"t": ["{D}", "x"], "u": 1 }}'.encode(), selection, TextRepairer())
    assert done.line is not None
    assert done.line.startswith(f'{{"t": ["{N}", "x"], "u": 1 , "fixed": '.encode())
    assert json.loads(done.line)["fixed"] == {"t": {"repairs": 1, "unresolved": 0, "confidence": 1.0}}
    empty = repair_line(b"{}", selection, TextRepairer())
    assert empty.line == b'{"fixed": {}}'
    assert repair_line(done.line, selection, TextRepairer()).problem == "already has a field 'fixed'"


def test_a_line_tells_which_columns_it_has() -> None:
    line = b'{"a": 1, "c": {"b": ""}}'
    assert repair_line(line, Selection(("a", "b", "c")), TextRepairer()).found == "101"
    assert repair_line(line, Selection(), TextRepairer()).found == "1"
    assert repair_line(b'{"a": 1}', Selection(), TextRepairer()).found == "0"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from([D, G, N]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=5), st.booleans(), st.sampled_from([None, 1]))
def test_every_record_keeps_all_but_its_texts(record: dict[str, Any], ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(record, ensure_ascii=ascii_only, indent=indent).replace("\n", " ")
    repaired = TextRepairer()
    done = repair_line(text.encode("utf-8", "surrogatepass"), Selection(), repaired)
    try:
        text.encode()
    except UnicodeEncodeError:
        assert done.problem is not None
        return
    after = text if done.line is None else done.line.decode()

    def expected(value: Any) -> Any:
        if isinstance(value, str):
            return repaired(value).text
        if isinstance(value, list):
            return [expected(item) for item in value]
        return {key: expected(item) for key, item in value.items()} if isinstance(value, dict) else value

    # As text, so that `nan`, which differs from itself, can be compared.
    assert json.dumps(json.loads(after)) == json.dumps(expected(record))
