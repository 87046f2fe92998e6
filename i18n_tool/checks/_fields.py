"""The texts of a catalogue by their fields: those of its papers, and those of the list itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from i18n_tool.model import Catalogue, Field, Language, Paper, Section

_Owner = TypeVar("_Owner", Catalogue, Section)

#: Stands for what a record is encoded in; its text is the encoding's name, "" for UTF-8.
ENCODING: Field = ("encoding",)

_OWN_FIELDS = ("title", "introduction", "legend")
_SECTION_FIELDS = ("title", "introduction")


def own_texts(catalogue: Catalogue) -> Iterator[tuple[Field, Language, str]]:
    """Yield the place, the language and the text of what belongs to the list as a whole.

    A section's text is at `("sections", key, "title", language)`.
    """
    for name in _OWN_FIELDS:
        for language, text in getattr(catalogue, name).items():
            yield (name, language), language, text
    for section in catalogue.sections:
        for name in _SECTION_FIELDS:
            for language, text in getattr(section, name).items():
                yield ("sections", section.key, name, language), language, text


def field_text(catalogue: Catalogue, paper: str | None, field: Field) -> str | None:
    """Return the text of a field of a paper, or of the list itself where `paper` is None; None when there is none."""
    if field == ENCODING:
        return dict(catalogue.encodings).get(paper)
    if paper is not None:
        found = catalogue.by_id.get(paper)  # a file that gave no paper has none
        return {place: text for place, _, text in found.texts}.get(field) if found else None
    return {place: text for place, _, text in own_texts(catalogue)}.get(field)


def put_texts(catalogue: Catalogue, texts: Mapping[tuple[str | None, Field], str | None]) -> Catalogue:
    """Return a copy of the catalogue with some texts replaced, given by paper (None: the list itself) and field."""
    by_paper: dict[str | None, list[tuple[Field, str | None]]] = {}
    recoded = {paper for paper, field in texts if field == ENCODING}
    if recoded:
        kept = tuple(item for item in catalogue.encodings if item[0] not in recoded)
        catalogue = replace(catalogue, encodings=kept)
    for (paper, field), text in texts.items():
        if field == ENCODING:
            continue
        by_paper.setdefault(paper, []).append((field, text))
    for field, text in by_paper.pop(None, ()):
        catalogue = _put_own_text(catalogue, field, text)
    if not by_paper:
        return catalogue
    return replace(
        catalogue, papers=tuple(_put_paper_texts(item, by_paper.get(item.id, ())) for item in catalogue.papers)
    )


def _put_paper_texts(paper: Paper, texts: Iterable[tuple[Field, str | None]]) -> Paper:
    for field, text in texts:
        paper = paper.put_text(field, text)
    return paper


def _put_own_text(catalogue: Catalogue, field: Field, text: str | None) -> Catalogue:
    *section, name, language = field
    if not section:
        return _put(catalogue, name, language, text)
    sections = (_put(item, name, language, text) if item.key == section[1] else item for item in catalogue.sections)
    return replace(catalogue, sections=tuple(sections))


def _put(owner: _Owner, name: str, language: str, text: str | None) -> _Owner:
    change: dict[str, Any] = {name: replace(getattr(owner, name), **{language: text})}
    return replace(owner, **change)
