"""Which files are read, and which file each of them becomes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from glob import glob, has_magic
from pathlib import Path

from i18n_tool.corpus.formats._base import Format
from i18n_tool.discovery import plugins
from i18n_tool.errors import I18nToolError, InputError, UsageError


@dataclass(frozen=True, slots=True)
class Item:
    """One file to repair.

    Attributes:
        source: the file to read.
        shown: the name that tells the user which one it is.
        name: that of the output, below the root, with `/` between its parts.
        target: the file to write.
        format: what kind of file it is.
    """

    source: Path
    shown: str
    name: str
    target: Path
    format: Format


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done.

    Attributes:
        root: the folder that the outputs go to.
        items: the files, in order.
        problems: why others are left out.
    """

    root: Path
    items: tuple[Item, ...]
    problems: tuple[I18nToolError, ...]


@dataclass(slots=True)
class _Found:
    """The files that were asked for, each with its name below what was asked for."""

    files: dict[Path, str] = field(default_factory=dict)
    problems: list[I18nToolError] = field(default_factory=list)


def make_plan(sources: Sequence[str], output: str) -> Plan:
    """Find the files and decide on their outputs.

    Args:
        sources: files, patterns such as `data/*.parquet`, or folders, which are searched with all that is below them.
        output: a folder; or a file, where there is one file to read.

    Raises:
        UsageError: `output` is a file, and there are several to read.
    """
    target = Path(output)
    found = _Found()
    for source in sources:
        with _noted(found.problems):
            _find(source, target, found)
    root, names = target, list(found.files.values())
    if _is_single(sources, target):
        root, names = target.parent, [target.name] * len(names)
    elif target.exists() and not target.is_dir():
        raise UsageError(f"{output} is a file; several files go to a folder")
    items = []
    for source_file, name in zip(found.files, names, strict=True):
        with _noted(found.problems):
            items.append(_item(source_file, root, name))
    return Plan(root, tuple(_apart(items, found.problems)), tuple(found.problems))


@contextmanager
def _noted(problems: list[I18nToolError]) -> Iterator[None]:
    """Note the problem of one file, so that the others can go on."""
    try:
        yield
    except I18nToolError as error:
        problems.append(error)


def _is_single(sources: Sequence[str], target: Path) -> bool:
    """Return whether the output is a file rather than a folder."""
    if len(sources) != 1 or target.is_dir() or Path(sources[0]).is_dir():
        return False
    return target.is_file() or format_of(target.name) is not None


def _find(source: str, output: Path, found: _Found) -> None:
    path = Path(source)
    if path.is_dir():
        if output.exists() and output.samefile(path):
            raise InputError("is IN and OUT at once: name another OUT", path=source)
        below = {file: file.relative_to(path).as_posix() for file in _files_below(path, output)}
        if not below:
            raise InputError(f"has no file in it that ends in {_endings()}", path=source)
        found.files.update(below)
    elif path.exists():
        found.files[path] = path.name
    elif has_magic(source):
        names = glob(source, recursive=True)  # noqa: PTH207  # a pattern may be absolute
        matches = [Path(name) for name in sorted(names) if format_of(name)]
        if not matches:
            raise InputError(f"matches no file that ends in {_endings()}", path=source)
        found.files.update({file: file.name for file in matches})
    else:
        raise InputError("no such file", path=source)


def _files_below(folder: Path, output: Path) -> Iterator[Path]:
    """Yield the files of a folder, but for hidden ones and those of the output, which may lie in it."""
    outputs = output.resolve()
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and format_of(path.name) and path.is_file() and not path.resolve().is_relative_to(outputs):
            yield path


def _item(source: Path, root: Path, name: str) -> Item:
    shown, target = str(source), root / name
    of_source, of_target = format_of(source.name), format_of(name)
    if of_source is None:
        raise InputError(f"does not end in {_endings()}", path=shown)
    if not source.is_file():
        raise InputError("is no regular file", path=shown)
    if of_target is not of_source:
        raise InputError(f"is {of_source.name} and stays so: {name} must end in {of_source.suffixes[0]}", path=shown)
    return Item(source, shown, name, target, of_source)


def _apart(items: list[Item], problems: list[I18nToolError]) -> Iterator[Item]:
    """Yield the items that overwrite neither an input nor each other's output."""
    inputs = {item.source.resolve(): item for item in items}
    first: dict[Path, Item] = {}
    clashing = set()
    for item in items:
        other = first.setdefault(item.target.resolve(), item)
        if other is not item:
            clashing |= {other.target, item.target}
            problems.append(
                InputError(f"would be written to {item.target}, as would {other.shown}; neither was", path=item.shown)
            )
    for item in items:
        overwritten = inputs.get(item.target.resolve()) or _same_file(item)
        if overwritten is not None:
            problems.append(InputError(f"would overwrite {overwritten.shown}: name another OUT", path=item.shown))
        elif item.target not in clashing:
            yield item


def _same_file(item: Item) -> Item | None:
    """Return the item if its target is its source under another name, as a hard link is."""
    return item if item.target.exists() and item.target.samefile(item.source) else None


@cache
def _formats() -> tuple[Format, ...]:
    return tuple(plugins("i18n_tool.corpus.formats").values())


def format_of(name: str) -> Format | None:
    """Return the format that a file's name tells of; None for a name that tells of none.

    >>> format_of("data/train-00001.jsonl.gz").name
    'JSON Lines'
    """
    return next((one for one in _formats() if name.lower().endswith(one.suffixes)), None)


def _endings() -> str:
    return "; ".join(one.endings for one in _formats())
