"""chapter08/newton_solver against SciPy, on the book's two species and beside them."""

import numpy as np
from scipy import optimize

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

PROGRAM = Suite.load(builtin_course(), "chapter08/newton_solver").namespace


def test_scipy_agrees() -> None:
    """Where it ends, and how the root moves if equations are changed a little."""
    species, start = PROGRAM["species"], np.array([3.5, 3.0])
    root, _ = PROGRAM["find_root"](species, start)
    np.testing.assert_allclose(root, optimize.root(species, start, tol=1e-13).x, rtol=1e-9)
    S, size = PROGRAM["sensitivity"](species, root), 1e-5
    for i, e in enumerate(size * np.eye(2)):
        moved = optimize.root(lambda x, e=e: species(x) - e, root, tol=1e-13).x
        np.testing.assert_allclose((moved - root) / size, S[:, i], atol=1e-4)


def test_the_distance_is_told() -> None:
    """Close to the root, to a few percent."""
    x = np.array([2.001, 1.998])
    np.testing.assert_allclose(PROGRAM["how_sure"](PROGRAM["species"], x), np.abs(x - 2), rtol=0.05)
