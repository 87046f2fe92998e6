"""Whether a text has a name, in whatever form: inflected, spelled out, abbreviated, in parts, with a slip."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import filterfalse

from i18n_tool.pairs.abbreviations import is_short_for
from i18n_tool.pairs.dictionary import stem
from i18n_tool.pairs.spelling import MIN_LOOSE, NAME, SEPARATOR, fold, loosen, without_latex, without_marks

_TOKEN = re.compile("[a-z]+|[0-9]+")
_LOWER_WORD = re.compile(r"[a-z]+[.,]?\Z")
#: `YOLOv3`, which a list of versions parts: `YOLO (v3, v4)`.
_VERSIONED = re.compile(r"([A-Za-z]{2,24})(v[0-9]{1,4})")
_HUMP = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

#: What stands before and after a name that is no part of a longer one.
_BEFORE, _AFTER = " \n(", " \n,.;:)"

_MIN_NAME = 2
#: Capitals of a name in lower and upper case stand for words of their own; two of them stand anywhere by accident.
_MIN_INITIALS = 3
#: A name may be written in so many words on the other side.
_MAX_PARTS = 5
_INFLECTIONS = ("s", "es", "ed", "d", "ing", "ness", "al", "ic", "ian", "an")
#: So many capitals make an abbreviation; longer ones are no abbreviations.
_MIN_CAPITALS, _LONGEST_SHORT = 2, 10
#: How many abbreviations with the same first letter are looked at, which keeps the cost linear.
_MOST_SHORT = 20
# The s is that of `bird's-eye view`.
_SMALL_WORDS = frozenset(
    {"of", "the", "and", "for", "in", "to", "a", "an", "with", "on", "from", "by", "via", "as", "s"}
)


@dataclass(frozen=True)
class Known:
    """What a text has, in the forms in which a name is looked for: each is made when it is first needed.

    Args:
        text: the text, without the marks on its letters.
    """

    text: str

    @cached_property
    def tokens(self) -> list[str]:
        """The words and numbers, in order."""
        return _TOKEN.findall(self.text.lower())

    @cached_property
    def names(self) -> frozenset[str]:
        """The words as they are written, those with hyphens as one, less those that `tokens` has as they are."""
        # No name goes on over a space, and most of what stands between two is an English word in lower case.
        pieces = filterfalse(_LOWER_WORD.match, set(self.text.split()))
        return frozenset(NAME.findall(" ".join(pieces)))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words, and the parts of those that are written together."""
        names = {name for name in self.names if not (name.islower() and name.isalpha())}
        parts = (part for name in names for part in _HUMP.findall(name))
        return frozenset({*self.tokens, *map(fold, names), *map(str.lower, parts)})

    @cached_property
    def runs(self) -> frozenset[str]:
        """Several words in a row, without what is between them."""
        counts = range(2, _MAX_PARTS + 1)
        return frozenset(
            "".join(run)
            for count in counts
            for run in zip(*(self.tokens[start:] for start in range(count)), strict=False)
        )

    @cached_property
    def loose(self) -> frozenset[str]:
        """The words in the form in which slips of the keyboard make no difference."""
        return frozenset(map(loosen, self.words))

    @cached_property
    def initials(self) -> tuple[str, str]:
        """The initials of all words, and of those that an acronym does not leave out."""
        content = (word[0] for word in self.tokens if word not in _SMALL_WORDS)
        return "".join(word[0] for word in self.tokens), "".join(content)

    def has(self, name: str) -> bool:
        """Return whether a name stands in the text, in whatever form."""
        if self._has_alone(name) or name in self.names:
            return True
        folded = fold(name)
        if folded in self.words or self._has_inflected(folded) or folded in self.runs:
            return True
        parts = [part for part in map(fold, SEPARATOR.split(name)) if part]
        # The k of Top-k and the C of C-index say nothing by themselves.
        telling = [part for part in parts if len(part) > 1 or part.isdigit()]
        if len(parts) > 1 and telling and all(map(self._has_part, telling)):
            return True
        versioned = _VERSIONED.fullmatch(name)
        if versioned and all(self._has_part(part.lower()) for part in versioned.groups()):
            return True
        if "+" in name and all(map(self.has, filter(None, name.split("+")))):
            return True
        letters, capitals = name.removesuffix("s"), "".join(filter(str.isupper, name))
        if len(capitals) >= _MIN_NAME and self.abbreviates(letters):
            return True
        if self.abbreviates(capitals, _MIN_INITIALS) or loosen(folded) in self.loose or self._is_within(name):
            return True
        if self._has_lost_its_first_letter(folded):
            return True
        return len(capitals) >= _MIN_CAPITALS and self.shortens(folded)

    def _has_alone(self, name: str) -> bool:
        """Return whether a name stands between spaces where it comes first; most do, so that the rest is not needed."""
        start = self.text.find(name)
        end = start + len(name)
        return start >= 0 and self.text[start - 1 : start] in _BEFORE and self.text[end : end + 1] in _AFTER

    def _has_lost_its_first_letter(self, name: str) -> bool:
        """Return whether the text has a long name without its first letter, which was in bold in the source."""
        rest = name[1:]
        return len(rest) > 2 * MIN_LOOSE and (rest in self.words or rest in self.runs)

    def _has_part(self, part: str) -> bool:
        return part in self.words or self.abbreviates(part) or stem(part) in self.stems

    @cached_property
    def stems(self) -> frozenset[str]:
        """What the longer words have in common with their inflections."""
        return frozenset(stem(word) for word in self.words if len(word) >= MIN_LOOSE)

    def _is_within(self, name: str) -> bool:
        """Return whether a longer word begins with a name, as `iOSPointMapper` with `iOS`, or has run into it."""
        if len(name) < _MIN_INITIALS or name not in self.text:
            return False
        exact = re.escape(name)
        return re.search(rf"(?<![A-Za-z0-9]){exact}[A-Z][a-z]|[a-z]{exact}(?![A-Za-z0-9])", self.text) is not None

    def shortens(self, letters: str) -> bool:
        """Return whether letters are the beginnings of words in a row: `vit` of `vision transformer`."""
        if not _MIN_INITIALS <= len(letters) <= _LONGEST_SHORT:
            return False
        return any(
            is_short_for(letters, self.content[start : start + len(letters)])
            for start in self._by_initial.get(letters[0], ())
        )

    @cached_property
    def content(self) -> list[str]:
        """The words and numbers that an abbreviation has a letter of, in order; `2` for `to`."""
        return ["2" if word == "to" else word for word in self.tokens if word == "to" or word not in _SMALL_WORDS]

    @cached_property
    def _by_initial(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, word in enumerate(self.content):
            found.setdefault(word[0], []).append(index)
        return found

    @cached_property
    def short_names(self) -> dict[str, list[str]]:
        """The first names that look like abbreviations, singular and in lower case, by their first letter."""
        found: dict[str, list[str]] = {}
        for name in dict.fromkeys(NAME.findall(self.text)):
            if len(name) <= _LONGEST_SHORT and sum(map(str.isupper, name)) >= _MIN_CAPITALS:
                found.setdefault(name[0].lower(), []).append(fold(name.removesuffix("s")))
        return {letter: names[:_MOST_SHORT] for letter, names in found.items()}

    def _has_inflected(self, word: str) -> bool:
        return any(
            word + ending in self.words or (word.endswith(ending) and word.removesuffix(ending) in self.words)
            for ending in _INFLECTIONS
        )

    def abbreviates(self, letters: str, shortest: int = _MIN_NAME) -> bool:
        """Return whether letters are the initials of words in a row."""
        form = letters.lower()
        return len(form) >= shortest and any(form in initials for initials in self.initials)


# The name of the paper is looked up in its titles again and again.
@lru_cache(maxsize=4)
def known_in(text: str) -> Known:
    """Return what a text has."""
    # The Chinese side may have kept the commands or not.
    return Known(without_marks(f"{without_latex(text)}\n{text}" if "\\" in text else text))
