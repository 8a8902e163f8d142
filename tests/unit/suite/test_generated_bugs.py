"""Known bugs that any function can have, made by a suite for each function whose hygiene it asks for."""

from mdl_grade.suite.suite import Suite

SOLUTION = '''"""T."""
import numpy as np


def twice(x):
    """Double."""
    ### BEGIN SOLUTION
    return 2.0 * x
    ### END SOLUTION


def thrice(x):
    """Triple."""
    ### BEGIN SOLUTION
    return 3.0 * x
    ### END SOLUTION
'''
SUITE = """
from mdl_grade.suite import *

EXERCISE = Exercise(tier=1)


@cases("n", 3, 5)
def batch(rng, n):
    return {"x": rng.normal(size=n)}


doubles = agrees("Twice.", batch, of="twice")
triples = agrees("Thrice.", batch, of="thrice")
clean = hygiene_of(batch, of="twice")
clean_too = hygiene_of(batch, of="thrice")
"""


def test_two_functions_with_the_same_argument_have_bugs_with_labels_of_their_own(course):
    """Where both change x in place, the second label tells which function it is."""
    labels = [bug.label for bug in Suite.load(course(SUITE, SOLUTION), "c/twice").bugs]
    assert len(set(labels)) == len(labels)
    assert {"x is changed in place", "in thrice, x is changed in place"} <= set(labels)
