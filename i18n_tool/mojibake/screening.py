"""The first look at a text: whether any channel could have damaged it. It needs nothing else of the engine."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from i18n_tool.discovery import plugins
from i18n_tool.mojibake.channels._base import Channel

REPLACEMENT: Final = "\ufffd"
#: U+FFFD in UTF-8, read as GBK, in the two ways the six bytes of a pair can fall.
LOST_IN_GBK: Final = "锟斤拷"


@cache
def channels() -> tuple[Channel, ...]:
    """Return all channels: those that the bytes themselves tell first, then the most common ones."""
    found = plugins("i18n_tool.mojibake.channels").values()
    return tuple(sorted(found, key=lambda channel: (channel.needs_fluency, -channel.prior, channel.name)))


@cache
def suspicious() -> re.Pattern[str]:
    """Return what each damaged text holds, whatever the channel."""
    first = "".join(channel.first for channel in channels())
    return re.compile(f"[{first}](?:{'|'.join(f'(?<=[{channel.first}])(?:{channel.then})' for channel in channels())})")


@cache
def suspicious_of(channel: Channel) -> re.Pattern[str]:
    """Return what each text holds that the channel damaged."""
    return re.compile(f"[{channel.first}](?:{channel.then})")


def is_suspicious(text: str) -> bool:
    """Tell whether any channel could have damaged the text; a first look, which may err on that side."""
    return not text.isascii() and suspicious().search(text) is not None


def is_sound(text: str) -> bool:
    """Tell whether there is nothing to repair in a text, and nothing to report."""
    return not (REPLACEMENT in text or LOST_IN_GBK in text or is_suspicious(text))
