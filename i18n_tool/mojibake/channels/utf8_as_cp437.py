"""UTF-8 text that was read as code page 437: `Σ╜áσÑ╜` for 你好.

The consoles of DOS and of Windows in the United States. Every byte has a character, so nothing is lost.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._single_byte import single_byte

PLUGIN = single_byte(__doc__, codec="cp437", label="code page 437", prior=-2.0)
