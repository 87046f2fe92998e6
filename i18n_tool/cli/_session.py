"""What every command shares: the options before the command's name, and how it speaks to a person or a pipe."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from i18n_tool.config import Settings, load_settings
from i18n_tool.errors import InputError, UsageError

if TYPE_CHECKING:
    from io import BufferedReader

    from rich.console import Console
    from rich.table import Table

    from i18n_tool.api import Catalogue
    from i18n_tool.mojibake.decoding import Decoded

#: How much of a file is read at once.
_PART = 1 << 16
#: The option of every command that reads text of others.
ENCODING = typer.Option(
    "--encoding", metavar="NAME", help="What the files are encoded in, such as gb18030; found out when left out."
)
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

    def load(self, *, keep_faults: bool = False) -> Catalogue:
        """Read the catalogue; there must be one. `keep_faults` as for `Catalogue.load`."""
        from i18n_tool.api import Catalogue

        return Catalogue.load(self.folder, keep_faults=keep_faults)

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


class Source:
    """A file or standard input that is read once, and can be looked into before.

    Args:
        name: the file, as the user named it, or - for standard input.

    Attributes:
        shown: the name as it can be shown.

    Raises:
        InputError: it is no file, or standard input is closed.
    """

    def __init__(self, name: str) -> None:
        self.shown = "<stdin>" if name == "-" else printable(name)
        self._file = _open_stdin() if name == "-" else _open_file(Path(name), self.shown)
        self._head = b""

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def exceeds(self, size: int) -> bool:
        """Tell whether there are more than so many bytes; as many are read, at most."""
        while len(self._head) <= size and (part := self._file.read(size + 1 - len(self._head))):
            self._head += part
        return len(self._head) > size

    def size(self) -> int | None:
        """Return how many bytes there are in all, where that is known before they are read."""
        status = os.fstat(self._file.fileno())
        return status.st_size if stat.S_ISREG(status.st_mode) else None

    def read(self) -> bytes:
        """Return all of it."""
        head, self._head = self._head, b""
        return head + self._file.read()

    def parts(self) -> Iterator[bytes]:
        """Yield all of it in parts, as they come in."""
        head, self._head = self._head, b""
        yield head
        while part := self._file.read1(_PART):
            yield part


class Input(NamedTuple):
    """A file that was read.

    Attributes:
        name: its name as it can be shown.
        text: its text; bytes that are in no encoding are in it as escapes U+DC80 to U+DCFF.
        data: its bytes.
        decoded: what it was encoded in.
    """

    name: str
    text: str
    data: bytes
    decoded: Decoded


def read_input(name: str, encoding: str | None = None, *, most: int | None = None) -> Input:
    """Read a file, or standard input for `-`, whatever it is encoded in. Line ends are kept as they are.

    Args:
        name: the file, as the user named it.
        encoding: what it is in, by a name that Python knows; None to find out.
        most: how many bytes are read at most; None for all.

    Raises:
        InputError: it is no file, or no text, or too large.
        UsageError: there is no such encoding.
    """
    from i18n_tool.mojibake.decoding import decode

    with Source(name) as source:
        if most is not None and source.exceeds(most):
            message = f"is larger than {most >> 20} MB, too large to compare or explain; use --output and --report"
            raise InputError(message, path=source.shown)
        data = source.read()
    with named_errors(source.shown):
        decoded = decode(data, encoding)
    return Input(source.shown, decoded.text, data, decoded)


def say_encoding(here: Session, name: str, words: str) -> None:
    """Say what a file was read as, unless it is plain UTF-8."""
    if words:
        here.err.print(f"{name}: {words}", markup=False)


@contextmanager
def named_errors(name: str) -> Iterator[None]:
    """Add a file's name to errors that lack it."""
    try:
        yield
    except InputError as error:
        raise error if error.path else InputError(error.message, path=name) from None


def count(number: int, noun: str) -> str:
    """Return a number and its noun.

    >>> count(1, "paper"), count(5000, "paper")
    ('1 paper', '5,000 papers')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def percent(share: float) -> str:
    """Return a probability as a person reads it; what is not certain is never rounded up to 100 %.

    >>> percent(0.5816), percent(0.99), percent(0.99996), percent(1.0), percent(0.0002)
    ('58.2 %', '99 %', 'over 99.9 %', '100 %', 'under 0.1 %')
    """
    if share >= 1:
        return "100 %"
    if share > 0.9995 or share < 0.0005:
        return "over 99.9 %" if share > 0.5 else "under 0.1 %"
    return f"{100 * share:.1f}".removesuffix(".0") + " %"


def printable(text: str) -> str:
    r"""Return a text as it can be shown: what controls a terminal is escaped, and what no UTF-8 can hold.

    >>> printable("曼巴\x1b[2J\udcff")
    '曼巴\\x1b[2J\\udcff'
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _open_stdin() -> BufferedReader:
    if sys.stdin is None:
        raise InputError("standard input is closed", path="<stdin>")
    return open(sys.stdin.fileno(), "rb", closefd=False)  # it is not ours to close


def _open_file(path: Path, shown: str) -> BufferedReader:
    refuse_unreadable(path, shown)
    return path.open("rb")


def refuse_unreadable(path: Path, shown: str) -> None:
    """Refuse what is no file.

    Raises:
        InputError: there is none, or it is a folder or a device.
    """
    if path.is_dir():
        raise InputError("is a folder, not a file", path=shown)
    if path.is_char_device() or path.is_block_device():
        raise InputError("is a device, not a file; - stands for standard input", path=shown)  # it may have no end
    if not path.exists():
        raise InputError("no such file", path=shown)


def read_existing(path: Path) -> bytes | None:
    """Return what a file that is about to be written holds; None when there is none, or it is a device or pipe.

    Raises:
        UsageError: it is a folder.
    """
    refuse_folder(path)
    return path.read_bytes() if path.is_file() else None


def refuse_folder(path: Path) -> None:
    """Refuse to write a file where a folder is.

    Raises:
        UsageError: there is one.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file in it")


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
