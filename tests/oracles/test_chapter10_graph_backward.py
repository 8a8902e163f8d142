from __future__ import annotations

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad
from autograd.scipy.special import expit
from hypothesis import given, settings
from hypothesis import strategies as st

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

graph_backward = Suite.load(builtin_course(), "chapter10/graph_backward").namespace["graph_backward"]

OPERATIONS = {
    "add": lambda a, b: a + b,
    "mul": lambda a, b: a * b,
    "matmul": anp.matmul,
    "relu": lambda a: anp.where(a > 0, a, 0.0),
    "sigmoid": expit,
}


def autograd_of(nodes, out):
    """Differentiate with respect to a zero that is added to each node in turn."""

    def total(shift, at):
        values = {}
        for name, (operation, *inputs) in nodes.items():
            args = inputs if operation == "leaf" else [values[i] for i in inputs]
            value = args[0] if operation == "leaf" else OPERATIONS[operation](*args)
            values[name] = value + shift if name == at else value
        return anp.sum(values[out]), values

    zeros = {name: np.zeros(np.shape(value)) for name, value in total(0.0, "")[1].items()}
    return {name: grad(lambda s, name=name: total(s, name)[0])(zero) for name, zero in zeros.items()}


@pytest.mark.filterwarnings("ignore:Output seems independent of input")
@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    operations=st.lists(
        st.tuples(st.sampled_from(sorted(OPERATIONS)), st.integers(0, 100), st.integers(0, 100)),
        min_size=1,
        max_size=12,
    ),
    out=st.integers(0, 100),
    seed=st.integers(0, 2**32 - 1),
)
def test_agrees_with_autograd_on_random_graphs(operations, out, seed):
    """Whatever the graph, all gradients are those of automatic differentiation."""
    rng = np.random.default_rng(seed)
    nodes = {f"leaf{i}": ("leaf", rng.uniform(-0.6, 0.6, size=(3, 3))) for i in range(3)}
    for operation, i, j in operations:
        names = list(nodes)
        inputs = [names[i % len(names)], names[j % len(names)]]
        nodes[f"node{len(nodes)}"] = (operation, *inputs[: 1 if operation in ("relu", "sigmoid") else 2])
    chosen = list(nodes)[out % len(nodes)]
    got, want = graph_backward(nodes, chosen), autograd_of(nodes, chosen)
    assert list(got) == list(nodes)
    for name in nodes:
        np.testing.assert_allclose(got[name], want[name], rtol=1e-9, atol=1e-12, err_msg=name)


def test_autograd_agrees_with_different_shapes():
    """The rules fit together for a layer whose sizes all differ."""
    rng = np.random.default_rng(0)
    nodes = {"X": ("leaf", rng.normal(size=(7, 5))), "W": ("leaf", rng.normal(size=(5, 3)))}
    nodes |= {"Z": ("matmul", "X", "W"), "A": ("sigmoid", "Z"), "G": ("mul", "A", "Z")}
    got, want = graph_backward(nodes, "G"), autograd_of(nodes, "G")
    for name in nodes:
        np.testing.assert_allclose(got[name], want[name], rtol=1e-10)
