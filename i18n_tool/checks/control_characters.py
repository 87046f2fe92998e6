"""Finds characters that nobody sees: control characters, zero-width characters, stray byte order marks, soft hyphens.

## What it does

Reports each text of a paper or of the list itself that holds C0 or C1 control characters other than line breaks and
tabs, zero-width characters, byte order marks, soft hyphens, directional marks or private-use characters. A finding
stands for all of them in one text, names each kind, and points at the first.

What a script or an emoji needs stays: joiners in emoji sequences and in Indic, Arabic and similar scripts, zero-width
spaces in South-East Asian ones, directional marks in a text with right-to-left script, variation selectors. What
belongs to encoding damage is ENC501's to ENC503's to report.

## Why

They come with text that was copied from a PDF or a web page. A search does not find the word that holds one, two
titles that look the same are not, and YAML refuses some of them.

## Example

    summary:
      en: A selec<U+00AD>tive state space model.

    summaries/mamba.yaml:10:14: ENC504 invisible characters: U+00AD SOFT HYPHEN

## Fix

`--fix` removes them; a control character that breaks a line becomes a space. A private-use character may stand for a
real one, which only the source tells: removing these takes `--unsafe-fixes`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

from i18n_tool.checks._base import Check, Fix, Problem, Replacement
from i18n_tool.checks._fields import own_texts
from i18n_tool.checks._repairs import find_damage
from i18n_tool.checks._wording import join
from i18n_tool.model import Catalogue, Field, Language, Paper
from i18n_tool.spans import Span

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
)
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_LINE_BREAKS = frozenset("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
_JOINERS = frozenset("\u200c\u200d")
_DIRECTIONAL = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
# Arabic and its relatives, the scripts of India and Sri Lanka, Tibetan, Mongolian: joiners choose their letters' forms.
_JOINING = re.compile("[\u0600-\u08ff\u0900-\u0dff\u0f00-\u0fff\u1000-\u109f\u1780-\u18af\ua840-\ua87f]")
# Thai, Lao, Myanmar and Khmer are written without spaces; a zero-width one says where a line may break.
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_EMOJI_KINDS = frozenset({"So", "Sk", "Mn", "Me"})
# What Unicode gives no name to; the names are those of ISO 6429 and the code charts.
_NAMES = {"\x85": "NEXT LINE", "\x7f": "DELETE", "\ufeff": "BYTE ORDER MARK"}


def find_in_paper(paper: Paper, _: Catalogue) -> Iterable[Problem]:
    """Return a problem for each text of a paper that holds invisible characters."""
    return _find(paper.texts)


def find_in_catalogue(catalogue: Catalogue) -> Iterable[Problem]:
    """Return the same for the texts of the list itself."""
    return _find(tuple(own_texts(catalogue)))


def _find(texts: tuple[tuple[Field, Language, str], ...]) -> Iterator[Problem]:
    for field, language, text in texts:
        if text.isascii() and text.isprintable():
            continue
        found = [match.start() for match in _INVISIBLE.finditer(text)]
        is_right_to_left = bool(found) and _RIGHT_TO_LEFT.search(text) is not None
        places = [place for place in found if not _is_needed(text, place, is_right_to_left)]
        if not places:
            continue
        places = _outside(places, _damaged_spans(texts, field))
        for is_private in (False, True):
            kind = [place for place in places if (_PRIVATE_USE.match(text, place) is not None) == is_private]
            if kind:
                yield _problem(field, language, text, kind, is_private)


def _is_needed(text: str, place: int, is_right_to_left: bool) -> bool:
    """Return whether a character that is mostly a left-over has work to do between its neighbours."""
    character, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if character in _JOINERS:
        if _JOINING.match(before) or _JOINING.match(after):
            return True
        kinds = unicodedata.category(before or "x"), unicodedata.category(after or "x")
        return character == "\u200d" and kinds[0] in _EMOJI_KINDS and kinds[1] == "So"
    if character == "\u200b":
        return bool(_SPACELESS.match(before) or _SPACELESS.match(after))
    return character in _DIRECTIONAL and is_right_to_left


def _damaged_spans(texts: tuple[tuple[Field, Language, str], ...], field: Field) -> list[Span]:
    repairs = [damage.repair for damage in find_damage(texts) if damage.field == field]
    return sorted(
        [edit.span for repair in repairs for edit in repair.edits]
        + [left.span for repair in repairs for left in repair.unresolved]
    )


def _outside(places: list[int], spans: list[Span]) -> list[int]:
    """Return the places that no span covers; spans are sorted and do not overlap."""
    starts = [span.start for span in spans]
    return [place for place in places if (index := bisect_right(starts, place)) == 0 or spans[index - 1].end <= place]


def _problem(field: Field, language: Language, text: str, places: list[int], is_private: bool) -> Problem:
    kinds = Counter(text[place] for place in places)
    named = [_name(character) + (f" ({number} times)" if number > 1 else "") for character, number in kinds.items()]
    message = f"{'private-use' if is_private else 'invisible'} characters: {join(named)}"
    replacements = tuple(
        Replacement(field, " " if text[place] in _LINE_BREAKS else "", place, place + 1) for place in places
    )
    fix = Fix(replacements, safe=not is_private)
    return Problem(message, field, language, start=places[0], end=places[0] + 1, fix=fix)


def _name(character: str) -> str:
    name = _NAMES.get(character) or unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" {name}" if name else "")


PLUGIN = Check(
    code="ENC504",
    name="control-characters",
    severity="warning",
    documentation=__doc__,
    on_paper=find_in_paper,
    on_catalogue=find_in_catalogue,
)
