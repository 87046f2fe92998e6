"""Coverage: how much of a catalogue is there in each language, and how far it can be relied on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from i18n_tool.model import Bilingual, Catalogue, Language, Paper, text_hash

#: The fields that are counted, in the order in which they are shown.
FIELDS: tuple[str, ...] = ("title", "summary", "notes")

# What people and failed tools leave where a text should be.
_PLACEHOLDER_WORDS = """
    todo tbd tba tbc fixme wip n/a na none null nil nan undefined error placeholder unknown unavailable
    待补充 待翻译 待更新 待完善 待添加 待定 待续 待办 待填写 待填 待译 待补
    暂无 暂缺 暂无摘要 暂无翻译 暂无总结 暂无内容 暂无简介
    无 空 缺 略 无摘要 无内容 无翻译 未翻译 未填写 未知 占位 占位符 翻译中 翻译失败 翻译错误 敬请期待 即将推出 错误
"""
_PLACEHOLDERS = frozenset(_PLACEHOLDER_WORDS.split()) | {
    "coming soon",
    "lorem ipsum",
    "no abstract",
    "no summary",
    "no translation",
    "not available",
    "not translated",
    "to be added",
    "to be completed",
    "to be determined",
    "to be done",
    "to be translated",
    "translation error",
    "translation failed",
}
# What is said in the place of a text by a program that could not make it: `Summary generation failed`, `摘要生成失败`.
_FAILURES = re.compile(
    "(?:(?:abstract|analysis|content|conclusion|extraction|generation|method|motivation|request|results?|summary|title"
    "|translation) ){1,4}(?:failed|unavailable|not available)\\Z"
    "|(?:摘要|总结|翻译|内容|动机|方法|结果|结论|标题|分析|提取|生成|获取|请求){1,4}(?:失败|出错|不可用)\\Z"
)
_CROSSES = re.compile(r"[x×]{2,}\Z")
# An emoji alone can be a note, such as a mark of the legend, and is no placeholder.
_MARKS = " \t\r\n\\/|-‐‑–—―_=~#*+.·•…。,，、;；:：!！?？'\"`“”‘’()（）[]【】「」<>《》{}"


@dataclass(frozen=True, slots=True)
class Count:
    """How many texts of one field there are in one language; each that is present counts in one of the last six.

    Args:
        present: the texts that are there and more than a placeholder.
        missing: the texts that are not; of notes, which a paper need not have, those that only the other language has.
        reviewed: a person has read the text against its source.
        unreviewed: a person translated it, nobody has reviewed it, or it is not known who translated it.
        machine: a machine translated it, nobody has reviewed it.
        stale: the source changed after it was translated; known of summaries only, whatever else is recorded.
        source: nothing is recorded of it because the other language was translated from it.
        untracked: nothing is recorded of it.
    """

    present: int = 0
    missing: int = 0
    reviewed: int = 0
    unreviewed: int = 0
    machine: int = 0
    stale: int = 0
    source: int = 0
    untracked: int = 0

    @property
    def percent(self) -> int:
        """The share that is present, in per cent, rounded down, so that 100 means that nothing is missing.

        >>> Count(present=199, missing=1).percent
        99
        """
        total = self.present + self.missing
        return 100 * self.present // total if total else 100


Counts: TypeAlias = Mapping[Language, Mapping[str, Count]]


@dataclass(frozen=True, slots=True)
class SectionCoverage:
    """The coverage of one section: its papers' counts by language and field."""

    key: str
    title: Bilingual
    papers: int
    languages: Counts


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage of a catalogue: of all papers by language and field, and of each section in the list's order."""

    papers: int
    languages: Counts
    sections: tuple[SectionCoverage, ...]


def coverage(catalogue: Catalogue) -> Coverage:
    """Count what is present and missing, and how reliable it is, in each language that the catalogue requires.

    >>> from i18n_tool.model import Paper
    >>> papers = (Paper("a", Bilingual("A"), "s", summary=Bilingual(zh="甲")), Paper("b", Bilingual("B"), "s"))
    >>> counts = coverage(Catalogue(papers=papers)).languages
    >>> counts["zh"]["summary"].present, counts["zh"]["summary"].missing
    (1, 1)
    """
    titles = {section.key: section.title for section in catalogue.sections}
    sections = tuple(
        SectionCoverage(key, titles.get(key, Bilingual()), len(papers), _count(papers, catalogue.languages))
        for key, papers in catalogue.by_section.items()
    )
    return Coverage(len(catalogue.papers), _count(catalogue.papers, catalogue.languages), sections)


def to_json(found: Coverage) -> dict[str, Any]:
    """Return the coverage as what `status --format json` prints: objects, lists, strings and numbers."""
    return {
        "papers": found.papers,
        "languages": _counts_to_json(found.languages),
        "sections": [
            {
                "key": section.key,
                "title": {"en": section.title.en, "zh": section.title.zh},
                "papers": section.papers,
                "languages": _counts_to_json(section.languages),
            }
            for section in found.sections
        ],
    }


# Half a dozen checks ask for it of the texts of one paper.
@lru_cache(maxsize=16)
def is_placeholder(text: str) -> bool:
    r"""Return whether a text only looks like one: each line is a word such as `TODO` or `暂无`, or marks alone.

    >>> [is_placeholder(text) for text in ("**TODO**", "（待补充）", "...", "\\", "xxx")]
    [True, True, True, True, True]
    >>> is_placeholder("TODO lists are sorted by a state space model.")
    False
    """
    return bool(text.strip()) and all(map(_is_placeholder_line, text.splitlines()))


def is_present(text: str | None) -> bool:
    """Return whether there is a text, and more than blanks or a placeholder."""
    return text is not None and bool(text.strip()) and not is_placeholder(text)


def is_stale(paper: Paper, language: Language) -> bool:
    """Return whether the text that the summary in `language` was translated from is known to have changed since."""
    recorded = paper.translation_into(language)
    if recorded is None or recorded.of is None or recorded.source_hash is None:
        return False
    source = paper.summary.get(recorded.of)
    return source is None or text_hash(source) != recorded.source_hash


def _is_placeholder_line(line: str) -> bool:
    bare = line.strip(_MARKS).casefold()
    if not bare or bare in _PLACEHOLDERS:
        return True
    return _CROSSES.match(bare) is not None or _FAILURES.match(bare) is not None


def _count(papers: Iterable[Paper], languages: Iterable[Language]) -> Counts:
    papers = tuple(papers)
    return {language: {name: _count_field(papers, name, language) for name in FIELDS} for language in languages}


def _count_field(papers: Iterable[Paper], name: str, language: Language) -> Count:
    totals = dict.fromkeys(Count.__dataclass_fields__, 0)
    for paper in papers:
        value: Bilingual = getattr(paper, name)
        if is_present(value.get(language)):
            totals["present"] += 1
            totals[_state(paper, name, language)] += 1
        elif name != "notes" or value:
            totals["missing"] += 1
    return Count(**totals)


def _state(paper: Paper, name: str, language: Language) -> str:
    recorded = paper.translation_into(language)
    if recorded is None:
        is_source = any(other.of == language for _, other in paper.translation)
        return "source" if is_source else "untracked"
    if name == "summary" and is_stale(paper, language):
        return "stale"
    if recorded.reviewed:
        return "reviewed"
    return "machine" if recorded.origin == "machine" else "unreviewed"


def _counts_to_json(counts: Counts) -> dict[str, Any]:
    return {
        language: {name: {**asdict(count), "percent": count.percent} for name, count in by_field.items()}
        for language, by_field in counts.items()
    }
