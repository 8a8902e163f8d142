"""Assemblies: what a program imports of other exercises, and of the reference network."""

import pytest

from mdl_grade.course.assembly import importing_alone, names_asked, network_of, parts_of
from mdl_grade.errors import CourseError

PROGRAM = '''"""A program.

from chapter01.shown import nothing
"""

import math

from chapter01.double import double, thrice
from chapter01.root import root
from mdl_grade.network.layers import relu


def both(x):
    return root(double(x)) + thrice(0) + math.floor(relu(-1.0))
'''
PARTS = {"chapter01/double": "", "chapter01/root": ""}


def test_only_exercises_are_parts(tmp_path):
    """The standard library and the reference network are imported, and are nobody's answers; a docstring is no code."""
    (tmp_path / "chapter01").mkdir()
    for part in (*PARTS, "chapter01/shown"):
        (tmp_path / f"{part}.py").touch()
    assert parts_of(PROGRAM, tmp_path) == tuple(PARTS)
    assert parts_of("from os.path import join\nimport numpy as np\n", tmp_path) == ()


def test_what_is_asked_of_parts():
    """The names that the program imports, by module."""
    assert names_asked(PROGRAM, PARTS) == {"chapter01.double": ["double", "thrice"], "chapter01.root": ["root"]}


def test_lines_keep_their_numbers():
    """Alone, the imports of parts stand where they stand in the program that a person has open."""
    alone = importing_alone(PROGRAM, PARTS).splitlines()
    program = PROGRAM.splitlines()
    assert [line for line in alone if line] == [program[7], program[8]]
    assert alone[7] == program[7]
    assert alone[8] == program[8]


def test_modules_of_the_network_bring_what_they_import():
    """And nothing else of the grader."""
    assert list(network_of(PROGRAM)) == ["mdl_grade.network.layers"]
    training = network_of("from mdl_grade.network.training import initial\n")
    assert {"mdl_grade.network.training", "mdl_grade.network.layers"} <= set(training)
    assert network_of("from mdl_grade.suite.suite import Suite\n") == {}
    with pytest.raises(CourseError, match="no module of the reference network"):
        network_of("from mdl_grade.network.secrets import x\n")
