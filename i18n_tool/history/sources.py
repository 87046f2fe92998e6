"""What changed in a source text since it was translated, told from earlier versions of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from i18n_tool.model import text_hash
from i18n_tool.sentences import sentences


@dataclass(frozen=True, slots=True)
class SourceChange:
    """Sentences that were replaced by others; `before` is empty for new ones, `after` for those that are gone."""

    before: tuple[str, ...]
    after: tuple[str, ...]


def source_changes(earlier: Iterable[str], now: str, source_hash: str) -> tuple[SourceChange, ...] | None:
    """Return the sentences that changed since a text had a hash; None where no earlier version had it.

    Args:
        earlier: earlier versions of the text; no more are asked for than it takes.
        now: the text as it is.
        source_hash: `model.text_hash` of the text at the time.

    >>> source_changes(["It is fair. It runs."], "It is good. It runs.", text_hash("It is fair. It runs."))
    (SourceChange(before=('It is fair.',), after=('It is good.',)),)
    """
    before = next((text for text in earlier if text_hash(text) == source_hash), None)
    return None if before is None else tuple(_changes(_sentences(before), _sentences(now)))


def _changes(before: list[str], after: list[str]) -> Iterator[SourceChange]:
    from difflib import SequenceMatcher

    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield SourceChange(tuple(before[start:end]), tuple(after[new_start:new_end]))


def _sentences(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]
