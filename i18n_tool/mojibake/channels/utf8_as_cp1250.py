"""UTF-8 text that was read as windows-1250: `ä˝ ĺĄ˝` for 你好.

Windows of Central Europe. The bytes 81, 83, 88, 90 and 98 have no character.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._single_byte import single_byte

PLUGIN = single_byte(__doc__, codec="cp1250", label="windows-1250", prior=-2.0)
