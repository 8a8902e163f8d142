"""appendixA/chain_jacobians against NumPy, autograd and counting one by one."""

import itertools

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import jacobian

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

chain_jacobians = Suite.load(builtin_course(), "appendixA/chain_jacobians").namespace["chain_jacobians"]


def counted(A, B):
    """Multiply by three loops, and count."""
    C, n = np.zeros((A.shape[0], B.shape[1])), 0
    for i, j, k in itertools.product(range(A.shape[0]), range(B.shape[0]), range(B.shape[1])):
        C[i, k] += A[i, j] * B[j, k]
        n += 1
    return C, n


@pytest.mark.parametrize("sizes", [(3, 5, 2, 4), (1, 4, 4, 6), (2, 1, 3), (5, 2)])
def test_loops_and_multi_dot_agree(sizes: tuple[int, ...]) -> None:
    """The product is NumPy's, and the counts are those of loops."""
    rng = np.random.default_rng(0)
    Js = [rng.normal(size=shape) for shape in itertools.pairwise(sizes)]
    J, forward, reverse = chain_jacobians(Js)
    np.testing.assert_allclose(J, np.linalg.multi_dot(Js) if len(Js) > 1 else Js[0], rtol=1e-12, atol=1e-14)
    left, right, there, back = Js[0], Js[-1], 0, 0
    for K in Js[1:]:
        left, n = counted(left, K)
        back += n
    for K in Js[-2::-1]:
        right, n = counted(K, right)
        there += n
    assert (forward, reverse) == (there, back)


def test_autograd_agrees() -> None:
    """The product is the Jacobian of the composition."""
    rng = np.random.default_rng(1)
    W1, W2, x = rng.normal(size=(4, 3)), rng.normal(size=(2, 4)), rng.normal(size=3)
    hidden = np.tanh(W1 @ x)
    J, _, _ = chain_jacobians([W2, np.diag(1 - hidden**2), W1])
    np.testing.assert_allclose(J, jacobian(lambda v: W2 @ anp.tanh(W1 @ v))(x), rtol=1e-12)
