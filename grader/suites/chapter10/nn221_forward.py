"""Checks, known bugs and variants of chapter10/nn221_forward."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=10,
    returns=("output",),
    requires=("chapter09/sigmoid_stable",),
    hints=(
        "Write z0 and z1 out for one sample first: three terms each, one column of the table.",
        "The same lines serve a whole batch if x0 and x1 are the columns of X, N numbers each.",
        "z0 = w0 x0 + w2 x1 + b0, and σ is applied to z0 and z1 but not to w4 a0 + w5 a1 + b2.",
    ),
)
PARAMETERS = ("w0", "w1", "w2", "w3", "w4", "w5", "b0", "b1", "b2")


@cases("N", (7,), (2,), (1,))
def batch(rng, N):
    return {"net": {name: float(rng.normal()) for name in PARAMETERS}, "X": rng.normal(size=(N, 2))}


@cases("N x y", (3, 1e-100, 1e100), (3, 1e100, 1e-100))
def far(rng, N, x, y):
    """Inputs of size x and outputs of size y: what enters the sigmoids is of size 1."""
    sizes = {name: 1 / x if name in ("w0", "w1", "w2", "w3") else 1.0 for name in PARAMETERS}
    sizes |= {"w4": y, "w5": y, "b2": y}
    return {"net": {name: sizes[name] * rng.normal() for name in PARAMETERS}, "X": x * rng.normal(size=(N, 2))}


shapes = shaped("There is one output for each sample.", batch)
values = agrees("The outputs are right: for a batch, for two samples, for a single one.", batch, points=4)


every_scale = agrees("It is right for tiny numbers and for huge ones.", far, needs=[values])


@check(points=2, kind="property")
def linear_output(student, batch):
    """The output neuron only adds up: it gives b2 if nothing flows in, and twice as much for twice its parameters."""

    def scaled(m, case):
        w4, w5, b2 = (case.net[name] for name in ("w4", "w5", "b2"))
        outputs = ((w4, w5, b2), (2.0 * w4, 2.0 * w5, 2.0 * b2), (0.0, 0.0, b2))
        return [m.nn221_forward(case.net | {"w4": w4, "w5": w5, "b2": b2}, case.X) for w4, w5, b2 in outputs]

    for case, (once, twice, alone) in student.each(scaled, batch):
        assert_law("f(2 w4, 2 w5, 2 b2) = 2 f(w4, w5, b2)", twice, 2.0 * once, what="output", where=case)
        assert_law("f(0, 0, b2) = b2", alone, np.full(len(case.X), case.net["b2"]), what="output", where=case)


hygiene = hygiene_of(batch)

BUGS = [
    patch(
        "inputs beyond a million are clipped",
        {"x0, x1 = X.T": "x0, x1 = np.clip(X.T, -1e6, 1e6)"},
        hint="A large input may meet a small weight: leave it as it is.",
    ),
    patch(
        "the output goes through the sigmoid too",
        {'return net["w4"]': 'return sigmoid(net["w4"]', ' + net["b2"]': ' + net["b2"])'},
        hint="The output neuron adds up and stops there.",
    ),
    patch(
        "both hidden neurons share the bias b0", {'net["b1"]': 'net["b0"]'}, hint="Each neuron has a bias of its own."
    ),
    patch(
        "w1 and w2 are exchanged",
        {'net["w2"] * x1': 'net["w1"] * x1', 'net["w1"] * x0': 'net["w2"] * x0'},
        hint="w1 leads from x0 to hidden neuron 1, w2 from x1 to hidden neuron 0.",
    ),
    patch(
        "w4 and w5 are exchanged",
        {'net["w4"] * a0 + net["w5"] * a1': 'net["w5"] * a0 + net["w4"] * a1'},
        hint="w4 leads from a0 to the output, w5 from a1.",
    ),
    patch("x0 and x1 are exchanged", {"x0, x1 = X.T": "x1, x0 = X.T"}, hint="The first column of X is x0."),
    patch("the bias b2 is missing", {' + net["b2"]': ""}, hint="The output neuron has a bias as well."),
    patch(
        "the hidden biases are missing",
        {' + net["b0"]': "", ' + net["b1"]': ""},
        hint="z = what flows in, plus the bias.",
    ),
    patch(
        "the hidden neurons have no activation",
        {"return 1 / (1 + np.exp(-z))": "return z"},
        hint="Without σ the whole network is one straight line.",
    ),
    patch(
        "tanh stands in place of σ",
        {"1 / (1 + np.exp(-z))": "np.tanh(z)"},
        hint="σ lies between 0 and 1, tanh between −1 and 1.",
    ),
    patch("the minus sign in σ is missing", {"np.exp(-z)": "np.exp(z)"}, hint="σ(z) = 1 / (1 + e⁻ᶻ) rises with z."),
    patch("hidden neuron 1 has no activation", {"a1 = sigmoid(": "a1 = ("}, hint="Both hidden neurons apply σ."),
    patch(
        "rows of X are taken for its columns",
        {"x0, x1 = X.T": "x0, x1 = X[0], X[-1]"},
        hint="A sample is a row of X, so x0 is a column: X[:, 0].",
    ),
    patch(
        "the outputs stand in a column",
        {'+ net["b2"]': '+ net["b2"] + np.zeros((len(X), 1))'},
        hint="The result is (N,), one number for each sample.",
    ),
]


@variant
def matrices(net, X):
    W1 = np.array([[net["w0"], net["w1"]], [net["w2"], net["w3"]]])
    b1 = np.array([net["b0"], net["b1"]])
    w2 = np.array([net["w4"], net["w5"]])
    return (1.0 / (1.0 + np.exp(-(X @ W1 + b1)))) @ w2 + net["b2"]


@variant
def sample_by_sample(net, X):
    def sigma(z):
        return 0.5 * (1.0 + np.tanh(0.5 * z))

    outputs = []
    for x0, x1 in X:
        a0 = sigma(x0 * net["w0"] + x1 * net["w2"] + net["b0"])
        a1 = sigma(x0 * net["w1"] + x1 * net["w3"] + net["b1"])
        outputs.append(a0 * net["w4"] + a1 * net["w5"] + net["b2"])
    return np.array(outputs)


@variant
def neuron_by_neuron(net, X):
    output = np.full(len(X), net["b2"])
    for first, second, bias, out in (("w0", "w2", "b0", "w4"), ("w1", "w3", "b1", "w5")):
        z = np.dot(X, [net[first], net[second]]) + net[bias]
        output += net[out] / (1.0 + np.exp(-z))
    return output
