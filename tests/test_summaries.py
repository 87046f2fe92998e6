"""The catalogue that the project ships is complete, free of findings, and exported as it is."""

from __future__ import annotations

import pytest

from i18n_tool import Catalogue
from i18n_tool.coverage import FIELDS
from i18n_tool.model import LANGUAGES, Language, text_hash
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load(ROOT / "summaries")


def test_everything_is_there_in_both_languages(catalogue: Catalogue) -> None:
    found = catalogue.coverage()
    assert found.papers >= 30
    for language in LANGUAGES:
        for field in FIELDS:
            assert found.languages[language][field].missing == 0
    assert all(section.papers for section in found.sections)


def test_the_checks_find_nothing(catalogue: Catalogue) -> None:
    assert catalogue.check() == []


def test_every_translation_is_of_the_text_that_is_there(catalogue: Catalogue) -> None:
    for paper in catalogue.papers:
        translation = paper.translation_into("zh")
        assert translation is not None
        assert translation.source_hash == text_hash(paper.summary.en or "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_exported_lists_are_up_to_date(catalogue: Catalogue, language: Language) -> None:
    name = catalogue.model.readme.get(language)
    assert name is not None
    written = (ROOT / "summaries" / name).read_text(encoding="utf-8")
    assert written == catalogue.export_readme(language), (
        f"run `i18n-tool export readme --lang {language} -o summaries/{name}`"
    )
