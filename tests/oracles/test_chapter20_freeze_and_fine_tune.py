"""chapter20/freeze_and_fine_tune against autograd and PyTorch's optimiser with requires_grad=False."""

from itertools import combinations

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

fine_tune = Suite.load(builtin_course(), "chapter20/freeze_and_fine_tune").namespace["freeze_and_fine_tune"]
NAMES = ("W1", "b1", "W2", "b2")
CHOICES = [names for k in range(1, 5) for names in combinations(NAMES, k)]


def drawn():
    rng = np.random.default_rng(0)
    shapes = {"W1": (3, 4), "b1": (4,), "W2": (4, 3), "b2": (3,)}
    params = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    return params, rng.normal(size=(7, 3)), rng.integers(3, size=7)


@pytest.mark.parametrize("trainable", CHOICES, ids="-".join)
def test_agrees_with_autograd(trainable: tuple[str, ...]) -> None:
    """Each choice of names, with autograd's gradients of the penalised loss, by momentum, for five steps."""
    params, X, y = drawn()

    def loss(P):
        Z = anp.dot(anp.tanh(anp.dot(X, P["W1"]) + P["b1"]), P["W2"]) + P["b2"]
        entropy = -anp.mean(anp.log(anp.sum(anp.eye(3)[y] * anp.exp(Z), axis=1) / anp.sum(anp.exp(Z), axis=1)))
        return entropy + 0.05 * (anp.sum(P["W1"] ** 2) + anp.sum(P["W2"] ** 2))

    P, V = dict(params), dict.fromkeys(NAMES, 0.0)
    for _ in range(5):
        G = grad(loss)(P)
        for name in trainable:
            V[name] = 0.8 * V[name] - 0.3 * G[name]
            P[name] = P[name] + V[name]
    tuned = fine_tune(params, trainable, X, y, 0.3, 0.8, 0.1, 5)
    for name in NAMES:
        np.testing.assert_allclose(tuned[name], P[name], rtol=1e-11, atol=1e-13)
        assert name in trainable or np.array_equal(tuned[name], params[name])


@pytest.mark.parametrize("trainable", CHOICES, ids="-".join)
def test_agrees_with_pytorch(trainable: tuple[str, ...]) -> None:
    """torch.optim.SGD on what requires a gradient: with a constant learning rate its momentum is the same path."""
    torch = pytest.importorskip("torch")
    params, X, y = drawn()
    P = {name: torch.tensor(params[name], requires_grad=name in trainable) for name in NAMES}
    groups = [{"params": [P[name]], "weight_decay": 0.1 if name.startswith("W") else 0.0} for name in trainable]
    optimiser = torch.optim.SGD(groups, lr=0.3, momentum=0.8)
    for _ in range(5):
        optimiser.zero_grad()
        Z = torch.tanh(torch.tensor(X) @ P["W1"] + P["b1"]) @ P["W2"] + P["b2"]
        torch.nn.functional.cross_entropy(Z, torch.tensor(y)).backward()
        optimiser.step()
    tuned = fine_tune(params, trainable, X, y, 0.3, 0.8, 0.1, 5)
    for name in NAMES:
        np.testing.assert_allclose(tuned[name], P[name].detach().numpy(), rtol=1e-11, atol=1e-13)
