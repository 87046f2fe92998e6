"""What `repair --explain` prints: each damaged passage before and after, what happened to it, and how sure that is.

With colour, what is uncertain is highlighted; without, it is underlined by `^` within `~`, which mark the passage.
Everything that comes from the text is printed so that it cannot control the terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, groupby, islice
from typing import Final, NamedTuple

from i18n_tool.cli._repair_report import Repaired
from i18n_tool.cli._session import Session, count, percent, printable
from i18n_tool.mojibake.results import Inference, RepairEdit
from i18n_tool.mojibake.summary import (
    CERTAIN,
    EditGroup,
    Summary,
    UnresolvedGroup,
    group_edits,
    group_unresolved,
    is_uncertain,
    summarise,
)
from i18n_tool.spans import Lines, Span

#: How wide a line may be in a pipe, and how narrow a terminal is taken to be.
_PIPE_WIDTH: Final = 100
_LEAST_WIDTH: Final = 40
#: How many characters of the line are shown before and after a passage.
_CONTEXT: Final = 16
#: Longer stretches without anything uncertain lose their middle; how much of their ends is shown.
_LONGEST_STRETCH: Final = 240
_ENDS: Final = 100
#: How many lines a long passage gets: those at its beginning, and those with something uncertain.
_FIRST_ROWS: Final = 2
_MARKED_ROWS: Final = 6
#: How many places of equal passages, uncertain characters and runners-up are told.
_MOST_PLACES: Final = 8
_MOST_UNCERTAIN: Final = 12
_MOST_RUNNERS_UP: Final = 3
_LEAST_TOLD: Final = 0.001
_INDENT: Final = "    "

_AROUND, _DAMAGED, _REPAIRED, _UNCERTAIN, _LEFT = "dim", "red", "green", "bold underline yellow", "bold magenta"
_MARKS: Final = {_DAMAGED: "~", _REPAIRED: "~", _UNCERTAIN: "^", _LEFT: "^"}

#: Some text and its style.
_Part = tuple[str, str]


class _Cell(NamedTuple):
    """What stands in one place of a line: a character, or more where some have no width or are escaped."""

    text: str
    width: int
    style: str


def print_explanation(here: Session, done: Sequence[Repaired]) -> None:
    """Print what was done to some texts, passage by passage, and a summary."""
    page = _Page(here)
    for item in done:
        _Explanation(page, item).write()
    _write_summary(here, page, summarise([item.repair for item in done]))


class _Page:
    """Where lines go: a terminal with colours, or anything else."""

    def __init__(self, here: Session) -> None:
        self.is_coloured = here.is_styled and here.out.color_system is not None and not here.out.no_color
        self.width = max(_LEAST_WIDTH, here.out.width if here.out.is_terminal else _PIPE_WIDTH)
        self._print = self._print_coloured(here) if self.is_coloured else self._print_plain

    def line(self, *parts: _Part) -> None:
        """Print a line."""
        self._print(parts)

    @staticmethod
    def _print_plain(parts: Sequence[_Part]) -> None:
        import typer

        typer.echo("".join(text for text, _ in parts).rstrip(), color=False)

    @staticmethod
    def _print_coloured(here: Session) -> Callable[[Sequence[_Part]], None]:
        from rich.text import Text

        return lambda parts: here.out.print(Text.assemble(*parts), soft_wrap=True)


class _Explanation:
    """The passages of one text."""

    def __init__(self, page: _Page, item: Repaired) -> None:
        self._page = page
        self._item = item
        self._before = Lines(item.before)
        edits = item.repair.edits
        shifts = accumulate((len(edit.after) - len(edit.before) for edit in edits), initial=0)
        self._starts = {edit.span: edit.span.start + shift for edit, shift in zip(edits, shifts, strict=False)}

    def write(self) -> None:
        """Print the passages that were repaired, then those that were left."""
        for group in group_edits(self._item.repair.edits):
            self._write_edit(group)
        for left in group_unresolved(self._item.repair.unresolved):
            self._write_left(left)

    def _write_edit(self, group: EditGroup) -> None:
        edit = group.edit
        sureness = f"{percent(edit.confidence)} sure" if edit.lossy or edit.version else "exact"
        self._write_heading(edit.span, edit.channel, f" ({sureness})")
        self._write_rows("- ", _cells(self._item.before, edit.span, [(edit.before, _DAMAGED)]), is_marked=False)
        start = self._starts[edit.span]
        after = Span(start, start + len(edit.after))
        self._write_rows("+ ", _cells(self._item.repair.text, after, _marked(edit)), is_marked=True)
        self._write_uncertain([one for one in edit.alternatives if is_uncertain(one)])
        self._write_places(edit.span, group.spans)

    def _write_left(self, group: UnresolvedGroup) -> None:
        left = group.left
        self._write_heading(left.span, "left as it was", f": {left.reason}")
        self._write_rows("  ", _cells(self._item.before, left.span, [(left.text, _LEFT)]), is_marked=True)
        if len(left.alternatives) == 1:
            self._write_uncertain(left.alternatives, "most likely ")
        elif left.guess:
            self._page.line((f"{_INDENT}most likely {_shown(left.guess)} ({percent(left.probability)} sure)", ""))
            self._write_uncertain([one for one in left.alternatives if is_uncertain(one)])
        self._write_places(left.span, group.spans)

    def _write_heading(self, span: Span, what: str, rest: str) -> None:
        line, column = self._before.place(span.start)
        self._page.line(
            (f"{self._item.name}:{line}:{column}: ", "cyan"), (printable(what), "bold"), (printable(rest), "")
        )

    def _write_rows(self, sign: str, cells: list[_Cell], *, is_marked: bool) -> None:
        """Print the lines of a passage, those in the middle of a long one left out."""
        width = self._page.width - len(_INDENT) - len(sign)
        for row in _selected(list(_rows(cells, width))):
            if row is None:
                self._page.line((f"{_INDENT}{sign}…", _AROUND))
            else:
                self._page.line((_INDENT + sign, _AROUND), *_runs(row))
                if is_marked and not self._page.is_coloured and (marks := _marks(row)):
                    self._page.line((_INDENT + " " * len(sign) + marks, ""))
            sign = " " * len(sign)

    def _write_uncertain(self, inferences: Sequence[Inference], words: str = _INDENT) -> None:
        """Print the characters that may be others, with these."""
        for one in inferences[:_MOST_UNCERTAIN]:
            told = [other for other in one.runners_up[:_MOST_RUNNERS_UP] if other[1] >= _LEAST_TOLD]
            others = ", ".join(f"{_shown(text)} {percent(share)}" for text, share in told)
            self._page.line(
                (_INDENT + words, ""),
                (_shown(one.character), _UNCERTAIN),
                (f" {percent(one.probability)}" + (f", or {others}" if others else ""), ""),
            )
        if len(inferences) > _MOST_UNCERTAIN:
            more = count(len(inferences) - _MOST_UNCERTAIN, "more uncertain character")
            self._page.line((f"{_INDENT * 2}… and {more}", _AROUND))

    def _write_places(self, shown: Span, spans: Sequence[Span]) -> None:
        """Print where equal passages stand."""
        others = [span for span in spans if span != shown]
        if not others:
            return
        places = ", ".join("{}:{}".format(*self._before.place(span.start)) for span in others[:_MOST_PLACES])
        more = f" and {count(len(others) - _MOST_PLACES, 'more place')}" if len(others) > _MOST_PLACES else ""
        self._page.line((f"{_INDENT}also at {places}{more}", _AROUND))


def _marked(edit: RepairEdit) -> Iterator[_Part]:
    """Yield the repaired passage in parts, its uncertain characters each by itself."""
    done = 0
    for one in islice(filter(is_uncertain, edit.alternatives), _MOST_UNCERTAIN):
        end = one.offset + len(one.character)
        yield edit.after[done : one.offset], _REPAIRED
        yield edit.after[one.offset : end], _UNCERTAIN
        done = end
    yield edit.after[done:], _REPAIRED


def _shortened(parts: Iterable[_Part]) -> Iterator[_Part]:
    """Yield the parts, long ones without their middle."""
    for text, style in parts:
        if len(text) <= _LONGEST_STRETCH:
            yield text, style
        else:
            yield text[:_ENDS], style
            yield f" … {len(text) - 2 * _ENDS:,} characters … ", _AROUND
            yield text[-_ENDS:], style


def _cells(text: str, span: Span, passage: Iterable[_Part]) -> list[_Cell]:
    """Return a passage with some of its line around it."""
    line_start = text.rfind("\n", 0, span.start) + 1
    line_end = text.find("\n", span.end)
    line_end = len(text) if line_end < 0 else line_end
    start, end = max(line_start, span.start - _CONTEXT), min(line_end, span.end + _CONTEXT)
    before = ("…" if start > line_start else "") + text[start : span.start]
    after = text[span.end : end].rstrip("\r") + ("…" if end < line_end else "")
    cells: list[_Cell] = []
    for part, style in [(before, _AROUND), *_shortened(passage), (after, _AROUND)]:
        for char in part:
            _add_cell(cells, char, style)
    return cells


def _add_cell(cells: list[_Cell], char: str, style: str) -> None:
    from rich.cells import cell_len

    shown = printable(char)
    width = cell_len(shown)
    if width or not cells:
        cells.append(_Cell(shown, width, style))
    else:  # it has no place of its own, nor a mark: both are those of the character before
        last = cells[-1]
        cells[-1] = _Cell(last.text + shown, last.width, style if style == _UNCERTAIN else last.style)


def _rows(cells: Iterable[_Cell], width: int) -> Iterator[list[_Cell]]:
    row: list[_Cell] = []
    used = 0
    for cell in cells:
        if row and used + cell.width > width:
            yield row
            row, used = [], 0
        row.append(cell)
        used += cell.width
    if row:
        yield row


def _runs(row: Iterable[_Cell]) -> Iterator[_Part]:
    """Yield the cells of a row, those of one style together."""
    for style, cells in groupby(row, key=lambda cell: cell.style):
        yield "".join(cell.text for cell in cells), style


def _selected(rows: list[list[_Cell]]) -> Iterator[list[_Cell] | None]:
    """Yield the rows to show, and None for those that are left out."""
    marked = [
        number
        for number, row in enumerate(rows)
        if number >= _FIRST_ROWS and any(cell.style == _UNCERTAIN for cell in row)
    ]
    chosen = {*range(_FIRST_ROWS), *marked[:_MARKED_ROWS], len(rows) - 1}
    is_gap = False
    for number, row in enumerate(rows):
        if number in chosen:
            yield row
        elif not is_gap:
            yield None
        is_gap = number not in chosen


def _marks(row: Sequence[_Cell]) -> str:
    """Return the marks under a row; none where all of it is one passage without anything uncertain."""
    if {cell.style for cell in row} <= {_REPAIRED}:
        return ""
    return "".join(_MARKS.get(cell.style, " ") * cell.width for cell in row).rstrip()


def _shown(text: str) -> str:
    """Return an inferred text as a person can see it: by its code points where it has no width."""
    from rich.cells import cell_len

    if text and not text.isspace() and cell_len(text) and text.isprintable():
        return text
    return " ".join(f"U+{ord(char):04X}" for char in text)


def _write_summary(here: Session, page: _Page, summary: Summary) -> None:
    """Print how many passages there are of each kind, and how many characters were inferred."""
    tallies = summary.repaired.values()
    passages, left = sum(tally.passages for tally in tallies), sum(summary.left.values())
    inferred, uncertain = sum(tally.inferred for tally in tallies), sum(tally.uncertain for tally in tallies)
    if not passages and not left:
        page.line(("No damage found.", "green"))
        return
    table = here.table("Damage", "Passages", "Inferred", "Uncertain", numbers=3)
    for channel, tally in summary.repaired.items():
        table.add_row(*map(printable, (channel, f"{tally.passages:,}", f"{tally.inferred:,}", f"{tally.uncertain:,}")))
    for reason, number in summary.left.items():
        table.add_row(printable(f"left: {reason}"), f"{number:,}", "", "")
    page.line()
    here.out.print(table)
    page.line(
        (f"{count(passages, 'passage')} restored", "bold"),
        (f", {count(inferred, 'character')} of them inferred" if inferred else "", "bold"),
        (f", {uncertain:,} less than {percent(CERTAIN)} sure" if uncertain else "", "bold yellow"),
        (f"; {count(left, 'passage')} left as found" if left else "", "bold"),
        (".", "bold"),
    )
