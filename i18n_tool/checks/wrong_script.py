"""Finds Chinese in the other script than the rest of the list, and Japanese or Korean letters in it.

## What it does

Tells from the characters that only one of them has whether a Chinese text is in simplified or in traditional
characters, by the tables of OpenCC, and reports the texts that are not in the script of the list: the one that the
setting `script` names, `"Hans"` for simplified or `"Hant"` for traditional, or that of most texts where it is not set.
A few characters, such as those of a name, are not reported. Kana and hangul in a Chinese text are, five letters or
more.

## Why

Readers of one script read the other with effort, search finds only one of them, and a text of both was put together
from two sources.

## Example

    summary:
      zh: 這篇論文介紹了一種選擇性狀態空間模型。

    summaries/mamba.yaml:11:11: LNG204 the Chinese summary is in traditional characters, the catalogue…

## Fix

`--unsafe-fixes` converts the text with the characters and phrases of OpenCC. What a character of one script becomes in
the other can depend on the meaning, so look at the result.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from i18n_tool.checks._base import Check, Fix, Problem, Replacement
from i18n_tool.checks._slots import misplaced
from i18n_tool.checks._wording import excerpt
from i18n_tool.hanzi import Script, convert, count_only_in, only_in, script_of
from i18n_tool.language import HANGUL, KANA
from i18n_tool.model import Catalogue, Field, Paper
from i18n_tool.spans import Span

_NAMES: dict[Script, str] = {"Hans": "simplified", "Hant": "traditional"}
_FOREIGN = re.compile(f"[{KANA}{HANGUL}]")

#: Fewer characters of the other script, or a smaller share of those that only one script has, are a name or a slip.
_MIN_CHARACTERS = 2
_MIN_SHARE = 0.1
#: A Japanese or Korean word that is cited has fewer letters.
_MIN_FOREIGN_LETTERS = 5


def find_wrong_scripts(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each Chinese text that is not, or not only, in the script of the catalogue."""
    texts = [
        _Text(paper, field, text)
        for paper in catalogue.papers
        for field, language, text in paper.texts
        if language == "zh"
    ]
    usual = catalogue.script or _most_common(texts)
    for item in texts:
        offsets = _strange(item.text, usual) if usual else []
        letters = list(_FOREIGN.finditer(item.text))
        if (offsets or len(letters) >= _MIN_FOREIGN_LETTERS) and _is_in_place(item):
            if usual and offsets:
                yield _problem(item, usual, offsets)
            if len(letters) >= _MIN_FOREIGN_LETTERS:
                yield _foreign(item, Span(letters[0].start(), letters[-1].end()), len(letters))


class _Text(NamedTuple):
    paper: Paper
    field: Field
    text: str


def _is_in_place(item: _Text) -> bool:
    """Return whether a text is in the slot of its language."""
    return item.field not in {slot.field for slot in misplaced(item.paper)}


def _most_common(texts: Iterable[_Text]) -> Script | None:
    """Return the script of most texts that are in place; None where there is none, or as many of one as of the other.

    Whether a text is in place takes long to tell, and is asked of no more texts of the more common script than there
    are of the other one.
    """
    voters: dict[Script, list[_Text]] = {"Hans": [], "Hant": []}
    for item in texts:
        if script := script_of(item.text):
            voters[script].append(item)
    fewer, more = sorted(voters, key=lambda script: len(voters[script]))
    rivals = sum(map(_is_in_place, voters[fewer]))
    votes = sum(1 for _ in islice(filter(_is_in_place, voters[more]), rivals + 1))
    if votes == rivals:
        return None
    return more if votes > rivals else fewer


def _strange(text: str, usual: Script) -> list[int]:
    """Return the offsets of the characters of the other script, if they are more than a name."""
    other: Script = "Hant" if usual == "Hans" else "Hans"
    offsets = only_in(other, text)
    if len(offsets) < _MIN_CHARACTERS or len(offsets) < _MIN_SHARE * (len(offsets) + count_only_in(usual, text)):
        return []
    return offsets


def _problem(item: _Text, usual: Script, offsets: list[int]) -> Problem:
    paper, field, text = item
    other: Script = "Hant" if usual == "Hans" else "Hans"
    message = f"the Chinese {field[0]} is in {_NAMES[other]} characters, the catalogue in {_NAMES[usual]} ones"
    if count_only_in(usual, text):
        message = f"the Chinese {field[0]} has {len(offsets)} {_NAMES[other]} characters among {_NAMES[usual]} ones"
    fix = Fix((Replacement(field, convert(text, usual)),), safe=False)
    return Problem(message, field, "zh", paper.id, offsets[0], offsets[-1] + 1, fix)


def _foreign(item: _Text, span: Span, letters: int) -> Problem:
    name = item.field[0]
    message = f"the Chinese {name} has {letters} Japanese or Korean letters: {excerpt(span.of(item.text))}"
    return Problem(message, item.field, "zh", item.paper.id, span.start, span.end)


PLUGIN = Check(
    code="LNG204",
    name="wrong-script",
    severity="warning",
    documentation=__doc__,
    on_catalogue=find_wrong_scripts,
)
