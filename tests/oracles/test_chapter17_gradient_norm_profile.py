"""chapter17/gradient_norm_profile against chapter10/backprop_mlp."""

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

profile = Suite.load(builtin_course(), "chapter17/gradient_norm_profile").namespace["gradient_norm_profile"]
backprop_mlp = Suite.load(builtin_course(), "chapter10/backprop_mlp").namespace["backprop_mlp"]


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])
def test_one_sample_tells_by_its_biases(activation: str) -> None:
    """For a single sample, ∂L/∂b is ∂L/∂Z."""
    rng = np.random.default_rng(0)
    params = [(rng.normal(size=(n, k)), rng.normal(size=k)) for n, k in ((3, 5), (5, 4), (4, 2))]
    X, Y = rng.normal(size=(1, 3)), rng.normal(size=(1, 2))
    _, grads = backprop_mlp(params, X, Y, activation)
    found = profile(params, X, grads[-1][1][None], activation)
    np.testing.assert_allclose(found, [np.linalg.norm(db) for _, db in grads], rtol=1e-12)
