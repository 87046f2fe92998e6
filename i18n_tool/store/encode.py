"""Writes records as YAML for people: one sentence a line, a stable order of keys, quotes only where they are needed.

PyYAML's emitter writes whole documents only, and folds and escapes in ways of its own. The same small writer serves
whole files and the single values that a surgical edit replaces; all that it writes is parsed again before it reaches a
disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

import yaml

from i18n_tool.model import Bilingual, Catalogue, Field, Paper, Section, Unplaced
from i18n_tool.sentences import join_lines, split_lines
from i18n_tool.store._yaml import UNSAFE

#: A record as nested dictionaries in the order of writing; only lists, mappings and texts.
Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"

_PROSE = frozenset({"summary", "notes", "introduction", "legend"})
_FLOW = frozenset({("authors",), ("ignore",), ("languages",)})
#: Fields that YAML has a type for; they are written without quotes although they are read as text.
_BARE = frozenset({("translation", "reviewed"), ("unplaced", "line")})

_NOT_PLAIN = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@` ]|\.\.\.|.*(?::(?: |$)| #| $)")
_NOT_PLAIN_IN_FLOW = re.compile(r"[,\[\]{}:?#]")
#: Numbers of YAML 1.2, which PyYAML (1.1) does not take for such, but editors do.
_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_RESOLVERS = yaml.SafeLoader.yaml_implicit_resolvers
_ESCAPED = re.compile(f'["\\\\\n\r\t]|{UNSAFE.pattern}')
_NOT_SINGLE = re.compile(f"[\n\r\t]|{UNSAFE.pattern}")
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ONLY_QUOTED = re.compile(rf"\A[ \t\n]|[ \t](?:\n|\Z)|\n\Z|\r|{UNSAFE.pattern}")


def paper_tree(paper: Paper) -> dict[str, Tree]:
    """Return what the record of a paper holds; what is empty is left out."""
    translation: dict[str, Tree] = {}
    for language, facts in paper.translation:
        entry = {"of": facts.of or "", "origin": facts.origin or "", "reviewed": str(facts.reviewed).lower()}
        translation[language] = _filled({**entry, "source_hash": facts.source_hash or ""})
    return _filled(
        {
            "id": paper.id,
            "title": _bilingual(paper.title),
            "section": paper.section,
            "date": paper.date or "",
            "venue": paper.venue or "",
            "authors": [author for author in paper.authors if author],
            "links": dict(paper.links.items()),
            "summary": _bilingual(paper.summary),
            "notes": _bilingual(paper.notes),
            "translation": translation,
            "ignore": [code for code in paper.ignore if code],
        }
    )


def header_tree(catalogue: Catalogue, order: Mapping[str, tuple[str, ...]]) -> dict[str, Tree]:
    """Return what `_catalogue.yaml` holds.

    Args:
        catalogue: the list; its papers are not looked at.
        order: the ids to name in each section, by the section's key.
    """
    texts = {name: _bilingual(getattr(catalogue, name)) for name in ("title", "introduction", "legend")}
    tree: dict[str, Tree] = _filled(texts)
    tree["source_language"] = catalogue.source_language
    tree["languages"] = list[Tree](catalogue.languages)
    tree["relation"] = catalogue.relation
    if catalogue.readme != Catalogue().readme:
        tree["readme"] = _bilingual(catalogue.readme)
    glossary: list[Tree] = [
        {"en": term.en, "zh": term.zh} | _filled({"wrong": [*term.wrong]}) for term in catalogue.glossary
    ]
    unplaced: list[Tree] = [_unplaced_tree(item) for item in catalogue.unplaced]
    tree |= _filled({"glossary": glossary})
    tree["sections"] = [_section_tree(section, order.get(section.key, ())) for section in catalogue.sections]
    return tree | _filled({"unplaced": unplaced})


def _unplaced_tree(item: Unplaced) -> Tree:
    place: dict[str, Tree] = {"source": item.source, "line": str(item.line)}
    return place | _filled({"section": item.section or ""}) | {"text": item.text}


def _section_tree(section: Section, papers: tuple[str, ...]) -> Tree:
    texts = {"title": _bilingual(section.title), "introduction": _bilingual(section.introduction)}
    return {"key": section.key} | _filled({**texts, "papers": list[Tree](papers)})


def _filled(tree: Mapping[str, Tree]) -> dict[str, Tree]:
    return {key: value for key, value in tree.items() if value}


def _bilingual(texts: Bilingual) -> dict[str, Tree]:
    return dict(texts.items())


def render_document(tree: dict[str, Tree]) -> str:
    r"""Return the text of a whole file.

    >>> print(render_document({"id": "mamba", "date": "2023-12", "summary": {"en": "It is fast. It scales."}}), end="")
    id: mamba
    date: "2023-12"
    summary:
      en: |-
        It is fast.
        It scales.
    """
    return "\n".join(f"{key}:{render_value(value, (key,), 0)}" for key, value in tree.items()) + "\n"


def render_value(value: Tree, field: Field, column: int) -> str:
    """Return what stands after `key:` or after the dash of a list, a space or line breaks first, none at the end.

    Args:
        value: what to write.
        field: where it belongs, the key included; an item of a list has the list's field and one more part.
        column: the number of spaces before the key.
    """
    if isinstance(value, str):
        return f" {render_scalar(value, field, column + 2)}"
    if not value or _is_flow(field):
        return f" {render_flow(value, field)}"
    start = "\n" + " " * (column + 2)
    if isinstance(value, list):
        return "".join(f"{start}-{render_item(item, (*field, '*'), column + 2)}" for item in value)
    return "".join(f"{start}{key}:{render_value(child, (*field, key), column + 2)}" for key, child in value.items())


def render_item(value: Tree, field: Field, column: int) -> str:
    """Return what stands after the dash of an item whose dash is at `column`."""
    rendered = render_value(value, field, column)
    # A mapping begins on the line of its dash.
    return " " + rendered.lstrip() if isinstance(value, dict) and rendered.startswith("\n") else rendered


def render_flow(value: Tree, field: Field) -> str:
    """Return a value on one line, as `[a, b]` or `{of: en}`."""
    if isinstance(value, str):
        return render_scalar(value, field, None)
    if isinstance(value, list):
        return "[" + ", ".join(render_flow(item, (*field, "*")) for item in value) + "]"
    return "{" + ", ".join(f"{key}: {render_flow(child, (*field, key))}" for key, child in value.items()) + "}"


def render_scalar(value: str, field: Field, indent: int | None) -> str:
    """Return a text in the style that its field calls for.

    Args:
        value: the text.
        field: where it belongs.
        indent: the number of spaces before the lines of a literal block; None within `[]` or `{}`.
    """
    if is_bare(field):
        return value
    for style in _styles(field):
        if (rendered := render_style(value, style, indent)) is not None:
            return rendered
    return quote(value)


def render_style(value: str, style: str, indent: int | None) -> str | None:
    """Return a text in the given style (`""`, `'`, `"`, `|`), None where that would not read back the same."""
    if style == "|" and indent is not None:
        body = literal_body(value)
        return None if body is None else "|-\n" + indented(body, indent)
    if style == "":
        return value if is_plain(value, is_flow=indent is None) else None
    if style == "'":
        doubled = value.replace("'", "''")
        return None if _NOT_SINGLE.search(value) else f"'{doubled}'"
    return quote(value) if style == '"' else None


def canonical_style(value: str, field: Field, indent: int | None) -> str:
    """Return the style in which a text of a field is written when nobody chose another."""
    return next((style for style in _styles(field) if render_style(value, style, indent) is not None), '"')


def _styles(field: Field) -> Iterator[str]:
    if is_prose(field):
        yield "|"
    if field == ("date",):
        yield '"'
    yield ""


def is_prose(field: Field) -> bool:
    """Tell whether a field holds sentences, which are kept one a line."""
    return bool(_PROSE.intersection(field)) or field[:1] + field[-1:] == ("unplaced", "text")


def is_bare(field: Field) -> bool:
    """Tell whether a field holds a truth value or a number, which is never quoted."""
    return (field[0], field[-1]) in _BARE


def _is_flow(field: Field) -> bool:
    return field in _FLOW or (len(field) == 2 and field[0] in {"translation", "glossary"})


def literal_body(value: str) -> str | None:
    """Return the lines of a literal block for a text, None when it would not read back the same."""
    if not is_literal(value):
        return None
    body = split_lines(value)
    return body if join_lines(body) == value else None


def is_literal(body: str) -> bool:
    """Tell whether lines can stand in a literal block: none ends in a space, and YAML reads all their characters."""
    return bool(body) and not _ONLY_QUOTED.search(body)


def indented(body: str, indent: int) -> str:
    """Return lines with spaces before each that is not empty."""
    space = " " * indent
    return "\n".join(space + line if line else "" for line in body.split("\n"))


def is_plain(value: str, *, is_flow: bool) -> bool:
    """Tell whether a text can stand without quotes, and no reader of YAML takes it for a number, a date or the like."""
    if not value or _NOT_PLAIN.match(value) or "\n" in value or "\r" in value or "\t" in value or UNSAFE.search(value):
        return False
    if is_flow and _NOT_PLAIN_IN_FLOW.search(value):
        return False
    resolvers = (*_RESOLVERS.get(value[0], ()), *_RESOLVERS.get(None, ()))
    return not (_NUMBER.match(value) or any(pattern.match(value) for _, pattern in resolvers))


def quote(value: str) -> str:
    r"""Return a text in double quotes, what YAML cannot hold escaped.

    >>> print(quote('a "b"\x9d'))
    "a \"b\"\x9d"
    """
    return f'"{_ESCAPED.sub(_escape, value)}"'


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if short := _SHORT_ESCAPES.get(character):
        return short
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
