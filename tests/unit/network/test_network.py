"""The reference network and the solutions are each other's oracle; autograd is the judge of both."""

import itertools

import autograd
import autograd.numpy as anp
import numpy as np
import pytest

from mdl_grade import network
from mdl_grade.course import builtin_course
from mdl_grade.network import layers
from mdl_grade.suite.suite import Suite

RNG = np.random.default_rng(7)
X, W, b, dY = RNG.normal(size=(7, 5)), RNG.normal(size=(5, 3)), RNG.normal(size=3), RNG.normal(size=(7, 3))


def solution(exercise):
    name = exercise.partition("/")[2]
    return Suite.load(builtin_course(), exercise).namespace[name]


def close(got, want):
    for g, w in zip(got, want, strict=True):
        np.testing.assert_allclose(g, w, rtol=1e-12, atol=1e-13)


def test_dense_backward_agrees_with_autograd_and_the_solution():
    """Three routes, one gradient."""
    loss = lambda X, W, b: anp.sum(dY * (X @ W + b))  # noqa: E731
    want = [autograd.grad(loss, i)(X, W, b) for i in range(3)]
    close(layers.dense_backward(dY, X, W), want)
    close(solution("chapter10/dense_backward")(dY, X, W), want)


@pytest.mark.parametrize("kind", ["relu", "sigmoid", "tanh"])
def test_activations_agree_with_autograd_and_the_solution(kind):
    """dZ = dA ∘ f′(Z)."""
    f = {"relu": lambda Z: anp.maximum(Z, 0), "tanh": anp.tanh, "sigmoid": lambda Z: 1 / (1 + anp.exp(-Z))}[kind]
    want = autograd.grad(lambda Z: anp.sum(dY * f(Z)))(X @ W)
    close([layers.activation_backward(dY, X @ W, kind)], [want])
    close([solution("chapter10/activation_backward")(dY, X @ W, kind)], [want])
    close([layers.ACTIVATIONS[kind](X @ W)], [f(X @ W)])


def test_mean_squared_error_agrees_with_autograd_and_the_solution():
    """The gradient is that of the loss returned."""
    loss, grad = layers.mse_with_grad(X @ W, dY)
    close([grad], [autograd.grad(lambda Y_hat: 0.5 * anp.mean((Y_hat - dY) ** 2))(X @ W)])
    theirs = solution("chapter10/mse_with_grad")(X @ W, dY)
    close([loss, grad], theirs)


@pytest.mark.parametrize("kind", ["sigmoid", "tanh"])
def test_backpropagation_gives_the_gradient_of_the_whole_network(kind):
    """Backpropagation through two layers is the gradient of the loss by autograd."""
    data = network.iris()
    start = network.initial(4, 5, 3, np.random.default_rng(0))
    f = {"tanh": anp.tanh, "sigmoid": lambda Z: 1 / (1 + anp.exp(-Z))}[kind]

    def loss(W1, b1, W2, b2):
        return 0.5 * anp.mean((f(data.X @ W1 + b1) @ W2 + b2 - data.Y) ** 2)

    found, gradient = network.loss_and_gradient(start, data.X, data.Y, kind, network.Parts())
    close([found], [loss(*start.arrays)])
    close(list(gradient.arrays), [autograd.grad(loss, i)(*start.arrays) for i in range(4)])


def test_the_irises_are_learned():
    """In 200 steps the mean squared error falls below a tenth of its start."""
    start, descent = network.initial(4, 8, 3, np.random.default_rng(1)), network.Optimiser.descent(lr=2.0)
    losses = network.loss_curve(network.iris(), start, steps=200, optimiser=descent)
    assert losses[-1] < 0.1 * losses[0]


def test_the_irises_are_those_of_fisher():
    """150 flowers, 50 of each kind, standardised columns; the numbers of scikit-learn's copy."""
    from sklearn.datasets import load_iris

    data, theirs = network.iris(), load_iris()
    np.testing.assert_allclose(data.X, (theirs.data - theirs.data.mean(0)) / theirs.data.std(0), atol=1e-12)
    np.testing.assert_array_equal(data.Y, np.eye(3)[theirs.target])


def test_the_house_that_jack_built_grows_by_a_verse_at_a_time():
    """Each of eleven verses goes on as the one before it does: no line is lost, or told otherwise."""
    rhymes = network.nursery_rhymes()
    verses = [verse.split("\n") for verse in rhymes.split("\n\n")[:11]]
    assert [len(verse) for verse in verses] == [1, *range(2, 12)]
    assert all(later[2:] == earlier[1:] for earlier, later in itertools.pairwise(verses))
    assert all(line == line.strip() for line in rhymes.split("\n"))
