"""Which characters stand in gaps: long candidates, numbers, brackets, what the context says, and how sure that is."""

from __future__ import annotations

import pytest

from i18n_tool import repair
from i18n_tool.mojibake.channels._base import GAP
from i18n_tool.mojibake.distributions import Distributions, Posterior
from i18n_tool.mojibake.inference import infer
from i18n_tool.mojibake.posteriors import calibrated

SIGNS = tuple(" !\"#$%&'()*+,-./0123456789:;<=>?\n")


def _same_first_bytes(char: str) -> tuple[str, ...]:
    return tuple((char.encode()[:2] + bytes((last,))).decode() for last in range(0x80, 0xC0))


def _with_signs(char: str) -> tuple[str, ...]:
    return tuple(one + sign for one in _same_first_bytes(char) for sign in SIGNS)


def _infer(pieces: list[str | tuple[str, ...]]) -> Distributions:
    """Return what is likely in a text: strings are known, tuples are the candidates of gaps."""
    gaps = [piece for piece in pieces if not isinstance(piece, str)]
    return infer("".join(piece if isinstance(piece, str) else GAP for piece in pieces), gaps)


@pytest.mark.parametrize("pieces", [[], ["没有缺口"], [("甲", "乙")] * 200])
def test_nothing_to_decide_is_no_error(pieces: list[str | tuple[str, ...]]) -> None:
    assert all(posterior.characters == () for posterior in _infer(pieces))


def test_candidates_of_two_characters_are_told_whole() -> None:
    (found,) = _infer(["本文可以使", _with_signs("用"), "Transformer 的模型。"])
    assert found.characters[0] == "用 "
    assert found.probabilities[0] > 0.5


def test_a_digit_before_digits_goes_on_with_their_number() -> None:
    digits = tuple("为" + digit for digit in "0123456789")
    (found,) = _infer(["批量大小设置", (*digits, "为x"), "28。"])
    assert found.characters[0] in digits
    (decimal,) = _infer(["准确率提高", tuple("了" + digit for digit in "0123456789"), ".5 个百分点。"])
    assert all(len(text) == 2 for text in decimal.characters)


def test_a_bracket_is_likelier_where_one_stands_open() -> None:
    candidates, after = _same_first_bytes("）"), "由三个部分组成。"
    (within,) = _infer(["该模型（如图所示", candidates, after])
    (outside,) = _infer(["该模型如图所示", candidates, after])
    assert _share(within, "）") > 10 * _share(outside, "）")


def _share(posterior: Posterior, text: str) -> float:
    return dict(zip(posterior.characters, posterior.probabilities, strict=True)).get(text, 0.0)


def test_numbers_of_the_context_are_preferred() -> None:
    damaged = (
        "\u93c8\ue101\u6783\u6fb6\u52ed\u608a\u6d5c?048\u6d93\ue047\u761d\u934f\u51bf\u7d1d\u9359"
        "\u509d\ue746\u95c4\u52eb\u7d8d\u951b\u5823\u30031\u951b\u5908\u20ac?"
    )
    sound = "本文处理了2048个词元，参见附录（表1）。"
    assert repair(damaged).text != sound
    assert repair(damaged, context="It handles 2,048 tokens.").text == sound


def test_the_context_repairs_nothing_that_is_sound() -> None:
    text = "本文处理了 3 个词元 café"
    assert repair(text, context="It handles 2,048 tokens; Schrödinger.").text is text


def test_calibration_keeps_the_order_and_the_total() -> None:
    said = [Posterior(("甲", "乙", "丙"), (share, (1 - share) * 0.7, (1 - share) * 0.3)) for share in (0.5, 0.9, 0.999)]
    told = calibrated(said)
    assert [one.characters for one in told] == [one.characters for one in said]
    assert [one.probabilities[0] for one in told] == sorted(one.probabilities[0] for one in told)
    for one in told:
        assert list(one.probabilities) == sorted(one.probabilities, reverse=True)
        assert sum(one.probabilities) == pytest.approx(1, abs=1e-4)
