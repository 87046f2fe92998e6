"""Big5 text that was read as ISO-8859-1: `¤¤¤å` for 中文.

Files of a Windows of Taiwan or Hong Kong. The second byte can be an ASCII letter or sign.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._double_byte import read_in_code_page

PLUGIN = read_in_code_page(__doc__, codec="big5", name="Big5", page="latin_1", label="ISO-8859-1", prior=-2.5)
