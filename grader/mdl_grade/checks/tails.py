"""Both tails of the binomial, beta and gamma distributions, by series and continued fractions, with `math` alone."""

from __future__ import annotations

import math

_TINY = 1e-300
_CONVERGED = 1e-16


def binomial_tails(k: int, n: int, p: float) -> tuple[float, float]:
    """Return P(X ≤ k) and P(X ≥ k) of X ~ Binomial(n, p), each to 1e-8 of itself for n up to a million."""
    below = 0.0 if k < 0 else 1.0 if k >= n else beta_tails(k + 1.0, n - k, p)[1]
    above = 1.0 if k <= 0 else 0.0 if k > n else beta_tails(k, n - k + 1.0, p)[0]
    return below, above


def beta_tails(a: float, b: float, x: float) -> tuple[float, float]:
    """Return I_x(a, b) and 1 − I_x(a, b), the regularized incomplete beta functions.

    By Lentz's continued fraction on the side of the mean where it converges fast, in O(√max(a, b)) terms.
    """
    if x <= 0 or x >= 1:
        return (0.0, 1.0) if x <= 0 else (1.0, 0.0)
    if x > (a + 1) / (a + b + 2):
        other, this = beta_tails(b, a, 1 - x)
        return this, other
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    value = math.exp(log_front) * _beta_fraction(a, b, x) / a
    return value, 1 - value


def gamma_tails(a: float, x: float) -> tuple[float, float]:
    """Return P(a, x) and Q(a, x) = 1 − P(a, x), the regularized incomplete gamma functions.

    By the series below the mean a and by Lentz's continued fraction above, in O(√a) terms.
    """
    if x <= 0:
        return 0.0, 1.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        lower = front * _gamma_series(a, x)
        return lower, 1 - lower
    upper = front * _gamma_fraction(a, x)
    return 1 - upper, upper


def _gamma_series(a: float, x: float) -> float:
    term = total = 1 / a
    for i in range(1, _terms(a)):
        term *= x / (a + i)
        total += term
        if term < total * _CONVERGED:
            return total
    raise ArithmeticError(f"the incomplete gamma series did not converge at a={a}, x={x}")


def _gamma_fraction(a: float, x: float) -> float:
    b = x + 1 - a
    c, d = 1 / _TINY, 1 / b
    value = d
    for i in range(1, _terms(a)):
        coefficient = -i * (i - a)
        b += 2
        d = 1 / _nonzero(coefficient * d + b)
        c = _nonzero(b + coefficient / c)
        value *= c * d
        if abs(c * d - 1) <= 4 * _CONVERGED:
            return value
    raise ArithmeticError(f"the incomplete gamma fraction did not converge at a={a}, x={x}")


def _beta_fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / _nonzero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _terms(max(a, b))):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for coefficient in (even, odd):
            d = 1 / _nonzero(1 + coefficient * d)
            c = _nonzero(1 + coefficient / c)
            value *= c * d
        if abs(c * d - 1) <= 4 * _CONVERGED:
            return value
    raise ArithmeticError(f"the incomplete beta fraction did not converge at a={a}, b={b}, x={x}")


def _nonzero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _terms(size: float) -> int:
    return 500 + 20 * math.isqrt(math.ceil(size))
