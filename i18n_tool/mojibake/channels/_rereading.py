"""Which bytes a program lost: all that, read again as it read them, give what was observed.

The bytes are tried one after the other, and given up at the first character that was not observed.
"""

from __future__ import annotations

from functools import cache
from typing import Final, NamedTuple, TypeAlias

from i18n_tool.mojibake.channels._charset import MARK, Charset, pair_of
from i18n_tool.mojibake.channels._single_byte import UNUSED_OPENERS

#: Bytes that open characters of living scripts, punctuation and emoji.
_OPENERS: Final = (*range(0xC2, 0xC6), *range(0xCE, 0xD2), *range(0xE2, 0xEA), 0xEF, 0xF0)
_CONTINUATIONS: Final = range(0x80, 0xC0)
#: Several lost bytes of one character are looked for as long as there are no more ways to fill them.
_MOST_FILLINGS: Final = 1 << 13

#: How far the bytes so far were read: a first byte that waits for its second, 0 for none, and the characters read.
_State: TypeAlias = tuple[int, int]


class Observed(NamedTuple):
    """What a program read.

    Attributes:
        charset: the character set it read in.
        pairs_are_lost: whether two bytes without a character are lost together, as on Windows.
        lead: a first byte of a pair that was read before, 0 for none.
        text: what was read from there on.
        sign: what stands for lost bytes, "" if nothing does.
    """

    charset: Charset
    pairs_are_lost: bool
    lead: int
    text: str
    sign: str

    def after(self, data: bytes) -> Observed | None:
        """Return what was read after some bytes; None where it was not them."""
        state = self._read(data, (self.lead, 0))
        return self._replace(lead=state[0], text=self.text[state[1] :]) if state else None

    def fillings(self, pattern: bytes, right: bytes, last: frozenset[int]) -> list[bytes]:
        """Return a sequence with all bytes in the places of the marks that can have been lost there.

        Args:
            pattern: a UTF-8 sequence, FF where a byte is to be filled in.
            right: the bytes that were read after it.
            last: the bytes that can have been lost at its end, as of `alone_before`.
        """
        if pattern[0] in UNUSED_OPENERS:
            return []
        ends: list[tuple[bytes, _State]] = [(b"", (self.lead, 0))]
        for _ in pattern:
            shorter, ends = ends, []
            for end in shorter:
                ends += self._longer(*end, pattern)
                if len(ends) > _MOST_FILLINGS:
                    return []
        if pattern[-1] == MARK:
            ends = [end for end in ends if end[0][-1] in last]
        return [filled for filled, state in ends if self._is_all(self._read(right, state))]

    def _longer(self, filled: bytes, state: _State, pattern: bytes) -> list[tuple[bytes, _State]]:
        """Return what `filled` can go on with, and the state after it, as far as it is read as observed."""
        place = len(filled)
        known = pattern[place]
        lost_before = filled[-1] if place and pattern[place - 1] == MARK else 0
        if known != MARK:
            after = self._step(known, state)
            is_possible = after and not (lost_before and pair_of(self.charset.codec, lost_before, known))
            return [(filled + bytes((known,)), after)] if after and is_possible else []
        lead, length = state
        fillers = _fillers(self.charset, not place, lead, lost_before)
        longer: list[tuple[bytes, _State]] = []
        if (char := self.text[length : length + 1]) in fillers.pairs:
            longer.append((filled + fillers.pairs[char], (0, length + 1)))
        if not lead:
            return longer + [(filled + byte, (byte[0], length)) for byte in fillers.alone]
        if self.text.startswith(self.sign, length):
            length += len(self.sign)
            is_lost = self.pairs_are_lost
            longer += [(filled + byte, (0 if is_lost else byte[0], length)) for byte in fillers.alone]
        return longer

    def _read(self, data: bytes, state: _State | None) -> _State | None:
        for byte in data:
            if state is None:
                return None
            state = self._step(byte, state)
        return state

    def _step(self, byte: int, state: _State) -> _State | None:
        """Return the state after one more byte; None where something else was observed."""
        lead, length = state
        if lead:
            char = pair_of(self.charset.codec, lead, byte)
            if char or self.pairs_are_lost:
                return self._seen(char or self.sign, length)
            if not self.text.startswith(self.sign, length):
                return None
            length += len(self.sign)
        if byte < 0x80 or byte in self.charset.singles:
            return self._seen(self.charset.singles.get(byte) or chr(byte), length)
        return byte, length

    def _seen(self, text: str, length: int) -> _State | None:
        return (0, length + len(text)) if self.text.startswith(text, length) else None

    def _is_all(self, state: _State | None) -> bool:
        """Tell whether all that was observed was read; a first byte alone at the end is lost."""
        if state is None:
            return False
        lead, length = state
        return self.text[length:] == (self.sign if lead else "")


class _Fillers(NamedTuple):
    """Bytes that can have been lost: those that make no pair with the byte before them, and the pairs of the others."""

    alone: tuple[bytes, ...]
    pairs: dict[str, bytes]


#: All bytes that can have been lost, for `fillings`: whatever follows makes no pair.
ANY: Final = frozenset((*_OPENERS, *_CONTINUATIONS))


@cache
def alone_before(charset: Charset, following: int | None) -> frozenset[int]:
    """Return the bytes that can have been lost before another one: they make no pair with it, and none with None.

    Before most bytes these are the same ones, so what is known of one of them holds for many.
    """
    if following is None:
        return ANY
    return frozenset(byte for byte in ANY if not pair_of(charset.codec, byte, following))


@cache
def _fillers(charset: Charset, opening: bool, lead: int, lost_before: int) -> _Fillers:
    """Return the bytes that can have been lost at a place.

    Args:
        charset: how they were read.
        opening: whether the place is the first one of a sequence.
        lead: the first byte of a pair that waits for its second there, 0 for none.
        lost_before: the byte before it if that was lost, too, 0 otherwise: they make no pair.
    """
    fillers = _Fillers((), {})
    for byte in _OPENERS if opening else _CONTINUATIONS:
        if byte in charset.singles or (lost_before and pair_of(charset.codec, lost_before, byte)):
            continue
        if lead and (char := pair_of(charset.codec, lead, byte)):
            fillers.pairs[char] = bytes((byte,))
        else:
            fillers = fillers._replace(alone=(*fillers.alone, bytes((byte,))))
    return fillers
