from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.interpolate import interp1d

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

SCHEDULES = Suite.load(builtin_course(), "chapter11/lr_schedules").namespace
T = np.arange(25)


def test_step_decay_counts_as_a_loop_does():
    """A loop that multiplies at the end of each period has the same rates."""
    lr, rates = 0.7, []
    for t in range(25):
        if t and t % 4 == 0:
            lr *= 0.3
        rates.append(lr)
    np.testing.assert_allclose(SCHEDULES["step_decay"](T, 0.7, 0.3, 4), rates, rtol=1e-13)


@pytest.mark.parametrize(
    ("name", "slope"), [("exponential_decay", lambda lr: -0.2 * lr), ("inverse_decay", lambda lr: -0.2 * lr**2 / 0.7)]
)
def test_smooth_schedules_solve_their_equations(name, slope):
    """Exponential decay solves lr′ = −rate lr, inverse decay lr′ = −rate lr²/lr0."""
    solution = solve_ivp(lambda _, lr: slope(lr), (0, 24), [0.7], t_eval=T, rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(SCHEDULES[name](T, 0.7, 0.2), solution.y[0], rtol=1e-8)


def test_linear_decay_is_scipys_interpolation():
    """It is the broken line through (0, lr0) and (steps, lr_end)."""
    line = interp1d([0, 9], [0.7, 0.1], bounds_error=False, fill_value=(0.7, 0.1))
    np.testing.assert_allclose(SCHEDULES["linear_decay"](T, 0.7, 0.1, 9), line(T), rtol=1e-12)


@pytest.mark.parametrize("name", ["StepLR", "ExponentialLR", "LambdaLR", "LinearLR"])
def test_follows_torch(name):
    """PyTorch's schedulers, stepped along, have the same rates."""
    torch = pytest.importorskip("torch")
    make = {
        "StepLR": lambda o: torch.optim.lr_scheduler.StepLR(o, 4, 0.3),
        "ExponentialLR": lambda o: torch.optim.lr_scheduler.ExponentialLR(o, float(np.exp(-0.2))),
        "LambdaLR": lambda o: torch.optim.lr_scheduler.LambdaLR(o, lambda t: 1 / (1 + 0.2 * t)),
        "LinearLR": lambda o: torch.optim.lr_scheduler.LinearLR(o, 1.0, 1 / 7, 9),
    }[name]
    ours = {
        "StepLR": SCHEDULES["step_decay"](T, 0.7, 0.3, 4),
        "ExponentialLR": SCHEDULES["exponential_decay"](T, 0.7, 0.2),
        "LambdaLR": SCHEDULES["inverse_decay"](T, 0.7, 0.2),
        "LinearLR": SCHEDULES["linear_decay"](T, 0.7, 0.1, 9),
    }[name]
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.7)
    scheduler, rates = make(optimizer), []
    for _ in T:
        rates.append(scheduler.get_last_lr()[0])
        optimizer.step()
        scheduler.step()
    np.testing.assert_allclose(ours, rates, rtol=1e-10)
