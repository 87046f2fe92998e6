"""Glossaries in files of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from i18n_tool.errors import InputError
from i18n_tool.model import Term
from i18n_tool.store import load_glossary

TERMS = (Term("attention", "注意力", ("关注", "专注")), Term("state space model", "状态空间模型"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("g.yaml", "- {en: attention, zh: 注意力, wrong: [关注, 专注]}\n- {en: state space model, zh: 状态空间模型}\n"),
        (
            "g.yml",
            "glossary:\n- {en: attention, zh: 注意力, wrong: [关注, 专注]}\n"
            "- en: state space model\n  zh: 状态空间模型\n",
        ),
        ("g.csv", "en,zh,wrong\nattention,注意力,关注; 专注\n\nstate space model,状态空间模型,\n"),
        ("g.csv", "\ufeffwrong,zh,en\r\n关注;专注,注意力,attention\r\n,状态空间模型,state space model\r\n"),
        ("g.tsv", "zh\ten\twrong\n注意力\tattention\t关注;专注\n状态空间模型\tstate space model\n"),
    ],
)
def test_every_format_gives_the_same_terms(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    assert load_glossary(path) == TERMS


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("g.csv", b"english,chinese\n", ":1: the first line must name the columns en, zh and perhaps wrong"),
        ("g.csv", b"", ":1: the first line must name the columns"),
        ("g.csv", b"en,zh\nattention\n", ":2: a glossary entry needs both 'en' and 'zh'"),
        ("g.csv", b"en,zh\na,b,c\n", ":2: this line has more cells than there are columns"),
        ("g.csv", b'en,zh\n"a,b\n', ":2: not a table"),
        ("g.csv", b"en,zh\n\xff,b\n", ":2: the byte 0xff at position 6 is not UTF-8"),
        ("g.yaml", b"- {en: a}\n", ":1:3: a glossary entry needs both 'en' and 'zh'"),
        ("g.yaml", b"terms: []\n", "the key 'terms' is not known in a glossary"),
        ("g.xlsx", b"", "no format of glossaries is called '.xlsx'; use .yaml, .csv, .tsv, .tbx"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        load_glossary(path)
    assert str(caught.value).startswith(str(path))
    assert message in str(caught.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load_glossary(tmp_path / "g.csv")
