"""What a terminal can show, and a page of lines for it. Foreign text reaches it by `Page.text` alone, made harmless."""

from __future__ import annotations

import os
import shutil
from enum import Enum
from typing import IO, Self

from msgspec import Struct

from mdl_grade.report.escaping import terminal
from mdl_grade.report.text import columns, inert, spelled, wrapped

NARROWEST = 20
NARROWEST_COLUMN = 10


class Style(Enum):
    """ANSI attributes that read well on dark and on light ground."""

    PLAIN = ""
    BOLD = "1"
    DIM = "2"
    RED = "31"
    GREEN = "32"
    YELLOW = "33"


class Terminal(Struct, frozen=True):
    """What a stream can show: columns, ANSI colours, more than ASCII. Nobody else asks it."""

    width: int
    color: bool
    unicode: bool

    @classmethod
    def of(cls, stream: IO[str], widest: int) -> Self:
        return cls(
            width=min(shutil.get_terminal_size((100, 24)).columns, widest),
            color=stream.isatty() and "NO_COLOR" not in os.environ,
            unicode=(getattr(stream, "encoding", None) or "").lower().replace("-", "") in ("utf8", "utf16", "utf32"),
        )

    def page(self) -> Page:
        return Page(self.width, color=self.color, unicode=self.unicode)


class Page:
    """Lines of at most `width` columns, with or without colour, in Unicode or in ASCII."""

    def __init__(self, width: int, *, color: bool, unicode: bool) -> None:
        self.width, self.color, self.unicode = max(width, NARROWEST), color, unicode
        self._lines: list[str] = []

    def text(
        self,
        text: str,
        *,
        indent: int = 0,
        first: str = "",
        rest: str | None = None,
        style: Style = Style.PLAIN,
        mark: Style = Style.PLAIN,
        wrap: bool = True,
    ) -> None:
        """Add a paragraph.

        Parameters
        ----------
        text : str
            May come from anywhere: it is escaped here.
        indent : int
            Columns left free.
        first, rest : str
            What stands before the first line, and before the others: spaces if `rest` is None.
        style, mark : Style
            Of the text, and of what stands before it.
        wrap : bool
            False for code, which must be pasted as it is: only a terminal may break it.
        """
        first = self._safe(first)
        rest = " " * columns(first) if rest is None else self._safe(rest)
        room = max(self.width - indent - columns(first), NARROWEST_COLUMN)
        safe = self._safe(text)
        for i, line in enumerate(wrapped(safe, room) if wrap else safe.split("\n")):
            before, line = rest if i else first, inert(line)
            self._lines.append((" " * indent + self._styled(before, mark) + self._styled(line, style)).rstrip())

    def gap(self) -> None:
        """Add an empty line, unless the page is empty or ends with one."""
        if self._lines and self._lines[-1]:
            self._lines.append("")

    def finished(self) -> str:
        return "\n".join(self._lines) + "\n"

    def _safe(self, text: str) -> str:
        text = terminal(text)
        return text if self.unicode else spelled(text)

    def _styled(self, text: str, style: Style) -> str:
        return f"\x1b[{style.value}m{text}\x1b[0m" if self.color and style.value and text.strip() else text
