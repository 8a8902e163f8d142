"""Checks, known bugs and variants of chapter10/nn221_gradients."""

import numpy as np

from mdl_grade.network import iris
from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=1,
    minutes=25,
    requires=("chapter10/sigmoid_prime", "chapter10/nn221_forward"),
    hints=(
        "Go forward first and keep a0, a1 and the error f − y: the derivatives are made of them.",
        "∂L/∂f = f − y for one sample. What stands between f and w4? Between f and a0?",
        "On the way to z0 the error meets w4 and σ′(z0) = a0 (1 − a0). One step further stand x0, x1 and 1.",
        "For one sample ∂L/∂w0 = (f − y) w4 a0 (1 − a0) x0. The mean over the samples comes last.",
    ),
)
PARAMETERS = ("w0", "w1", "w2", "w3", "w4", "w5", "b0", "b1", "b2")


def output(X, w0, w1, w2, w3, w4, w5, b0, b1, b2):
    """Return what the network answers."""
    x0, x1 = X.T
    a0 = 0.5 + 0.5 * np.tanh(0.5 * (w0 * x0 + w2 * x1 + b0))
    a1 = 0.5 + 0.5 * np.tanh(0.5 * (w1 * x0 + w3 * x1 + b1))
    return w4 * a0 + w5 * a1 + b2


def measurable(case):
    """Tell whether no partial derivative nearly vanishes: finite differences could not decide about it."""

    def loss(**moved):
        return 0.5 * np.mean((output(case.X, **{**case.net, **moved}) - case.y) ** 2)

    h = 1e-4
    slopes = [(loss(**{p: case.net[p] + h}) - loss(**{p: case.net[p] - h})) / (2 * h) for p in PARAMETERS]
    return min(map(abs, slopes)) > 0.002 * loss()


@cases("N", (7,), (2,), (1,), fit=measurable)
def batch(rng, N):
    net = {name: float(rng.normal()) for name in PARAMETERS}
    X = rng.normal(size=(N, 2))
    error = rng.choice((-1.0, 1.0), size=N) * rng.uniform(0.5, 2.0, size=N)
    return {"net": net, "X": X, "y": output(X, **net) + error}


@cases("N x y", (3, 1e-20, 1e20), (3, 1e20, 1e-20))
def far(rng, N, x, y):
    """Inputs of size x and outputs of size y: what enters the sigmoids is of size 1."""
    sizes = {name: 1 / x if name in ("w0", "w1", "w2", "w3") else 1.0 for name in PARAMETERS}
    sizes |= {"w4": y, "w5": y, "b2": y}
    net = {name: sizes[name] * rng.normal() for name in PARAMETERS}
    X = x * rng.normal(size=(N, 2))
    return {"net": net, "X": X, "y": output(X, **net) + y * rng.uniform(0.5, 2.0, size=N)}


shapes = shaped("There are nine partial derivatives, each one number, under the names of the parameters.", batch)
values = agrees(
    "All nine partial derivatives are right: for a batch, for two samples, for a single one.", batch, points=3
)


every_scale = agrees(
    "It is right for tiny numbers and for huge ones.", far, kind="gradient", by="entry", needs=[values]
)


@check(points=2, kind="gradient")
def finite_differences(student, batch, rng):
    """The partial derivatives agree with finite differences of L."""
    for case, partials in student.nn221_gradients.on(batch):

        def loss(X=case.X, y=case.y, **net):
            return 0.5 * np.mean((output(X, **net) - y) ** 2)

        at = {name: np.asarray(case.net[name]) for name in PARAMETERS}
        check_grads(loss, at, {name: np.asarray(partials[name]) for name in PARAMETERS}, rng=rng, where=case)


@check(points=1, kind="property")
def mean_of_errors(student, batch):
    """L is a mean: the same batch twice over changes nothing, and a batch without errors leaves nothing to learn."""

    def batches(m, case):
        X, y = np.concatenate([case.X, case.X]), np.concatenate([case.y, case.y])
        return [
            m.nn221_gradients(case.net, case.X, case.y),
            m.nn221_gradients(case.net, X, y),
            m.nn221_gradients(case.net, case.X, output(case.X, **case.net)),
        ]

    for case, (once, twice, perfect) in student.each(batches, batch):
        if not any(once.values()):
            fail("All nine are 0 on a batch that the network gets wrong.", case)
        for name in PARAMETERS:
            assert_law("g(X, X) = g(X)", twice[name], once[name], rtol=1e-9, what=name, where=case)
        assert_within(perfect, dict.fromkeys(PARAMETERS, 0.0), 1e-14, where=case)


hygiene = hygiene_of(batch)


@check(points=1, kind="training")
def trains(student, reference, rng):
    """Descent along your gradients tells two kinds of irises apart, on the reference's loss curve."""
    X, y = np.ascontiguousarray(iris().X[:100, :2]), np.ascontiguousarray(iris().Y[:100, 1])
    start = dict(zip(PARAMETERS, rng.normal(size=9).tolist(), strict=True))

    def descent(m):
        nets = [start]
        for _ in range(20):
            partials = m.nn221_gradients(nets[-1], X, y)
            nets.append({name: nets[-1][name] - 0.5 * partials[name] for name in PARAMETERS})
        return nets

    @np.errstate(over="ignore", invalid="ignore")
    def losses(nets):
        return [0.5 * float(np.mean((output(X, **net) - y) ** 2)) for net in nets]

    got, want = losses(student.run(descent)), losses(reference.run(descent))
    return check_curve(got, want, quantity="loss", axis="step", where="100 irises")


BUGS = [
    patch(
        "partial derivatives beyond a million are clipped",
        {"float(np.mean(partial))": "float(np.clip(np.mean(partial), -1e6, 1e6))"},
        hint="A derivative is as large as it is. Who wants smaller steps takes a smaller learning rate.",
    ),
    patch(
        "the partial derivatives are summed over the batch",
        {"np.mean(partial)": "np.sum(partial)"},
        hint="L is a mean over the samples, so its derivatives are means as well.",
    ),
    patch(
        "the sign of the error is flipped",
        {'+ net["b2"] - y': '+ net["b2"]; df = y - df'},
        hint="∂/∂f of ½ (f − y)² is f − y; descent subtracts the gradient later.",
    ),
    patch(
        "the ½ of the loss is forgotten",
        {'+ net["b2"] - y': '+ net["b2"]; df = 2.0 * (df - y)'},
        hint="The 2 that comes down from the square cancels the ½.",
    ),
    patch(
        "σ′ is missing on the way to hidden neuron 0",
        {" * a0 * (1 - a0)": ""},
        hint="Between a0 and z0 stands σ: its slope a0 (1 − a0) is a factor.",
    ),
    patch(
        "σ′ is missing on the way to both hidden neurons",
        {" * a0 * (1 - a0)": "", " * a1 * (1 - a1)": ""},
        hint="Between a and z stands σ: its slope a (1 − a) is a factor.",
    ),
    patch(
        "σ′ is taken at a, not at z",
        {
            "* a0 * (1 - a0)": "* sigmoid(a0) * (1 - sigmoid(a0))",
            "* a1 * (1 - a1)": "* sigmoid(a1) * (1 - sigmoid(a1))",
        },
        hint="σ′(z) = a (1 − a): with a at hand, σ is not applied again.",
    ),
    patch(
        "the weights w4 and w5 are left out on the way back",
        {'df * net["w4"]': "df", 'df * net["w5"]': "df"},
        hint="f feels a0 through w4, and a1 through w5.",
    ),
    patch(
        "w4 and w5 are exchanged on the way back",
        {'dz0 = df * net["w4"]': 'dz0 = df * net["w5"]', 'dz1 = df * net["w5"]': 'dz1 = df * net["w4"]'},
        hint="f feels a0 through w4, and a1 through w5.",
    ),
    patch(
        "w1 and w2 are exchanged",
        {'"w1": dz1 * x0': '"w2": dz1 * x0', '"w2": dz0 * x1': '"w1": dz0 * x1'},
        hint="w1 leads from x0 to hidden neuron 1, w2 from x1 to hidden neuron 0.",
    ),
    patch(
        "the bias partials are multiplied by an input",
        {'"b0": dz0': '"b0": dz0 * x0', '"b1": dz1': '"b1": dz1 * x1'},
        hint="∂z0/∂b0 = 1.",
    ),
    patch(
        "the partial derivatives of w4 and w5 are multiplied by σ′",
        {"df * a0,": "df * a0 * (1 - a0),", "df * a1,": "df * a1 * (1 - a1),"},
        hint="No σ stands between w4 and f: ∂f/∂w4 = a0.",
    ),
    patch(
        "the biases of the hidden neurons are summed over the batch",
        {'"b0": dz0': '"b0": dz0 * len(X)', '"b1": dz1': '"b1": dz1 * len(X)'},
        hint="All nine are means over the samples.",
    ),
    patch(
        "only the first sample counts",
        {"np.mean(partial)": "partial[0]"},
        hint="Every sample has a say: take the mean.",
    ),
    patch(
        "there is one partial derivative for each sample",
        {"float(np.mean(partial))": "partial"},
        hint="All samples share the nine parameters: take the mean over the samples.",
    ),
    patch(
        "the partial derivatives come without their names",
        {"{name: float(": "[float(", "in each.items()}": "in each.items()]"},
        hint="Return a dict with the names of the parameters as keys.",
    ),
    patch(
        "weight decay is mixed in",
        {"float(np.mean(partial))": "float(np.mean(partial)) + 0.01 * net[name]"},
        hint="L has no penalty: where the fit is perfect the gradient is 0.",
    ),
    patch(
        "y is changed in place",
        {'+ net["b2"] - y': '+ net["b2"]; y -= df; df = -y'},
        hint="Whoever called still needs y: make a new array of the errors.",
    ),
]

EQUIVALENT = {
    "nn221_gradients: np.mean(partial) → np.mean(partial, axis=0)": "one axis is all there is: the samples",
}


@variant
def matrix_backprop(net, X, y):
    W1 = np.array([[net["w0"], net["w1"]], [net["w2"], net["w3"]]])
    w2 = np.array([net["w4"], net["w5"]])
    A = 1.0 / (1.0 + np.exp(-(X @ W1 + np.array([net["b0"], net["b1"]]))))
    df = (A @ w2 + net["b2"] - y) / len(y)
    dZ = np.outer(df, w2) * (A - A**2)
    names = ("w0", "w1", "w2", "w3", "b0", "b1", "w4", "w5", "b2")
    return dict(zip(names, [*(X.T @ dZ).ravel(), *dZ.sum(axis=0), *(A.T @ df), df.sum()], strict=True))


@variant
def running_sums(net, X, y):
    sums = dict.fromkeys(net, 0.0)
    for (x0, x1), target in zip(X, y, strict=True):
        a0 = 0.5 * (1.0 + np.tanh(0.5 * (net["w0"] * x0 + net["w2"] * x1 + net["b0"])))
        a1 = 0.5 * (1.0 + np.tanh(0.5 * (net["w1"] * x0 + net["w3"] * x1 + net["b1"])))
        error = a0 * net["w4"] + a1 * net["w5"] + net["b2"] - target
        sums["w4"] += error * a0
        sums["w5"] += error * a1
        sums["b2"] += error
        for a, out, first, second, bias in ((a0, "w4", "w0", "w2", "b0"), (a1, "w5", "w1", "w3", "b1")):
            back = error * net[out] * a * (1.0 - a)
            sums[first] += back * x0
            sums[second] += back * x1
            sums[bias] += back
    return {name: total / len(X) for name, total in sums.items()}


@variant
def forward_mode(net, X, y):
    def sigma(z):
        return 1.0 / (1.0 + np.exp(-z))

    partials = {}
    for name in net:
        dual = {key: complex(value, 1e-30 if key == name else 0.0) for key, value in net.items()}
        a0 = sigma(dual["w0"] * X[:, 0] + dual["w2"] * X[:, 1] + dual["b0"])
        a1 = sigma(dual["w1"] * X[:, 0] + dual["w3"] * X[:, 1] + dual["b1"])
        loss = 0.5 * np.mean((dual["w4"] * a0 + dual["w5"] * a1 + dual["b2"] - y) ** 2)
        partials[name] = loss.imag / 1e-30
    return partials
