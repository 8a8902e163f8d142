"""`import mdl_grade` is what programs use: little, typed, and light until it is called."""

import doctest
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import mdl_grade
from mdl_grade.course import builtin_course
from mdl_grade.errors import UsageError

SOLUTIONS = builtin_course().solutions


def test_it_offers_little():
    """And every name of it is there."""
    assert mdl_grade.__all__ == ["Course", "Report", "__version__", "grade"]
    assert all(getattr(mdl_grade, name) for name in mdl_grade.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = mdl_grade.Nothing


def test_a_right_answer_is_graded():
    """By target and path, as on the command line."""
    report = mdl_grade.grade(SOLUTIONS, "chapter10/dense_backward", seed=3)
    assert isinstance(report, mdl_grade.Report)
    assert report.score.points == report.score.max_points > 0
    assert report.seed.value == 3


def test_its_example_holds(monkeypatch):
    """The doctest of the module, run beside the solutions."""
    monkeypatch.chdir(SOLUTIONS.parent)
    examples = doctest.DocTestFinder().find(mdl_grade, "mdl_grade")[0]
    for example in examples.examples:
        example.options.clear()
    results = doctest.DocTestRunner().run(examples)
    assert (results.failed, results.attempted) == (0, 3)


def test_what_can_not_be_graded_is_told(tmp_path):
    """In the sentences of the command."""
    with pytest.raises(UsageError, match="chapter99"):
        mdl_grade.grade(tmp_path, "chapter99")


def test_the_version_is_typed_once():
    """The package's metadata are made from the module."""
    assert version("mdl-grade") == mdl_grade.__version__
    text = (Path(mdl_grade.__file__).parents[2] / "pyproject.toml").read_text()
    assert mdl_grade.__version__ not in text.partition("dependencies")[0]


def test_importing_it_loads_nothing():
    """Nothing but itself: no NumPy, no msgspec, none of its own rooms."""
    code = "import sys; before = set(sys.modules); import mdl_grade; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-Ic", code], capture_output=True, text=True, check=True)
    assert {n for n in done.stdout.split() if n.partition(".")[0] not in sys.stdlib_module_names} == {"mdl_grade"}


def test_the_wall_is_up_before_numpy_is():
    """Its first process loads NumPy while this one does, and does not wait until this one has."""
    code = "import sys; import mdl_grade.sandbox.wall; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-Ic", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_right_answer_does_not_wait_for_diagnosis():
    """What names bugs is loaded when there is one."""
    code = (
        "import sys, mdl_grade; from mdl_grade.course import builtin_course as course\n"
        "mdl_grade.grade(course().solutions, 'chapter09/relu')\n"
        "print(*(name for name in sys.modules if name.startswith('mdl_grade.diagnosis')))"
    )
    done = subprocess.run([sys.executable, "-Ic", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
