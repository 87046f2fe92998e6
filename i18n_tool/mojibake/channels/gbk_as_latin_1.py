"""GBK text that was read as ISO-8859-1: `ÄãºÃ` for 你好.

Files of a Chinese Windows, opened where a Western encoding is taken for granted. Each Chinese character is two
letters or signs; nothing is lost.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._double_byte import read_in_code_page

PLUGIN = read_in_code_page(__doc__, codec="gbk", name="GBK", page="latin_1", label="ISO-8859-1", prior=-1.5)
