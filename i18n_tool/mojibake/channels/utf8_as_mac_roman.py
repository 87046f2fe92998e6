"""UTF-8 text that was read as Mac OS Roman: `‰Ω†Â•Ω` for 你好.

Older Macintosh programs, and text that was pasted through them. Every byte has a character, so nothing is lost.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._single_byte import single_byte

PLUGIN = single_byte(__doc__, codec="mac_roman", label="Mac OS Roman", prior=-2.0)
