"""chapter16/backtracking_armijo against SciPy's condition, and what theory says of a parabola."""

import numpy as np
import pytest
from scipy.optimize import rosen, rosen_der

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

search = Suite.load(builtin_course(), "chapter16/backtracking_armijo").namespace["backtracking_armijo"]


@pytest.mark.parametrize(("c", "rho"), [(1e-4, 0.5), (0.5, 0.7), (0.9, 0.1)])
def test_a_parabola_has_a_known_limit(c: float, rho: float) -> None:
    """Of ½ a x² everything up to 2 (1 − c)/a is accepted: the answer is the first power of rho below."""
    a, x = 3.0, np.array([0.7])
    limit = 2 * (1 - c) / a
    want = 10.0 * rho ** np.ceil(np.log(limit / 10.0) / np.log(rho))
    assert search(lambda x: float(0.5 * a * x @ x), a * x, x, -a * x, 10.0, c, rho) == pytest.approx(want, rel=1e-12)


def test_descends_rosenbrocks_valley() -> None:
    """Descent with this search alone reaches SciPy's minimum; each step satisfies the inequality."""
    x = np.array([-1.2, 1.0])
    for _ in range(20000):
        g = rosen_der(x)
        alpha = search(rosen, g, x, -g, 1.0, 0.3, 0.5)
        assert rosen(x - alpha * g) <= rosen(x) - 0.3 * alpha * g @ g
        x = x - alpha * g
        if np.linalg.norm(g) < 1e-6:
            break
    np.testing.assert_allclose(x, 1.0, atol=1e-5)
