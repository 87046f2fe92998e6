"""Finds Chinese in the other script than the rest of the list, and Japanese or Korean letters in it.

## What it does

Tells from the characters that only one of them has whether a Chinese text is in simplified or in traditional
characters, by the tables of OpenCC, and reports the texts that are not in the script of most texts of the catalogue. A
few characters, such as those of a name, are not reported. Kana and hangul in a Chinese text are, five letters or more.

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
from collections import Counter
from collections.abc import Iterator

from i18n_tool.checks._base import Check, Fix, Problem, Replacement
from i18n_tool.checks._slots import misplaced
from i18n_tool.checks._wording import excerpt
from i18n_tool.hanzi import Script, convert, count_only_in, only_in, script_of
from i18n_tool.language import HANGUL, KANA
from i18n_tool.model import Catalogue, Field, Paper

_NAMES: dict[Script, str] = {"Hans": "simplified", "Hant": "traditional"}
_FOREIGN = re.compile(f"[{KANA}{HANGUL}]")

#: Fewer characters of the other script, or a smaller share of those that only one script has, are a name or a slip.
_MIN_CHARACTERS = 2
_MIN_SHARE = 0.1
#: A Japanese or Korean word that is cited has fewer letters.
_MIN_FOREIGN_LETTERS = 5


def find_wrong_scripts(catalogue: Catalogue) -> Iterator[Problem]:
    """Yield a problem for each Chinese text that is not, or not only, in the script of the catalogue."""
    texts = [(paper, field, text) for paper in catalogue.papers for field, text in _chinese_texts(paper)]
    scripts = Counter(script for _, _, text in texts if (script := script_of(text)))
    usual = _most_common(scripts)
    for paper, field, text in texts:
        if usual and (offsets := _strange(text, usual)):
            yield _problem(paper, field, text, usual, offsets)
        letters = list(_FOREIGN.finditer(text))
        if len(letters) >= _MIN_FOREIGN_LETTERS:
            start, end = letters[0].start(), letters[-1].end()
            message = (
                f"the Chinese {field[0]} has {len(letters)} Japanese or Korean letters: {excerpt(text[start:end])}"
            )
            yield Problem(message, field, "zh", paper.id, start, end)


def _chinese_texts(paper: Paper) -> Iterator[tuple[Field, str]]:
    elsewhere = {slot.field for slot in misplaced(paper)}
    for field, language, text in paper.texts():
        if language == "zh" and field not in elsewhere:
            yield field, text


def _most_common(scripts: Counter[Script]) -> Script | None:
    """Return the script of most texts; None where there is none, or as many of the one as of the other."""
    if scripts["Hans"] == scripts["Hant"]:
        return None
    return "Hans" if scripts["Hans"] > scripts["Hant"] else "Hant"


def _strange(text: str, usual: Script) -> list[int]:
    """Return the offsets of the characters of the other script, if they are more than a name."""
    other: Script = "Hant" if usual == "Hans" else "Hans"
    offsets = only_in(other, text)
    if len(offsets) < _MIN_CHARACTERS or len(offsets) < _MIN_SHARE * (len(offsets) + count_only_in(usual, text)):
        return []
    return offsets


def _problem(paper: Paper, field: Field, text: str, usual: Script, offsets: list[int]) -> Problem:
    other: Script = "Hant" if usual == "Hans" else "Hans"
    message = f"the Chinese {field[0]} is in {_NAMES[other]} characters, the catalogue in {_NAMES[usual]} ones"
    if count_only_in(usual, text):
        message = f"the Chinese {field[0]} has {len(offsets)} {_NAMES[other]} characters among {_NAMES[usual]} ones"
    fix = Fix((Replacement(field, convert(text, usual)),), safe=False)
    return Problem(message, field, "zh", paper.id, offsets[0], offsets[-1] + 1, fix)


PLUGIN = Check(
    code="LNG204",
    name="wrong-script",
    severity="warning",
    documentation=__doc__,
    on_catalogue=find_wrong_scripts,
)
