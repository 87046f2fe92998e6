"""GBK text that was read as Big5: `笢恅` for 中文.

What a Windows of Taiwan made of files of the mainland. Each character became another one, mostly a rare one. Big5
leaves the first bytes C7 and C8 without characters, which those of 前, 请, 然 or 人 are: they get lost, and reading
goes on with the second byte.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._charset import REPLACEMENT, charset
from i18n_tool.mojibake.channels._double_byte import read_in_charset

PLUGIN = read_in_charset(
    __doc__,
    codec="gbk",
    name="GBK",
    read_as="big5",
    label="Big5",
    prior=-2.5,
    telling=REPLACEMENT + charset("big5").characters(range(0xC9, 0xF8), range(0xA1, 0xFF), without="gb2312"),
)
