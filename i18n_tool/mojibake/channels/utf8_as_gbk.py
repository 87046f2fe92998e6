"""UTF-8 text that was read as GBK by a program that knows no more than the standard: `鎴戜滑` for 我们.

As with windows-936, but the byte 80 and the pairs without a character are invalid, too: one byte of each gets lost,
dropped or replaced by U+FFFD, and reading goes on with the next. So a line loses a byte every ten characters or so.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._charset import charset
from i18n_tool.mojibake.channels._utf8_in_charset import utf8_in_charset

PLUGIN = utf8_in_charset(__doc__, charset("gbk"), label="GBK", prior=-1.5)
