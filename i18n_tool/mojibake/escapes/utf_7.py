"""Text in UTF-7, an encoding of old mail programs: `+T2BZfQ-` for 你好.

A line counts as UTF-7 when each `+` in it begins an escape that is complete, and when these stand for Chinese or for
signs and letters that are common in text; else all of them stay, for `C++`, `a+b` and Base64 hold such signs, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from i18n_tool.mojibake import plausibility
from i18n_tool.mojibake.escapes._base import Escape, Piece, Run
from i18n_tool.mojibake.escapes._chinese import is_clearly_chinese, is_han
from i18n_tool.mojibake.escapes._lines import lines_with

_ESCAPE: Final = re.compile("\\+([A-Za-z0-9+/]*)(-?)")
_FIRST: Final = re.compile("\\+[A-Za-z0-9/]{3}")
#: What is worth a guess: ASCII, letters of Western Europe, punctuation, Chinese, emoji.
_COMMON: Final = re.compile(
    "[\t\n\r -~\xa0-\xff\u2000-\u206f\u20ac\u2122\u3000-\u3011\u4e00-\u9fff\uff01-\uff5e\ufe0f\U0001f300-\U0001faff]+"
)
_CHINESE: Final = re.compile("[\u3000-\u3011\u4e00-\u9fff\uff01-\uff5e]")
#: So many characters of Chinese, none of them rare, do not come about by accident.
ENOUGH: Final = 4


def read(text: str) -> Iterator[Run]:
    """Yield the escapes of the lines that are in UTF-7."""
    for start, end in lines_with(_FIRST, text):
        escapes = list(_ESCAPE.finditer(text, start, end))
        decoded = [_decode(one) for one in escapes]
        if all(decoded) and _is_text("".join(decoded), ended=all(one[2] for one in escapes)):
            for one, characters in zip(escapes, decoded, strict=True):
                yield Run(one.start(), (Piece(one[0], characters),), PLUGIN.name, syntax="", certain=True)


def _decode(escape: re.Match[str]) -> str:
    """Return what an escape stands for, a plus if nothing is between its ends; "" where it is none."""
    if not escape[1]:
        return "+" if escape[2] else ""
    try:
        return f"+{escape[1]}-".encode().decode("utf-7")
    except UnicodeDecodeError:
        return ""


def _is_text(decoded: str, *, ended: bool) -> bool:
    """Tell whether what was decoded is no accident; with little Chinese, each escape must end in a minus sign."""
    if (
        decoded.isascii()
        or not _COMMON.fullmatch(decoded)
        or any(is_han(char) and plausibility.is_rare(char) for char in decoded)
    ):
        return False
    count = len(_CHINESE.findall(decoded))
    if count <= 1 and not ended:
        return False
    return count == 0 or count >= ENOUGH or is_clearly_chinese(decoded)


PLUGIN = Escape(
    name="UTF-7",
    documentation=__doc__,
    marks=("+",),
    read=read,
)
