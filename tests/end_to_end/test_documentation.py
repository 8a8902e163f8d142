"""The site is true: its examples are run, and so is every piece of Python that README and CONTRIBUTING show."""

import ast
import doctest
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from mdl_grade.course.course import builtin_course
from mdl_grade.course.solution import Solution

ROOT = Path(__file__).parents[2]
PAGES = sorted(path for path in (ROOT / "docs").rglob("*.md") if "exercises" not in path.parts)
SHOWN = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *PAGES]
BLOCK = re.compile(r"^ *```python\n(.*?)^ *```", re.MULTILINE | re.DOTALL)

ELSEWHERE = {
    '"""The positive part of a batch, doubled.': "tests/end_to_end/test_contributing.py",
    "from mdl_grade.suite import *\n\nEXERCISE": "tests/end_to_end/test_contributing.py",
    "import json, subprocess": "tests/end_to_end/test_serve.py",
    "import importlib.util": "tests/notebooks/test_readme.py",
    "import numpy as np\n\nfrom mdl_grade.suite": "tests/end_to_end/test_contributing.py",
    "EXERCISE =": "tests/end_to_end/test_contributing.py",
}
"""How blocks begin that another test runs, and which."""
PIECES = ("def momentum(", "def shapes(", "@floor(")
"""How blocks begin that are pieces of a suite: what they are about is proved with suites, and here they are Python."""


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_its_examples_are_run(page):
    """Every session of Python on a page gives what stands below it, one after the other."""
    text = page.read_text("utf-8").replace("\n```", "\n\n")
    told = []
    runner = doctest.DocTestRunner()
    runner.run(doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0), out=told.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(told)
    assert text.count("\n>>> ") == runner.tries


def blocks():
    for path in SHOWN:
        for code in BLOCK.findall(path.read_text("utf-8")):
            code = textwrap.dedent(code)
            yield pytest.param(code, id=f"{path.stem}: {code.splitlines()[0]}")


def test_the_readme_names_every_program_and_chapter():
    """Programs out of a learner's answers are those of the course, and so are the last chapter and the appendices."""
    text, course = (ROOT / "README.md").read_text("utf-8"), builtin_course()
    programs = {each for each in course.exercises if Solution.read(course.solution(each)).parts}
    listed = re.findall(r"^\| \[`(\w+)`\]\(solutions/(\w+/\w+)\.py\) \|", text, re.MULTILINE)
    assert [name for name, _ in listed] == [each.partition("/")[2] for _, each in listed]
    assert [each for _, each in listed] == sorted(programs)
    *_, last = (chapter.removeprefix("chapter") for chapter in course.chapters if chapter.startswith("chapter"))
    letters = [chapter.removeprefix("appendix") for chapter in course.chapters if chapter.startswith("appendix")]
    assert f"chapters 1 to {int(last)} and appendices {' and '.join(letters)}:" in text


@pytest.mark.parametrize("code", [*blocks()])
def test_a_block_of_python_is_run(code):
    """Here, from the root of a clone, or by another test."""
    if place := next((place for words, place in ELSEWHERE.items() if code.startswith(words)), ""):
        assert (ROOT / place).is_file()
    elif code.startswith(PIECES):
        ast.parse(code)
    else:
        done = subprocess.run([sys.executable, "-P", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout
