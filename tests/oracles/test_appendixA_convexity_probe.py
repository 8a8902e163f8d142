"""appendixA/convexity_probe against Hessians, and by checking its evidence."""

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

convexity_probe = Suite.load(builtin_course(), "appendixA/convexity_probe").namespace["convexity_probe"]


@pytest.mark.parametrize("seed", range(40))
def test_evidence_holds_and_definite_hessians_have_none(seed: int) -> None:
    """Of a quadratic form there is a violation if and only if some difference of points has negative curvature."""
    rng = np.random.default_rng(seed)
    H = rng.normal(size=(3, 3))
    H = H + H.T + rng.choice([0.0, 4.0]) * np.eye(3)
    points = rng.normal(size=(5, 3))
    found = convexity_probe(lambda x: float(0.5 * x @ H @ x), points)
    differences = [points[i] - points[j] for i in range(5) for j in range(i)]
    assert (found is not None) == any(d @ H @ d < 0 for d in differences)
    if np.linalg.eigvalsh(H)[0] > 0:
        assert found is None
    if found is not None:
        i, j, t = found
        x, y = points[i], points[j]
        z = t * x + (1 - t) * y
        assert z @ H @ z > t * x @ H @ x + (1 - t) * y @ H @ y


def test_log_sum_exp_is_convex_and_its_negative_is_not() -> None:
    """A function that is known to be convex has no violation."""
    points = np.random.default_rng(0).normal(size=(8, 4))
    assert convexity_probe(lambda x: float(np.log(np.exp(x).sum())), points) is None
    assert convexity_probe(lambda x: -float(np.log(np.exp(x).sum())), points) == (0, 1, 0.25)
