"""What must hold of the checks of style whatever the text: fixing twice is fixing once, and what is no prose stays."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.checks import runner
from i18n_tool.checks._style import changed_by_style, mask
from i18n_tool.model import Bilingual, Catalogue, Paper
from i18n_tool.spans import apply_edits
from tests.checks.catalogues import InMemory

PIECES = (
    *("模型", "用", "Viper", "x", "12", "3.5 %", " ", "  ", ",", "，", ".", "。", ":", "：", ";", "(", ")", "（", "）"),
    *(
        "!",
        "！",
        "-",
        "——",
        "…",
        "`好,a`",
        "$a,好$",
        "https://e.org/a,b?c=1",
        "[好a](/好a)",
        "<b>",
        "</b>",
        "\n",
        "“",
        '"',
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


def fix(text: str) -> str:
    catalogue = Catalogue(papers=(Paper("a", Bilingual("A"), "s", summary=Bilingual(zh=text)),))
    return runner.fix(InMemory(catalogue), select=["STY"]).catalogue.papers[0].summary.zh or ""


@given(TEXTS)
def test_fixing_again_changes_nothing(text: str) -> None:
    once = fix(text)
    assert fix(once) == once


@given(TEXTS)
def test_letters_and_what_is_no_prose_stay(text: str) -> None:
    fixed = fix(text)
    assert [c for c in fixed if c.isalnum()] == [c for c in text if c.isalnum()]
    for piece in ("`好,a`", "$a,好$", "https://e.org/a,b?c=1", "(/好a)"):
        if f"，{piece}，" in f"，{text}，":
            assert piece in fixed


@given(st.text(max_size=60))
def test_the_edits_of_any_text_can_be_made(text: str) -> None:
    apply_edits(text, changed_by_style(text))
    masked, starts = mask(text)
    assert len(starts) == len(masked) + 1
    assert starts[-1] == len(text)


def test_without_autocorrect_the_message_says_what_to_install() -> None:
    program = (
        "import sys\n"
        "sys.modules['autocorrect_py'] = None\n"
        "from i18n_tool.checks._style import changed_by_style\n"
        "changed_by_style('模型x')\n"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert "UsageError: the checks of style need autocorrect: pip install 'i18n-tool[style]'" in result.stderr


@pytest.mark.parametrize("piece", ["$", "`", "<a", "[@", "](", "{#", "\\a{", "模a", ",，", "https://", "。。", " "])
def test_a_text_of_one_mark_is_read(piece: str) -> None:
    fix(piece * (100_000 // len(piece)))
