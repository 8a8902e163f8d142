"""Foreign text is harmless on every surface, and still reads as what it is."""

from __future__ import annotations

import csv
import html as html_library
import io
import json
import re
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from mdl_grade.report.escaping import (
    csv_cell,
    from_csv_cell,
    json_document,
    markdown,
    markdown_block,
    terminal,
    workflow_command,
)
from mdl_grade.report.pages import Pages
from mdl_grade.report.text import printable

EVERYWHERE = settings(derandomize=True, deadline=None, max_examples=400)
PIECES = [
    "@octocat", "@org/team", "#12", "a/b#12", "GH-12", "https://x.org", "www.x.org", "a@x.org", "ftp://x", ":smile:",
    "![x](https://x/y.png)", "[x](javascript:0)", "[x][y]", "<https://x>", "<img src=x onerror=y>", "</details>", "<!--",
    "-->", "&lt;", "&#64;", "|", "\n", "\r\n", "\n\n", "\t", "- ", "+ ", "1. ", "12) ", "# ", "> ", "===", "---", "***", "```", "~~~",
    "    ", "`", "*", "_", "~", "$", "$$", "\\", "\\(", "=", "=cmd|' /C calc'!A0", "+1", "-1", "＝1", "'", '"', ",", ";",
    "::", "::error::", "##[", "##vso[", "##teamcity[", "%0A", "%", "{0.__class__}", "\x1b[2J", "\x1b]0;x\x07", "\x9b", "\u202e", "\u200b",
    "\u2028", "\ud800", "\\x41", "\\u202e", "\\U0001f600", "\\x5c", "\x00", "deadbeefdeadbeef", "1e-07", "W", " ", "x",
]  # fmt: skip
texts = st.text(st.characters(), max_size=20) | st.lists(
    st.sampled_from(PIECES) | st.text(st.characters(), max_size=3), max_size=8
).map("".join)


def visible(text: str, allowed: str = "") -> bool:
    return all(c in allowed or unicodedata.category(c)[0] != "C" for c in text) and not set(text) & set("\u2028\u2029")


# --- terminal -------------------------------------------------------------------------------------------------------
@EVERYWHERE
@given(texts)
def test_a_terminal_and_a_log_show_text_and_obey_nothing(text: str) -> None:
    """No control character, and nothing that a CI service takes for a command."""
    told = terminal(text)
    assert visible(told, "\n\t")
    assert not re.search(r"(?m)^\s*::|##\w*\[", told)


# --- Markdown -------------------------------------------------------------------------------------------------------
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def inlines(source: str) -> list[Token]:
    return [child for token in PARSER.parse(source) for child in token.children or ()]


def read(tokens: list[Token]) -> str:
    """Return what a reader sees of inline tokens, and fail on anything but text and our own spans."""
    told = []
    for token in tokens:
        assert token.type in ("text", "text_special", "html_inline"), token
        if token.type == "html_inline":
            assert token.content in ("<span>", "</span>")
        else:
            told.append(token.content)
    return "".join(told).replace("\u200b", "")


def in_sight(text: str) -> str:
    return " ".join(printable(text).split())


@EVERYWHERE
@given(texts)
def test_markdown_reads_as_the_text_and_holds_nothing_else(text: str) -> None:
    """A parser finds one paragraph of plain text: the one that was given. So in lists, in tables and after words."""
    told = markdown(text)
    assert "\n" not in told
    assert visible(told)
    if told:
        assert [token.type for token in PARSER.parse(told)] == ["paragraph_open", "inline", "paragraph_close"]
    assert read(inlines(told)) == in_sight(text)
    assert read(inlines(f"- {told}")) == in_sight(text)
    assert read(inlines(f"| a |\n|---|\n| x{told} |")[1:]) == "x" + in_sight(text)
    assert read(inlines(f"word {told} word")) == " ".join(f"word {in_sight(text)} word".split(" "))


@EVERYWHERE
@given(texts)
def test_markdown_in_a_summary_reads_as_the_text(text: str) -> None:
    """Within an element, where Markdown is not looked at, it is HTML that reads the same."""
    seen: list[str] = []
    parser = HTMLParser()
    parser.handle_data = seen.append  # type: ignore[method-assign]
    tags: list[str] = []
    parser.handle_starttag = lambda tag, attributes: tags.append(tag)  # type: ignore[method-assign]
    parser.feed(markdown(text))
    parser.close()
    assert "".join(seen).replace("\u200b", "") == in_sight(text)
    assert set(tags) <= {"span"}


@EVERYWHERE
@given(texts)
def test_github_finds_nobody_to_notify_and_nothing_to_link(text: str) -> None:
    """In the rendered text, where GitHub looks for them: no mention, reference, address, commit, emoji, mathematics."""
    nodes = [html_library.unescape(node) for node in re.split(r"</?span>", markdown(text))]
    for node in nodes:
        assert not re.search(r"@\w", node)
        assert not re.search(r"(?i)#\d|\b[a-z]+-\d|\b[0-9a-f]{7,}", node)
        assert not re.search(r"(?i)\w:[^\s\u200b]|www\.|:\w", node)
        assert not re.search(r"\$.*\$", node)


@EVERYWHERE
@given(texts)
def test_a_block_cannot_be_left(text: str) -> None:
    """A parser finds one fence with the text in it, whatever backticks it holds; in a details element too."""
    tokens = PARSER.parse(f"<details>\n\n{markdown_block(text)}\n\n</details>\n")
    assert [token.type for token in tokens] == ["html_block", "fence", "html_block"]
    assert tokens[1].content == printable(text) + "\n"
    assert tokens[1].info == ""


# --- HTML -----------------------------------------------------------------------------------------------------------
TEMPLATE = Pages("mdl_grade.report", style="report.css").environment.from_string('<p title="{{ text }}">{{ text }}</p>')


@EVERYWHERE
@given(texts)
def test_a_page_reads_as_the_text(text: str) -> None:
    """As content and as an attribute: the same letters, and no element, reference or comment of its own."""
    seen: list[str] = []
    attributes: list[str | None] = []
    parser = HTMLParser()
    parser.handle_data = seen.append  # type: ignore[method-assign]
    parser.handle_starttag = lambda tag, pairs: attributes.extend(value for _, value in pairs)  # type: ignore[method-assign]
    source = TEMPLATE.render(text=text)
    parser.feed(source)
    parser.close()
    assert "".join(seen) == printable(text)
    assert attributes == [printable(text)]
    assert visible(source, "\n\t")


# --- CSV ------------------------------------------------------------------------------------------------------------
def written(value: str | float) -> str:
    stream = io.StringIO()
    csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow([csv_cell(value), "next"])
    return stream.getvalue()


@EVERYWHERE
@given(texts)
def test_a_cell_computes_nothing_and_can_be_read_back(text: str) -> None:
    """One line, quoted, not a formula; our reader gets the very text, control characters and all."""
    line = written(text)
    assert line.count("\n") == 1
    assert visible(line, "\n")
    assert line.startswith('"')
    (cell, after), *more = csv.reader(io.StringIO(line))
    assert (after, more) == ("next", [])
    assert not re.match(r"\s*[=+\-@＝＋－＠\t\r]", cell)
    assert from_csv_cell(cell) == text


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("-3", "'-3"),
        ("'=1", "''=1"),
        ("'t Hooft", "'t Hooft"),
        ("O'Neill", "O'Neill"),
        ("a\nb", r"a\x0ab"),
        (r"C:\users", r"C:\x5cusers"),
        (r"C:\temp", r"C:\temp"),
        ("نیلوفر\u200cزاده", r"نیلوفر\u200cزاده"),
    ],
)
def test_cells_stay_as_they_are_where_they_can(text: str, cell: str) -> None:
    """An apostrophe in a name is no escape; only what a spreadsheet would compute, or hide, is changed."""
    assert csv_cell(text) == cell
    assert from_csv_cell(cell) == text


def test_numbers_stay_numbers() -> None:
    """A negative number is not a formula."""
    assert [csv_cell(value) for value in (-3, -0.5, None)] == [-3, -0.5, None]


# --- workflow commands ----------------------------------------------------------------------------------------------
COMMAND = re.compile(r"^::(?P<kind>\w+) ?(?P<properties>[^:]*)::(?P<data>.*)$")


def obeyed(line: str) -> tuple[str, dict[str, str], str]:
    """Read a command as GitHub's runner does."""
    found = COMMAND.match(line)
    assert found is not None
    pairs = [pair.partition("=") for pair in found["properties"].split(",") if pair]
    decode = {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}

    def decoded(text: str) -> str:
        return re.sub("%(0D|0A|3A|2C|25)", lambda code: decode[code[0]], text)

    return found["kind"], {name: decoded(value) for name, _, value in pairs}, decoded(found["data"])


@EVERYWHERE
@given(texts, texts, texts)
def test_one_command_is_one_command(message: str, file: str, title: str) -> None:
    """GitHub reads the message, the file and the title that were given, in one line."""
    line = workflow_command("error", message, file=file, line=3, title=title)
    assert visible(line, "\t")
    kind, properties, data = obeyed(line)
    assert (kind, data) == ("error", printable(message))
    told = {"file": file, "line": "3", "title": title}
    assert properties == {name: shown for name, text in told.items() if (shown := printable(" ".join(text.split())))}


def test_a_command_without_properties() -> None:
    """A bare message is a command too."""
    assert workflow_command("notice", "100 % done") == "::notice::100 %25 done"


# --- JSON -----------------------------------------------------------------------------------------------------------
@EVERYWHERE
@given(
    st.lists(st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(["##[add-mask]x", "####[", "\\##["]))
)
def test_json_keeps_its_value_and_commands_nothing(value: list[str]) -> None:
    """Read back it is the same; shown in a log, no line of it is obeyed."""
    document = json_document(value)
    assert json.loads(document) == value
    assert not re.search(rb"(?m)^\s*::|##\w*\[", document)
