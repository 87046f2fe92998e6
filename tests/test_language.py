"""Languages and scripts, on the short and mixed text of paper lists."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.language import detect, text_language

CHINESE = [
    "MambaByte：无需分词的选择性状态空间模型",
    "U-Mamba、SegMamba、VM-UNet 与 Swin-UMamba 的比较",
    "Mamba 综述",
    "基于 CLIP 的 zero-shot 分类",
    "這篇論文介紹了一種選擇性狀態空間模型。",
    "论文在 ImageNet、COCO、ADE20K 上把 VMamba、Vim、PlainMamba、LocalMamba 与 Swin Transformer、ConvNeXt、DeiT 相比。",
    "の字在招牌上很常见，例如“鲜の每日”，这种用法来自日语，但整句话仍然是中文。",
]
ENGLISH = [
    "MambaByte: Token-free Selective State Space Model",
    "HiPPO",
    "Poincaré Maps and naïve Bayes",
    "We follow Guo (郭) and call the scan 选择性扫描, which is the Chinese for it.",
    "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale",
    "De novo Design of Protein Interactions with Learned Surface Fingerprints",
]
OTHERS = [
    ("選択的な状態空間モデルについて", "ja", "Jpan"),
    ("ｾﾝﾀｸﾃｷ ﾓﾃﾞﾙ", "ja", "Jpan"),
    ("선택적 상태 공간 모델", "ko", "Kore"),
    ("Модель пространства состояний", None, "Cyrl"),
    ("Μοντέλα χώρου καταστάσεων", "el", "Grek"),
    ("Wir stellen ein Modell vor, das schneller ist als die anderen, und zeigen, warum das so ist.", "de", "Latn"),
    (
        "Przedstawiamy model, który działa szybciej niż inne, i pokazujemy, że różnica jest także widoczna.",
        "pl",
        "Latn",
    ),
    ("Diğerlerinden daha hızlı olan bir model sunuyor ve bunun neden böyle olduğunu gösteriyoruz.", "tr", "Latn"),
    ("Presentamos un modelo que es más rápido que los otros, y mostramos por qué lo es en la práctica.", "es", "Latn"),
]
NOTHING = [
    "",
    " ",
    "2401.13660",
    "❗️✅ 📄",
    "`import torch`",
    "$O(n \\log n)$",
    "https://arxiv.org/abs/2401.13660",
]


@pytest.mark.parametrize("text", CHINESE)
def test_chinese(text: str) -> None:
    assert (detect(text).language, detect(text).script) == ("zh", "Hani")
    assert text_language(text) == "zh"


@pytest.mark.parametrize("text", ENGLISH)
def test_english(text: str) -> None:
    assert (detect(text).language, detect(text).script) == ("en", "Latn")
    assert text_language(text) == "en"


@pytest.mark.parametrize(("text", "language", "script"), OTHERS)
def test_other_languages_and_scripts(text: str, language: str | None, script: str) -> None:
    assert (detect(text).language, detect(text).script) == (language, script)
    assert text_language(text) == ("zh" if script in {"Jpan", "Kore"} else "en")


@pytest.mark.parametrize("text", NOTHING)
def test_text_without_letters(text: str) -> None:
    assert (detect(text).language, detect(text).script) == (None, None)
    assert text_language(text) is None


def test_what_is_counted() -> None:
    found = detect("扫描 of `代码` in https://example.org/扫描")
    assert (found.cjk, found.words) == (2, 2)
    assert found.cjk_share == 0.5


def test_ordinary_text_needs_no_statistics() -> None:
    program = (
        "import sys\n"
        "from i18n_tool.language import detect\n"
        f"languages = [detect(text).language for text in {[*CHINESE, *ENGLISH]!r}]\n"
        "assert set(languages) == {'zh', 'en'}\n"
        "assert 'langdetect' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@given(st.text())
def test_any_text_has_an_answer_and_the_same_one_each_time(text: str) -> None:
    assert detect(text) == detect(text)
    assert 0 <= detect(text).cjk_share <= 1
    if text_language(text) is None:
        assert (detect(text).language, detect(text).words) == (None, 0)


@pytest.mark.parametrize("piece", ["`", "$", "<a", "\\", "https://", "扫", "é", "의", "の "])
def test_a_megabyte_of_anything_has_an_answer(piece: str) -> None:
    detect(piece * (10**6 // len(piece)))
