"""UTF-8 text that was read as Big5: `銝剜` for 中文.

What a Windows of Taiwan does. Second bytes from 80 to A0 make no pair, so most characters lose some of their bytes:
only short stretches between losses come back.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._charset import charset
from i18n_tool.mojibake.channels._utf8_in_charset import utf8_in_charset

PLUGIN = utf8_in_charset(__doc__, charset("cp950"), label="Big5", prior=-2.5, everyday="gb2312")
