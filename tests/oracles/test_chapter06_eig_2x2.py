"""chapter06/eig_2x2 against mpmath's eigenvalues to fifty digits and SciPy's vectors."""

import mpmath
import numpy as np
import pytest
from scipy import linalg

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

eig_2x2 = Suite.load(builtin_course(), "chapter06/eig_2x2").namespace["eig_2x2"]

MATRICES = [
    [[2, 1], [3, 4]],
    [[0, -1], [1, 0]],
    [[3, -2], [4, -1]],
    [[5, 0], [0, -3]],
    [[1, 7], [0, -2]],
    [[-2, 0], [7, 1]],
    [[1, 2], [2, 4]],
    [[-6, 1], [1, -6]],
]


@pytest.mark.parametrize("A", MATRICES)
def test_mpmath_has_the_same_eigenvalues(A: list[list[int]]) -> None:
    """By the QR algorithm, in the order of real parts, then imaginary ones."""
    with mpmath.workdps(50):
        found = mpmath.eig(mpmath.matrix(A), left=False, right=False)
    exact = [complex(round(float(x.real), 15), float(x.imag)) for x in map(mpmath.mpc, found)]
    λ, _ = eig_2x2(np.array(A))
    np.testing.assert_allclose(λ, sorted(exact, key=lambda x: (x.real, x.imag)), atol=1e-14 * np.abs(A).max())


def test_scipy_has_the_same_vectors_up_to_a_phase() -> None:
    """|⟨v, v'⟩| = 1 for vectors of length 1; where eigenvalues are well apart."""
    rng = np.random.default_rng(0)
    for A in rng.normal(size=(200, 2, 2)):
        λ, V = eig_2x2(A)
        if abs(λ[1] - λ[0]) < 0.3:
            continue
        theirs, vectors = linalg.eig(A)
        order = np.lexsort((theirs.imag, theirs.real))
        np.testing.assert_allclose(λ, theirs[order], atol=1e-13 * np.linalg.norm(A))
        products = np.abs(np.sum(V.conj() * vectors[:, order], axis=0))
        np.testing.assert_allclose(products, [1.0, 1.0], rtol=1e-12)


def test_of_multiples_of_the_identity_two_independent_vectors_come() -> None:
    """Every vector is one: the two that come are orthogonal."""
    for c in (0.0, 1.0, -2.5):
        λ, V = eig_2x2(c * np.eye(2))
        assert λ.tolist() == [c, c]
        np.testing.assert_array_equal(V.conj().T @ V, np.eye(2))
