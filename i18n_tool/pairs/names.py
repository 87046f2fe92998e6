"""Names and acronyms in Latin letters that stand in a Chinese text and nowhere on the English side.

Chinese text keeps the names of models, data sets and methods in Latin letters, so that one without a counterpart in
the English is a strong sign of a wrong or changed text. The reverse says little: a faithful translation may translate
a name or leave it out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from i18n_tool.language import without_code
from i18n_tool.pairs.dictionary import stem
from i18n_tool.pairs.pair import Pair
from i18n_tool.spans import Span

# Without the signs × and ÷, which stand among the letters.
_LETTER = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
# In formulas and titles: `\textbf{t}arget`, `\mathbf{G}`, `Bj{\o}ntegaard`, `Erd\H{o}s`.
_FONT = re.compile(r"\\(?:text|math|emph)[a-z]{0,12}\s?\{([^{}]{0,80})\}")
_ACCENT = re.compile(r"""\{?\\(?:["'`^~=.][{ ]?([A-Za-z])\}?|[Hcvu]\{([A-Za-z])\}|([oOlL])(?![A-Za-z])\s?)\}?""")
_STROKES = str.maketrans("øØłŁđĐ", "oOlLdD")
_URL = re.compile(
    r"https?://[^\s一-鿿<>，。；（）]{1,500}|(?<![A-Za-z0-9.-])[a-z0-9-]{1,60}\.(?:co|com|org|io|net|ai)(?![a-z])"
)
# What follows a digit is a unit or a part of a number; a name goes on over hyphens and underscores.
_NAME = re.compile(rf"(?<![{_LETTER}0-9_\\&@#])[{_LETTER}][{_LETTER}0-9]*(?:[-_+][{_LETTER}0-9]+)*")
_TOKEN = re.compile("[a-z]+|[0-9]+")
_LOWER_WORD = re.compile(r"[a-z]+[.,]?\Z")
_NOT_ALPHANUMERIC = re.compile("[^a-z0-9]+")
_SEPARATOR = re.compile("[-_+ \t]")
# Words with no more than a space or hyphen between them: an expression that may be abbreviated.
_EXPRESSION = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*(?:[ \t-][A-Za-z][A-Za-z0-9]*){1,15}")
_HUMP = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

_DOUBLE = re.compile(r"([a-z])\1")

_MIN_NAME = 2
#: Shorter names differ from each other by a single letter.
_MIN_LOOSE = 4
#: Capitals of a name in lower and upper case stand for words of their own; two of them stand anywhere by accident.
_MIN_INITIALS = 3
#: A name may be written in so many words on the other side.
_MAX_PARTS = 5
#: Longer texts are not compared with: no record is of this size.
_LONGEST_ENGLISH = 20_000
_INFLECTIONS = ("s", "es", "ed", "d", "ing", "ness", "al", "ic", "ian", "an")
#: So many capitals make an abbreviation; longer ones are no abbreviations.
_MIN_CAPITALS, _LONGEST_SHORT = 2, 10
#: How many abbreviations with the same first letter are looked at, which keeps the cost linear.
_MOST_SHORT = 20
# The s is that of `bird's-eye view`.
_SMALL_WORDS = frozenset(
    {"of", "the", "and", "for", "in", "to", "a", "an", "with", "on", "from", "by", "via", "as", "s"}
)
#: 130亿 is no part of the name that it follows.
_NUMBER_AT_END = re.compile("[-_]?[0-9]+$")
_SCALES = frozenset("十百千万亿")

# Words of Chinese technical text, which may stand for any way of saying the same in English, and units where they do
# not follow their number directly. Names of methods and data sets are none of them.
_GENERAL = frozenset(
    {"ai", "api", "app", "apps", "cpu", "gpu", "id", "ok", "os", "pc", "pk", "ui", "url", "vip", "diy", "vs", "etc"}
    | {
        "kb",
        "mb",
        "gb",
        "tb",
        "pb",
        "hz",
        "khz",
        "mhz",
        "ghz",
        "db",
        "dbm",
        "fps",
        "flops",
        "gflops",
        "tflops",
        "ppm",
        "px",
    }
    | {"rl", "ml", "dl", "nlp", "cv", "llm", "llms", "sota", "cnn", "cnns", "rnn", "rnns", "gan", "gans", "mlp", "dnn"}
    | {"ood", "iot", "qa", "json", "html", "css", "sql", "pdf", "csv", "python", "linux", "windows", "shell", "docker"}
    | {"token", "tokens", "prompt", "prompts", "agent", "agents", "epoch", "batch", "demo", "bug", "email", "dj"}
    | {"auc", "auroc", "bev", "bleu", "fid", "iou", "knn", "lstm", "miou", "ocr", "pca", "psnr", "rouge", "ssim", "svm"}
    | {"transformer", "transformers", "vae", "xgboost"}
    | {"f1", "web", "gpus", "cpus", "apis", "ids", "urls", "http", "https", "www"}
)


class Name(NamedTuple):
    """A name as it is written, and where."""

    text: str
    span: Span


def names_only_in_chinese(pair: Pair, *, general: bool = False) -> list[Name]:
    """Return the names of the Chinese text that neither the English text nor the title has, each once.

    Words that stand for many ways of saying the same, such as GPU, are among them only with `general`. Case, hyphens,
    plurals, endings and accents make no difference, nor does it whether a name is spelled out on one side and
    abbreviated on the other. Names in code, links and formulas are not looked at, but count as known.

    >>> pair = Pair("summary", "Like MoE-Mamba, it scans.", "它与 VMamba 和 MoE Mamba 一样进行扫描。", "translation")
    >>> [name.text for name in names_only_in_chinese(pair)]
    ['VMamba']
    """
    prose = without_code(pair.zh, keep_length=True)
    found = {name.text: name for name in reversed(list(names_in(prose))) if general or not is_general(name.text)}
    if not found:
        return []
    known = known_names(pair)
    missing = {text: name for text, name in found.items() if not known.has(text)}
    if missing:
        addresses = _addresses(f"{pair.en}\n{pair.zh}")
        missing = {text: name for text, name in missing.items() if not _is_in_address(text, addresses)}
        spelled = {word for match in _EXPRESSION.finditer(prose) for word in _abbreviated(match.group(), known)}
        missing = {
            text: name
            for text, name in missing.items()
            if not spelled.issuperset(_SEPARATOR.split(text)) and not _is_coined_from(text, pair.title)
        }
    return sorted(missing.values(), key=lambda name: name.span)


def names_in(prose: str) -> Iterator[Name]:
    """Yield the names of a text without code; in English, words with a capital are among them."""
    for match in _NAME.finditer(prose):
        text = match.group()
        scaled = prose[match.end() : match.end() + 1] in _SCALES and _NUMBER_AT_END.search(text)
        if scaled:
            text = text[: scaled.start()]
        if len(text) >= _MIN_NAME and not text.islower():
            yield Name(text, Span(match.start(), match.start() + len(text)))


def is_general(name: str) -> bool:
    """Return whether a name is a word of Chinese technical text rather than the name of anything.

    >>> is_general("GPU"), is_general("VMamba")
    (True, False)
    """
    return name.lower() in _GENERAL


@dataclass(frozen=True)
class Known:
    """What an English text has, in the forms in which a name is looked for: each is made when it is first needed.

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
        pieces = {piece for piece in self.text.split() if not _LOWER_WORD.match(piece)}
        return frozenset(_NAME.findall(" ".join(pieces)))

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
        return frozenset(map(_loosen, self.words))

    @cached_property
    def initials(self) -> tuple[str, str]:
        """The initials of all words, and of those that an acronym does not leave out."""
        content = (word[0] for word in self.tokens if word not in _SMALL_WORDS)
        return "".join(word[0] for word in self.tokens), "".join(content)

    def has(self, name: str) -> bool:
        """Return whether a name stands in the text, in whatever form."""
        if name in self.names:
            return True
        folded = fold(name)
        if folded in self.words or self._has_inflected(folded) or folded in self.runs:
            return True
        parts = [part for part in map(fold, _SEPARATOR.split(name)) if part]
        # The k of Top-k and the C of C-index say nothing by themselves.
        telling = [part for part in parts if len(part) > 1 or part.isdigit()]
        if len(parts) > 1 and telling and all(map(self._has_part, telling)):
            return True
        if "+" in name and all(map(self.has, filter(None, name.split("+")))):
            return True
        letters, capitals = name.removesuffix("s"), "".join(filter(str.isupper, name))
        if len(capitals) >= _MIN_NAME and self.abbreviates(letters):
            return True
        if self.abbreviates(capitals, _MIN_INITIALS) or _loosen(folded) in self.loose or self._is_within(name):
            return True
        if self._has_lost_its_first_letter(folded):
            return True
        return len(capitals) >= _MIN_CAPITALS and self.shortens(folded)

    def _has_lost_its_first_letter(self, name: str) -> bool:
        """Return whether the text has a long name without its first letter, which was in bold in the source."""
        rest = name[1:]
        return len(rest) > 2 * _MIN_LOOSE and (rest in self.words or rest in self.runs)

    def _has_part(self, part: str) -> bool:
        return part in self.words or self.abbreviates(part) or stem(part) in self.stems

    @cached_property
    def stems(self) -> frozenset[str]:
        """What the longer words have in common with their inflections."""
        return frozenset(stem(word) for word in self.words if len(word) >= _MIN_LOOSE)

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
        """The first names of the text that look like abbreviations, in lower case, by their first letter."""
        found: dict[str, list[str]] = {}
        for name in dict.fromkeys(_NAME.findall(self.text)):
            if len(name) <= _LONGEST_SHORT and sum(map(str.isupper, name)) >= _MIN_CAPITALS:
                found.setdefault(name[0].lower(), []).append(fold(name))
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


def known_names(pair: Pair) -> Known:
    """Return what the English side has: the text and the title."""
    return known_in(f"{pair.title}\n{pair.en}"[:_LONGEST_ENGLISH])


# The name of the paper is looked up in its titles again and again.
@lru_cache(maxsize=4)
def known_in(text: str) -> Known:
    """Return what a text has."""
    # The Chinese side may have kept the commands or not.
    return Known(_ascii(f"{_without_latex(text)}\n{text}" if "\\" in text else text))


def _abbreviated(expression: str, known: Known) -> list[str]:
    """Return the words of an expression of the Chinese text whose initials stand in the English one as an acronym."""
    words = _SEPARATOR.split(expression)
    lower = [word.lower() for word in words]
    for start, word in enumerate(lower):
        for short in known.short_names.get(word[0], ()):
            if (count := short_for(short, lower[start:])) > 1:
                return words[start : start + count]
    initials = "".join(word[0].lower() for word in words)
    for length in range(len(words), 1, -1):
        for start in range(len(words) - length + 1):
            short = initials[start : start + length]
            if short in known.words or f"{short}s" in known.words:
                return words[start : start + length]
    return []


def is_short_for(letters: str, words: Sequence[str]) -> bool:
    """Return whether letters shorten the first few of several words, and more than one.

    >>> is_short_for("vit", ["vision", "transformer", "layers"]), is_short_for("vit", ["visitors", "run"])
    (True, False)
    """
    return short_for(letters, words) > 1


def short_for(letters: str, words: Sequence[str]) -> int:
    """Return how many words letters shorten, each by its first letter and one by two; 0 for none.

    >>> short_for("lora", ["low", "rank", "adaptation"]), short_for("mae", ["masked", "autoencoder"])
    (3, 2)
    """
    # How many letters can have been used after so many words, and whether one word had two of them.
    used = {(0, False)}
    found = 0
    for count, word in enumerate(words, 1):
        used = {end for start, doubled in used for end in _ends(letters, start, word, doubled)}
        if not used:
            break
        if any(end == len(letters) for end, _ in used):
            found = count
    return found


def _ends(letters: str, start: int, word: str, doubled: bool) -> Iterator[tuple[int, bool]]:
    """Yield where the letters of a word can end that begin at a place: one letter, once two, or a whole acronym."""
    if letters[start : start + 1] == word[0]:
        yield start + 1, doubled
        if not doubled and letters[start + 1 : start + 2] and letters[start + 1] in word[1:]:
            yield start + 2, True
        if 2 < len(word) <= _MIN_LOOSE and letters.startswith(word, start):
            yield start + len(word), doubled


def _is_coined_from(name: str, title: str) -> bool:
    """Return whether a name in capitals has the first letters of words of the title, in their order: HSSN.

    >>> _is_coined_from("HSSN", "Hierarchical Spatio-temporal Segmentation Network"), _is_coined_from("HSN", "A Net")
    (True, False)
    """
    capitals = name.removesuffix("s").replace("-", "")
    if len(capitals) < _MIN_INITIALS or not capitals.isupper() or not capitals.isalpha():
        return False
    initials = iter(word[0] for word in _TOKEN.findall(title.lower()))
    return all(letter in initials for letter in capitals.lower())


def _addresses(text: str) -> str:
    """Return the letters and digits of the links of a text."""
    return " ".join(fold(match.group()) for match in _URL.finditer(text)) if "." in text else ""


def _is_in_address(name: str, addresses: str) -> bool:
    return len(name) >= _MIN_LOOSE and fold(name) in addresses


def _without_latex(text: str) -> str:
    r"""Return a text without the commands of LaTeX for fonts and accents.

    >>> _without_latex(r"\textbf{t}arget, Bj{\o}ntegaard")
    'target, Bjontegaard'
    """
    return _ACCENT.sub(lambda match: match[1] or match[2] or match[3], _FONT.sub(r"\1", text))


def _ascii(text: str) -> str:
    if text.isascii():
        return text
    text = text.translate(_STROKES)
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def fold(text: str) -> str:
    """Return a name in the form in which case, hyphens and accents make no difference.

    >>> fold("Swin-UMamba")
    'swinumamba'
    """
    lower = _ascii(text).lower()
    return lower if lower.isalnum() else _NOT_ALPHANUMERIC.sub("", lower)


def _loosen(word: str) -> str:
    """Return a word in the form in which a slip of the keyboard makes no difference: double and exchanged letters."""
    return "".join(sorted(_DOUBLE.sub(r"\1", word))) if len(word) >= _MIN_LOOSE else word
