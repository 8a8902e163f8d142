"""chapter21/ddpm_posterior_mean against conditional normal laws, by linear algebra, and by chains that are sampled."""

import numpy as np
import pytest
from scipy import stats

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

answer = Suite.load(builtin_course(), "chapter21/ddpm_posterior_mean").namespace
posterior_mean, mean_from_eps, sample_step = (
    answer[name] for name in ("posterior_mean", "mean_from_eps", "sample_step")
)
BETA = np.array([0.0, 0.1, 0.3, 0.2, 0.5])
ALPHA_BAR = np.cumprod(1 - BETA)
VAR = np.array([0.0, *(BETA[1:] * (1 - ALPHA_BAR[:-1]) / (1 - ALPHA_BAR[1:]))])
SCHED = {"beta": BETA, "alpha": 1 - BETA, "alpha_bar": ALPHA_BAR, "posterior_var": VAR}


@pytest.mark.parametrize("t", [1, 2, 3, 4])
def test_is_a_conditional_mean(t: int) -> None:
    """Of the joint covariance of x_0, …, x_T with x_0 from N(0, 1): the regression of x_{t−1} on x_0 and x_t."""
    roots = np.sqrt(1 - BETA)
    cov = np.empty((5, 5))
    for i in range(5):
        for j in range(5):
            cov[i, j] = np.prod(roots[min(i, j) + 1 : max(i, j) + 1])
    given = [0, t]
    of_x0, of_xt = np.linalg.solve(cov[np.ix_(given, given)], cov[given, t - 1])
    step = np.array([t])
    one, zero = np.ones((1, 1)), np.zeros((1, 1))
    assert posterior_mean(zero, one, step, SCHED)[0, 0] == pytest.approx(of_x0, rel=1e-12, abs=1e-14)
    assert posterior_mean(one, zero, step, SCHED)[0, 0] == pytest.approx(of_xt, rel=1e-12, abs=1e-14)
    var = 1 - np.array([of_x0, of_xt]) @ cov[given, t - 1]
    noisy = sample_step(zero, zero, step, SCHED, one)[0, 0]
    assert noisy**2 == pytest.approx(var, rel=1e-10, abs=1e-14)


def test_both_means_agree() -> None:
    """With the true noise, to fourteen digits."""
    rng = np.random.default_rng(0)
    x0, eps = rng.normal(size=(2, 6, 3))
    t = np.array([1, 2, 3, 4, 4, 1])
    left = ALPHA_BAR[t][:, None]
    xt = np.sqrt(left) * x0 + np.sqrt(1 - left) * eps
    np.testing.assert_allclose(
        posterior_mean(xt, x0, t, SCHED), mean_from_eps(xt, eps, t, SCHED), rtol=1e-12, atol=1e-14
    )


def test_steps_back_end_in_the_data() -> None:
    """Normal data N(1, 0.5²), with the best guess of the noise in closed form: 200 small steps back give their law."""
    beta = np.concatenate([[0.0], np.linspace(1e-3, 0.08, 200)])
    alpha_bar = np.cumprod(1 - beta)
    var = np.concatenate([[0.0], beta[1:] * (1 - alpha_bar[:-1]) / (1 - alpha_bar[1:])])
    sched = {"beta": beta, "alpha": 1 - beta, "alpha_bar": alpha_bar, "posterior_var": var}
    rng = np.random.default_rng(1)
    x = rng.standard_normal((4000, 1))
    for t in range(200, 0, -1):
        a = alpha_bar[t]
        eps_hat = np.sqrt(1 - a) * (x - np.sqrt(a)) / (a * 0.25 + 1 - a)
        x = sample_step(x, eps_hat, np.full(4000, t), sched, rng.standard_normal((4000, 1)))
    assert abs(x.mean() - 1.0) < 0.04
    assert abs(x.std() - 0.5) < 0.03
    assert stats.kstest(x.ravel(), stats.norm(x.mean(), x.std()).cdf).pvalue > 1e-3
