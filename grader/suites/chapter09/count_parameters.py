"""Checks, known bugs and variants of chapter09/count_parameters."""

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    minutes=20,
    returns=("count",),
    requires=("chapter09/dense_forward", "chapter09/conv_layer_forward", "chapter09/flatten_layer"),
    hints=(
        "Walk through the layers with two things in hand: the count so far, and the shape that comes out.",
        "A dense layer from D to K has a weight matrix D × K and K biases. What are the shapes in a convolution layer?",
        "The weights of a convolution layer are an array (F, C, P, Q), with one bias for each of the F filters.",
        "Pooling has no parameters, but it makes the image smaller, and with it the D of the dense layer further on.",
    ),
)


def some(rng, low, high):
    return int(rng.integers(low, high))


def dense(rng, **also):
    return {"kind": "dense", "outputs": some(rng, 3, 40), **also}


def conv(rng, p, q, **also):
    return {"kind": "conv", "filters": some(rng, 4, 9), "kernel": (p, q), **also}


def image(rng, C):
    H = some(rng, 17, 25)
    return C, H, H + some(rng, 3, 8)


RELU, FLATTEN = {"kind": "relu"}, {"kind": "flatten"}


def pool(size):
    return {"kind": "pool", "size": size}


@cases("depth", 1, 2, 4)
def fully_connected(rng, depth):
    return {"shape": (some(rng, 20, 200),), "layers": [dense(rng) for _ in range(depth)]}


@cases("C kernels", (1, ((3, 5),)), (3, ((4, 2),)), (3, ((5, 3), (2, 2), (1, 3))))
def convolutions(rng, C, kernels):
    return {"shape": image(rng, C), "layers": [conv(rng, *kernel) for kernel in kernels]}


def leaves_rest(case):
    """No pooling window of the first kind fits exactly, on either axis, unless it is a single pixel."""
    _, H, W = case.shape
    size = case.layers[2]["size"]
    return size == 1 or ((H - 2) % size != 0 and (W - 1) % size != 0)


@cases("C size", (1, 2), (3, 3), (2, 1), fit=leaves_rest)
def whole(rng, C, size):
    layers = [conv(rng, 3, 2), RELU, pool(size), conv(rng, 2, 3), RELU, pool(2), FLATTEN, dense(rng), RELU, dense(rng)]
    return {"shape": image(rng, C), "layers": layers}


@cases("C", 2)
def unbiased(rng, C):
    layers = [
        conv(rng, 3, 2, bias=False),
        conv(rng, 2, 2, bias=True),
        pool(2),
        FLATTEN,
        dense(rng, bias=False),
        dense(rng),
    ]
    return {"shape": image(rng, C), "layers": layers}


@check(points=1, kind="shape")
def one_number(student, reference, fully_connected, whole):
    """The count is a whole number."""
    networks = [*fully_connected, *whole]
    for (case, got), (_, want) in zip(
        student.count_parameters.on(networks), reference.count_parameters.on(networks), strict=True
    ):
        assert_shapes(got, want, names=EXERCISE.returns, where=case)


dense_layers = agrees("Dense layers, one or several, are counted right.", fully_connected)
conv_layers = agrees("Convolution layers are counted right, with one channel and with several.", convolutions, points=2)
flow = agrees(
    "Dense layers behind convolution and pooling have as many inputs as are left of the image.",
    whole,
    points=2,
    needs=[dense_layers, conv_layers],
)
flags = agrees('Layers that say "bias": False have none.', unbiased, needs=[flow])


@check(points=1, kind="property")
def free(student, fully_connected, convolutions):
    """Activations, and pooling at the end, cost no parameters."""

    def with_and_without(m, case):
        more = [layer for one in case.layers for layer in (one, RELU)]
        pooled = [*more, pool(2)] if len(case.shape) == 3 else more
        return m.count_parameters(case.shape, case.layers), m.count_parameters(case.shape, pooled)

    for case, (without, with_them) in student.each(with_and_without, [*fully_connected, *convolutions]):
        assert_close(with_them, without, names=EXERCISE.returns, where=case)


@check(points=1, kind="error")
def unknown(student):
    """A kind of layer that is not in the list raises ValueError."""
    for kind in ("dens", "Dense", "tanh", "sigmoid"):
        layers = [{"kind": "dense", "outputs": 4}, {"kind": kind, "outputs": 3}, {"kind": "dense", "outputs": 2}]
        raises(student, ValueError, lambda m, layers=layers: m.count_parameters((5,), layers))


hygiene = hygiene_of(whole)
DENSE, CONV = "(D + biases) * K", "(C * P * Q + biases) * F"
AFTER_CONV, AFTER_POOL = "shape = (F, H - P + 1, W - Q + 1)", "shape = (C, H // s, W // s)"

BUGS = [
    patch(
        "biases are forgotten",
        {'int(layer.get("bias", True))': "0"},
        hint="Each output of a dense layer and each filter has a bias.",
    ),
    patch(
        "the flag is ignored",
        {'int(layer.get("bias", True))': "1"},
        hint='layer.get("bias", True) is what the dict says, or True if it says nothing.',
    ),
    patch(
        "biases are counted twice",
        {'int(layer.get("bias", True))': '2 * layer.get("bias", True)'},
        hint="One bias for each output.",
    ),
    patch(
        "a dense layer has one bias for each input",
        {DENSE: "(K + biases) * D"},
        hint="y = x W + b: b has as many entries as y.",
    ),
    patch("a dense layer has a single bias", {DENSE: "D * K + biases"}, hint="b has as many entries as y."),
    patch(
        "the last layer is left out",
        {"for layer in layers": "for layer in layers[:-1]"},
        hint="The output layer has weights too.",
    ),
    patch(
        "every dense layer has the inputs of the first",
        {"shape = (K,)": "pass"},
        hint="The outputs of one layer are the inputs of the next.",
    ),
    patch(
        "a filter has a bias for each channel",
        {CONV: "(P * Q + biases) * C * F"},
        hint="What the channels give is added up, and then one bias is added: F biases in all.",
    ),
    patch(
        "there is a bias for each pixel that a filter gives",
        {CONV: "F * (C * P * Q + biases * (H - P + 1) * (W - Q + 1))"},
        hint="A filter has one bias, wherever it stands.",
    ),
    patch(
        "a filter is as large as the image",
        {CONV: "(C * H * W + biases) * F"},
        hint="A filter has P × Q weights on each channel, however large the image is.",
    ),
    patch(
        "a filter reaches over one channel only",
        {CONV: "(P * Q + biases) * F"},
        hint="A filter has P × Q weights on each of C channels.",
    ),
    patch("kernels are taken for squares", {CONV: "(C * P * P + biases) * F"}, hint="kernel is (P, Q), two numbers."),
    patch(
        "the next layer sees the channels from before",
        {AFTER_CONV: "shape = (C, H - P + 1, W - Q + 1)"},
        hint="Each filter makes one channel of the next image: F of them.",
    ),
    patch(
        "convolution leaves the image as large as it was",
        {AFTER_CONV: "shape = (F, H, W)"},
        hint="Nothing is padded: P − 1 lines and Q − 1 columns are lost.",
    ),
    patch(
        "convolution loses P lines",
        {AFTER_CONV: "shape = (F, H - P, W - Q)"},
        hint="A window of P lines fits in H − P + 1 places.",
    ),
    patch(
        "pooling leaves the image as large as it was",
        {AFTER_POOL: "pass"},
        hint="One number stands for each s × s window.",
    ),
    patch(
        "windows that stick out are pooled as well",
        {AFTER_POOL: "shape = (C, -(-H // s), -(-W // s))"},
        hint="What does not fill a window is dropped: round down.",
    ),
    patch(
        "pooling shrinks the height only", {AFTER_POOL: "shape = (C, H // s, W)"}, hint="Windows are s high and s wide."
    ),
    patch(
        "sizes after pooling are not whole",
        {AFTER_POOL: "shape = (C, H / s, W / s)"},
        hint="Windows are counted: // rounds down.",
    ),
    patch(
        "flattening leaves out the channels",
        {"shape = (prod(shape),)": "shape = (prod(shape[1:]),)"},
        hint="All C H W numbers go into the row.",
    ),
    patch(
        "pooling is given weights",
        {"H // s, W // s)": "H // s, W // s); count += s * s"},
        hint="A maximum or a mean has nothing to learn.",
    ),
    patch(
        "an activation is given weights",
        {"                pass": "                count += prod(shape)"},
        hint="max(0, z) has nothing to learn.",
    ),
    patch(
        "unknown kinds are passed over",
        {'raise ValueError(f"no layer is of the kind {kind!r}")': "pass"},
        hint="A misspelt layer would go uncounted: raise ValueError.",
    ),
    patch(
        "other activations are passed over",
        {'case "relu":': 'case "relu" | "sigmoid" | "tanh":'},
        hint="Of the activations, only relu is in the list: all other kinds raise ValueError.",
    ),
    patch(
        "capitals are made small",
        {'match layer["kind"]:': 'match layer["kind"].lower():'},
        hint='"Dense" is not in the list: compare kinds as they are.',
    ),
    patch(
        "an unknown kind raises KeyError",
        {"raise ValueError(": "raise KeyError("},
        hint="ValueError is agreed.",
    ),
    patch(
        "the flag is written into the dicts",
        {"layer.get(": "layer.setdefault("},
        hint="setdefault changes the caller's dict: get reads it.",
    ),
    patch(
        "the count is a float", {"return count": "return float(count)"}, hint="Parameters are counted in whole numbers."
    ),
]


@variant
def by_allocation(shape, layers):
    import numpy as np

    weights = []
    for layer in layers:
        kind, bias = layer["kind"], layer.get("bias", True)
        if kind == "dense":
            weights += [np.zeros((shape[0], layer["outputs"]))] + [np.zeros(layer["outputs"])] * bias
            shape = weights[-1].shape[-1:]
        elif kind == "conv":
            filters = np.zeros((layer["filters"], shape[0], *layer["kernel"]))
            weights += [filters] + [np.zeros(layer["filters"])] * bias
            left = [size - k + 1 for size, k in zip(shape[1:], layer["kernel"], strict=True)]
            shape = (layer["filters"], *left)
        elif kind == "pool":
            shape = (shape[0], *(len(range(0, size - layer["size"] + 1, layer["size"])) for size in shape[1:]))
        elif kind == "flatten":
            shape = (int(np.prod(shape)),)
        elif kind != "relu":
            raise ValueError(kind)
    return sum(array.size for array in weights)


@variant
def recursive(shape, layers):
    if not layers:
        return 0
    first, rest = layers[0], layers[1:]
    b = 1 if "bias" not in first or first["bias"] else 0
    if first["kind"] == "dense":
        m = first["outputs"]
        return shape[0] * m + b * m + recursive((m,), rest)
    if first["kind"] == "conv":
        c, h, w = shape
        p, q = first["kernel"]
        f = first["filters"]
        return f * c * p * q + b * f + recursive((f, h + 1 - p, w + 1 - q), rest)
    if first["kind"] == "pool":
        c, h, w = shape
        s = first["size"]
        return recursive((c, (h - h % s) // s, (w - w % s) // s), rest)
    if first["kind"] == "flatten":
        c, h, w = shape
        return recursive((c * h * w,), rest)
    if first["kind"] == "relu":
        return recursive(shape, rest)
    raise ValueError("unknown layer")


@variant
def shapes_first(shape, layers):
    from math import prod

    def after(shape, layer):
        if layer["kind"] == "dense":
            return (layer["outputs"],)
        if layer["kind"] == "conv":
            return (layer["filters"], shape[1] - layer["kernel"][0] + 1, shape[2] - layer["kernel"][1] + 1)
        if layer["kind"] == "pool":
            return (shape[0], shape[1] // layer["size"], shape[2] // layer["size"])
        return (prod(shape),) if layer["kind"] == "flatten" else shape

    count = 0
    for layer in layers:
        if layer["kind"] not in ("dense", "conv", "pool", "flatten", "relu"):
            raise ValueError(f"unknown kind {layer['kind']}")
        out = after(shape, layer)
        if layer["kind"] in ("dense", "conv"):
            each = prod(shape) if layer["kind"] == "dense" else shape[0] * prod(layer["kernel"])
            count += out[0] * (each + layer.get("bias", True))
        shape = out
    return count
