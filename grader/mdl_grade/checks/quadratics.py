"""Exact iterates and rates of gradient descent, momentum and Nesterov's method on quadratics.

On ½ xᵀA x every eigenvector of A is a world of its own: the coordinate z along it, of curvature λ, obeys

    z_{k+1} = T z_k − D z_{k−1},    z_1 = (1 − lr λ) z_0,

    momentum, v ← μ v − lr ∇f(x), x ← x + v:            T = 1 + μ − lr λ,       D = μ
    Nesterov, v ← μ v − lr ∇f(x + μ v), x ← x + v:      T = (1 + μ)(1 − lr λ),  D = μ (1 − lr λ)

and gradient descent is μ = 0. The roots of r² = T r − D tell everything: the iterates, the rate, the limit of
stability. Give `quadratic_modes` to `check_trajectory` for a verdict; it refuses every wrong optimizer that a rate
accepts.

References
----------
Polyak, Some methods of speeding up the convergence of iteration methods, USSR Comput. Math. Math. Phys. 4 (1964).
Sutskever, Martens, Dahl, Hinton, On the importance of initialization and momentum in deep learning, ICML (2013).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from msgspec import Struct


class _Mode(Struct, frozen=True):
    """The recurrence z_{k+1} = T z_k − D z_{k−1} of one eigenvector, mirrored by z_k → (−1)^k z_k so that T ≥ 0."""

    sign: float
    half: float
    product: float
    decay: float

    @classmethod
    def of(cls, curvature: float, lr: float, mu: float, nesterov: bool) -> _Mode:
        decay = 1 - lr * curvature
        trace, product = ((1 + mu) * decay, mu * decay) if nesterov else (mu + decay, mu)
        return cls(-1.0 if trace < 0 else 1.0, abs(trace) / 2, product, decay)

    @property
    def discriminant(self) -> float:
        return self.half**2 - self.product

    @property
    def radius(self) -> float:
        """The larger modulus of the roots: what each step multiplies the error by, in the long run."""
        return math.sqrt(self.product) if self.discriminant < 0 else self.half + math.sqrt(self.discriminant)

    def factors(self, k: Any) -> Any:
        """Return z_k / z_0. Written with (r₁ᵏ − r₂ᵏ) / (r₁ − r₂) as one function, which a double root doesn't spoil."""
        r, first = self.radius, self.sign * self.decay
        if r == 0:
            return np.where(k == 0, 1.0, np.where(k == 1, self.decay, 0.0))
        if self.discriminant < 0:
            sine = math.sqrt(-self.discriminant) / r
            angle = math.atan2(math.sqrt(-self.discriminant), self.half)
            alone, spread, root = np.cos(k * angle), np.sin(k * angle) / sine, self.half
        else:
            alone, spread, root = np.ones(len(k)), _geometric_sum(k, 2 * math.sqrt(self.discriminant) / r), r
        return self.sign**k * r**k * (alone + (first - root) / r * spread)


def _geometric_sum(k: Any, gap: float) -> Any:
    """Return 1 + q + … + q^{k−1} for q = 1 − gap."""
    if gap == 0:
        return k
    return (-np.expm1(k * math.log1p(-gap)) if gap < 0.5 else 1 - (1 - gap) ** k) / gap


def quadratic_modes(A: Any, x0: Any, lr: float, steps: int, *, mu: float = 0.0, nesterov: bool = False) -> Any:
    """Return the exact iterates of gradient descent, momentum or Nesterov's method on ½ xᵀA x, from rest.

    Closed forms in the eigenbasis of A, nothing is iterated: an oracle that shares no line with any optimizer.

    Parameters
    ----------
    A : (D, D) array
        Symmetric. Its eigenvalues may be negative or zero.
    x0 : (D,) array
        Start; the velocity is zero.
    lr : float
        Step size.
    steps : int
        How many.
    mu : float
        Momentum μ ≥ 0, in the convention v ← μ v − lr ∇f; 0 is gradient descent.
    nesterov : bool
        Whether the gradient is taken at x + μ v.

    Returns
    -------
    iterates : (steps + 1, D) array
        In float64, the start first.

    Raises
    ------
    ValueError
        If A is not symmetric, a shape is wrong, or μ is negative.

    Notes
    -----
    The recurrence of each mode is that of the module; its solution is written so that a double root does not spoil it.
    It agrees with iterates to 1e-12 of the largest over hundreds of steps, for condition numbers up to 1000.

    References
    ----------
    Polyak, Some methods of speeding up the convergence of iteration methods, USSR Comput. Math. Math. Phys. 4 (1964).
    Sutskever, Martens, Dahl, Hinton, On the importance of initialization and momentum in deep learning, ICML (2013).
    """
    start = np.asarray(x0, np.float64)
    curvatures, basis = _eigen(A, mu)
    if start.shape != curvatures.shape:
        raise ValueError(f"x0 must have the shape {curvatures.shape}, not {start.shape}")
    k = np.arange(float(steps + 1))
    with np.errstate(over="ignore", under="ignore"):
        factors = [_Mode.of(float(curvature), lr, mu, nesterov).factors(k) for curvature in curvatures]
        return (np.stack(factors, axis=1) * (start @ basis)) @ basis.T


def quadratic_rate(A: Any, lr: float, *, mu: float = 0.0, nesterov: bool = False) -> float:
    """Return ρ, what every step multiplies the error on ½ xᵀA x by in the long run.

    Parameters
    ----------
    A, lr, mu, nesterov
        As in `quadratic_modes`.

    Returns
    -------
    rho : float
        The run converges if ρ < 1.

    Raises
    ------
    ValueError
        If A is not symmetric, or μ is negative.

    Notes
    -----
    The largest modulus of a root of r² = T r − D over the modes; for gradient descent ρ = max|1 − lr λ|. Near a double
    root half of the digits are lost, as of any root there.

    References
    ----------
    Polyak, Some methods of speeding up the convergence of iteration methods, USSR Comput. Math. Math. Phys. 4 (1964).
    """
    curvatures, _ = _eigen(A, mu)
    return max(_Mode.of(float(curvature), lr, mu, nesterov).radius for curvature in curvatures)


def _eigen(A: Any, mu: float) -> tuple[Any, Any]:
    matrix = np.asarray(A, np.float64)
    if matrix.ndim != 2 or not len(matrix) or not np.array_equal(matrix, matrix.T):
        raise ValueError("a quadratic needs a symmetric matrix")
    if mu < 0:
        raise ValueError(f"the momentum must not be negative: {mu}")
    values, basis = np.linalg.eigh(matrix)
    return values, basis
