"""UTF-8 text that was read as GB18030: `鏄剧ず` for 显示.

As with windows-936, but the byte 80 has no character. Pairs that GBK leaves without one are private-use characters.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._charset import charset
from i18n_tool.mojibake.channels._utf8_in_charset import utf8_in_charset

PLUGIN = utf8_in_charset(__doc__, charset("gb18030"), label="GB18030", prior=-2.0)
