"""Big5 text that was read as GBK: `いゅ代刚` for 中文測試.

What a Windows of the mainland makes of files of Taiwan. Common characters became kana, others such with an ASCII
sign for their second byte rare ones; where that makes no pair, the first byte is lost and the sign stands alone.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._charset import REPLACEMENT, charset
from i18n_tool.mojibake.channels._double_byte import read_in_charset

PLUGIN = read_in_charset(
    __doc__,
    codec="big5",
    name="Big5",
    read_as="gbk",
    label="GBK",
    prior=-2.5,
    telling=REPLACEMENT
    + charset("gbk").characters((0xA4, 0xA5), range(0xA1, 0xFF))
    + charset("gbk").characters(range(0xAA, 0xC7), range(0x40, 0x7F)),
)
