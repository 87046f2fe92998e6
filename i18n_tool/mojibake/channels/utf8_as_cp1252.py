"""UTF-8 text that was read as windows-1252: `ä½ å¥½` for 你好, `â€™` for ’.

The most common damage of all: Windows of Western Europe, and every browser told that a page is ISO-8859-1. The bytes
81, 8D, 8F, 90 and 9D have no character; programs keep them as C1 controls, drop them, or write U+FFFD or a question
mark.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._single_byte import single_byte

PLUGIN = single_byte(__doc__, codec="cp1252", label="windows-1252", prior=0.0)
