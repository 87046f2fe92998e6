r"""Bytes in, text out: whatever a file is encoded in, also where its lines are in different encodings.

Valid UTF-8 is never questioned. Of anything else each line is read in the encoding that makes it the most likely text,
with the rest of the document as prior; a line that no encoding explains is taken apart. Bytes that are in no encoding
are kept. chardet is asked about text that is neither Chinese nor Western.

>>> decoded = decode("词典，语料\n".encode("gbk") + "模型".encode())
>>> decoded.text, decoded.lines["GB18030"], decoded.lines["UTF-8"]
('词典，语料\n模型', 1, 1)
"""

from __future__ import annotations

from i18n_tool.mojibake.decoding.decoder import Decoder
from i18n_tool.mojibake.decoding.results import Decoded, Passage, Undecoded, in_words

__all__ = ["Decoded", "Decoder", "Passage", "Undecoded", "decode", "in_words"]


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    r"""Return the bytes of a file as text.

    Args:
        data: the whole file.
        encoding: what it is in, by a name that Python knows; None to find out.

    Raises:
        InputError: it is binary data, or in no encoding that is known.
        UsageError: there is no such encoding.

    >>> decode("曼巴".encode("big5")).encoding
    'Big5'
    >>> decode(b"caf\xe9", encoding="ascii").text
    'caf\udce9'
    """
    return Decoder(encoding).decode(data)
