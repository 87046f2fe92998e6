"""Which slots of a record hold another language, and which of them are copies of the other side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from i18n_tool.checks._citations import without_citations
from i18n_tool.checks._repairs import find_damage
from i18n_tool.checks._wording import other_language
from i18n_tool.coverage import is_placeholder
from i18n_tool.identity import title_key
from i18n_tool.language import HAN, TOKEN, Detected, count_function_words, detect, without_code
from i18n_tool.model import Field, Language, Paper
from i18n_tool.spans import Span

_LOWER_CASE_WORD = re.compile(r"(?<![^\W\d_])[a-zß-öø-ÿ]{2,}(?![^\W\d_])")
# Punctuation does not end a passage; the two classes have nothing in common, so that there is one way to match.
_HAN_PASSAGE = re.compile(f"[{HAN}]+(?:\\W+[{HAN}]+)*")
_OTHER_PASSAGE = re.compile(f"[^{HAN}]+")

#: A text of less can be a name, which is the same in both languages: words in lower case, East Asian characters.
_MIN_WORDS = 3
_MIN_CHARACTERS = 4
#: A title of fewer words can be a name.
_MIN_TITLE_WORDS = 5
#: How many tokens in a row make a copy: English words, Chinese characters. A title that a summary cites is shorter.
_COPIED_WORDS = 8
_COPIED_CHARACTERS = 12
#: The share of a text that must be copied from the other side to call it untranslated.
_COPIED_SHARE = 1 / 3


@dataclass(frozen=True, slots=True)
class Slot:
    """A text in a slot that it does not belong in.

    Args:
        field: the slot.
        language: the language that the slot is for.
        text: its text.
        detected: what the text is in.
        is_wrong: whether it is mainly in another language than the slot is for.
        is_same: whether it is the text of the other side, but for case, spaces and punctuation.
        copied: the share of the text that is copied from the other side, 0 to 1.
        copy: where in the text the copied part begins and ends.
    """

    field: Field
    language: Language
    text: str
    detected: Detected
    is_wrong: bool
    is_same: bool
    copied: float
    copy: Span

    @property
    def is_untranslated(self) -> bool:
        """Whether the text repeats the other side, whole or in good part."""
        return self.copied >= _COPIED_SHARE


# The runner takes one paper at a time, and two checks ask for it.
@lru_cache(maxsize=2)
def misplaced(paper: Paper) -> tuple[Slot, ...]:
    """Return the slots of a paper that hold another language or a copy of the other side.

    Damaged text and placeholders are left out.
    """
    return tuple(_misplaced(paper))


def _misplaced(paper: Paper) -> Iterator[Slot]:
    texts = {field: text for field, _, text in paper.texts}
    for field, language, text in paper.texts:
        if is_placeholder(text):
            continue
        detected = detect(text)
        is_wrong = _is_wrong(field, text, detected)
        # A text without enough of the other language in it needs no comparison, and most have none.
        if not is_wrong and not _is_mixed(detected, language):
            continue
        other = texts.get((field[0], other_language(language)), "")
        is_same = is_wrong and bool(other) and title_key(text) == title_key(other)
        is_wrong = is_same or (is_wrong and detect(without_citations(text)).language != language)
        copied, copy = (1.0, Span(0, len(text))) if is_same else _copied(text, other, language)
        if (is_wrong or copied >= _COPIED_SHARE) and not _is_damaged(paper, field):
            yield Slot(field, language, text, detected, is_wrong, is_same, copied, copy)


def _is_damaged(paper: Paper, field: Field) -> bool:
    return any(damage.field == field for damage in find_damage(paper.texts))


def _is_mixed(detected: Detected, language: Language) -> bool:
    return detected.cjk >= _COPIED_CHARACTERS if language == "en" else detected.words >= _COPIED_WORDS


def _is_wrong(field: Field, text: str, detected: Detected) -> bool:
    if detected.language == field[-1] or detected.script is None:
        return False
    if detected.script == "Latn":
        return detected.language is not None and _is_prose(field, text, detected)
    return detected.script not in {"Hani", "Jpan", "Kore"} or detected.cjk >= _MIN_CHARACTERS


def _is_prose(field: Field, text: str, detected: Detected) -> bool:
    """Return whether a text in Latin script is more than names; titles are written with capitals, too."""
    if field[0] in ("title", "summary") and detected.words >= _MIN_TITLE_WORDS:
        return True
    return len(_LOWER_CASE_WORD.findall(without_code(text))) >= _MIN_WORDS


def _copied(text: str, other: str, language: Language) -> tuple[float, Span]:
    """Return the share of the text that is runs of the other language found in `other`, uncited, and their extent."""
    length = _COPIED_CHARACTERS if language == "en" else _COPIED_WORDS
    passages = list(_passages(without_citations(text), language, length))
    known: set[str] = set()
    for passage in _passages(other, language, length) if passages else ():
        known.update(_runs(passage, length))
    copied: dict[int, int] = {}
    for passage in passages:
        for start, run in enumerate(_runs(passage, length)):
            if run in known and _says_something(passage[start : start + length], language):
                copied.update((token.start(), token.end()) for token in passage[start : start + length])
    if not copied:
        return 0.0, Span(0, len(text))
    return len(copied) / len(TOKEN.findall(text)), Span(min(copied), max(copied.values()))


def _passages(text: str, language: Language, length: int) -> Iterator[list[re.Match[str]]]:
    """Yield the tokens of each passage that is wholly in the language that the slot is not for."""
    for passage in (_HAN_PASSAGE if language == "en" else _OTHER_PASSAGE).finditer(text):
        if passage.end() - passage.start() >= length:
            tokens = list(TOKEN.finditer(text, passage.start(), passage.end()))
            if len(tokens) >= length:
                yield tokens


def _runs(tokens: Sequence[re.Match[str]], length: int) -> list[str]:
    """Return each run of so many tokens, by the token that it begins with."""
    words = [token.group().lower() for token in tokens]
    return [" ".join(words[start : start + length]) for start in range(len(words) - length + 1)]


def _says_something(run: Sequence[re.Match[str]], language: Language) -> bool:
    """Return whether a run is more than names and code, which both sides write in the same way."""
    words = [token.group() for token in run]
    return language == "en" or (sum(map(str.islower, words)) >= _MIN_WORDS and count_function_words(words) > 0)
