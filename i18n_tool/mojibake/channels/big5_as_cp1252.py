"""Big5 text that was read as windows-1252: `¤¤¤å` for 中文.

The same as ISO-8859-1 for everyday characters, whose bytes are ASCII or from A1 up.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._double_byte import read_in_code_page

PLUGIN = read_in_code_page(__doc__, codec="big5", name="Big5", page="cp1252", label="windows-1252", prior=-2.0)
