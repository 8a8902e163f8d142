"""appendixA/taylor_model against mpmath and autograd."""

import autograd.numpy as anp
import mpmath
import numpy as np
from autograd import grad, hessian

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

taylor_model = Suite.load(builtin_course(), "appendixA/taylor_model").namespace["taylor_model"]


def test_mpmath_agrees_along_lines() -> None:
    """Along x + t d, mpmath's Taylor coefficients of order 0 to 2 add up to the model at d."""

    def f(x, y):
        return mpmath.exp(x * y) + (1 - x) ** 2 + 100 * (y - x**2) ** 2

    def smooth(v):
        return anp.exp(v[0] * v[1]) + (1 - v[0]) ** 2 + 100 * (v[1] - v[0] ** 2) ** 2

    at, dX = np.array([0.5, 0.75]), np.array([[0.125, -0.25], [1.0, 2.0], [-0.5, 0.25]])
    with mpmath.workdps(40):
        lines = [mpmath.taylor(lambda t, d=d: f(at[0] + t * d[0], at[1] + t * d[1]), 0, 2) for d in dX]
        wanted = [float(sum(line)) for line in lines]
    got = taylor_model(smooth(at), grad(smooth)(at), hessian(smooth)(at), dX)
    np.testing.assert_allclose(got, wanted, rtol=1e-12)


def test_remainders_of_exp_and_rosenbrock_are_of_order_three() -> None:
    """With autograd's derivatives, the slope of the remainder is 3; without the quadratic term it is 2."""

    def f(v):
        return anp.exp(v[0] - 0.5 * v[1]) + (1 - v[0]) ** 2 + 100 * (v[1] - v[0] ** 2) ** 2

    at, direction = np.array([0.3, -0.4]), np.array([0.8, 0.6])
    hs = 2.0 ** -np.arange(4, 9)
    dX = hs[:, None] * direction
    exact = np.array([f(at + d) for d in dX])
    for H, order in ((hessian(f)(at), 3), (np.zeros((2, 2)), 2)):
        left = np.abs(exact - taylor_model(f(at), grad(f)(at), H, dX))
        slope = np.polyfit(np.log(hs), np.log(left), 1)[0]
        assert abs(slope - order) < 0.1
