"""Foreign text on every surface that it may reach but HTML: one function for each, and nothing else that escapes.

=====================  ======================  =====================================================================
surface                function                what does not survive
=====================  ======================  =====================================================================
terminal, logs         `terminal`              control and bidirectional characters, commands to CI services
Markdown, in a line    `markdown`              markup, HTML, links, images, mentions, references, mathematics, breaks
Markdown, a block      `markdown_block`        the same: a fence that the text can't close
CSV                    `csv_cell`              formulas, line breaks, control characters; `from_csv_cell` gives it back
GitHub's commands      `workflow_command`      ends of lines and of properties: one command, the one that was meant
JSON for a service     `json_document`         commands to CI services, should it be shown in a log: the value stays
=====================  ======================  =====================================================================

Names of files and of learners are foreign text, as much as what a learner's code prints or raises. All functions but
`terminal` and `markdown_block` put everything on one line. What has no visible form is shown by its number, as
``\\u202e``. HTML is written by templates alone: see `pages`.
"""

from __future__ import annotations

import re
from typing import Any, Literal

import msgspec

from mdl_grade.report.text import inert, printable

GAP = "&#8203;"
"""A space of no width, between characters that GitHub would make a link of together."""


def terminal(text: str) -> str:
    """Return text that can neither move a cursor nor speak to a CI service. Newlines and tabs stay."""
    return inert(printable(text))


# --- Markdown -------------------------------------------------------------------------------------------------------
_MARKUP = str.maketrans({character: f"&#{ord(character)};" for character in "\\`*_[]<>&|~"} | {"$": "<span>$</span>"})
_OPENS = re.compile(r"^([-+=#:]|\d+[.)])")
_JOINS = re.compile(
    r"""(?ix)
      @ (?=\S)                      # @name, name@example.org
    | : (?=\S)                      # https://…, mailto:…, :smile:
    | \# (?=\d)                     # #12, owner/repository#12
    | \b [a-z][a-z0-9]* - (?=\d)    # GH-12
    | www (?=\.)
    | [0-9a-f]{6} (?=[0-9a-f])      # a commit
    """
)


def markdown(text: str) -> str:
    """Return Markdown for GitHub that reads as `text`, in one line: in a paragraph, a list, a table, a summary.

    Markup becomes character references, which stand for letters alone, in Markdown as in HTML. GitHub looks for
    mentions, references and addresses in what is left, so these are broken by a space of no width; two dollars would
    enclose mathematics, but for the element around each.
    """
    line = " ".join(printable(text).split())
    pieces = [piece.translate(_MARKUP) for piece in _JOINS.sub(lambda found: f"{found[0]}\x00", line).split("\x00")]
    return _OPENS.sub(lambda found: f"{found[0][:-1]}&#{ord(found[0][-1])};", GAP.join(pieces))


def markdown_block(text: str) -> str:
    """Return a fenced block of `text`. It has to begin a line of its own."""
    lines = printable(text).split("\n")
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join((fence, *lines, fence))


# --- CSV ------------------------------------------------------------------------------------------------------------
_NUMBERED = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")
_FORMULA = re.compile(r"'*\s*[=+\-@＝＋－＠﹢﹣﹦﹫−]")


def csv_cell(value: str | float | None) -> str | float | None:
    """Return a cell for `csv.writer(…, quoting=csv.QUOTE_ALL)` that no spreadsheet takes for a formula.

    Numbers stay numbers. A text that a spreadsheet would compute gets an apostrophe in front; line breaks and what
    can't be seen are shown by their numbers. `from_csv_cell` gives the text back.
    """
    if not isinstance(value, str):
        return value
    unambiguous = re.sub(r"\\(?=[xuU])", r"\\x5c", value)
    line = printable(unambiguous).replace("\n", r"\x0a").replace("\t", r"\x09")
    return f"'{line}" if _FORMULA.match(line) else line


def from_csv_cell(cell: str) -> str:
    """Return the text that `csv_cell` was given."""
    line = cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
    return _NUMBERED.sub(lambda found: chr(int(found[1] or found[2] or found[3], 16)), line)


# --- GitHub's workflow commands -------------------------------------------------------------------------------------
def workflow_command(
    kind: Literal["error", "warning", "notice"],
    message: str,
    *,
    file: str = "",
    line: int | None = None,
    title: str = "",
) -> str:
    """Return one line that makes GitHub annotate a run, and does nothing else, whatever the texts.

    Parameters
    ----------
    kind : str
        How loud.
    message, title : str
        What is said.
    file : str
        Path in the repository.
    line : int, optional
        Of the file.
    """
    properties = {"file": file, "line": "" if line is None else str(line), "title": title}
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value.strip())
    return f"::{kind} {told}::{_data(message)}" if told else f"::{kind}::{_data(message)}"


def _data(text: str) -> str:
    return printable(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(" ".join(text.split())).replace(":", "%3A").replace(",", "%2C")


# --- JSON -----------------------------------------------------------------------------------------------------------
def json_document(value: Any) -> bytes:
    """Return JSON, indented, with a newline at its end."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).replace(b"##", rb"#\u0023") + b"\n"
