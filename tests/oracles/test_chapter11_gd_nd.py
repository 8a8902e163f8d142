from __future__ import annotations

from itertools import pairwise

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from scipy.linalg import fractional_matrix_power, solve

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

gd_nd = Suite.load(builtin_course(), "chapter11/gd_nd").namespace["gd_nd"]


def rosenbrock(x):
    return anp.sum((x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)


def test_powers_of_a_matrix():
    """On a quadratic, t steps are the t-th power of one linear map."""
    rng = np.random.default_rng(0)
    A = rng.normal(size=(4, 4))
    A, b, x0 = A @ A.T + np.eye(4), rng.normal(size=4), rng.normal(size=4)
    way, minimum = gd_nd(lambda x: A @ x - b, x0, 0.02, 12), solve(A, b)
    for t, x in enumerate(way):
        expected = minimum + fractional_matrix_power(np.eye(4) - 0.02 * A, t) @ (x0 - minimum)
        np.testing.assert_allclose(x, expected, rtol=1e-10)


def test_each_step_minimises_the_proximal_model():
    """x_{t+1} is where f(x_t) + ∇f(x_t)·(x − x_t) + ‖x − x_t‖²/(2 lr) is flat, says automatic differentiation."""
    way = gd_nd(grad(rosenbrock), np.array([-0.5, 0.8, 0.3]), 0.01, 20)
    for here, there in pairwise(way):

        def model(x, here=here):
            linear = anp.dot(grad(rosenbrock)(here), x - here)
            return linear + anp.sum((x - here) ** 2) / (2 * 0.01)

        np.testing.assert_allclose(grad(model)(there), 0, atol=1e-12)


def test_follows_torch():
    """The way is that of PyTorch's SGD."""
    torch = pytest.importorskip("torch")
    x = torch.tensor([-0.5, 0.8, 0.3], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([x], lr=0.01)
    for want in gd_nd(grad(rosenbrock), np.array([-0.5, 0.8, 0.3]), 0.01, 20):
        np.testing.assert_allclose(x.detach().numpy(), want, rtol=1e-12)
        optimizer.zero_grad()
        ((x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum().backward()
        optimizer.step()
