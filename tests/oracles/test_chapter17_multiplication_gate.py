"""chapter17/multiplication_gate against mpmath, and the leading term of its error."""

import mpmath
import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

gate = Suite.load(builtin_course(), "chapter17/multiplication_gate").namespace["multiplication_gate"]


@pytest.mark.parametrize("lam", [0.1, 0.02])
def test_the_error_is_the_next_term(lam: float) -> None:
    """lam² x y (x² + y²) f⁗ / (6 f″), for tanh with the derivatives of mpmath."""
    x, y, b = 0.7, -1.2, 0.5
    second, fourth = (float(mpmath.diff(mpmath.tanh, b, n)) for n in (2, 4))
    error = gate(x, y, lam, np.tanh, b, second) - x * y
    assert error == pytest.approx(lam**2 * x * y * (x * x + y * y) * fourth / (6 * second), rel=20 * lam**2)
