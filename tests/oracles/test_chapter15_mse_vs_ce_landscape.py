"""chapter15/mse_vs_ce_landscape against SciPy, and about convexity."""

import numpy as np
import pytest
from scipy.special import expit, log_expit

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

landscape = Suite.load(builtin_course(), "chapter15/mse_vs_ce_landscape").namespace["mse_vs_ce_landscape"]


def data() -> tuple[np.ndarray, np.ndarray]:
    """Return samples of which a few are on the wrong side."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=11)
    return x, (x + rng.normal(size=11) > 0).astype(int)


@pytest.mark.parametrize("size", [1.0, 1000.0])
def test_scipy_agrees(size: float) -> None:
    """At each point of the grid, near and far."""
    x, y = data()
    w_grid, b_grid = size * np.linspace(-2, 3, 5), size * np.linspace(-1, 2, 4)
    for kind in ("mse", "ce"):
        found = landscape(x, y, w_grid, b_grid, kind)
        for p, w in enumerate(w_grid):
            for q, b in enumerate(b_grid):
                z = w * x + b
                losses = (expit(z) - y) ** 2 if kind == "mse" else -y * log_expit(z) - (1 - y) * log_expit(-z)
                assert found[p, q] == pytest.approx(np.mean(losses), rel=1e-12)


def test_only_cross_entropy_is_convex() -> None:
    """Along every line of a grid its second differences are positive; mean squares have negative ones."""
    x, y = data()
    grid = np.linspace(-6, 6, 61)
    bent = {}
    for kind in ("mse", "ce"):
        L = landscape(x, y, grid, grid, kind)
        bent[kind] = min(np.diff(L, 2, axis=0).min(), np.diff(L, 2, axis=1).min())
    assert bent["ce"] > 0
    assert bent["mse"] < -1e-4
