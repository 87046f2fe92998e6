"""What the channels have in common that read UTF-8 in a double-byte character set.

A Chinese character is three bytes of UTF-8 and two of the other set, so two of them became three. Bytes that are no
pair got lost: one alone, or two of which the second can be an ASCII sign. The first byte of a sequence hardly ever
is among them, so a sequence that is too short says how many bytes it lost; which ones it can have been, reading it
again tells.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import combinations
from typing import Final

from i18n_tool.mojibake.channels._base import LINE_END, SINGLE, Candidates, Channel, Passage
from i18n_tool.mojibake.channels._charset import MARK, QUESTION_MARK, REPLACEMENT, Charset
from i18n_tool.mojibake.channels._closing import closing_sign
from i18n_tool.mojibake.channels._rereading import ANY, Observed, alone_before
from i18n_tool.mojibake.channels._single_byte import COMPLETE, continuations, decode_character
from i18n_tool.mojibake.channels._straddling import Remains, SpelledLine, Token, parted, passages
from i18n_tool.mojibake.memory import MOST_KEPT

_CONTINUATIONS: Final = range(0x80, 0xC0)
#: What follows those that open three bytes, where the character is punctuation, a symbol, kana or everyday Chinese.
_SECONDS: Final = {
    0xE2: (*range(0x80, 0xA0), 0xAC, 0xAD),
    0xE3: range(0x80, 0x90),
    0xE4: range(0xB8, 0xC0),
    **dict.fromkeys(range(0xE5, 0xE9), _CONTINUATIONS),
    0xE9: range(0x80, 0xBF),
    0xEF: (0xB8, 0xBB, 0xBC, 0xBD, 0xBF),
}
#: The signs that can be lost with the byte before: the second byte of a pair is no less than 40.
_EATEN: Final = tuple(" !\"#$%&'()*+,-./0123456789:;<=>?")
#: A line end can be lost likewise: after what ends a sentence, or before what begins an item or a heading.
_ENDS: Final = "。！？：；…”’）】》」』"
_BEGINS: Final = "-*#>0123456789`![<"
#: What was lost, for `Candidates.losses`: two bytes together, or bytes one by one. These are no bytes themselves.
_PAIR: Final = frozenset({0x100})
_SINGLE: Final = frozenset({SINGLE})
_PAIR_WITH_LINE_END: Final = _PAIR | {LINE_END}
_NOTHING: Final[frozenset[int]] = frozenset()
#: Sequences of which bytes may be lost; FF and `?` mark one that is.
_REMAINS: Final = rb"[\xc2-\xdf][\x80-\xbf\xff?]?|[\xe0-\xef][\x80-\xbf\xff?]{0,2}|[\xf0-\xf4][\x80-\xbf\xff?]{0,3}"
#: The same where the first byte can be lost, too.
_HEADLESS: Final = rb"|\xff[\x80-\xbf\xff]{0,2}"
#: What tells that anything of the kind happened: a whole sequence, or a sign for what was lost.
_EVIDENCE: Final = re.compile(rb"%b|[\xff?]" % COMPLETE)
_SECOND_BYTES: Final = rb"[\x40-\x7e]+"
#: So many characters say that next to nothing is left of one.
_MOST_CANDIDATES: Final = 4096
#: Of these, words that can follow a Latin one in Chinese.
_OFTEN_ALONE: Final = "没么每美妹"
#: Letters of Western languages, whose damage are everyday Chinese characters.
_LATIN: Final = range(0xC3, 0xC6)


def utf8_in_charset(
    documentation: str,
    charset: Charset,
    *,
    label: str,
    prior: float,
    pairs_are_lost: bool = False,
    loses_openers: bool = False,
    everyday: str = "ascii",
) -> Channel:
    """Return the channel that reads UTF-8 in a double-byte character set.

    Args:
        documentation: the docstring of the channel's module.
        charset: the set.
        label: the set, as people call it.
        prior: see `Channel`.
        pairs_are_lost: whether some programs lose two bytes together.
        loses_openers: whether the first bytes of sequences can get lost.
        everyday: the codec of a set whose characters are met in sound texts: lines are not looked at for their sake.
    """
    openers = "".join(charset.characters((lead,), _SECONDS[lead], without=everyday) for lead in _SECONDS)
    letters = charset.characters(_LATIN, _CONTINUATIONS)
    return Channel(
        name=f"UTF-8 read as {label}",
        documentation=documentation,
        prior=prior,
        first=openers + letters,
        then=f"(?<=[{openers}])|(?<=[A-Za-z].)(?![\u3400-\u9fff])",
        read=_Reader(charset, pairs_are_lost, loses_openers).read,
        always_lost=_PAIR if pairs_are_lost else _SINGLE,
        maybe_lost=_SINGLE | {LINE_END} if pairs_are_lost else _NOTHING,
        is_double_byte=True,
    )


class _Reader:
    """Reads lines backwards through one character set."""

    def __init__(self, charset: Charset, pairs_are_lost: bool, loses_openers: bool) -> None:
        self._charset = charset
        self._pairs_are_lost = pairs_are_lost
        remains = _REMAINS + (_HEADLESS if loses_openers else b"")
        self._runs = re.compile(b"(?:%b|%b|%b)+" % (COMPLETE, remains, _SECOND_BYTES))
        self._tokens = re.compile(b"((?:%b|%b)+)|%b" % (COMPLETE, _SECOND_BYTES, remains))

    def read(self, line: str) -> list[Passage]:
        """Return the passages of a line."""
        data = self._charset.spell(line)
        runs = list(self._runs.finditer(data))
        if not any(_EVIDENCE.search(run[0]) for run in runs):
            return []
        spelled = SpelledLine(line, self._charset.lengths(line))
        return [passage for run in runs for passage in self._passages(spelled, run[0], run.start())]

    def _passages(self, line: SpelledLine, data: bytes, start: int) -> Iterator[Passage]:
        end = start + len(data)
        if line.is_border(start) and line.is_border(end):
            try:
                text = data.decode("utf-8")
            except UnicodeDecodeError:
                pass
            else:
                found = Passage(line.character_at(start), line.character_at(end), (text,))
                if text.strip(REPLACEMENT) == "":
                    return  # 锟斤拷: nothing is left there
                if len(text) > 1 or ord(text) > 0x17F or _is_in_a_word(line.text, found.start):
                    yield found
                return
        yield from passages(line, self._characters(line, data, start))

    def _characters(self, line: SpelledLine, data: bytes, start: int) -> Iterator[Token]:
        for token in self._tokens.finditer(data):
            place = start + token.start()
            if token[1] is None:
                yield Token(place, start + token.end(), self._remains(line, place, start + token.end()))
            else:
                yield from parted(line, token[1].decode("utf-8"), place, start + token.end(), _utf8_length)

    def _remains(self, line: SpelledLine, start: int, end: int) -> Remains | None:
        """Return of what the bytes from `start` to `end` are left; None where no character leaves them."""
        first, last = line.character_at(start), line.character_from(end)
        data = self._charset.spell_short(line.text[first : last + 1])
        left, whole = start - line.starts[first], line.starts[last] - line.starts[first]
        token, right = data[left : left + end - start], data[left + end - start : whole]
        next_char = line.text[last : last + 1]
        following = None if next_char == REPLACEMENT else next(iter(data[left + end - start :]), None)
        candidates = _candidates(
            self._charset,
            self._pairs_are_lost,
            (data[:left], token, right),
            line.text[first:last],
            following,
            next_char or "\n",
        )
        if not candidates.characters:
            return None
        if self._pairs_are_lost and (sign := closing_sign(line.text, first, last)):
            candidates = _ending_in(candidates, sign)
        marks = token.count(MARK) + token.count(QUESTION_MARK)
        needed = 3 if token[0] == MARK else 1 + continuations(token[0])
        return Remains(candidates, max(1, needed - len(token) + marks), MARK in token)


@lru_cache(maxsize=1 << 10)
def _ending_in(candidates: Candidates, sign: str) -> Candidates:
    """Return the candidates that end in a sign; all of them if there is none."""
    found = {char: lost for char, lost in candidates if len(char) > 1 and char.endswith(sign)}
    return Candidates.of(found) if found else candidates


def _utf8_length(char: str) -> int:
    return len(char.encode())


def _is_in_a_word(line: str, place: int) -> bool:
    """Tell whether a Chinese character stands where a letter would: between Latin ones, or behind if it is rare."""
    before, after = line[place - 1 : place], line[place + 1 : place + 2]
    is_between = before.isascii() and before.isalpha() and "a" <= after <= "z"
    ends_a_word = "a" <= before <= "z" and line[place] not in _OFTEN_ALONE and not "\u3400" <= after <= "\u9fff"
    return is_between or ends_a_word


def _candidates(
    charset: Charset,
    pairs_are_lost: bool,
    data: tuple[bytes, bytes, bytes],
    observed: str,
    following: int | None,
    next_char: str,
) -> Candidates:
    """Return the characters of which something is left, some with the ASCII sign that went with them.

    Args:
        charset: how the bytes were read.
        pairs_are_lost: whether some programs lose two bytes together.
        data: what is left, FF or `?` where a sign stands for lost bytes, between the bytes that were read with it.
        observed: what was read of all these.
        following: the byte after what is left, None at the end of the line.
        next_char: what was read after all these, or the end of the line.
    """
    left, token, right = data
    sign = REPLACEMENT if MARK in token else "?" if QUESTION_MARK in token else ""
    by_pairs = Observed(charset, True, 0, observed, sign).after(left) if pairs_are_lost else None
    # Windows alone writes question marks, and loses pairs.
    one_by_one = Observed(charset, False, 0, observed, sign).after(left) if sign != "?" else None
    token = token.replace(b"?", bytes((MARK,)))
    last = alone_before(charset, following)
    if by_pairs and token[-1] == MARK:
        # What is the same for many characters is remembered once.
        next_kind = next_char if next_char == "\n" else _BEGINS[0] if next_char in _BEGINS else " "
        return _candidates_of(by_pairs, one_by_one, token, right, last if one_by_one else ANY, next_kind)
    return _candidates_of(None, one_by_one, token, right, last, " ")


@lru_cache(maxsize=MOST_KEPT)
def _candidates_of(
    by_pairs: Observed | None,
    one_by_one: Observed | None,
    token: bytes,
    right: bytes,
    last: frozenset[int],
    next_char: str,
) -> Candidates:
    """Return the characters of which `token` is left, before `right`, if bytes got lost as pairs or one by one.

    Args:
        by_pairs: what was observed from `token` on, if pairs can be lost.
        one_by_one: the same, if single bytes can be.
        token: what is left, FF where a sign stands for lost bytes.
        right: the bytes that were read with it.
        last: the bytes that can have been lost at its end if they were lost one by one.
        next_char: what was read after all these, or the end of the line.
    """
    found: dict[str, frozenset[int]] = {}
    if by_pairs:
        for char in _sound(by_pairs.fillings(token, b" " + right, ANY)):
            found |= dict.fromkeys(_with_eaten(char), _PAIR)
            if next_char == "\n":
                found[char] = _NOTHING
            elif char in _ENDS or next_char in _BEGINS:
                found[char + "\n"] = _PAIR_WITH_LINE_END
    if one_by_one:
        for pattern in _with_missing(token):
            for char in _sound(one_by_one.fillings(pattern, right, last)):
                found.setdefault(char, _SINGLE)
    return Candidates.of(found if len(found) <= _MOST_CANDIDATES or _PAIR in found.values() else {})


@lru_cache(maxsize=MOST_KEPT)
def _with_eaten(char: str) -> tuple[str, ...]:
    """Return a character with each sign that can be lost with its last byte; many gaps share them."""
    return tuple(sys.intern(char + eaten) for eaten in _EATEN)


def _sound(sequences: Iterable[bytes]) -> Iterator[str]:
    """Yield the characters of those sequences that have one."""
    for sequence in sequences:
        char = decode_character(sequence)
        if char is not None:
            yield char


def _with_missing(token: bytes) -> Iterator[bytes]:
    """Yield the patterns of which `token` can be left: one that is too short is filled up with FF in any place."""
    length = 3 if token[0] == MARK else continuations(token[0]) + 1
    for places in combinations(range(1, length), max(0, length - len(token))):
        pattern = bytearray(token)
        for place in places:
            pattern.insert(place, MARK)
        yield bytes(pattern)
