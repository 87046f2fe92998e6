"""UTF-8 text that was read as windows-949, the EUC-KR of Windows: `덉씠` in place of Chinese.

What a Korean Windows does. About a byte in ten makes no pair and gets lost, first bytes of characters among them.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._charset import charset
from i18n_tool.mojibake.channels._utf8_in_charset import utf8_in_charset

PLUGIN = utf8_in_charset(
    __doc__, charset("cp949"), label="windows-949", prior=-2.5, loses_openers=True, everyday="gb2312"
)
