"""GBK text that was read as code page 866, of the Russian DOS: `╓╨╬─` for 中文.

Lines and corners of boxes stand beside Cyrillic letters.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._double_byte import read_in_code_page

PLUGIN = read_in_code_page(__doc__, codec="gbk", name="GBK", page="cp866", label="code page 866", prior=-2.5)
