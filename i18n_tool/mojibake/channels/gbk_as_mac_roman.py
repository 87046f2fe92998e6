"""GBK text that was read as Mac Roman: `÷–Œƒ` for 中文.

Mathematical signs, ligatures and curly quotes stand beside letters. The byte CA is the no-break space, which many
programs make a plain one: with the byte after it, it was a character such as 是 or 时.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._double_byte import PUNCTUATION, read_in_code_page

PLUGIN = read_in_code_page(
    __doc__,
    codec="gbk",
    name="GBK",
    page="mac_roman",
    label="Mac Roman",
    prior=-2.5,
    ordinary=PUNCTUATION,
    space=0xCA,
)
