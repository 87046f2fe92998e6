"""What a page of HTML shows, and what it is made of."""

from __future__ import annotations

from html.parser import HTMLParser

_BLOCKS = {"p", "h1", "h2", "summary", "li", "tr", "form", "footer", "section"}
_CELLS = {"td", "th"}
_WORDS = {"label", "option"}
_UNSEEN = {"style", "title"}


class Page(HTMLParser):
    """A page that was read.

    Attributes:
        elements: the tags that were opened and their attributes, in order.
        lines: the text of each block, in order, the cells of a row parted by a bar.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._blocks = [""]
        self._open = ""
        self.feed(text)
        self.close()

    @property
    def lines(self) -> list[str]:
        return [line for block in self._blocks if (line := " ".join(block.removeprefix(" | ").split()))]

    def after(self, line: str) -> list[str]:
        """Return the lines that come after one."""
        return self.lines[self.lines.index(line) + 1 :]

    def attributes(self, name: str) -> list[str]:
        return [attributes[name] or "" for _, attributes in self.elements if name in attributes]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = tag
        if tag in _BLOCKS:
            self._blocks.append("")
        elif tag in _CELLS:
            self._blocks[-1] += " | "
        elif tag in _WORDS:
            self._blocks[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        self._open = ""
        if tag in _BLOCKS:
            self._blocks.append("")

    def handle_data(self, data: str) -> None:
        if self._open not in _UNSEEN:
            self._blocks[-1] += data
