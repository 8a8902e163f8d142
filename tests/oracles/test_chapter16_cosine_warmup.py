"""chapter16/cosine_warmup against mpmath, an interpolation, and PyTorch's schedulers."""

import mpmath
import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

cosine_warmup = Suite.load(builtin_course(), "chapter16/cosine_warmup").namespace["cosine_warmup"]
T, WARMUP, TOP, BOTTOM = 17, 5, 0.8, 0.05


def test_the_line_and_what_comes_after_are_interpolated() -> None:
    """Up to warmup, and from T on, the rate is a broken line."""
    t = np.r_[0 : WARMUP + 1, T : T + 9]
    want = np.interp(t, [0, WARMUP, T], [0.0, TOP, BOTTOM])
    np.testing.assert_allclose(cosine_warmup(t, T, WARMUP, TOP, BOTTOM), want, rtol=1e-15)


def test_the_fall_agrees_with_forty_digits() -> None:
    """Rounding is all that separates it from mpmath's cosine."""
    for t in range(WARMUP, T + 1):
        with mpmath.workdps(40):
            part = mpmath.mpf(t - WARMUP) / (T - WARMUP)
            want = float(BOTTOM + mpmath.mpf(TOP - BOTTOM) * mpmath.cos(mpmath.pi * part / 2) ** 2)
        assert cosine_warmup(t, T, WARMUP, TOP, BOTTOM) == pytest.approx(want, rel=1e-14)


def test_follows_torch() -> None:
    """Without warm-up it is PyTorch's CosineAnnealingLR, as far as that goes."""
    torch = pytest.importorskip("torch")
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=TOP)
    scheduler, rates = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T, BOTTOM), []
    for _ in range(T + 1):
        rates.append(scheduler.get_last_lr()[0])
        optimizer.step()
        scheduler.step()
    np.testing.assert_allclose(cosine_warmup(np.arange(T + 1), T, 0, TOP, BOTTOM), rates, rtol=1e-12)
