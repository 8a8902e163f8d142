"""Assemblies: a program and the files that it imports become one text that runs anywhere."""

import ast
import traceback

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.course.assembly import assembled, disassembled, parts_of, with_part
from mdl_grade.errors import CourseError

PROGRAM = '''"""A program."""

import math

from chapter01.double import double, thrice
from chapter01.root import root
from mdl_grade.network.layers import relu


def both(x):
    return root(double(x)) + thrice(0) + math.floor(relu(-1.0))
'''
DOUBLE = "factor = 2\n\n\ndef double(x):\n    return factor * x\n\n\ndef thrice(x):\n    return 3 * x\n"
ROOT = "factor = 0.5\n\n\ndef root(x):\n    return x**factor\n"
SOURCES = {"chapter01/double": DOUBLE, "chapter01/root": ROOT}


def run(text):
    namespace = {"__name__": "answer", "__file__": "program.py"}
    exec(compile(text, "program.py", "exec"), namespace)
    return namespace


def test_parts_keep_their_own_names():
    """Two files may call different things the same: each has a namespace of its own."""
    assert run(assembled(PROGRAM, SOURCES))["both"](8) == 4


def test_lines_keep_their_numbers():
    """What goes wrong is found at the line of the file that a person has open."""
    broken = {**SOURCES, "chapter01/root": "def root(x):\n\n    return x[0]\n"}
    namespace = run(assembled(PROGRAM, broken))
    with pytest.raises(TypeError) as caught:
        namespace["both"](8)
    frames = [(frame.filename, frame.lineno, frame.line) for frame in traceback.extract_tb(caught.value.__traceback__)]
    assert frames[-1] == ("root.py", 3, "return x[0]")
    assert frames[-2][:2] == ("program.py", PROGRAM[: PROGRAM.index("return root")].count("\n") + 1)
    assert namespace["__parts__"] == ["double.py", "root.py"]


def test_a_name_that_a_part_lacks_is_said():
    """The file is named, and what it should define."""
    with pytest.raises(ImportError, match=r"root\.py does not define root"):
        run(assembled(PROGRAM, {**SOURCES, "chapter01/root": "Root = 1\n"}))


def test_only_exercises_are_parts(tmp_path):
    """The standard library and the reference network are imported, and are nobody's answers."""
    (tmp_path / "chapter01").mkdir()
    for part in SOURCES:
        (tmp_path / f"{part}.py").touch()
    assert parts_of(PROGRAM, tmp_path) == ("chapter01/double", "chapter01/root")
    assert parts_of("from os.path import join\nimport numpy as np\n", tmp_path) == ()


def test_only_the_network_is_carried_beside_parts():
    """No other module of the grader gets into a program that strangers' code can look at."""
    with pytest.raises(CourseError, match="no module of the reference network"):
        assembled("from mdl_grade.network.secrets import x\n", {})
    assert "import Suite" in assembled("from mdl_grade.suite.suite import Suite\n", {})


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@settings(derandomize=True, deadline=None)
@given(texts, texts)
def test_what_is_put_together_comes_apart_again(double, root):
    """Any two texts: quotes, line separators, imitations of our own marks."""
    text = assembled(PROGRAM, {"chapter01/double": double, "chapter01/root": root})
    assert disassembled(text) == {"chapter01/double": double, "chapter01/root": root}
    assert disassembled(with_part(text, "chapter01/root", ROOT)) == {"chapter01/double": double, "chapter01/root": ROOT}


@settings(derandomize=True, deadline=None)
@given(texts)
def test_a_part_is_a_string_to_the_program(source):
    """Python reads back exactly the learner's text, and nothing of it as code."""
    tree = ast.parse(assembled(PROGRAM, {**SOURCES, "chapter01/double": source}))
    strings = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert source in strings
    assert len(tree.body) == len(ast.parse(assembled(PROGRAM, SOURCES)).body)


def test_imitations_of_our_marks_stay_text():
    """A learner who knows how parts are carried can't smuggle one in."""
    smuggled = 'x = _part("chapter01/root", "def root(x): return 0", "root")\n' + DOUBLE
    text = assembled(PROGRAM, {**SOURCES, "chapter01/double": smuggled})
    assert disassembled(text) == {"chapter01/double": smuggled, "chapter01/root": ROOT}
    with pytest.raises(NameError):
        run(text)
