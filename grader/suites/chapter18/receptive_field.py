"""Checks, known bugs and variants of chapter18/receptive_field."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    returns=("size", "jump"),
    requires=("chapter18/conv2d_forward",),
    minutes=15,
    hints=(
        "Go through the layers from the input on, and keep two numbers: what a neuron sees, and how far neighbours lie apart.",
        "Both begin at 1. A layer multiplies the jump by its stride. What does it add to the size?",
        "From the first of k inputs to the last there are (k − 1) · d steps, each of the jump of the layer before.",
    ),
)


def drawn(rng, k, s, d):
    """Draw (k, s, d) of a layer, each from a range."""
    return tuple(int(rng.integers(low, high + 1)) for low, high in (k, s, d))


@cases("depth", 1, 2, 3, 5)
def convolutions(rng, depth):
    """Stride 1, no gaps."""
    return {"layers": [drawn(rng, (2, 6), (1, 1), (1, 1)) for _ in range(depth)]}


@cases("depth", 2, 3, 4)
def strided(rng, depth):
    """Strides above 1, the first and the last layer's among them."""
    return {"layers": [drawn(rng, (3, 6), (2, 3), (1, 1)) for _ in range(depth)]}


@cases("depth", 1, 2, 4)
def with_gaps(rng, depth):
    return {"layers": [drawn(rng, (2, 5), (1, 1), (2, 4)) for _ in range(depth)]}


@cases("depth", 2, 3, 5)
def anything(rng, depth):
    layers = [drawn(rng, (2, 5), (1, 3), (1, 3)) for _ in range(depth)]
    layers[0], layers[-1] = drawn(rng, (2, 3), (2, 3), (2, 3)), drawn(rng, (4, 6), (2, 4), (3, 4))
    return {"layers": layers}


@cases("stride", 2, 4)
def hardly_seen(rng, stride):
    """Most pixels in the strip have no influence: a stride with windows of one pixel, or wide gaps."""
    k, d = int(rng.integers(2, 5)), int(rng.integers(2, 5))
    return {"layers": [(1, stride, 1), (k, 1, 1), (2, 1, d)]}


@cases("", (), fixed="without a layer there is nothing to draw")
def no_layer(rng):
    return {"layers": []}


plain = agrees("At stride 1, without gaps, every layer adds k − 1 pixels.", convolutions)
strides = agrees("Behind a stride, layers see further, and jump further.", strided, points=2)
gaps = agrees("Gaps make kernels longer.", with_gaps, points=2)
all_at_once = agrees("Strides and dilations go together.", anything, points=2)
strip = agrees("Pixels without influence that lie between others are counted.", hardly_seen)
pixel = agrees("Without any layer a neuron is a pixel: (1, 1).", no_layer)


@check(points=1, kind="gradient")
def by_gradient(student, strided, anything, hardly_seen):
    """size is the span of the pixels that have a gradient, and jump its way from one neuron to the next."""
    for case, (size, jump) in student.receptive_field.on([*strided, *anything, *hardly_seen]):
        (first, last), (following, _) = (seen(case.layers, neuron) for neuron in (0, 1))
        assert_law("size = last − first + 1", size, last - first + 1, what="size", where=case)
        assert_law("jump = way of the first pixel", jump, following - first, what="jump", where=case)


def seen(layers, neuron):
    """Return the first and the last pixel with a gradient, if `neuron` has the gradient 1 and all kernels are ones."""
    gradient = np.zeros(neuron + 1)
    gradient[neuron] = 1.0
    for k, s, d in reversed(layers):
        before = np.zeros(s * (len(gradient) - 1) + d * (k - 1) + 1)
        for u in range(k):
            before[d * u : d * u + s * (len(gradient) - 1) + 1 : s] += gradient
        gradient = before
    return int(np.flatnonzero(gradient)[0]), int(np.flatnonzero(gradient)[-1])


hygiene = hygiene_of(anything, needs=[all_at_once])

GROW, JUMP = "size += (k - 1) * d * jump", "jump *= s"
BUGS = [
    patch(
        "the jump is multiplied by the stride before it is used",
        {f"{GROW}\n        {JUMP}": f"{JUMP}\n        {GROW}"},
        hint="A layer's stride moves its own neurons apart, not its inputs: use the jump of the layer before.",
    ),
    patch("the stride is ignored: the jump stays 1", {JUMP: "jump *= 1"}, hint="Strides multiply the jump."),
    patch(
        "the jump is not used for the size",
        {GROW: "size += (k - 1) * d"},
        hint="Behind strides, neighbouring inputs lie `jump` pixels apart.",
    ),
    patch(
        "only the stride of the layer before counts",
        {JUMP: "jump = s"},
        hint="The strides of all layers before are multiplied.",
    ),
    patch(
        "strides are added up", {JUMP: "jump += s - 1"}, hint="Strides are multiplied: each is in units of the last."
    ),
    patch("the dilation is ignored", {"(k - 1) * d": "(k - 1)"}, hint="From one input to the next there are d steps."),
    patch(
        "a kernel is taken to span k · d",
        {"(k - 1) * d": "(k * d - 1)"},
        hint="From the first of k inputs to the last there are (k − 1) · d steps.",
    ),
    patch(
        "k is added instead of k − 1",
        {"(k - 1) * d": "k * d"},
        hint="From the first of k inputs to the last there are k − 1 steps.",
    ),
    patch("the size starts at 0", {"size, jump = 1, 1": "size, jump = 0, 1"}, hint="A pixel sees itself: 1."),
    patch(
        "the layers are gone through from the output on",
        {"in layers": "in layers[::-1]"},
        hint="The jump is made by the layers between the image and this one: begin at the input.",
    ),
    patch(
        "the dilation makes jumps longer, too",
        {JUMP: "jump *= s * d"},
        hint="Neighbours lie s apart, whatever the gaps in their kernels.",
    ),
    patch(
        "the pixels are counted that have an influence, without the gaps",
        {
            "size, jump = 1, 1": "size, jump, pixels = 1, 1, {0}",
            GROW: "pixels = {p + u * d * jump for p in pixels for u in range(k)}\n        size = len(pixels)",
        },
        hint="From the first pixel to the last, gaps included.",
    ),
    patch(
        "the number of all pixels in two directions is returned",
        {"return size, jump": "return size**2, jump"},
        hint="One direction is asked for.",
    ),
    patch(
        "the list of layers is used up",
        {"for k, s, d in layers:": "while layers:\n        k, s, d = layers.pop(0)"},
        hint="Go through the layers with a for loop: whoever called still needs the list.",
    ),
    patch("size and jump are exchanged", {"return size, jump": "return jump, size"}, hint="The size comes first."),
]


@variant
def from_the_end(layers):
    size, jump = 1, 1
    for k, s, d in reversed(layers):
        size, jump = s * (size - 1) + (k - 1) * d + 1, jump * s
    return size, jump


@variant
def one_sum(layers):
    from math import prod

    strides = [s for _, s, _ in layers]
    return 1 + sum((k - 1) * d * prod(strides[:i]) for i, (k, _, d) in enumerate(layers)), prod(strides)


@variant
def first_and_last_pixel(layers):
    def ends(neuron):
        low = high = neuron
        for k, s, d in layers[::-1]:
            low, high = s * low, s * high + d * (k - 1)
        return low, high

    (first, last), (following, _) = ends(0), ends(1)
    return last - first + 1, following - first
