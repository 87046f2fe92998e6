"""UTF-8 text that was read as code page 866: `ф╜ахе╜` for 你好.

The consoles of DOS and of Windows in Russia. Every byte has a character, so nothing is lost.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._single_byte import single_byte

PLUGIN = single_byte(__doc__, codec="cp866", label="code page 866", prior=-3.0)
