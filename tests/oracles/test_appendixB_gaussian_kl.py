"""appendixB/gaussian_kl against SciPy's densities, integrated exactly, and PyTorch."""

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

gaussian_kl = Suite.load(builtin_course(), "appendixB/gaussian_kl").namespace["gaussian_kl"]


def drawn(d: int):
    rng = np.random.default_rng(d)
    B, C = rng.normal(size=(d, d + 2)), rng.normal(size=(d, d + 2))
    return rng.normal(size=d), B @ B.T + 0.1 * np.eye(d), rng.normal(size=d), C @ C.T + 0.1 * np.eye(d)


def test_it_is_the_average_log_ratio_of_scipys_densities() -> None:
    """Gauss–Hermite quadrature is exact, as the log ratio is a quadratic function."""
    mu0, S0, mu1, S1 = drawn(2)
    z, w = np.polynomial.hermite_e.hermegauss(6)
    w = w / w.sum()
    nodes = np.stack(np.meshgrid(z, z, indexing="ij"), axis=-1).reshape(-1, 2)
    x = mu0 + nodes @ np.linalg.cholesky(S0).T
    ratio = stats.multivariate_normal(mu0, S0).logpdf(x) - stats.multivariate_normal(mu1, S1).logpdf(x)
    assert gaussian_kl(mu0, S0, mu1, S1) == pytest.approx(np.outer(w, w).ravel() @ ratio, rel=1e-10)


@pytest.mark.parametrize("d", [1, 3, 10])
def test_pytorch_agrees(d: int) -> None:
    """torch.distributions has the same closed form."""
    torch = pytest.importorskip("torch")
    mu0, S0, mu1, S1 = drawn(d)
    one, other = (
        torch.distributions.MultivariateNormal(torch.tensor(mu), torch.tensor(S)) for mu, S in ((mu0, S0), (mu1, S1))
    )
    wanted = torch.distributions.kl_divergence(one, other).item()
    assert gaussian_kl(mu0, S0, mu1, S1) == pytest.approx(wanted, rel=1e-9)
