"""What every command shares: the options before the command's name, and how it speaks to a person or a pipe."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from i18n_tool.config import Settings, load_settings
from i18n_tool.errors import InputError, UsageError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from i18n_tool.api import Catalogue

#: A pipe has no width; lines are not broken for one.
_PIPE_WIDTH = 10_000


class Color(str, Enum):
    """When to use colour. `auto` is for a terminal only, and honours `NO_COLOR` and `FORCE_COLOR`."""

    auto = "auto"
    always = "always"
    never = "never"


@dataclass
class Session:
    """The options before the command's name, and what follows from them."""

    catalogue_option: Path | None = None
    color: Color = Color.auto

    @cached_property
    def settings(self) -> Settings:
        """The settings of the project in the working directory."""
        return load_settings(Path.cwd())

    @property
    def folder(self) -> Path:
        """The catalogue's folder."""
        return self.catalogue_option or self.settings.catalogue_folder

    def load(self) -> Catalogue:
        """Read the catalogue; there must be one."""
        from i18n_tool.api import Catalogue

        return Catalogue.load(self.folder)

    @property
    def is_styled(self) -> bool:
        """Whether results can be anything but plain text; answered without loading what styles them."""
        return sys.stdout.isatty() or self.color is Color.always or "FORCE_COLOR" in os.environ

    @cached_property
    def out(self) -> Console:
        """Where results go."""
        return self._console(stderr=False)

    @cached_property
    def err(self) -> Console:
        """Where messages and progress go."""
        return self._console(stderr=True)

    def _console(self, *, stderr: bool) -> Console:
        from rich.console import Console

        console = Console(
            stderr=stderr,
            force_terminal=True if self.color is Color.always else None,
            no_color=True if self.color is Color.never else None,
            highlight=False,
        )
        if not console.is_terminal:
            console.width, console.soft_wrap = _PIPE_WIDTH, True
        return console

    def table(self, *columns: str, title: str | None = None, numbers: int = 0) -> Table:
        """Return an empty table: ruled on a terminal, plain columns in a pipe.

        Args:
            columns: the headings.
            title: what stands above it.
            numbers: how many of the last columns hold numbers, which stand at the right.
        """
        from rich import box
        from rich.table import Table

        table = Table(
            title=title,
            title_justify="left",
            title_style="bold",
            box=box.SIMPLE_HEAD if self.out.is_terminal else None,
            pad_edge=self.out.is_terminal,
            header_style="bold",
        )
        for index, column in enumerate(columns):
            is_number = index >= len(columns) - numbers
            table.add_column(column, justify="right" if is_number else "left", no_wrap=is_number)
        return table


def session(context: typer.Context) -> Session:
    """Return what the options before the command's name say."""
    found = context.find_object(Session)
    if found is None:
        found = context.obj = Session()
    return found


def read_input(name: str) -> tuple[str, str, bytes]:
    """Return the display name, the text and the bytes of a file, or of standard input for `-`.

    Line ends are kept as they are.

    Raises:
        InputError: it is no file, or not text in UTF-8.
    """
    shown = "<stdin>" if name == "-" else printable(name)
    data = _read_stdin() if name == "-" else _read_file(Path(name), shown)
    return shown, decode(data, shown), data


def count(number: int, noun: str) -> str:
    """Return a number and its noun.

    >>> count(1, "paper"), count(5000, "paper")
    ('1 paper', '5,000 papers')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def printable(text: str) -> str:
    r"""Return a text as it can be shown: what controls a terminal is escaped, and what no UTF-8 can hold.

    >>> printable("曼巴\x1b[2J\udcff")
    '曼巴\\x1b[2J\\udcff'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _read_stdin() -> bytes:
    if sys.stdin is None:
        raise InputError("standard input is closed", path="<stdin>")
    return sys.stdin.buffer.read()


def _read_file(path: Path, shown: str) -> bytes:
    if path.is_dir():
        raise InputError("is a folder, not a file", path=shown)
    if path.is_char_device() or path.is_block_device():
        raise InputError("is a device, not a file; - stands for standard input", path=shown)  # it may have no end
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("no such file", path=shown) from None


def read_existing(path: Path) -> bytes | None:
    """Return what a file that is about to be written holds; None when there is none, or it is a device or pipe.

    Raises:
        UsageError: it is a folder.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file in it")
    return path.read_bytes() if path.is_file() else None


def decode(data: bytes, name: str) -> str:
    """Return UTF-8 as text.

    Raises:
        InputError: it is binary data, or not UTF-8; with the line and column of the first bad byte.
    """
    zero = data.find(b"\0")
    if zero >= 0:
        raise InputError(f"is binary data, not text (byte {zero} is zero)", path=name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        raise InputError(
            f"is not valid UTF-8 (byte 0x{data[error.start]:02x})", path=name, line=line, column=column
        ) from None


def write_stdout(data: bytes) -> None:
    """Write bytes to standard output as they are, whatever its encoding and line ends."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def unified_diff(before: str, after: str, name: str) -> str:
    """Return what changes in a file as a unified diff; "" when nothing does.

    Only a line feed ends a line here: damaged text is full of characters that `str.splitlines` would split at.
    """
    from difflib import unified_diff as compare

    lines = compare(_lines(before), _lines(after), f"a/{name}", f"b/{name}", n=1)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _lines(text: str) -> list[str]:
    lines = [line + "\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines
