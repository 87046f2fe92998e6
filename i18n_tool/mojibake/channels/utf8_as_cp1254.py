"""UTF-8 text that was read as windows-1254: `ğŸ“„` for 📄.

Windows of Turkey. As windows-1252, but for six letters; and the bytes 8E and 9E have no character either.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._single_byte import single_byte

PLUGIN = single_byte(__doc__, codec="cp1254", label="windows-1254", prior=-1.0)
