"""What earlier versions of a text, kept in git, tell of damage that the text itself cannot undo.

`restore` brings back passages from earlier texts, whatever these come from; `file_versions` reads those of a file.
`source_changes` tells what changed in a text since it was translated.
"""

from __future__ import annotations

from i18n_tool.history.restore import restore
from i18n_tool.history.sources import SourceChange, source_changes
from i18n_tool.history.versions import MOST_VERSIONS, FileVersions, file_versions

__all__ = ["MOST_VERSIONS", "FileVersions", "SourceChange", "file_versions", "restore", "source_changes"]
