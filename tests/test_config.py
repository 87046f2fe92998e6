"""Where the settings come from, and how wrong ones are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from i18n_tool.config import Settings, load_settings
from i18n_tool.errors import InputError


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()


def test_the_nearest_file_counts_and_the_catalogue_is_relative_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.i18n_tool]\ncatalogue = "lists"\nselect = ["COV", "MIS303"]\n')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    settings = load_settings(inner)
    assert settings.select == ("COV", "MIS303")
    assert settings.catalogue_folder == tmp_path / "lists"
    monkeypatch.chdir(tmp_path)
    assert load_settings(Path()).catalogue_folder == Path("lists")


def test_a_file_of_its_own_goes_before_the_shared_one(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.i18n_tool]\nignore = ["ENC"]\n')
    (tmp_path / "i18n.toml").write_text('ignore = ["COV104"]\n')
    assert load_settings(tmp_path).ignore == ("COV104",)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"catalogue = ", "not valid TOML"),
        (b"catalogue = '\xff'", "not valid UTF-8 at byte 13"),
        (b"catalogue = 1", "'catalogue' must be a string"),
        (b"select = 'COV'", "'select' must be a list of strings"),
        (b"ignore = [1]", "'ignore' must be a list of strings"),
        (
            b"nonsense = []",
            "unknown setting 'nonsense'; known are baseline, catalogue, embedding, extend-select, fail-on, glossary",
        ),
        (b"severity = {}", "unknown setting 'severity'; did you mean 'severities'?"),
        (b"per_path_ignores = {}", "unknown setting 'per_path_ignores'; did you mean 'per-path-ignores'?"),
        (b"languages = []", "'languages' must be a list of one or more of 'en', 'zh', each once"),
        (b"languages = ['en', 'de']", "'languages' must be a list of one or more of 'en', 'zh', each once"),
        (b"languages = ['en', 'en']", "'languages' must be a list of one or more of 'en', 'zh', each once"),
        (b"languages = [['en']]", "'languages' must be a list of one or more of 'en', 'zh', each once"),
        (b"relation = 'both'", "'relation' must be one of 'translation', 'summary', not 'both'"),
        (b"script = 'zh-Hans'", "'script' must be one of 'Hans', 'Hant', not 'zh-Hans'"),
        (b"severities = 'error'", "'severities' must be a table of checks, each with a severity"),
        (
            b"[severities]\nCOV = 'fatal'",
            "'severities' must be one of 'error', 'warning', 'info', 'off' for 'COV', not 'fatal'",
        ),
        (b"[per-path-ignores]\n'old/**' = 'COV'", "'per-path-ignores' must be a table of patterns, each with a list"),
        (b"[per-path-ignores]\n'old/**' = [1]", "'per-path-ignores' must be a list of strings"),
        (b"fail-on = ['error']", "'fail-on' must be one of 'error', 'warning', 'info', not ['error']"),
        (b"glossary = 1", "'glossary' must be a string"),
        (b"baseline = ''", "'baseline' must be a string"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "i18n.toml"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        load_settings(tmp_path)
    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [("tool = 1", None), ("[tool]\ni18n_tool = 1", "'tool.i18n_tool' must be a table")],
)
def test_a_shared_file_that_is_no_table(tmp_path: Path, content: str, message: str | None) -> None:
    (tmp_path / "pyproject.toml").write_text(content)
    if message is None:
        assert load_settings(tmp_path).source != tmp_path / "pyproject.toml"
        return
    with pytest.raises(InputError, match=message):
        load_settings(tmp_path)


def test_every_setting_is_read(tmp_path: Path) -> None:
    (tmp_path / "i18n.toml").write_text(
        """
catalogue = "lists"
select = ["COV"]
extend-select = ["STY"]
ignore = ["COV104"]
languages = ["zh"]
relation = "translation"
script = "Hant"
glossary = "terms.csv"
baseline = "known.json"
fail-on = "warning"
[severities]
COV = "info"
[per-path-ignores]
"old/**" = ["COV", "MIS301"]
"""
    )
    assert load_settings(tmp_path) == Settings(
        catalogue="lists",
        select=("COV",),
        extend_select=("STY",),
        ignore=("COV104",),
        per_path_ignores={"old/**": ("COV", "MIS301")},
        severities={"COV": "info"},
        languages=("zh",),
        relation="translation",
        script="Hant",
        glossary="terms.csv",
        baseline="known.json",
        fail_on="warning",
        source=tmp_path / "i18n.toml",
    )
    assert load_settings(tmp_path).path("terms.csv") == tmp_path / "terms.csv"
