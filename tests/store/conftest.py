from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml

from i18n_tool.store import _yaml

HEADER = """\
title: {en: A list, zh: 列表}
sections:
  - key: mamba
    title: {en: Mamba, zh: 曼巴}
  - key: vision
"""

RECORD = """\
id: mamba
title:
  en: Mamba
section: mamba
"""


@pytest.fixture(params=["libyaml", "pure"] if yaml.__with_libyaml__ else ["pure"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run the test with each of PyYAML's parsers that there is."""
    if request.param == "pure":
        monkeypatch.setattr(_yaml, "LOADER", yaml.BaseLoader)
    return str(request.param)


@pytest.fixture
def make(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Write files into a new catalogue; a header and nothing else where none are given."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        folder = tmp_path / "summaries"
        for name, content in {"_catalogue.yaml": HEADER, **files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write
