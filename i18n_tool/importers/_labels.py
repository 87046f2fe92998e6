"""The labels of an entry in either language (`Paper Link:`, `代码：`, `📖 Summary:`), and what stands behind them."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass

from i18n_tool.model import LINK_KINDS, NO_LINK

#: The words that stand for a field, in lower case.
LABELS: dict[str, str] = {
    word: kind
    for kind, words in {
        "paper": "paper link|paper|paper url|link|url|arxiv|论文链接|论文地址|论文|链接|原文链接|原文",
        "pdf": "pdf|pdf link",
        "html": "html",
        "code": "code|code link|github|official code|代码|代码链接|代码地址|开源代码|项目代码",
        "project": "project|project page|homepage|website|项目|项目主页|项目地址|主页",
        "data": "data|dataset|datasets|数据|数据集",
        "model": "model|models|weights|模型|模型权重",
        "video": "video|视频",
        "date": "date|year|published|日期|时间|发表时间|发布时间|发布日期|年份",
        "venue": "venue|conference|journal|发表于|会议|期刊|会议/期刊",
        "authors": "authors|author|作者",
        "summary": "summary|abstract|tl;dr|摘要|总结|概要|简介|论文摘要|内容摘要",
        "notes": "notes|note|remarks|备注|笔记|注|说明",
    }.items()
    for word in words.split("|")
}

#: The labels whose value is a text that goes on to the end of the line, and on the lines below.
TEXTS = frozenset({"summary", "notes"})

_EMOJI = "\u2190-\u2bff\u3030\u303d\ufe0f\u20e3\u200d\U0001f000-\U0001faff"
_LABEL = re.compile(
    rf"(?:\A|(?<=[,，;；·|、)\]*>]) ?|(?=[{_EMOJI}]))[{_EMOJI}]* ?(?:\*\*|__|[*_])? ?[{_EMOJI}]* ?"
    rf"({'|'.join(sorted(map(re.escape, LABELS), key=len, reverse=True))})"
    r" ?(?:\*\*|__|[*_])? ?[:：] ?(?:\*\*|__)?",
    re.IGNORECASE,
)
_SPACES = re.compile(r"[ \t\u00a0\u3000]+")
_SEPARATORS = " ,，;；·|、"

#: A Markdown link; brackets may stand in its target in pairs, and an angle-bracketed target may hold anything.
LINK = re.compile(r"\[([^\[\]]*)\]\( ?(?:<([^<>\n]*)>|([^()\s]*(?:\([^()\s]*\)[^()\s]*)*))(?: \"[^\"()]*\")? ?\)")
_BARE_URL = re.compile(r"<?(https?://[^\s<>，。；）】]+)>?", re.IGNORECASE)
_BRACKETED = re.compile(r"\[([^\[\]]*)\]")
_MARKS_ONLY = re.compile(rf"[{_EMOJI}\s]+\Z")
_NONE_MARKS = re.compile(r"[❗❌✗✘✖⛔🚫×\ufe0f\s]+\Z")
_NONE_WORDS = frozenset({"none", "no", "n/a", "na", "-", "—", "无", "暂无", "没有", "未开源", "not available", "\\"})

_DATE = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?:([-./年]) ?(\d{1,2})(?:(?:\2|月) ?(\d{1,2}) ?日?|月)?|年)?(?![\d.])")
_VENUE_WITH_YEAR = re.compile(r"[A-Z][\w&'’/-]*(?: [\w&'’/-]+){0,3} (?:19|20)\d\d\Z")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label of a line and the text behind it, up to the next label."""

    kind: str
    value: str
    label: str


def labelled(line: str) -> tuple[str, list[Labelled]]:
    """Return what stands before the first label of a line, and its labels with their values, in order.

    >>> labelled("📆 2024.1, Paper Link: [📄](https://e.org/p), Code：❗️")[1][1]
    Labelled(kind='code', value='❗️', label='Code')
    >>> labelled("Learning to Code: A Survey")
    ('Learning to Code: A Survey', [])
    """
    line = _SPACES.sub(" ", line)
    found = list(_matches(line))
    if not found:
        return line.strip(), []
    ends = [match.start() for match in found[1:]] + [len(line)]
    parts = []
    for match, end in zip(found, ends, strict=True):
        kind = LABELS[match.group(1).lower()]
        value = line[match.end() : end].strip()
        parts.append(Labelled(kind, value if kind in TEXTS else value.strip(_SEPARATORS), match.group(1)))
    return line[: found[0].start()].strip().rstrip(_SEPARATORS), parts


def _matches(line: str) -> Iterator[re.Match[str]]:
    """Yield the matches that are labels: a word before a colon is one only if what follows fits it."""
    for match in _LABEL.finditer(line):
        kind = LABELS[match.group(1).lower()]
        if kind in LINK_KINDS and not _begins_link(line, match.end()):
            continue
        yield match
        if kind in TEXTS and not is_slip(line[match.end() : match.end() + 200]):
            return


def is_slip(value: str) -> bool:
    """Tell whether a text label stands by mistake before a link that shows symbols alone: `Summary: [📄📄📄](url)`."""
    link = LINK.match(value)
    return bool(link and _MARKS_ONLY.match(link.group(1)))


def _begins_link(line: str, start: int) -> bool:
    rest = line[start : start + 40].lstrip()
    word = re.split(r"[,，;；·|、<]", rest.lower(), maxsplit=1)[0].strip(" .。*")
    return rest.startswith(("[", "<http", "http", "❗", "❌", "✗", "✘", "✖", "⛔", "🚫")) or word in _NONE_WORDS | {""}


def read_link(value: str) -> tuple[str | None, str]:
    """Return the URL that a link's value gives, `"none"`, or None, and the text that is left over.

    >>> read_link("[✅✅✅](https://github.com/a/b) (official)")
    ('https://github.com/a/b', '(official)')
    >>> read_link("[❗️❗️❗️]")
    ('none', '')
    """
    if (link := LINK.search(value)) and (url := link_target(link)):
        before, after = value[: link.start()], value[link.end() :]
        shown = link.group(1) if not _is_plain_mark(link.group(1)) else ""
        return url, _left_over(before, shown if is_url(url) else "", after)
    if url_match := _BARE_URL.search(value):
        return url_match.group(1), _left_over(value[: url_match.start()], value[url_match.end() :])
    shown_link = LINK.fullmatch(value.strip())
    bracketed = _BRACKETED.fullmatch(value.strip())
    bare = shown_link.group(2) or shown_link.group(3) if shown_link else bracketed.group(1) if bracketed else value
    if is_none(bare):
        return NO_LINK, ""
    return None, value
