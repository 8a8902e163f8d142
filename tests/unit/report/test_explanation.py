"""The explanation of an exercise as a page of HTML."""

import re
from html.parser import HTMLParser

import pytest

from mdl_grade.course import builtin_course
from mdl_grade.course.solution import Solution
from mdl_grade.report.explanation import render, set_text

COURSE = builtin_course()
VOID = {"meta", "br", "hr"}


class Elements(HTMLParser):
    """The elements of a page; all that are opened must be closed in order."""

    def __init__(self, source):
        super().__init__()
        self.seen, self.attributes, self.open, self.words = set(), set(), [], []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.add(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.mark.parametrize("exercise", COURSE.exercises)
def test_every_explanation_is_a_page_that_keeps_to_itself(exercise):
    """All is closed, nothing loads or leads anywhere, and no mark-up is left to be read as text."""
    page = Elements(render(exercise, Solution.read(COURSE.solution(exercise))))
    assert page.open == []
    assert page.seen.isdisjoint({"script", "img", "link", "iframe", "a"})
    assert page.attributes.isdisjoint({"style", "src", "href", "onload"})
    prose = re.sub(
        r"(?s)<(code|math|style)\b.*?</\1>|<[^>]*>", "", render(exercise, Solution.read(COURSE.solution(exercise)))
    )
    assert not re.search(r"\$\$|```|\*\*\w.*\*\*|^ *(1\.|\*) ", prose, re.MULTILINE)
    assert "&gt;&gt;&gt;" not in prose


def test_formulas_lists_and_sessions_are_set():
    """Displays become MathML, steps a list, examples code that a keyboard can scroll."""
    source = render("chapter10/dense_backward", Solution.read(COURSE.solution("chapter10/dense_backward")))
    assert source.count('<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">') == 3
    assert source.count("<li>") == 3
    assert '<pre tabindex="0"><code>&gt;&gt;&gt; X, W, dY' in source


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "    y = <b>x</b>", "f[k](javascript:x)", ">>> '</code>'", "a \u202e b", "![x](y)"],
)
def test_no_text_of_a_course_becomes_markup(text):
    """Tags are text, brackets and parentheses are no links, and what can't be seen is made visible."""
    page = Elements(set_text(text))
    assert page.seen <= {"p", "div", "math", "mrow", "mi", "mo", "mn", "mtext", "pre", "code"}
    assert "\u202e" not in "".join(page.words)
