"""The entry point of the command `i18n-tool` and of `python -m i18n_tool`."""

from __future__ import annotations

import sys

from i18n_tool import __version__


def main() -> None:
    """Run the command line and exit: 0 nothing found, 1 findings, 2 usage or bad input, in one sentence."""
    # Typer and Rich take longer to import than the answer takes.
    if sys.argv[1:] == ["--version"]:
        print(f"i18n-tool {__version__}")  # noqa: T201 - the answer
        return
    from i18n_tool.cli.app import run

    sys.exit(run())


if __name__ == "__main__":
    main()
