"""Numbers of both languages: what they mean, where they stand, and that hostile text costs no more than its length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n_tool.model import Language
from i18n_tool.pairs.numbers.matching import find_unmatched, read_numbers
from i18n_tool.pairs.numbers.number import Kind

EQUAL = [
    ("24 million", "2400 万"),
    ("24M", "两千四百万"),
    ("2.4 billion", "24 亿"),
    ("1.2 thousand", "1.2 千"),
    ("12,000", "1.2 万"),
    ("123", "一百二十三"),
    ("2000", "两千"),
    ("10,500", "一万零五百"),
    ("3.5", "三点五"),
    ("2.4e7", "2400 万"),
    ("10^6", "100 万"),
    ("10⁶", "1000000"),
    ("1.5 × 10^{-3}", "0.0015"),
    ("50 percent", "百分之五十"),
    ("0.5", "50%"),
    ("12 percentage points", "12 个百分点"),
    ("twofold", "两倍"),
    ("2x", "2 倍"),
    ("doubled", "提高了 1 倍"),
    ("4 times as fast", "快 3 倍"),
    ("50% more", "1.5 倍"),
    ("half", "50%"),
    ("three quarters", "75%"),
    ("one third", "三分之一"),
    ("1/3", "三分之一"),
    ("two-thirds", "2/3"),
    ("3-5", "三到五"),
    ("3~5", "3 至 5"),
    ("the 3rd", "第三"),
    ("the twenty-fourth", "第 24"),
    ("January 2024", "2024 年 1 月"),
    ("2024-01", "2024年1月"),
    ("the 1990s", "20 世纪 90 年代"),
    ("a dozen", "12"),
    ("two hundred and fifty", "250"),
    ("8 GB", "8GB"),
    ("20 ms", "20 毫秒"),
    ("7B", "70 亿"),
    ("8k", "8192"),
    (".5", "0.5"),
    ("$24$ million", "2400 万"),
    ("$10.5\\%$", "10.5%"),
    ("1.10.2", "1.10.2"),
    ("a 1,024-dimensional", "１０２４ 维"),
    ("1{,}600", "1600"),
    ("$1{,}600$", "1600"),
    ("[.35,.45]", "[0.35,0.45]"),
    ("${\\sim}300$K", "30 万"),
    ("$3.1 \\times 10^{6}$", "310 万"),
    ("two decades", "二十年"),
    ("5 decades", "50 年"),
    ("ninefold", "9 倍"),
    ("5 to 12 million", "500-1200 万"),
    ("5-12 million", "500万至1200万"),
    ("4.2+ billion", "42 亿"),
    ("81. 35%", "81.35%"),
    ("3, 072", "3072"),
    ("$\\bf{3 \\space billion}$", "30 亿"),
    ("$100K$", "10 万"),
    ("$\\textbf{1.8M}$", "180 万"),
    ("$1.5 million, then $1.4 million", "150 万，140 万"),
    ("14~M", "1400 万"),
    ("1,3~M", "130 万"),
    ("3'120'250", "3120250"),
    ("1.7m captions", "170 万条"),
    ("71.3 while", "71.3"),
    ("VILA-13 billion", "VILA-130亿"),
    ("the 90th percentile", "第90百分位"),
    ("184 megapixels", "184 兆像素"),
    ("$1.005 \\times 10^{-5}$", "1.005×10−5"),
    ("0.904 vs 0.883", "0.904vs0.883"),
    ("LoRA-only (85.05%), only three", "LoRA-only(85.05%)，仅三个"),
    ("seventy three point eight percent", "73.8%"),
    ("two and a half", "2.5"),
    ("half a billion", "5 亿"),
    ("half a minute", "30 秒"),
    ("one third", "33%"),
    ("four times fewer", "四分之一"),
    ("a factor of 4", "4 倍"),
    ("10,346,712", "1000 多万"),
    ("$2.448\\pm 0.812$", "约 2.45±0.812"),
    ("a sonnet", "十四行诗"),
    ("nearly 2 million errors of triage", "近200万分诊错误"),
    ("1.8x10^6", "180 万"),
    ("\\$99 in eight months and \\$30", "99 美元，8 个月，30 美元"),
    ("45 point 2", "45.2"),
    ("0.97-0.99", "97-99%"),
]
#: What a summary may work out for itself.
DERIVED = [
    ("from 1.4 billion to 0.7 billion", "减少 50%"),
    ("from 69.24 to 71.29", "提升 2.05%"),
    ("from 51.2\\% vs. 23.1\\%", "28.1%"),
    ("within $4\\%$", "96%"),
    ("1/3 of them", "减少 2/3"),
    ("10x fewer", "减少 90%"),
    ("less by a factor of two", "减少 50%"),
    ("seven models and nine baselines", "16 种"),
    ("10 open and 4 closed models", "14 种"),
    ("66 ms against 6 ms", "11 倍"),
    ("0.906", "0.91"),
]


def claims(text: str, language: Language) -> list[str]:
    """Return the numbers of a text that ask for their like on the other side, as they stand."""
    kinds = (Kind.DIGITS, Kind.WORD)
    return [text[number.start : number.end] for number in read_numbers(text, language) if number.kind in kinds]


@pytest.mark.parametrize(("en", "zh"), EQUAL)
def test_one_number_in_two_languages(en: str, zh: str) -> None:
    assert not list(find_unmatched(f"It is {en} here.", f"此处为 {zh}。", "translation"))


@pytest.mark.parametrize(("en", "zh"), DERIVED)
def test_what_a_summary_works_out(en: str, zh: str) -> None:
    assert not list(find_unmatched(f"It is {en} here.", f"此处为 {zh}。", "summary"))
    assert list(find_unmatched(f"It is {en} here.", f"此处为 {zh}。", "translation"))


@pytest.mark.parametrize(
    ("en", "zh", "unmatched"),
    [
        ("24 million", "240 万", "240 万"),
        ("2.5 times", "2.35 倍", "2.35 倍"),
        ("1e-4", "1e-5", "1e-5"),
        ("10^6", "10^5", "10^5"),
        ("tripled", "提高了 3.5 倍", "3.5 倍"),
        ("a third", "四分之一", "四分之一"),
        ("twenty-four", "二十五", "二十五"),
        ("1/3", "2/5", "2/5"),
        ("1.10.2", "1.10.3", "1.10.3"),
        ("3x faster and 32%", "69%", "69%"),
        ("2 billion", "2 亿", "2 亿"),
        ("GPT-4.1", "GPT-4", "4"),
        ("only three; LoRA-only (85.05%)", "LoRA-only(85.15%)", "85.15%"),
        ("1.4 billion, 0.7 billion", "50%", "50%"),
        ("10 ms on 40 models", "75%", "75%"),
        ("0.906", "0.92", "0.92"),
        ("84,000", "4 万", "4 万"),
    ],
)
def test_another_number(en: str, zh: str, unmatched: str) -> None:
    text = f"此处为 {zh}。"
    found = [item for item in find_unmatched(f"It is {en} here.", text, "summary") if item.language == "zh"]
    assert [text[item.number.start : item.number.end] for item in found] == [unmatched]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一种进一步统一的三维方法，一一对应，十分万能", []),
        ("数百个、几十个、上千个、三十多个", []),
        ("维基百科的十六进制", []),
        ("GPT-4、ResNet50、3D、SO(3) 与 B2B", []),
        ("1. 训练；2. 测试", []),
        ("（1）训练（2）测试", []),
        ("方法 1)训练 2)测试3）部署", []),
        ("训练 4)和（共 1) 项", ["4", "1"]),
        ("1个模型", []),
        ("120万vs340万", ["120万", "340万"]),
        ("见 `f(3)` 与 https://example.org/5", []),
        ("共 1,234 张、12.5% 与 3 亿", ["1,234", "12.5%", "3 亿"]),
        ("二百五十张", ["二百五十"]),
        ("在 3x3 的网格上", ["3", "3"]),
    ],
)
def test_what_is_no_number(text: str, expected: list[str]) -> None:
    assert claims(text, "zh") == expected


@pytest.mark.parametrize(
    ("en", "zh", "found"),
    [
        ("It saves 6% here.", "仅为 94%。", []),
        ("It saves 6 here.", "仅为 94。", ["94"]),
        ("It fell from 74% to 29%.", "下降 45%。", []),
        ("It fell from 74%. It is 29% now.", "下降 45%。", ["45%"]),
        ("Of 2020 it has 30.", "共 2050。", ["2050"]),
        ("Of 23 it has 1.", "共 24。", ["24"]),
    ],
)
def test_only_a_summary_may_reckon(en: str, zh: str, found: list[str]) -> None:
    unmatched = find_unmatched(en, zh, "summary")
    assert [zh[item.number.start : item.number.end] for item in unmatched] == found
    assert list(find_unmatched(en, zh, "translation"))


def test_words_of_the_other_side_are_told_from_digits() -> None:
    assert not list(find_unmatched("Both are fast.", "两者都快。", "translation"))
    assert [item.language for item in find_unmatched("It took 64 hours.", "耗时很久。", "translation")] == ["en"]
    assert not list(find_unmatched("It took 64 hours.", "耗时很久。", "summary"))


@given(st.integers(0, 10**12), st.sampled_from(["", "个", " 张"]))
def test_digits_are_found_where_they_stand(value: int, after: str) -> None:
    text = f"共有 {value:,}{after}，"
    (number,) = read_numbers(text, "zh")
    assert (text[number.start : number.end], number.values) == (f"{value:,}", (float(value),))


@given(st.text("一二三十百千万亿两〇零点分之半倍成数几第 .,%$`/^{}()1234567890eEkM×-", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    for language in ("en", "zh"):
        numbers = read_numbers(text, language)
        assert all(0 <= number.start < number.end <= len(text) for number in numbers)
    assert not [item for item in find_unmatched(text, "", "translation") if item.language == "zh"]


@pytest.mark.parametrize(
    "piece",
    ["9", "1,234", "1.", "12 ", "1e5 ", "$", "$1", "`", "<a", "一", "百分之", "1/", "3x", "word ", "(", " ", "twenty ",
     "约 1.5 ", "1) ", "1-", "9 to ", "1{,}234", "1, ", "1h 2m "],
)  # fmt: skip
def test_long_text_is_read_in_the_end(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    list(find_unmatched(text, text, "translation"))
    list(find_unmatched("4.25 5.5 " * 5_000, text, "summary"))
