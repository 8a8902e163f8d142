"""Checks of chapter08/newton_solver, which is put together from a learner's answers."""

from itertools import pairwise

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    hints=(
        "There is nothing to write here: get full marks for each of the exercises that it is made of, one by one.",
        "What the report names as wrong is an exercise: grade that one by itself, and it says more.",
    ),
    seconds=5.0,
)


def two_species(rng):
    """Two species that live on each other; the root has both of them alive."""
    u, v, b, d, e = rng.uniform([1.5, 1.5, 1.0, 0.5, 1.5], [2.5, 2.5, 2.0, 1.0, 2.5])
    a, c = b * v, e * v - d * u
    return lambda x: np.array([a * x[0] - b * x[0] * x[1], c * x[1] + d * x[0] * x[1] - e * x[1] ** 2]), [u, v]


def crossing(rng):
    """A circle and a hyperbola."""
    u, v = rng.uniform([2.5, 0.6], [3.5, 1.2])
    return lambda x: np.array([x[0] ** 2 + x[1] ** 2 - u * u - v * v, x[0] * x[1] - u * v]), [u, v]


def three_laws(rng):
    """Of three unknowns: their sum, their product, and how one grows with another."""
    u, v, w = rng.uniform([0.8, 1.8, 2.8], [1.2, 2.2, 3.2])
    total, product, third = u + v + w, u * v * w, u * u + w
    return lambda x: np.array([x.sum() - total, x.prod() - product, x[0] ** 2 + x[2] - third]), [u, v, w]


PROBLEMS = {f.__name__: f for f in (two_species, crossing, three_laws)}


@cases("problem", *PROBLEMS, exact=True, hidden="root")
def problems(rng, problem):
    F, root = PROBLEMS[problem](rng)
    root = np.array(root)
    return {
        "F": F,
        "x0": root + rng.choice((-1, 1), size=len(root)) * rng.uniform(0.05, 0.15, size=len(root)),
        "root": root,
    }


def solved(m, case):
    root, history = m.find_root(case.F, case.x0)
    return {"root": root, "history": history, "sensitivity": m.sensitivity(case.F, root)}


@check(points=2)
def ends(student, problems):
    """It ends at the root: of two species, of a circle and a hyperbola, of three equations."""
    for case, found in student.each(solved, problems):
        assert_close(found["root"], case.root, names=("the root",), rtol=1e-8, where=case)


@check(points=1, kind="convergence")
def quick(student, problems):
    """Close to the root, errors are squared in each step: the order of convergence is two."""
    for case, found in student.each(solved, problems):
        errors = [np.abs(x - case.root).max() for x in found["history"]]
        if len(errors) < 3:
            fail("the way to the root has fewer than two steps.", case)
        if any(after > 10 * before**2 + 1e-7 * before + 1e-13 for before, after in pairwise(errors)):
            fail("errors are not squared in each step.", case)


@check(points=1, kind="property")
def moves(student, problems):
    """If an equation changes a little, the root moves as the inverse of the Jacobian says."""
    for case, found in student.each(solved, problems):
        F, root, h, n = case.F, case.root, 1e-5, len(case.root)
        J = np.stack([(F(root + h * e) - F(root - h * e)) / (2 * h) for e in np.eye(n)], axis=1)
        what = "the sensitivity"
        assert_law("S J = I", found["sensitivity"] @ J, np.eye(n), rtol=1e-6, what=what, where=case)


sure = agrees(
    "How far the start is from the root is told, about.",
    problems,
    of=lambda m, case: m.how_sure(case.F, case.x0),
    rtol=1e-6,
)
