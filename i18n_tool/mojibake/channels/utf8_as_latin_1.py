"""UTF-8 text that was read as ISO-8859-1: as with windows-1252, but 80 to 9F are invisible controls.

Many programs strip these controls later, which hits three Chinese characters in four.
"""

from __future__ import annotations

from i18n_tool.mojibake.channels._single_byte import single_byte

PLUGIN = single_byte(__doc__, codec="latin_1", label="ISO-8859-1", prior=-1.0, strips_controls=True)
