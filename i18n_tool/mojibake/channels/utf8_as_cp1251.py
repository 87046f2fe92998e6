"""UTF-8 text that was read as windows-1251: `дЅ еҐЅ` for 你好.

Windows of Russia, Ukraine and Bulgaria. Only the byte 98 has no character.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._single_byte import single_byte

PLUGIN = single_byte(__doc__, codec="cp1251", label="windows-1251", prior=-2.0)
