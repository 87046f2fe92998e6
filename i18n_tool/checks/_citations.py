"""What a text cites in the other language: it stands in brackets or quotation marks, and need not be translated."""

from __future__ import annotations

import re

from i18n_tool.language import blank_code

# What is cited is no running text; what is longer than a title is not cited.
_CITED = re.compile(
    r"\([^()]{0,120}\)|（[^（）]{0,120}）|\[[^\[\]]{0,120}\]|《[^《》]{0,120}》|「[^「」]{0,120}」|“[^“”]{0,120}”"
    r"|\"[^\"\n]{0,120}\"|`[^`\n]{0,120}`|<[^<>\n]{0,120}>"
)


def without_citations(text: str) -> str:
    """Return a text with spaces in place of what it cites, and of code, so that places in it stay the same.

    >>> without_citations("warns (see `x`): “stay here” twice")
    'warns          :             twice'
    """
    return _CITED.sub(lambda match: " " * len(match.group()), blank_code(text))
