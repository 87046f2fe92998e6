"""UTF-8 text that was read as windows-936, the GBK of Windows: `浣犲ソ` for 你好, `鈥檚` for ’s, `Schr枚dinger`.

What an editor or a terminal of a Chinese Windows does. Of an odd number of Chinese characters a byte is left over;
with the ASCII sign that follows it makes no pair. Windows writes one question mark for both, so a quote, a bracket,
a space, a digit or the end of a line is gone with it; browsers write U+FFFD for the byte alone. The byte 80 is the
euro sign here, and private-use characters stand for the pairs without a character, so nothing is lost there.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._charset import charset
from i18n_tool.mojibake.channels._utf8_in_charset import utf8_in_charset

PLUGIN = utf8_in_charset(
    __doc__,
    charset("gb18030", euro=True),
    label="windows-936",
    prior=-1.0,
    pairs_are_lost=True,
)
