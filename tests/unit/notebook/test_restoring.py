"""Submitted notebooks, restored from the gradebook's record; nothing of a learner's runs in a browser."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mdl_grade.course import builtin_course
from mdl_grade.intake import NotebookCell, Problem
from mdl_grade.notebook.inert import inert, pictures, quoted
from mdl_grade.notebook.pages import source_page
from mdl_grade.notebook.record import CellRecord, NotebookRecord
from mdl_grade.notebook.restoring import restored

DENSE = "chapter10-dense_backward"
OURS = settings(derandomize=True, deadline=None, max_examples=300)


def record():
    page = source_page(builtin_course(), "chapter10", ["chapter10/dense_backward"], each="exercise")
    cells = {}
    for cell in page.content["cells"]:
        about = cell["metadata"]["nbgrader"]
        cells[about["grade_id"]] = CellRecord(
            about["grade_id"], cell["cell_type"], cell["source"], "sum", about["locked"], about["grade"],
            about["solution"], False, about.get("points", 0.0),
        )  # fmt: skip
    return NotebookRecord("maths", "chapter10", "chapter10", {}, cells)


def sources(cells):
    return [
        (c["cell_type"], c["metadata"].get("nbgrader", {}).get("grade_id", ""), c["source"]) for c in cells["cells"]
    ]


def test_what_is_locked_comes_from_the_record_and_answers_from_the_learner():
    """Whatever kind, text or place a cell claims; outputs are gone; what was deleted is put back."""
    stored = record()
    submitted = (
        NotebookCell("code", "8.0", f"{DENSE}-grade"),
        NotebookCell("markdown", "x = <1>", DENSE),
        NotebookCell("code", "mine = 1", "unknown-name"),
    )
    made = restored(submitted, stored)
    graded = stored.cells[f"{DENSE}-grade"]
    assert sources(made) == [("code", graded.name, graded.source), ("code", DENSE, "x = <1>"), ("code", "", "mine = 1")]
    assert made["cells"][0]["metadata"]["nbgrader"]["points"] == 8
    assert all(not cell["outputs"] for cell in made["cells"])
    back = restored((NotebookCell("code", "x = 1", DENSE), NotebookCell("code", "y")), stored)
    assert [name for _, name, _ in sources(back)] == [DENSE, graded.name, ""]


def test_of_copies_the_last_bears_the_name():
    """As in nbgrader, and there is one graded cell."""
    submitted = [NotebookCell("code", text, name) for text in "ab" for name in (DENSE, f"{DENSE}-grade")]
    made = sources(restored(submitted, record()))
    assert [(name, text) for _, name, text in made if name == DENSE] == [(DENSE, "b")]
    assert [name for _, name, _ in made].count(f"{DENSE}-grade") == 1


def test_what_can_not_be_read_says_why():
    """And has its graded cells, so that it can be given a mark."""
    made = sources(restored(Problem("chapter10.ipynb is a <b>web page</b>."), record()))
    assert made[0] == ("markdown", "", "    chapter10.ipynb is a < b>web page< /b>.")
    assert made[1][1] == f"{DENSE}-grade"


SCRIPTS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&colon;alert(1))", "[x](&#106;avascript:alert(1))", "[x]: javascript:alert(1)\n\n[x]",
    "[x](javascript\\:alert(1))", "<javascript:alert(1)>", "![x](data:text/html;base64,PHNjcmlwdD4=)", "[x](vbscript:x)",
    "<a href='java\tscript:alert(1)'>", "<!--x--><svg/onload=alert(1)>", "`<script>`", "```mermaid\nclick\n```",
    "$\\href{javascript:alert(1)}{x}$", "$$\\require{html}\\style{x}{y}$$", "<\nscript>", "&lt;script&gt;",
]  # fmt: skip


def holds_script(markdown):
    html = MarkdownIt("commonmark", {"html": True}).render(markdown).casefold()
    addresses = html.replace("&amp;", "&").split('href="')[1:] + html.split('src="')[1:]
    live = [
        one
        for one in addresses
        if one.split('"')[0].replace("%5c", "").startswith(("javascript:", "vbscript:", "data:"))
    ]
    return "<script" in html or "<img src=x" in html or "<svg" in html or "<a href='" in html or live


@pytest.mark.parametrize("text", SCRIPTS)
def test_no_markup_of_a_browsers_is_left(text):
    """Tags, entities, addresses of scripts, macros that link, programs that draw."""
    made = inert(text)
    assert not holds_script(made), made
    for word in ("\\href", "\\require", "\\style", "```mermaid"):
        assert word not in made


@OURS
@given(
    st.lists(
        st.sampled_from([*"<>&;:\\[]()`~ \n\tajsx\"'#", "script", "javascript", "data", "&#x3c;", "<a ", "http"])
    ).map("".join)
)
def test_whatever_is_written(text):
    """No tag and no script, however it is put together."""
    for made in (inert(text), quoted(text)):
        html = MarkdownIt("commonmark", {"html": True}).render(made)
        assert "<script" not in html.casefold()
        assert not holds_script(made)


def test_what_is_harmless_reads_as_it_did():
    """Formulas, code, links and pictures of a learner's are still there."""
    text = "# My answer\n\n$a < b$, see [this](https://example.org/) and ![plot](attachment:plot.png), `x = 1`"
    assert inert(text) == text
    kept = pictures(
        {
            "plot.png": {"image/png": "aGk=", "text/html": "aGk="},
            "a'b.png": {"image/png": "aGk="},
            "x.svg": {"image/svg+xml": "aGk="},
        }
    )
    assert kept == {"plot.png": {"image/png": "aGk="}}
