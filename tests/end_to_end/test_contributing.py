"""CONTRIBUTING is true: its examples prove themselves, and its commands run."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from mdl_grade.authoring.borrowing import borrow
from mdl_grade.authoring.proof import Extent, prove
from mdl_grade.authoring.template import new_exercise
from mdl_grade.course.course import Course

TEXT = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text("utf-8")
TWICE, COUNTER = re.findall(r"```python\n((?:import|EXERCISE).*?)```", TEXT, re.DOTALL)[:2]

COUNTING = '''"""Count.

References
----------
None.
"""


class Counter:
    """Counts calls.

    Examples
    --------
    >>> Counter(3).hit()
    4
    """

    def __init__(self, start):
        ### BEGIN SOLUTION
        self.count, self.open = start, True
        ### END SOLUTION

    def hit(self):
        ### BEGIN SOLUTION
        if not self.open:
            raise RuntimeError("closed")
        self.count += 1
        return self.count
        ### END SOLUTION

    def close(self):
        ### BEGIN SOLUTION
        self.open = False
        ### END SOLUTION


### BEGIN EXPLANATION
"""
The count must outlive a call: it belongs to the object, not to the class.

>>> one, other = Counter(0), Counter(5)
>>> one.hit(), other.hit()
(1, 6)
"""
### END EXPLANATION
'''
COUNTED = """
BUGS = [
    patch("it counts from 0", {"self.count, self.open = start": "self.count, self.open = 0"}),
    patch("hit returns what was before", {"return self.count": "return self.count - 1"}),
    patch("counters share their count", {
        "self.count, self.open = start, True": "type(self).count, self.open = start, True",
        "self.count += 1": "type(self).count += 1",
    }),
    patch("a closed counter counts on", {'raise RuntimeError("closed")': "pass"}),
    patch("closing raises ValueError", {'RuntimeError("closed")': 'ValueError("closed")'}),
]


@variant
class Other:
    def __init__(self, start):
        self.hits = [start]

    @property
    def count(self):
        return self.hits[-1]

    def hit(self):
        if self.hits[-1] is None:
            raise RuntimeError
        self.hits.append(self.hits[-1] + 1)
        return self.hits[-1]

    def close(self):
        self.hits.append(None)


@variant(of="Counter")
class Slotted:
    __slots__ = ("count", "closed")

    def __init__(self, start):
        self.count, self.closed = start, 0

    def hit(self):
        if self.closed:
            raise RuntimeError("no more")
        self.count = self.count + 1
        return self.count

    def close(self):
        self.closed = 1
"""


@pytest.fixture
def course(tmp_path):
    root = tmp_path / "mine"
    course = Course("mine", root / "solutions", root / "grader" / "suites", root / "exercises")
    new_exercise(course, "chapter10/twice")
    return course


def test_the_first_example_proves_itself(course):
    """As it is printed, for the solution of the template."""
    course.suite("chapter10/twice").write_text(TWICE)
    assert prove(course, "chapter10/twice", Extent((0, 5))).broken == ()


def test_the_second_example_proves_itself(course):
    """With bugs and variants, which the page leaves out."""
    course.solution("chapter10/counter").write_text(COUNTING)
    course.suite("chapter10/counter").write_text(f"from mdl_grade.suite import *\n\n{COUNTER}{COUNTED}")
    assert prove(course, "chapter10/counter", Extent((0, 5), mutants=False)).broken == ()


@pytest.fixture
def assembly(course):
    """Both files as they are printed, with the exercise of the template and a borrowed one for parts."""
    solution, suite = re.findall(r"```python\n((?:\"\"\"The positive|from mdl_grade).*?)```", TEXT, re.DOTALL)
    borrow(course, ["chapter09/relu"])
    course.solution("chapter10/twice_positive").write_text(solution)
    course.suite("chapter10/twice_positive").write_text(suite)
    return course


def test_the_assembly_proves_itself(assembly):
    """It passes with right parts, and names the wrong ones."""
    assert prove(assembly, "chapter10/twice_positive", Extent((0, 5))).broken == ()


def test_a_mistake_in_a_part_is_told_with_the_part(assembly):
    """What can't be made of a part's reference stands in the part's suite, not in the assembly's."""
    suite = assembly.suite("chapter10/twice")
    suite.write_text(suite.read_text().replace('{"2.0 * X": "X"}', '{"5.0 * X": "X"}'))
    (told,) = prove(assembly, "chapter10/twice_positive", Extent((0,), mutants=False)).broken
    assert "The suite of its part chapter10/twice: 'Y is X itself': the solution has no '5.0 * X'" in told


def test_its_first_commands_run(course):
    """One after the other, on a course of one's own."""
    block = re.search(r"```sh\n(mdl-grade dev new.*?)```", TEXT, re.DOTALL)[1]
    root = course.solutions.parent
    for line in block.splitlines():
        words = shlex.split(line, comments=True)
        if words[0] == "pytest":
            command = [
                sys.executable,
                "-m",
                "pytest",
                "-p",
                "mdl_grade.authoring.plugin",
                "-p",
                "no:cacheprovider",
                "-q",
            ]
            done = subprocess.run([*command, *words[1:]], cwd=root, capture_output=True, text=True, check=False)
        else:
            more = ["--course", str(root), *(["--seeds", "1"] if "--matrix" in words else [])]
            command = [sys.executable, "-I", "-m", "mdl_grade"]
            done = subprocess.run([*command, *words[1:], *more], capture_output=True, text=True, check=False)
        assert done.returncode == 0, (line, done.stdout, done.stderr)
