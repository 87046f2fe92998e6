"""Models of any content that a record can hold, and of the content that people write."""

from __future__ import annotations

from hypothesis import strategies as st

from i18n_tool.model import (
    LANGUAGES,
    Bilingual,
    Catalogue,
    Language,
    Links,
    Paper,
    Section,
    Term,
    Translation,
    Unplaced,
)

_ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_PIECES = st.sampled_from(
    [
        *("Mamba is fast.", "It scales, e.g. to 1.5M tokens.", "曼巴很快。", "“好。”他说！", " ", "  ", "\n", "\n\n"),
        *("\n- an item", "| a | b |", "```\nx. y\n```", "$$\nx\n$$", "1. ", "<br>", "   x", "---", "..."),
        *("# ", ": ", " #", "'", '"', "\\", "[", "}", ",", "&a", "*a", "!t", "-", "?", "%", "\t", "\r\n"),
        *("null", "~", "no", "2024-01-01", "1e3", "😀", "…", "\u3000", "\xa0"),
        *("\x85", "\x9d", "\u2028", "\ufeff", "\U00100000", "\U00100001"),
    ]
)
texts = st.one_of(st.lists(_PIECES, max_size=12).map("".join), _ANY_TEXT)
_filled = texts.filter(bool)
_optional = st.none() | _filled
keys = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,4})?", fullmatch=True)
bilinguals = st.builds(Bilingual, _optional, _optional)
dates = st.sampled_from([None, "2024", "2024-01", "2024-02-29"])
links = st.builds(Links, **{name: st.none() | st.just("none") | _filled for name in ("paper", "code", "video")})
_facts = st.builds(
    Translation,
    of=st.sampled_from([None, "en", "zh"]),
    origin=st.sampled_from([None, "human", "machine"]),
    reviewed=st.booleans(),
    source_hash=st.sampled_from([None, "9f2c41d0", "12345678", "1234e567", "00000000"]),
)


def _in_order(facts: dict[Language, Translation]) -> tuple[tuple[Language, Translation], ...]:
    return tuple((language, facts[language]) for language in LANGUAGES if language in facts)


papers = st.builds(
    Paper,
    id=keys,
    title=bilinguals,
    section=st.sampled_from(["a", "b", "2401"]),
    date=dates,
    venue=_optional,
    authors=st.lists(_filled, max_size=3).map(tuple),
    links=links,
    summary=bilinguals,
    notes=bilinguals,
    translation=st.dictionaries(st.sampled_from(LANGUAGES), _facts).map(_in_order),
    ignore=st.lists(st.sampled_from(["MIS305", "COV101"]), max_size=2).map(tuple),
)

_sections = st.tuples(*(st.builds(Section, st.just(key), bilinguals, bilinguals) for key in ("a", "b", "2401")))
catalogues = st.builds(
    Catalogue,
    title=bilinguals,
    introduction=bilinguals,
    legend=bilinguals,
    source_language=st.sampled_from(["en", "zh"]),
    languages=st.sampled_from([("en", "zh"), ("zh", "en"), ("zh",)]),
    relation=st.sampled_from(["summary", "translation"]),
    sections=_sections,
    glossary=st.lists(st.builds(Term, texts, texts, st.lists(_filled, max_size=2).map(tuple)), max_size=3).map(tuple),
    readme=st.just(Catalogue().readme) | bilinguals,
    unplaced=st.lists(
        st.builds(Unplaced, texts, st.integers(1, 9999), texts, st.sampled_from([None, "a", "2401"])), max_size=4
    ).map(tuple),
    papers=st.lists(papers, max_size=5, unique_by=lambda paper: paper.id).map(
        lambda found: tuple(sorted(found, key=lambda paper: ["a", "b", "2401"].index(paper.section)))
    ),
)
