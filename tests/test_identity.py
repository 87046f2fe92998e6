"""What tells papers apart, and the ids that they get."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.identity import arxiv_id, doi, identifiers, link_key, method_name, paper_id, section_key, slug
from i18n_tool.model import KEY_PATTERN, Bilingual, Links, Paper


@pytest.mark.parametrize(
    "text",
    [
        "2401",
        "https://example.org/2401.13660",
        "v2401.13660",
        "2413.00001",
        "https://arxiv.org/list/cs.CL/recent",
        "12.34",
    ],
)
def test_no_arxiv_id(text: str) -> None:
    assert arxiv_id(text) is None


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("2401.13660", "2401.13660"),
        ("arXiv:0704.0001v3", "0704.0001"),
        ("https://arxiv.org/abs/2401.13660v2", "2401.13660"),
        ("http://browse.arxiv.org/pdf/2402.00789", "2402.00789"),
        ("https://arxiv.org/html/2408.01129v1", "2408.01129"),
        ("https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001"),
        ("https://huggingface.co/papers/2401.13660", "2401.13660"),
        ("https://doi.org/10.48550/arXiv.2401.13660", "2401.13660"),
    ],
)
def test_arxiv_ids(text: str, identifier: str) -> None:
    assert arxiv_id(text) == identifier


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a.org/x", "https://a.org/y", False),
        ("https://a.org/X", "https://a.org/x", False),
        ("https://a.org/?q=1", "https://a.org/?q=2", False),
        ("https://arxiv.org/abs/2401.00001", "https://arxiv.org/abs/2401.00002", False),
        ("HTTP://WWW.A.org/x/#part", "https://a.org/x", True),
        ("https://github.com/a/b.git", "https://github.com/a/b/", True),
        ("https://aclanthology.org/P18-1.pdf", "https://aclanthology.org/P18-1/", True),
        ("https://arxiv.org/pdf/2401.00001v2.pdf", "http://ar5iv.org/abs/2401.00001", True),
    ],
)
def test_links_to_the_same_thing(one: str, other: str, same: bool) -> None:
    assert (link_key(one) == link_key(other)) is same


def test_a_doi_ends_where_the_text_around_it_begins() -> None:
    assert doi("(see https://doi.org/10.1109/CVPR.2024.00012).") == "10.1109/cvpr.2024.00012"
    assert doi("no 10.1/x here") is None


@pytest.mark.parametrize(
    "title", ["Attention Is All You Need", "What Is Learned?: A Question", "A Long Phrase Before It: A Colon"]
)
def test_a_title_without_the_name_of_a_method(title: str) -> None:
    assert method_name(title) is None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Combining Recurrent, Convolutional Models", "combining-recurrent-convolutional-models"),
        ("VMamba: Visual State Space Model", "vmamba"),
        ("曼巴：一种模型", "paper-"),
        ("β-Mamba: With One Greek Letter", "mamba"),
        ("..", "paper-"),
    ],
)
def test_the_id_of_a_paper(title: str, expected: str) -> None:
    assert paper_id(title).startswith(expected) if expected.endswith("-") else paper_id(title) == expected


def test_a_chinese_heading_does_not_get_the_key_of_the_latin_name_in_it() -> None:
    keys = [section_key(title) for title in ("Mamba", "视觉 Mamba", "图像 Mamba", "视觉", "图像")]
    assert len(set(keys)) == len(keys)
    assert keys[0] == "mamba"


@given(st.text())
def test_ids_and_keys_fit_their_pattern(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    assert KEY_PATTERN.match(paper_id(text))
    assert KEY_PATTERN.match(section_key(text))
    assert not slug(text) or KEY_PATTERN.match(slug(text))


def test_what_stands_for_a_paper() -> None:
    links = Links(paper="https://arxiv.org/abs/2401.00001", pdf="none", code="https://github.com/a/b")
    paper = Paper("x", Bilingual("One", "一"), "s", links=links)
    assert identifiers(paper) == {"arxiv:2401.00001", "title:one", "title:一"}
