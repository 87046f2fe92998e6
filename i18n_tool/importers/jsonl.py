"""JSON Lines: one paper a line, an object with `id`, `title`, `category`, and the summaries `en` and `zh`.

`id` and `title` are required. An arXiv id gives the link to the paper and its month. `category` becomes the section.
Each line of a summary is a part of it and becomes a paragraph. A key that is not known is kept as unplaced text.
"""

from __future__ import annotations

import json
import re
from typing import Any

from i18n_tool.errors import InputError
from i18n_tool.identity import arxiv_id, arxiv_month, paper_id, slug
from i18n_tool.importers._base import Imported, Importer
from i18n_tool.importers._builder import UNTITLED, Builder, by_language
from i18n_tool.model import Bilingual, Links, Paper

_REQUIRED = ("id", "title")
_OPTIONAL = ("category", "en", "zh")
_SURROGATE = re.compile("[\ud800-\udfff]")


def detect(name: str, head: str) -> float:
    """Tell by the first line: an object that has a title."""
    first = head.lstrip().partition("\n")[0]
    looks = first.startswith("{") and '"title"' in first
    if name.lower().endswith((".jsonl", ".ndjson")):
        return 1.0 if looks else 0.7
    return 0.9 if looks else 0.0


def read(text: str, source: str) -> Imported:
    """Read each line as a paper.

    Raises:
        InputError: a line is not a JSON object, lacks its id or title, or has a value of the wrong type.
    """
    builder = Builder(source)
    unknown: dict[str, list[int]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        record = _parse(line, source, number)
        builder.enter_section(_text(record, "category", source, number) or UNTITLED.key)
        builder.add_paper(_paper(record, source, number))
        for key, value in record.items():
            if key not in _REQUIRED + _OPTIONAL:
                builder.unplace(number, f"{key}: {value if isinstance(value, str) else json.dumps(value)}")
                unknown.setdefault(key, []).append(number)
    for key, lines in unknown.items():
        count = "" if len(lines) == 1 else f" ({len(lines)} lines have it)"
        builder.note(lines[0], f"the key {key!r} has no field and was kept as unplaced text{count}")
    return builder.build()


def _parse(line: str, source: str, number: int) -> dict[str, Any]:
    try:
        record = json.loads(line, object_pairs_hook=_without_duplicates)
    except json.JSONDecodeError as error:
        raise InputError(f"not valid JSON: {error.msg}", path=source, line=number, column=error.colno) from None
    except RecursionError:
        raise InputError("the JSON is nested too deeply", path=source, line=number) from None
    except ValueError as error:
        raise InputError(f"not usable as JSON: {error}", path=source, line=number) from None
    if not isinstance(record, dict):
        raise InputError("each line must be a JSON object", path=source, line=number)
    return record


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} stands twice")
        # An escape can spell half a character, which no file in UTF-8 can hold.
        if not _is_unicode(key) or (isinstance(value, str) and not _is_unicode(value)):
            raise ValueError(f"the value of {key!r} holds a lone surrogate")
        found[key] = value
    return found


def _is_unicode(text: str) -> bool:
    return not _SURROGATE.search(text)


def _text(record: dict[str, Any], key: str, source: str, number: int) -> str | None:
    """Return the text of a key without the white space around it; None where there is none."""
    value = record.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{key!r} must be a string", path=source, line=number)
    text = value.strip() if value else ""
    if not text and key in _REQUIRED:
        raise InputError(f"{key!r} is missing", path=source, line=number)
    return text or None


def _paper(record: dict[str, Any], source: str, number: int) -> Paper:
    given = _text(record, "id", source, number) or ""
    title = " ".join((_text(record, "title", source, number) or "").split())
    arxiv = arxiv_id(given)
    summary = Bilingual(
        _paragraphs(_text(record, "en", source, number)), _paragraphs(_text(record, "zh", source, number))
    )
    return Paper(
        id=slug(given) or paper_id(title),
        title=by_language(title),
        section="",
        date=arxiv_month(arxiv) if arxiv else None,
        links=Links(paper=f"https://arxiv.org/abs/{arxiv}") if arxiv else Links(),
        summary=summary,
    )


def _paragraphs(text: str | None) -> str | None:
    return "\n\n".join(part for line in text.split("\n") if (part := line.strip())) if text else None


PLUGIN = Importer(name="jsonl", documentation=__doc__, detect=detect, read=read)
