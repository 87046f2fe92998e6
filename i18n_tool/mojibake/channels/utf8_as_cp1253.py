"""UTF-8 text that was read as windows-1253: `δ½ ε¥½` for 你好.

Windows of Greece. The bytes 81, 88, 8A, 8C to 90, 98, 9A, 9C to 9F, AA, D2 and FF have no character.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._single_byte import single_byte

PLUGIN = single_byte(__doc__, codec="cp1253", label="windows-1253", prior=-3.0)
