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
#: Where a label can begin: the line, after a separator, or at the first of a few symbols.
_LABEL_START = rf"\A|(?<=[,，;；·|、)\]*>]) ?|(?<![{_EMOJI}])(?=[{_EMOJI}])"
_DRESS = rf"[{_EMOJI}]{{0,8}} ?(?:\*\*|__|[*_])? ?[{_EMOJI}]{{0,8}} ?"
_LABEL = re.compile(
    rf"(?:{_LABEL_START}){_DRESS}"
    rf"({'|'.join(sorted(map(re.escape, LABELS), key=len, reverse=True))})"
    r" ?(?:\*\*|__|[*_])? ?[:：] ?(?:\*\*|__)?",
    re.IGNORECASE,
)
_LEADING_EMOJI = re.compile(rf"[{_EMOJI}\s]+")
_SPACES = re.compile(r"[ \t\u00a0\u3000]+")
_SEPARATORS = " ,，;；·|、"

#: A Markdown link; brackets may stand in its target in pairs, and an angle-bracketed target may hold anything.
LINK = re.compile(r"\[([^\[\]]*)\]\( ?(?:<([^<>\n]*)>|([^()\s]*(?:\([^()\s]*\)[^()\s]*)*))(?: \"[^\"()]*\")? ?\)")
_URL = re.compile(r"https?://[^\s/]\S*\Z", re.IGNORECASE)
_BARE_URL = re.compile(r"<?(https?://[^\s<>，。；）】]+)>?", re.IGNORECASE)
_BRACKETED = re.compile(r"\[([^\[\]]*)\]")
_MARKS_ONLY = re.compile(rf"[{_EMOJI}\s]+\Z")
_NONE_MARKS = re.compile(r"[❗❌✗✘✖⛔🚫×\ufe0f\s]+\Z")
_NONE_WORDS = frozenset({"none", "no", "n/a", "na", "-", "—", "无", "暂无", "没有", "未开源", "not available", "\\"})

_DATE = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?:([-./年]) ?(\d{1,2})(?:(?:\2|月) ?(\d{1,2}) ?日?|月)?|年)?(?![\d.])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAME = re.compile(rf"\b((?:{'|'.join(_MONTHS)})[a-z]{{0,6}})\.?,? ((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
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
    >>> read_link("soon")
    (None, 'soon')
    """
    for link in LINK.finditer(value):
        if url := url_of(link):
            shown = "" if says_nothing(link.group(1)) else link.group(1)
            return url, _joined(value[: link.start()], shown, value[link.end() :])
    if bare := _BARE_URL.search(value):
        return bare.group(1).rstrip(".,;:'\""), _joined(
            value[: bare.start()].rstrip("["), value[bare.end() :].lstrip("]")
        )
    shown_none = re.sub(
        r"\A\[([^\[\]]*)\](?:\(([^()]*)\))?\Z", lambda match: match.group(2) or match.group(1), value.strip()
    )
    if _NONE_MARKS.match(shown_none) or shown_none.lower() in _NONE_WORDS:
        return NO_LINK, ""
    return None, value


def url_of(link: re.Match[str]) -> str | None:
    """Return the target of a match of `LINK` when it is a web address."""
    target = (link.group(2) if link.group(2) is not None else link.group(3)).strip()
    # In angle brackets an address may hold spaces.
    return target if target.lower().startswith(("http://", "https://")) else None


def is_url(text: str) -> bool:
    """Tell whether a text is a web address.

    >>> is_url("https://example.org"), is_url("Private")
    (True, False)
    """
    return bool(_URL.match(text))


def says_nothing(shown: str) -> bool:
    """Tell whether the text that a link shows says no more than its kind: symbols, or a label."""
    bare = shown.strip(" *_`").lower()
    return not bare or bool(_MARKS_ONLY.match(bare)) or bare in LABELS


def unlabelled_links(line: str) -> tuple[list[tuple[str, str]], str] | None:
    """Return the kind and the URL of each link that names its kind, and what is left of a line of links.

    None for a line that says anything beside links, or has no such link.

    >>> unlabelled_links("[[Paper](https://e.org/p)] | [[Slides](https://e.org/s)]")
    ([('paper', 'https://e.org/p')], '[Slides](https://e.org/s)')
    >>> unlabelled_links("see [Paper](https://e.org/p)")
    """
    if LINK.sub("", line).strip("[]\\|/·,，;；() "):
        return None
    found, others = [], []
    for link in LINK.finditer(line):
        kind, url = LABELS.get(_TAG.sub("", link.group(1)).strip(" *_`").lower()), url_of(link)
        if kind in LINK_KINDS and url:
            found.append((kind, url))
        else:
            others.append(link.group())
    return (found, " ".join(others)) if found else None


def read_date(value: str) -> tuple[str | None, str | None] | None:
    """Return the date, as a record has it, and the venue that the value of a date label gives; None for neither.

    >>> read_date("2024.1"), read_date("2024年3月5日"), read_date("NeurIPS 2021")
    (('2024-01', None), ('2024-03-05', None), ('2021', 'NeurIPS'))
    >>> read_date("September 2023"), read_date("arXiv, Jan. 2024")
    (('2023-09', None), ('2024-01', 'arXiv'))
    >>> read_date("20220")
    """
    value = _MONTH_NAME.sub(_with_month_number, value)
    found = list(_DATE.finditer(value))
    if not found:
        return (None, value) if any(c.isalpha() for c in value) else None
    if len(found) > 1:
        return None
    match = found[0]
    year, _, month, day = match.groups()
    if month and not 1 <= int(month) <= 12:
        return None
    if day and not 1 <= int(day) <= monthrange(int(year), int(month))[1]:
        return None
    date = "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])
    return date, _joined(value[: match.start()], value[match.end() :]).strip(_SEPARATORS + "()（）[]") or None


def _with_month_number(match: re.Match[str]) -> str:
    return f"{match.group(2)}-{_MONTHS.index(match.group(1)[:3].lower()) + 1}"


def is_date(line: str) -> bool:
    """Tell whether a line without a label is a date, or a venue with its year.

    >>> is_date("📆 2024.1"), is_date("NeurIPS 2021"), is_date("Attention is all you need")
    (True, True, False)
    """
    bare = without_emoji(line).strip(_SEPARATORS)
    return bool(_DATE.fullmatch(bare) or _VENUE_WITH_YEAR.match(bare))


def without_emoji(text: str) -> str:
    """Return a text without the symbols that it begins with.

    >>> without_emoji("📆 2024.1")
    '2024.1'
    """
    found = _LEADING_EMOJI.match(text)
    return text[found.end() :] if found else text


def _joined(*parts: str) -> str:
    return " ".join(stripped for part in parts if (stripped := part.strip(_SEPARATORS)))
