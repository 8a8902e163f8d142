"""chapter17/activation_zoo against mpmath's digits, SciPy's normal distribution, and PyTorch."""

import mpmath
import numpy as np
import pytest
from scipy.stats import norm

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

NAMESPACE = Suite.load(builtin_course(), "chapter17/activation_zoo").namespace
activation, activation_prime = NAMESPACE["activation"], NAMESPACE["activation_prime"]
SCALE, ALPHA = mpmath.mpf("1.0507009873554804934193349852946"), mpmath.mpf("1.6732632423543772848170429916717")
EXACT = {
    "leaky_relu": lambda z: z if z > 0 else z * mpmath.mpf(0.01),
    "elu": lambda z: z if z > 0 else mpmath.exp(z) - 1,
    "selu": lambda z: SCALE * (z if z > 0 else ALPHA * (mpmath.exp(z) - 1)),
    "softplus": lambda z: mpmath.log(1 + mpmath.exp(z)),
    "gelu": lambda z: z * mpmath.ncdf(z),
    "silu": lambda z: z / (1 + mpmath.exp(-z)),
}
POINTS = [-300.0, -40.0, -6.0, -2.0, -0.3, -1e-12, 1e-12, 0.4, 2.5, 30.0, 800.0]


@pytest.mark.parametrize("kind", EXACT)
@pytest.mark.parametrize("z", POINTS)
def test_every_digit(kind: str, z: float) -> None:
    """Values agree with mpmath's to 13 digits, and slopes to 12, in the tails as well."""
    with mpmath.workdps(400):
        value = float(EXACT[kind](mpmath.mpf(z)))
        slope = float(mpmath.diff(EXACT[kind], mpmath.mpf(z), h=mpmath.mpf(10) ** -150))
    with np.errstate(over="ignore"):
        found = activation(np.array([z]), kind).item(), activation_prime(np.array([z]), kind).item()
    assert found == (pytest.approx(value, rel=1e-13, abs=1e-307), pytest.approx(slope, rel=1e-12, abs=1e-307))


def test_gelu_by_the_normal_distribution() -> None:
    """z Φ(z), and Φ(z) + z φ(z)."""
    z = np.linspace(-5, 5, 101).reshape(101, 1)
    np.testing.assert_allclose(activation(z, "gelu"), z * norm.cdf(z), rtol=1e-12)
    np.testing.assert_allclose(activation_prime(z, "gelu"), norm.cdf(z) + z * norm.pdf(z), rtol=1e-10, atol=1e-15)


def test_the_approximation_is_another_function() -> None:
    """With tanh, GELU is off by 4.7e-4."""
    z = np.linspace(-5, 5, 10001)
    tanh = 0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)))
    assert np.max(np.abs(activation(z, "gelu") - tanh)) == pytest.approx(4.7e-4, rel=0.02)


def test_selu_keeps_mean_and_variance() -> None:
    """With the two constants, a standard normal input gives mean 0 and variance 1."""
    z = np.linspace(-40, 40, 400_001)
    mean, square = (np.trapezoid(activation(z, "selu") ** k * norm.pdf(z), z) for k in (1, 2))
    assert (mean, square) == (pytest.approx(0, abs=1e-8), pytest.approx(1, abs=1e-7))


@pytest.mark.parametrize("kind", EXACT)
def test_follows_torch(kind: str) -> None:
    """The same values and slopes as PyTorch's, away from its thresholds."""
    torch = pytest.importorskip("torch")
    z = torch.linspace(-4, 4, 81, dtype=torch.float64, requires_grad=True)
    values = getattr(torch.nn.functional, kind)(z)
    values.sum().backward()
    points = z.detach().numpy()
    np.testing.assert_allclose(activation(points, kind), values.detach().numpy(), rtol=1e-8)
    np.testing.assert_allclose(activation_prime(points, kind)[points != 0], z.grad.numpy()[points != 0], rtol=1e-8)
