"""GBK text that was read as code page 437, of the American DOS: `╓╨╬─` for 中文.

What a Windows console or an old archive shows. Lines and corners of boxes stand beside Greek letters and signs.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._double_byte import read_in_code_page

PLUGIN = read_in_code_page(__doc__, codec="gbk", name="GBK", page="cp437", label="code page 437", prior=-2.5)
