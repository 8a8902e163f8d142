"""The report as a page of HTML."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mdl_grade
from mdl_grade.records.evidence import Raised
from mdl_grade.records.model import CheckResult, Confidence, Diagnosis, Output, Report, Submission
from mdl_grade.report.html import code_spans, render
from mdl_grade.report.text import printable
from mdl_grade.report.views import for_learner

VOID = {"meta", "br", "hr", "link", "img", "input"}
SVG = {"svg", "title", "desc", "path", "line", "circle", "rect", "text"}
KNOWN = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "h1", "h2", "p", "progress", "nav", "ul", "li", "a", "span",
    "section", "details", "summary", "pre", "code", "footer",
    "div", "table", "caption", "tbody", "tr", "td",
} | SVG  # fmt: skip


class Page(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.unclosed: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.unclosed.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.unclosed.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.words)


def test_the_page_looks_as_reviewed(
    sample: Report, golden: Callable[[str, str], None], request: pytest.FixtureRequest
) -> None:
    """Pages are those of the golden files, apart from the style sheet."""
    source = re.sub(r"(?s)<style>.*?</style>|sha256-[^&]*", "", render(for_learner(sample)))
    golden(f"html/{request.node.callspec.id}.html", source)


def test_the_page_is_whole_and_keeps_to_itself(sample: Report) -> None:
    """Every element is closed; none loads, runs, sends or leads anywhere, but to a place on the page that exists."""
    page = Page(render(sample))
    assert page.unclosed == []
    assert {tag for tag, _ in page.tags} <= KNOWN
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in page.tags:
        assert not {
            name for name in attributes if name.startswith("on") or name in ("src", "style", "srcset", "action")
        }
        assert attributes.get("href", "#e0") in [f"#{place}" for place in ids] + ["#e0"]
        assert set((attributes.get("aria-labelledby") or "").split()) <= set(ids)


def test_the_policy_allows_the_style_sheet_and_nothing_else(sample: Report) -> None:
    """The policy of the page vouches for the style sheet by its digest, and stands before it."""
    source = render(sample)
    (style,) = re.findall(r"(?s)<style>(.*?)</style>", source)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    (policy,) = (a["content"] for _, a in Page(source).tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert source.index("Content-Security-Policy") < source.index("<style>")
    assert "url(" not in style
    assert "@import" not in style


def test_what_is_wrong_is_unfolded(samples: dict[str, Report]) -> None:
    """Messages of failing checks are seen at once; what passed is one line, what was printed is folded away."""
    page = Page(render(samples["mixed"]))
    folds = [attributes for tag, attributes in page.tags if tag == "details"]
    wrong = sum(
        check.status in ("failed", "error", "timeout") for e in samples["mixed"].exercises for check in e.checks
    )
    assert sum("open" in attributes for attributes in folds) == wrong
    assert "should be 0.875" in page.text
    assert "db is averaged over the batch: 3 checks, 5 points." in page.text


def test_statuses_are_told_in_words(samples: dict[str, Report]) -> None:
    """Neither colour nor shape is needed."""
    text = Page(render(samples["mixed"])).text + Page(render(samples["grader_error"])).text
    for words in (
        "passed",
        "failed",
        "ended in an error",
        "took too long",
        "waits for another",
        "not started",
        "a fault of the grader",
    ):
        assert words in text


texts = st.text(st.characters(), max_size=20) | st.sampled_from(
    ["</p><script>alert(1)</script>", '" onload="x', "<!--", "]]>", "</pre></style>", "&lt;", "\n\nx", "\x1b[2J\u202e\ud800"]
)  # fmt: skip


@settings(derandomize=True, deadline=None)
@given(text=texts)
def test_no_text_becomes_markup(text: str, samples: dict[str, Report]) -> None:
    """Wherever foreign text stands, the page has the same elements, and shows the text as it is."""
    plain, hostile = (Page(render(filled(samples["hostile"], words))) for words in ("words", text))
    if text.strip():
        assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in plain.tags]
        assert printable(text).rstrip("\n") in hostile.text
    assert hostile.unclosed == []


def filled(report: Report, text: str) -> Report:
    """Put a text wherever a report has one that is not ours."""
    raised = Raised(exception=text, text=text, line=1, source=text, case=text, call="call")
    check = CheckResult(
        id="c", title=text, kind="value", status=report.exercises[0].checks[0].status, points=0, max_points=1,
        message=f"x {text}", evidence=raised, diagnosis=Diagnosis(labels=(f"l{text}",), confidence=Confidence.CERTAIN, source="cause"),
    )  # fmt: skip
    only = msgspec.structs.replace(
        report.exercises[0],
        title=text,
        checks=(check,),
        output=Output(stdout=f"o{text}", stderr=f"e{text}"),
        warnings=(f"w{text}",),
    )
    return msgspec.structs.replace(report, exercises=(only,), submission=Submission(label=text, files=1))


def test_nothing_reaches_a_page_as_markup_but_from_a_template(tmp_path: Path) -> None:
    """Text and attributes can't be forgotten: no template marks anything as safe, and no code makes HTML, but for what
    two libraries make of a course's own text.
    """
    package = Path(mdl_grade.__file__).parent
    for template in package.rglob("*.jinja"):
        source = template.read_text("utf-8")
        assert not re.search(r"\|\s*safe|autoescape|style=|\son\w+=", source), template
        assert not re.search(r"=\{\{", source), f"{template}: an attribute without quotes"
    makers = [path for path in package.rglob("*.py") if re.search(r"</\w+>|Markup\(\w", path.read_text("utf-8"))]
    assert {path.relative_to(package).as_posix() for path in makers} == {
        "report/escaping.py",
        "report/explanation.py",
        "report/formulas.py",
        "report/markdown.py",
        "report/pages.py",
    }


def test_what_stands_between_backticks_is_set_as_code():
    """Nobody reads a backtick on a page; one alone stays what it is."""
    assert code_spans("`a<b` is missing in `Y`") == ["", "a<b", " is missing in ", "Y", ""]
    assert code_spans("one ` alone") == ["one ` alone"]
