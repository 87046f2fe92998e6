"""GBK text that was read as windows-1252: `ÄãºÃ` for 你好, `¡ª` for —.

The same as ISO-8859-1 for everyday characters, whose bytes are all from A1 up; the bytes from 80 to 9F, of rarer
ones, are curly quotes and the like. Five bytes have no character and can get lost, but only very rare characters
have them.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._double_byte import read_in_code_page

PLUGIN = read_in_code_page(__doc__, codec="gbk", name="GBK", page="cp1252", label="windows-1252", prior=-1.0)
