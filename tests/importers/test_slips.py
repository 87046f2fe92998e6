"""What an import reads otherwise than it is labelled is kept beside the records, once."""

from __future__ import annotations

from i18n_tool.importers import merge
from i18n_tool.importers.survey_readme import read
from i18n_tool.model import Catalogue, Unplaced

LIST = """\
## Owls
- **Slow: A Study of Owls** <br>
📖 Summary: [📄📄📄](https://example.org/slow), Code：❗️❗️❗️ <br>
Summary: Owls are slow.
"""


def test_a_link_under_the_label_of_a_text_is_kept_with_its_label() -> None:
    merged = merge(Catalogue(), read(LIST, "folder/list.md"))
    (paper,) = merged.catalogue.papers
    assert paper.links.paper == "https://example.org/slow"
    assert paper.summary.en == "Owls are slow."
    assert merged.unplaced == (Unplaced("list.md", 3, "Summary: [📄📄📄](https://example.org/slow),", "owls"),)
    again = merge(merged.catalogue, read(LIST, "folder/list.md"))
    assert again.catalogue == merged.catalogue
    assert again.unplaced == ()
