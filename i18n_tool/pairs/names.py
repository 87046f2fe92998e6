"""Names and acronyms in Latin letters that stand in a Chinese text and nowhere on the English side.

Chinese text keeps the names of models, data sets and methods in Latin letters, so that one without a counterpart in
the English is a strong sign of a wrong or changed text. The reverse says little: a faithful translation may translate
a name or leave it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from i18n_tool.language import without_code
from i18n_tool.pairs.abbreviations import is_coined_from, short_for
from i18n_tool.pairs.known_names import Known, known_in
from i18n_tool.pairs.pair import Pair
from i18n_tool.pairs.spelling import MIN_LOOSE, NAME, SEPARATOR, fold
from i18n_tool.spans import Span

_URL = re.compile(
    r"https?://[^\s一-鿿<>，。；（）]{1,500}|(?<![A-Za-z0-9.-])[a-z0-9-]{1,60}\.(?:co|com|org|io|net|ai)(?![a-z])"
)
# Words with no more than a space or hyphen between them: an expression that may be abbreviated.
_EXPRESSION = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9]*(?:[ \t-][A-Za-z][A-Za-z0-9]*){1,15}")
_MIN_NAME = 2
#: Two capitals are found in any expression.
_MIN_CAPITALS = 3
#: Longer texts are not compared with: no record is of this size.
_LONGEST_ENGLISH = 20_000
#: 130亿 is no part of the name that it follows.
_NUMBER_AT_END = re.compile("[-_]?[0-9]+$")
_SCALES = frozenset("十百千万亿")

# Words of Chinese technical text, which may stand for any way of saying the same in English, and units where they do
# not follow their number directly. Names of methods and data sets are none of them.
_GENERAL_WORDS = """
    ai api apis app apps cpu cpus demo diy dj email etc f1 gpu gpus http https id ids ok os pc pk qa shell ui url
    urls vip vs web www db dbm fps flops gb gflops ghz hz kb khz mb mhz pb ppm px tb tflops csv css docker html
    json linux pdf python sql windows agent agents batch bug epoch prompt prompts token tokens auc auroc bev bleu
    cnn cnns cv dl dnn fid gan gans iot iou knn llm llms lstm miou ml mlp nlp ocr ood pca psnr rl rnn rnns rouge
    sota ssim svm transformer transformers vae xgboost
"""
_GENERAL = frozenset(_GENERAL_WORDS.split())


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
            if not spelled.issuperset(SEPARATOR.split(text)) and not is_coined_from(text, pair.title)
        }
    return sorted(missing.values(), key=lambda name: name.span)


def names_in(prose: str) -> Iterator[Name]:
    """Yield the names of a text without code; in English, words with a capital are among them."""
    for match in NAME.finditer(prose):
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


def known_names(pair: Pair) -> Known:
    """Return what the English side has: the text and the title."""
    return known_in(f"{pair.title}\n{pair.en}"[:_LONGEST_ENGLISH])


def _abbreviated(expression: str, known: Known) -> list[str]:
    """Return the words of an expression of the Chinese text that stand in the English one as an acronym."""
    words = SEPARATOR.split(expression)
    # SHapley Additive exPlanations, Uniform Manifold Approximation and Projection.
    capitals = "".join(filter(str.isupper, expression)).lower()
    if len(capitals) >= _MIN_CAPITALS and capitals in known.short_names.get(capitals[0], ()):
        return words
    lower = [word.lower() for word in words]
    for start, word in enumerate(lower):
        for short in known.short_names.get(word[0], ()):
            # An acronym in the expression itself is not spelled out by it, as LM is not by `LM Harness`.
            if short not in lower and (count := short_for(short, lower[start:])) > 1:
                return words[start : start + count]
    return []


def _addresses(text: str) -> str:
    """Return the letters and digits of the links of a text."""
    return " ".join(fold(match.group()) for match in _URL.finditer(text)) if "." in text else ""


def _is_in_address(name: str, addresses: str) -> bool:
    return len(name) >= MIN_LOOSE and fold(name) in addresses
