"""Runs the case files of the channels and of the repair as a whole: texts that must not change first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from i18n_tool.discovery import module_names
from i18n_tool.mojibake import repair

CASES = Path(__file__).parents[1] / "cases"
CHANNELS = module_names("i18n_tool.mojibake.channels")


def _load(kind: str) -> Sequence[object]:
    parameters = []
    for path in sorted((CASES / kind).glob("*.yaml")):
        cases = yaml.safe_load(path.read_text(encoding="utf-8"))
        cases.sort(key=lambda case: case["expect"] != "unchanged")
        parameters += [pytest.param(case, id=f"{path.stem}: {case['name']}") for case in cases]
    return parameters


@pytest.mark.parametrize("case", _load("repair"))
def test_repair(case: dict[str, str]) -> None:
    _check(case)


@pytest.mark.parametrize("case", _load("channels"))
def test_channel(case: dict[str, str]) -> None:
    _check(case)


def _check(case: dict[str, str]) -> None:
    assert case["provenance"]
    repaired = repair(case["text"])
    if case["expect"] == "unchanged":
        assert repaired.text is case["text"]
        assert not repaired.edits
    else:
        assert repaired.text == case["expect"]
        assert repair(repaired.text).text is repaired.text


@pytest.mark.parametrize("stem", CHANNELS)
def test_every_channel_has_cases_and_documentation(stem: str) -> None:
    from i18n_tool.discovery import plugins

    channel = plugins("i18n_tool.mojibake.channels")[stem]
    expectations = [case["expect"] for case in yaml.safe_load((CASES / "channels" / f"{stem}.yaml").read_text("utf-8"))]
    assert expectations[0] == "unchanged"
    assert any(expectation != "unchanged" for expectation in expectations)
    assert channel.summary
    assert len(channel.documentation.strip().splitlines()) > 2, "what it looks like, and how it comes about"


def test_every_case_file_belongs_to_a_channel() -> None:
    assert sorted(path.stem for path in (CASES / "channels").glob("*.yaml")) == CHANNELS
