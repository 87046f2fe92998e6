"""UTF-8 text that was read as code page 850: `õ¢áÕÑ¢` for 你好, `├®` for é.

The consoles of DOS and of Windows in Western Europe. Every byte has a character, so nothing is lost.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._single_byte import single_byte

PLUGIN = single_byte(__doc__, codec="cp850", label="code page 850", prior=-3.0)
