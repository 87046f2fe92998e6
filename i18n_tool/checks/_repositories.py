"""Which paper the address of a code repository speaks of: its name is compared with the names and words of titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable

from i18n_tool.identity import method_name
from i18n_tool.model import NO_LINK, Paper

_REPOSITORY = re.compile(
    r"https?://(?:(?:www\.)?(?:github\.com|gitlab\.com|gitee\.com|bitbucket\.org)/[^/\s?#]+/([^/\s?#]+)"
    r"|(?:www\.)?huggingface\.co/(?:spaces/|datasets/)?[^/\s?#]+/([^/\s?#]+)"
    r"|[\w-]+\.(?:github|gitlab)\.io/([^/\s?#]+))",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"/?(?:tree/[^/]+/?)?(?:[?#].*)?", re.DOTALL)
# What says how or by whom a method was implemented, and not which.
_ADDED_WORDS = """
    pytorch torch tensorflow tf jax code codes official release public implementation impl main project paper source
    model models master repo github dev demo py
"""
_ADDED = frozenset(_ADDED_WORDS.split())
_WORD = re.compile("[A-Z]{2,}(?![a-z])|[A-Z]?[a-z]+|[A-Z]|[0-9]+")
_NOT_LETTERS = re.compile("[^a-z0-9]+")
_PARTS = re.compile("[^A-Za-z0-9]+")

#: What GitHub takes for the name of a repository.
_LONGEST_NAME = 100
#: Shorter names are words of other names.
_MIN_NAME = 4
#: A word of fewer letters, or one that so many titles of the list have, does not tell them apart.
_MIN_WORD = 3
_COMMON_TITLES = 3
_COMMON_SHARE = 0.05


def code_link(paper: Paper) -> str | None:
    """Return the address of a paper's code, None where it is not known or there is none."""
    return paper.links.code if paper.links.code != NO_LINK else None


def repository(url: str | None) -> str | None:
    """Return the name of the repository that an address leads to.

    >>> repository("https://github.com/zyphra/BlackMamba.git"), repository("https://a.github.io/nnMamba/")
    ('BlackMamba', 'nnMamba')
    >>> repository("https://github.com/zyphra")
    """
    found = _REPOSITORY.match(url or "")
    name = found[found.lastindex or 1].removesuffix(".git") if found else None
    return name if name and len(name) <= _LONGEST_NAME else None


def letters(text: str) -> str:
    """Return a name in the form in which two spellings of it are equal.

    >>> letters("VM-UNetV2") == letters("VM-UNET-V2")
    True
    """
    return _NOT_LETTERS.sub("", text.lower())


def is_part(url: str) -> bool:
    """Return whether an address leads to a folder or file of a repository, which can be of another subject.

    >>> is_part("https://github.com/a/b/tree/main/c"), is_part("https://github.com/a/b/tree/main/")
    (True, False)
    """
    found = _REPOSITORY.match(url)
    return found is not None and _WHOLE.fullmatch(url, found.end()) is None


def bare_name(repository_name: str) -> str:
    """Return the name of a method that a repository is named after, in letters, "" where it is too short to tell.

    >>> bare_name("VMRNN-PyTorch")
    'vmrnn'
    """
    name = letters("".join(_own_words(repository_name)))
    return name if len(name) >= _MIN_NAME else ""


def methods(paper: Paper) -> set[str]:
    """Return the names that the titles of a paper give to its method, in letters."""
    names = {letters(method_name(title) or "") for _, title in paper.title.items()}
    return {name for name in names if len(name) >= _MIN_NAME}


def title_words(paper: Paper) -> set[str]:
    """Return the words of a paper's titles in small letters, those that compounds are made of."""
    return {word for _, text in paper.title.items() for word in _words(text)}


def common_words(papers: Iterable[Paper]) -> frozenset[str]:
    """Return the words that many titles of a list have: in one on Mamba, `mamba`."""
    titles = [title_words(paper) for paper in papers]
    least = max(_COMMON_TITLES, _COMMON_SHARE * len(titles))
    return frozenset(
        word for word, number in Counter(word for title in titles for word in title).items() if number >= least
    )


def shared_words(repository_name: str, paper: Paper, common: Container[str] = ()) -> list[str]:
    """Return the words of a repository's name that begin, shorten or are words of the paper's title.

    >>> from i18n_tool.model import Bilingual
    >>> shared_words("HiddenMambaAttn", Paper("a", Bilingual("The Hidden Attention of Mamba Models"), "s"))
    ['hidden', 'mamba', 'attn']
    """
    title = {letters(word) for _, text in paper.title.items() for word in text.split()}
    words = [word for word in _own_words(repository_name) if len(word) >= _MIN_WORD]
    return [word for word in words if word not in common and any(_shortens(word, other) for other in title)]


def may_fit(repository_name: str, paper: Paper, common: Container[str] = ()) -> bool:
    """Return whether a repository can be that of a paper, as far as its name tells; short names can be anybody's."""
    name = bare_name(repository_name)
    text = letters(" ".join(title for _, title in paper.title.items()))
    if not name or not text:
        return True
    is_named = name in text or any(
        method in name or name in method for method in methods(paper) if method not in common
    )
    return is_named or bool(shared_words(repository_name, paper, common)) or _is_acronym(name, paper)


def _own_words(repository_name: str) -> list[str]:
    """Return the words of a repository's name but for those that say how or by whom it was made."""
    # `PyTorch` is one word here and two where capitals divide.
    parts = (part for part in _PARTS.split(repository_name) if part.lower() not in _ADDED)
    return [word for part in parts for word in _words(part) if word not in _ADDED]


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _shortens(short: str, word: str) -> bool:
    """Return whether `short` is a word, its beginning, or its letters with some left out, as `attn` of `attention`."""
    if not word.startswith(short[0]):
        return False
    rest = iter(word)
    return all(letter in rest for letter in short) and (word.startswith(short) or len(short) >= len(word) / 3)


def _is_acronym(name: str, paper: Paper) -> bool:
    """Return whether a name can be put together from letters of a title that begin with those of its first words."""
    for title in filter(None, (paper.title.en, paper.title.zh)):
        initials = "".join(letters(word)[:1] for word in re.split(r"[\s-]+", title))
        rest = iter(initials)
        if sum(letter in rest for letter in name[: len(initials)]) >= max(len(name) - 1, 2):
            return True
    return False
