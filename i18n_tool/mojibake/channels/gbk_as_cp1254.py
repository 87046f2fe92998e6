"""GBK text that was read as windows-1254, the Turkish code page: `ÖÐÎÄ` with Ğ, İ and Ş in it.

As with windows-1252; six letters of Icelandic are Turkish ones here.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._double_byte import read_in_code_page

PLUGIN = read_in_code_page(__doc__, codec="gbk", name="GBK", page="cp1254", label="windows-1254", prior=-2.5)
