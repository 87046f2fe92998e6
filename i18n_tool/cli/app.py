"""The command line as a whole: the options before the command's name, the commands, and how errors are told."""

from __future__ import annotations

import os
import sys
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer
import typer.core
import typer.main

from i18n_tool import __version__
from i18n_tool.cli._session import Color, Session
from i18n_tool.errors import I18nToolError, IncompleteError

#: The module and the function of each command, in the order in which help lists them.
_COMMANDS = {
    "import": ("import_", "import_lists"),
    "status": ("status", "status"),
    "check": ("check", "check"),
    "repair": ("repair", "repair"),
    "export": ("export", "app"),
    "show": ("show", "show"),
    "touch": ("touch", "touch"),
    "rules": ("rules", "rules"),
    "schema": ("schema", "schema"),
    "corpus": ("corpus", "app"),
    "demo": ("demo", "demo"),
}


#: The options of the whole that take a value.
_SHARED = ("--catalogue", "--color")


class _Commands(typer.core.TyperGroup):
    """The commands; the module of one is imported only when it is asked for."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, _shared_first(args))

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the library's signature
        return list(_COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in _COMMANDS:
            near = get_close_matches(cmd_name, _COMMANDS, n=1)
            ctx.fail(f"No such command {cmd_name!r}." + (f" Did you mean {near[0]!r}?" if near else ""))
        module, name = _COMMANDS[cmd_name]
        target = getattr(import_module(f"i18n_tool.cli.{module}"), name)
        if isinstance(target, typer.Typer):
            return typer.main.get_command(target)
        single = typer.Typer(add_completion=False)
        single.command(cmd_name)(target)
        return typer.main.get_command(single)


def _shared_first(arguments: list[str]) -> list[str]:
    """Return the arguments with the options of the whole in front, since people put them behind the command as well.

    >>> _shared_first(["check", "--catalogue", "my-list", "--", "--color"])
    ['--catalogue', 'my-list', 'check', '--', '--color']
    """
    front: list[str] = []
    rest: list[str] = []
    left = iter(arguments)
    for argument in left:
        name, sign, _ = argument.partition("=")
        if name not in _SHARED:
            rest.append(argument)
            if name == "--":
                break
        else:
            front.append(argument)
            if not sign and (value := next(left, None)) is not None:
                front.append(value)
            elif not sign:
                # Click says what is missing, where nothing follows that could be taken for it.
                return front
    return [*front, *rest, *left]


app = typer.Typer(
    name="i18n-tool",
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"i18n-tool {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    catalogue: Annotated[
        Path | None,
        typer.Option("--catalogue", metavar="DIR", help="The catalogue's folder.", show_default="summaries"),
    ] = None,
    color: Annotated[Color, typer.Option(help="When to use colour.")] = Color.auto,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Keep a list of papers in English and Chinese.

    Check the translation, repair the encoding, export a README in either language.
    """
    context.obj = Session(catalogue, color)


def run(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 nothing found, 1 findings, 2 usage or bad input."""
    _prepare_streams()
    try:
        app(arguments, prog_name="i18n-tool")
    except IncompleteError as error:
        return _fail(str(error), 1)
    except I18nToolError as error:
        return _fail(str(error), 2)
    except BrokenPipeError:
        # The reader has gone, as `head` does; Python would complain once more when it flushes at exit.
        sys.stdout = None
        return 1
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _fail(f"{place}{(error.strerror or str(error)).lower()}", 2)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    return 0


def _prepare_streams() -> None:
    """Make sure that there is a place to write to, and that it takes every text and every file's name."""
    # A stream that is closed, as by `>&-`, is None; what would be written to it is not wanted.
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        # A terminal or pipe that is not set to UTF-8 cannot show what this tool is about.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _fail(message: str, code: int) -> int:
    typer.secho("error: ", fg=typer.colors.RED, bold=True, nl=False, err=True)
    typer.echo(message, err=True)
    return code
