"""The entry point of the command `i18n-tool` and of `python -m i18n_tool`."""

from __future__ import annotations

import sys

from i18n_tool import __version__


def main() -> None:
    """Run the command line and exit: 0 nothing found, 1 findings, 2 usage or bad input, in one sentence."""
    # Typer and Rich take longer to import than the answer takes.
    if sys.argv[1:] == ["--version"]:
        try:
            print(f"i18n-tool {__version__}", flush=True)  # noqa: T201 - the answer
        except OSError:
            sys.stdout = None  # the reader has gone; Python would complain once more when it flushes at exit
            sys.exit(1)
        return
    from i18n_tool.cli.app import run

    sys.exit(run())


if __name__ == "__main__":
    main()
