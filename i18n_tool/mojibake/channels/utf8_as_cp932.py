"""UTF-8 text that was read as windows-932, the Shift-JIS of Windows: `縲後ョ繝ｼ繧ｿ縲` for 「データ」.

What a Japanese Windows does. Half-width katakana stand for single bytes, so Chinese and Japanese text is full of
them. Full-width punctuation loses its first byte.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._charset import charset
from i18n_tool.mojibake.channels._utf8_in_charset import utf8_in_charset

PLUGIN = utf8_in_charset(
    __doc__, charset("cp932"), label="windows-932", prior=-2.5, loses_openers=True, everyday="gb2312"
)
