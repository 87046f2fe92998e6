"""What a style checker would change in a text, with all that is not prose kept out of its hands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from i18n_tool.checks._base import Fix, Problem, Replacement
from i18n_tool.checks._wording import count, excerpt
from i18n_tool.errors import UsageError
from i18n_tool.language import HAN
from i18n_tool.markdown import code_places
from i18n_tool.model import Field, Language
from i18n_tool.spans import Edit, Span

# Formulas, addresses, tags, the targets of links, anchors and references, commands of TeX.
_NOT_PROSE = re.compile(
    r"\$\$?[^$\n]{1,2000}\$\$?"
    rf"|(?:https?://|www\.)[^\s<>()\[\]（）【】《》，。；：、“”\"'`|{HAN}]+"
    r"|</?[A-Za-z!][^<>\n]{0,2000}>"
    r"|(?<=\])\([^()\n]{0,2000}\)"
    r"|\{#[^{}\n]{0,200}\}|\[[@^][^\[\]\n]{0,200}\]"
    r"|\\[A-Za-z]{1,40}(?:\{[^{}\n]{0,200}\})?"
)
#: Stands for what is kept out; no style has an opinion of it.
_KEPT = "\ue000"
#: How much of the text around the first change is shown.
_AROUND = 8


def changed_by_style(text: str) -> tuple[Edit, ...]:
    """Return what autocorrect would change in a text, each change as small as it can be.

    Raises:
        UsageError: autocorrect is not installed.
    """
    return () if text.isascii() else _changed(text)


# The checks that share its changes ask for them one after the other.
@lru_cache(maxsize=64)
def _changed(text: str) -> tuple[Edit, ...]:
    masked, starts = mask(text)
    return tuple(
        Edit(Span(starts[edit.span.start], starts[edit.span.end]), edit.replacement)
        for edit in _differences(masked, _format()(masked))
    )


def mask(text: str) -> tuple[str, list[int]]:
    r"""Return a text with one character for each part that is no prose, and where each character of it begins.

    >>> mask("见 `a,b`。")
    ('见 \ue000。', [0, 1, 2, 7, 8])
    """
    spans = [*code_places(text), *(Span(*found.span()) for found in _NOT_PROSE.finditer(text))]
    parts: list[str] = []
    starts: list[int] = []
    done = 0
    for span in sorted(spans):
        if span.start < done:
            # One begins inside another, such as an address in code.
            continue
        parts += (text[done : span.start], _KEPT)
        starts += (*range(done, span.start), span.start)
        done = span.end
    return "".join((*parts, text[done:])), [*starts, *range(done, len(text) + 1)]


def problems(field: Field, language: Language, text: str, edits: list[Edit], what: str) -> Iterator[Problem]:
    """Yield one problem for all edits of a kind in a text, with their fix."""
    if edits:
        first = edits[0].span
        around = text[max(first.start - _AROUND, 0) : first.end + _AROUND]
        more = f", and {count(len(edits) - 1, 'more place')}" if len(edits) > 1 else ""
        replacements = tuple(Replacement(field, edit.replacement, edit.span.start, edit.span.end) for edit in edits)
        fix = Fix(replacements, safe=True)
        yield Problem(f"{what} in {excerpt(around)}{more}", field, language, start=first.start, end=first.end, fix=fix)


def _format() -> Callable[[str], str]:
    try:
        from autocorrect_py import format as correct
    except ImportError:
        message = "the checks of style need autocorrect: pip install 'i18n-tool[style]'"
        raise UsageError(message) from None
    return correct


def _differences(before: str, after: str) -> list[Edit]:
    """Return the edits from one text to another that differs in spaces and in single marks; none where it differs more.

    >>> [(edit.span.start, edit.replacement) for edit in _differences("用Mamba,好", "用 Mamba，好")]
    [(1, ' '), (6, '，')]
    """
    edits = []
    here = there = 0
    while here < len(before) and there < len(after):
        old, new = before[here], after[there]
        is_put, is_gone = old != new == " ", new != old == " "
        if old != new:
            if not (is_put or is_gone) and (_is_kept(old) or _is_kept(new)):
                return []
            edits.append(Edit(Span(here, here + (not is_put)), "" if is_gone else new))
        here += not is_put
        there += not is_gone
    return [] if before[here:].strip() or after[there:].strip() else edits


def _is_kept(character: str) -> bool:
    return character.isalnum() or character == _KEPT
