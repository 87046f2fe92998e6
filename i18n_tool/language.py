"""What language and script a text is in: scripts are counted first, statistics are asked only in doubt.

Statistical detectors fail on the short, mixed text of paper lists, where half of a Chinese title can be Latin names.
The scripts alone decide between Chinese, Japanese, Korean and the rest, common function words between English and
other languages in Latin script; langdetect is asked, with a fixed seed, only where these contradict or are silent.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from i18n_tool.model import Language

if TYPE_CHECKING:
    from langdetect.detector_factory import DetectorFactory

# Code, formulas, links and tags are in no language. Each alternative stops at a character that it cannot hold, so
# that a text full of opening marks costs one pass.
_LEFT_OUT = re.compile(
    r"`[^`\n]*`"
    r"|\$(?!\s)[^$\n\u3000-\u9fff]*(?<!\s)\$|\$[ \t][^$\n\u3000-\u9fff]*[ \t]\$"
    r"|(?:https?://|www\.)[^\s<>()\[\]（），。；、“”\"'`]+"
    r"|\\[A-Za-z]+"
    r"|</?[A-Za-z][^<>\n]*>"
)

_MARKS = ("`", "$", "://", "www.", "\\", "<")

# The repetition mark, the ideographic zero and the radicals count as ideographs.
HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
# Without ・ and ー, which Chinese text uses too.
KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff6f\uff71-\uff9d"
HANGUL = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7fb"
_LATIN = "A-Za-zªºÀ-ÖØ-öø-ɏḀ-ỿ"

_HAN_RUN = re.compile(f"[{HAN}]+")
_KANA_RUN = re.compile(f"[{KANA}]+")
_HANGUL_RUN = re.compile(f"[{HANGUL}]+")
# A compound is one word: the `of` of `out-of-memory` does not make a text English.
_LATIN_WORD = re.compile(f"[{_LATIN}]+(?:['’_-][{_LATIN}]+)*")
#: What becomes of each byte of ASCII: what a word can have stays, letters in lower case; all else is a space.
_IN_WORDS = bytes(ord(c.lower()) if c.isalpha() or c in "'_-" else 32 for c in map(chr, range(128))).ljust(256)
#: A mark that joins no two letters, and so is part of no word.
_LOOSE_MARK = re.compile("['_-](?:(?![a-z])|(?<![a-z].))")
#: A word, or a single letter of the scripts that are written without spaces; compounds are one word.
TOKEN = re.compile("[^\\W_\u2e80-\U0010ffff]+(?:['’-][^\\W_\u2e80-\U0010ffff]+)*|[^\\W_]")
# All letters of the classes above and the one below; symbols and punctuation lie outside.
_BEYOND_LATIN = re.compile("[\u0370-\u1cff\u2e80-\u2fdf\u3005-\u3007\u3041-\ufaff\uff66-\uff9d\U00020000-\U000323af]")
# Greek to the scripts of South-East Asia, Georgian and Ethiopic included.
_OTHER_WORD = re.compile("[\u0370-\u10ff\u1200-\u1cff]+")

# Words that a running English text cannot do without, and that are no words of the languages near to it.
_ENGLISH_WORDS = """
    the of and to in is for with that on by we are as this from which be it its our their these can has have not at
    or than into been but they was were such via while between using based without through over how what
"""
# The same for German, French, Spanish, Portuguese, Italian and Dutch, less what is English as well.
_FOREIGN_WORDS = """
    der das und ein eine einer eines für mit von zur ist nicht auf les des une dans pour sur avec est qui nous
    el los las del una para por con como que más da dos das em uma não são il per che della nella het een van voor
    met op niet zijn gli dei di
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_FOREIGN = frozenset(_FOREIGN_WORDS.split())

#: How many ideographs say as much as one English word does; measured on pairs of documentation paragraphs.
_HAN_PER_WORD = 1.6
#: One word in three to four of English prose is one of `_ENGLISH`.
_WORDS_PER_FUNCTION_WORD = 4
#: Less Chinese than this among Latin words is a quotation.
_QUOTED_SHARE = 0.1
#: Kana among ideographs: Japanese prose has over a half, a Chinese text that quotes a word far less than this.
_JAPANESE_SHARE = 0.1
#: English prose stays above it; a title need not.
_FUNCTION_WORD_SHARE = 0.1
_TITLE_WORDS = 30
_SURE = 0.9
_LANGDETECT_LENGTH = 2000
_LANGDETECT_PROFILES = ("de", "en", "es", "fr", "id", "it", "nl", "pl", "pt", "tr", "vi")

_SCRIPTS: dict[str, tuple[str, str | None]] = {
    "ARABIC": ("Arab", None),
    "ARMENIAN": ("Armn", "hy"),
    "CYRILLIC": ("Cyrl", None),
    "DEVANAGARI": ("Deva", None),
    "GEORGIAN": ("Geor", "ka"),
    "GREEK": ("Grek", "el"),
    "HEBREW": ("Hebr", "he"),
    "THAI": ("Thai", "th"),
}


@dataclass(frozen=True, slots=True)
class Detected:
    """What a text is written in.

    Args:
        language: the ISO 639-1 code, such as `en`, `zh` or `ja`; None when it cannot be told.
        script: the ISO 15924 code of the script that decided, such as `Latn`, `Hani` or `Cyrl`; None without
            letters, and for scripts that are not told apart here.
        cjk_share: East Asian characters as a share of these and the Latin words together, 0 to 1.
        cjk: the number of East Asian characters.
        words: the number of words in Latin script.
    """

    language: str | None
    script: str | None
    cjk_share: float = 0.0
    cjk: int = 0
    words: int = 0


def detect(text: str) -> Detected:
    """Tell the language and the script of a text; code, formulas, links and tags are left out.

    >>> detect("这篇论文介绍了 MambaByte，一种无需分词的 SSM。").language
    'zh'
    >>> detect("選択的な状態空間モデル").language
    'ja'
    >>> detect("Ce modèle est plus rapide que les autres, et nous montrons pourquoi.").language
    'fr'
    >>> detect("`x = 1` 42 %").script is None
    True
    """
    prose = without_code(text)
    words = _latin_words(prose)
    if prose.isascii() or not _BEYOND_LATIN.search(prose):
        return Detected(_latin_language(words), "Latn", words=len(words)) if words else Detected(None, None)
    han, kana, hangul = (_characters(run, prose) for run in (_HAN_RUN, _KANA_RUN, _HANGUL_RUN))
    cjk = han + kana + hangul
    share = cjk / (cjk + len(words)) if cjk else 0.0
    others = _OTHER_WORD.findall(prose)
    if len(others) > len(words) + cjk:
        script, language = _other_script(others)
    elif cjk and not _is_quoted(cjk, share, words):
        script, language = _east_asian(han, kana, hangul)
    elif words:
        script, language = "Latn", _latin_language(words)
    else:
        script, language = None, None
    return Detected(language, script, share, cjk, len(words))


def text_language(text: str) -> Language | None:
    """Return the slot of a record that a text belongs in: `zh` for East Asian text, `en` for any other.

    It answers from the scripts alone, so that it is quick and needs no statistics; whether a text in Latin script is
    English is `detect`'s to say. None for a text without letters.

    >>> text_language("MambaByte: Token-free Selective State Space Model")
    'en'
    >>> text_language("MambaByte：无需分词的选择性状态空间模型")
    'zh'
    >>> text_language("2401.13660 ✅")
    """
    prose = without_code(text)
    words = _latin_words(prose)
    if prose.isascii() or not _BEYOND_LATIN.search(prose):
        return "en" if words else None
    cjk = sum(_characters(run, prose) for run in (_HAN_RUN, _KANA_RUN, _HANGUL_RUN))
    if cjk and not _is_quoted(cjk, cjk / (cjk + len(words)), words):
        return "zh"
    return "en" if words or _OTHER_WORD.search(prose) else None


def without_code(text: str, *, keep_length: bool = False) -> str:
    """Return a text with a space for each code span, formula, link and tag; one for each character with `keep_length`.

    >>> without_code("see `x` at https://example.org/a now")
    'see   at   now'
    >>> without_code("see `x` now", keep_length=True)
    'see     now'
    >>> without_code("from $5 to as much as $90, where $x$ is large")
    'from $5 to as much as $90, where   is large'
    """
    # Most texts hold none of these, which is found out faster than the expression does it.
    if not any(mark in text for mark in _MARKS):
        return text
    return _LEFT_OUT.sub((lambda match: " " * len(match.group())) if keep_length else " ", text)


def blank_code(text: str) -> str:
    """Return a text with spaces in place of what `without_code` leaves out, so that places in it stay the same.

    >>> blank_code("see `x` now")
    'see     now'
    """
    if not any(mark in text for mark in _MARKS):
        return text
    return _LEFT_OUT.sub(lambda found: " " * len(found.group()), text)


def _latin_words(prose: str) -> list[str]:
    """Return the words in Latin letters, in lower case."""
    if not prose.isascii():
        return _LATIN_WORD.findall(prose.lower())
    # Most texts in Latin script are ASCII, which is taken apart faster than the expression does it.
    return _LOOSE_MARK.sub(" ", prose.encode().translate(_IN_WORDS).decode()).split()


def _characters(run: re.Pattern[str], text: str) -> int:
    return sum(map(len, run.findall(text)))


def _is_quoted(cjk: int, share: float, words: Sequence[str]) -> bool:
    """Return whether the East Asian characters are only quoted in a text that is in another language."""
    if not words:
        return False
    return share < _QUOTED_SHARE or count_function_words(words) * _WORDS_PER_FUNCTION_WORD > cjk / _HAN_PER_WORD


def count_function_words(words: Iterable[str]) -> int:
    """Return how many of the words, given in lower case, are ones that running English text cannot do without."""
    return sum(map(_ENGLISH.__contains__, words))


def _east_asian(han: int, kana: int, hangul: int) -> tuple[str, str]:
    if hangul > han + kana:
        return "Kore", "ko"
    if kana > _JAPANESE_SHARE * (han + kana):
        return "Jpan", "ja"
    return "Hani", "zh"


def _other_script(words: Sequence[str]) -> tuple[str | None, str | None]:
    names = Counter(unicodedata.name(word[0], "").split(" ")[0] for word in words)
    return _SCRIPTS.get(min(names, key=lambda name: (-names[name], name)), (None, None))


def _latin_language(words: Sequence[str]) -> str | None:
    english = count_function_words(words)
    foreign = sum(map(_FOREIGN.__contains__, words))
    if foreign <= english and english >= _FUNCTION_WORD_SHARE * len(words):
        return "en"
    if len(words) < _TITLE_WORDS and foreign < 2 and sum(not word.isascii() for word in words) < 3:
        return "en"
    return _ask_langdetect(" ".join(words)[:_LANGDETECT_LENGTH])


def _ask_langdetect(text: str) -> str | None:
    """Return the language that langdetect is sure of, "en" where it is not: what a list in Latin script mostly is."""
    from langdetect import LangDetectException

    detector = _detector_factory().create()
    detector.append(text)
    try:
        best = detector.get_probabilities()
    except LangDetectException:
        return None
    return str(best[0].lang) if best and best[0].prob >= _SURE else "en"


@cache
def _detector_factory() -> DetectorFactory:
    """Return a factory of our own: the library's is global, holds 55 languages, and answers at random.

    East Asian profiles are left out: their scripts have decided before. Fewer than these eleven do not do as well. Of
    1,253 passages of four messages of the editor Vim, in nine of these languages, the eleven tell 98 % from English;
    English, German, Spanish, French and one more tell 55 to 60 %, since a Polish or Turkish text is none of theirs and
    passes for English; English with the East Asian ones tells none. Of 14,000 titles, first sentences and abstracts
    from arXiv each of these sets takes one at most for foreign: langdetect is asked for four of them. The eleven load
    in 40 ms, five in 15, once, where it is asked at all.
    """
    from langdetect.detector_factory import DetectorFactory

    factory = DetectorFactory()
    factory.set_seed(0)
    factory.load_json_profile(list(_profiles()))
    return factory


def _profiles() -> Iterator[str]:
    from importlib.resources import files

    folder = files("langdetect") / "profiles"
    for name in _LANGDETECT_PROFILES:
        yield (folder / name).read_text(encoding="utf-8")
