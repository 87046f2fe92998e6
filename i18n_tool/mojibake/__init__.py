"""Repair of encoding damage: text in, the same text as it was before it was misread out.

>>> repair("ä½ å¥½").text
'你好'
>>> [edit.channel for edit in repair("RenÃ©").edits]
['UTF-8 read as windows-1252']

Clean text costs one scan and comes back as the object that was given; the language model is opened only where bytes
were lost, and only then is numpy imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from i18n_tool.mojibake.results import Inference, Repair, RepairEdit, Unresolved

if TYPE_CHECKING:
    from i18n_tool.mojibake.byte_repair import ByteRepair, repair_bytes
    from i18n_tool.mojibake.decoding import Decoded, decode
    from i18n_tool.mojibake.stream import RepairedBlock, repair_stream

__all__ = [
    "MIN_CONFIDENCE",
    "ByteRepair",
    "Decoded",
    "Inference",
    "Repair",
    "RepairEdit",
    "RepairedBlock",
    "Unresolved",
    "decode",
    "repair",
    "repair_bytes",
    "repair_stream",
]

_HOMES: Final = {
    "ByteRepair": "byte_repair",
    "Decoded": "decoding",
    "RepairedBlock": "stream",
    "decode": "decoding",
    "repair_bytes": "byte_repair",
    "repair_stream": "stream",
}

#: An inferred character less likely than this is left as it was: of those just above half turn out right, of those just
#: below one in five.
MIN_CONFIDENCE: Final = 0.4


def repair(text: str, *, context: str = "", min_confidence: float = MIN_CONFIDENCE, escapes: bool = False) -> Repair:
    r"""Undo encoding damage wherever that is clearly better than leaving the text alone.

    The kind of damage is found by itself, for each line. Nothing else is changed: quotes, width and normal form stay.
    Repairing the result again changes nothing.

    Args:
        text: any text, damaged, sound, or both.
        context: sound text about the same matter, in any language, such as a title or a translation: where bytes were
            lost, characters, numbers and names that occur there are likelier.
        min_confidence: inferred characters that are less probable than this (0 to 1) stay as they were, and are listed.
        escapes: whether to undo text that was escaped where it should not be, too, such as `&#20320;`, `\u4f60` or
            `%E4%BD%A0`, and the damage that shows then. What is escaped for a reason stays: `&lt;`, `\n`, `%20`, the
            addresses of links, and code in Markdown.

    >>> clean = "Å²、CAFÉ® 和 voilà"
    >>> repair(clean).text is clean
    True
    >>> repair("&#20320;&#22909;&lt;b&gt; %E4%BD%A0", escapes=True).text
    '你好&lt;b&gt; 你'
    """
    if not escapes:
        if text.isascii():
            return Repair(text)
        from i18n_tool.mojibake.screening import is_sound

        if is_sound(text):
            return Repair(text)
    from i18n_tool.mojibake.engine import repair_text

    return repair_text(text, min_confidence=min_confidence, escapes=escapes, context=context)


def __getattr__(name: str) -> Any:
    """Import what reads bytes when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
