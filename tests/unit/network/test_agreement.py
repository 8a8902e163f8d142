"""The network's parts and the solutions of chapters 9 and 11 are each other's oracle, PyTorch is the judge of both."""

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.network import convolution, layers, optimisers
from mdl_grade.suite.suite import Suite

RNG = np.random.default_rng(11)
X = RNG.normal(size=(3, 2, 6, 7))
GRADIENTS = RNG.normal(size=(4, 5, 3))
W0 = RNG.normal(size=(5, 3))


def solution(exercise):
    return Suite.load(builtin_course(), exercise).namespace[exercise.partition("/")[2]]


def close(got, want):
    for g, w in zip(got, want, strict=True):
        np.testing.assert_allclose(g, w, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(("stride", "pad"), [(1, 0), (2, 1), (3, 2)])
def test_convolution_agrees_with_the_solution(stride, pad):
    """`conv_layer_forward` is `conv`."""
    kernels, b = RNG.normal(size=(4, 2, 3, 2)), RNG.normal(size=4)
    theirs = solution("chapter09/conv_layer_forward")(X, kernels, b, stride, pad)
    close([convolution.conv(X, kernels, b, stride, pad)], [theirs])


@pytest.mark.parametrize(("size", "stride"), [(2, 2), (3, 1), (2, 3)])
def test_pooling_agrees_with_the_solutions(size, stride):
    """Maxima and means of windows."""
    close([convolution.max_pool(X, size, stride)], [solution("chapter09/max_pool_forward")(X, size, stride)])
    close([convolution.avg_pool(X, size, stride)], [solution("chapter09/avg_pool_forward")(X, size, stride, 0)])


def test_dense_softmax_and_activations_agree_with_the_solutions():
    """The rest of the way forward."""
    Z, W, b = RNG.normal(size=(4, 5)), RNG.normal(size=(5, 3)), RNG.normal(size=3)
    close([layers.dense(Z, W, b)], [solution("chapter09/dense_forward")(Z, W, b)])
    close([layers.relu(Z)], [solution("chapter09/relu")(Z)])
    suites = {
        name: Suite.load(builtin_course(), f"chapter09/{name}").namespace for name in ("sigmoid_stable", "softmax_rows")
    }
    close([layers.sigmoid(Z)], [suites["sigmoid_stable"]["sigmoid"](Z)])
    close([layers.softmax(Z)], [suites["softmax_rows"]["softmax"](Z)])


def descend(step, *state):
    """Take four steps with changing gradients; return all that each step returns."""
    seen, W = [], W0
    for t, dW in enumerate(GRADIENTS, start=1):
        W, *state = step(W, *state, dW, t)
        seen += [W, *state]
    return seen


STEPS = {
    "momentum_step": (lambda f: lambda W, V, dW, t: f(W, V, dW, 0.1, 0.9), optimisers.momentum, 1),
    "adagrad_step": (lambda f: lambda W, S, dW, t: f(W, S, dW, 0.1, 1e-8), optimisers.adagrad, 1),
    "rmsprop_step": (lambda f: lambda W, S, dW, t: f(W, S, dW, 0.1, 0.9, 1e-8), optimisers.rmsprop, 1),
    "adadelta_step": (lambda f: lambda W, S, D, dW, t: f(W, S, D, dW, 0.9, 1e-6), optimisers.adadelta, 2),
    "adam_step": (lambda f: lambda W, m, v, dW, t: f(W, m, v, dW, t, 0.01, 0.9, 0.999, 1e-8), optimisers.adam, 2),
}


@pytest.mark.parametrize("name", STEPS)
def test_optimisers_agree_with_the_solutions(name):
    """State and parameters, step by step."""
    bind, ours, states = STEPS[name]
    zeros = [np.zeros_like(W0)] * states
    close(descend(bind(ours), *zeros), descend(bind(solution(f"chapter11/{name}")), *zeros))


def test_nesterov_agrees_with_the_solution():
    """The gradient is taken ahead."""
    A = RNG.normal(size=(3, 3))

    def grad(W):
        return W @ (A @ A.T)

    theirs, ours = (W0, np.zeros_like(W0)), (W0, np.zeros_like(W0))
    for _ in range(4):
        theirs = solution("chapter11/nesterov_step")(*theirs, grad, 0.05, 0.9)
        ours = optimisers.nesterov(*ours, grad, 0.05, 0.9)
        close(ours, theirs)


def test_optimisers_agree_with_pytorch():
    """Trajectories of SGD with momentum, Adagrad, RMSprop, Adadelta and Adam."""
    torch = pytest.importorskip("torch")
    known = {
        "momentum_step": lambda p: torch.optim.SGD([p], lr=0.1, momentum=0.9),
        "adagrad_step": lambda p: torch.optim.Adagrad([p], lr=0.1, eps=1e-8),
        "rmsprop_step": lambda p: torch.optim.RMSprop([p], lr=0.1, alpha=0.9, eps=1e-8),
        "adadelta_step": lambda p: torch.optim.Adadelta([p], lr=1.0, rho=0.9, eps=1e-6),
        "adam_step": lambda p: torch.optim.Adam([p], lr=0.01, betas=(0.9, 0.999), eps=1e-8),
    }
    for name, make in known.items():
        bind, ours, states = STEPS[name]
        parameter = torch.tensor(W0.copy(), requires_grad=True)
        optimiser = make(parameter)
        seen = []
        for dW in GRADIENTS:
            parameter.grad = torch.tensor(dW)
            optimiser.step()
            seen.append(parameter.detach().numpy().copy())
        close(descend(bind(ours), *[np.zeros_like(W0)] * states)[:: states + 1], seen)
