"""chapter21/gradient_penalty against autograd and PyTorch, of a critic that is a network."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import elementwise_grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

penalty = Suite.load(builtin_course(), "chapter21/gradient_penalty").namespace["gradient_penalty"]


def drawn():
    rng = np.random.default_rng(0)
    return (*rng.normal(size=(2, 6, 3)), rng.random(6), rng.normal(size=(3, 5)), rng.normal(size=5))


def test_agrees_with_autograd() -> None:
    """The gradients of a network of one hidden layer, at points that are made one by one."""
    real, fake, u, W, v = drawn()
    gradient = elementwise_grad(lambda X: anp.dot(anp.tanh(anp.dot(X, W)), v))
    slopes = [np.linalg.norm(gradient((a * r + (1 - a) * f)[None])) for a, r, f in zip(u, real, fake, strict=True)]
    exact = 10.0 * np.mean((np.array(slopes) - 1) ** 2)
    assert penalty(gradient, real, fake, u, 10.0) == pytest.approx(exact, rel=1e-12)


def test_agrees_with_pytorch() -> None:
    """As it is written in PyTorch: torch.autograd.grad of the scores' sum."""
    torch = pytest.importorskip("torch")
    real, fake, u, W, v = drawn()

    def gradient(X):
        points = torch.tensor(X, requires_grad=True)
        scores = torch.tanh(points @ torch.tensor(W)) @ torch.tensor(v)
        return torch.autograd.grad(scores.sum(), points)[0].numpy()

    points = torch.tensor(u[:, None]) * torch.tensor(real) + torch.tensor(1 - u[:, None]) * torch.tensor(fake)
    slopes = torch.tensor(gradient(points.numpy())).norm(2, dim=1)
    assert penalty(gradient, real, fake, u, 10.0) == pytest.approx(10.0 * float(((slopes - 1) ** 2).mean()), rel=1e-12)


def test_is_never_negative_and_zero_for_a_unit_slope() -> None:
    """f(x) = ‖x‖ has a slope of 1 everywhere but at 0."""
    real, fake, u, *_ = drawn()
    unit = penalty(lambda X: X / np.linalg.norm(X, axis=1, keepdims=True), real, fake, u, 10.0)
    assert unit == pytest.approx(0.0, abs=1e-28)
