"""Checks, known bugs and variants of chapter09/count_parameters."""

from mdl_grade.checks import assert_law, assert_shapes
from mdl_grade.suite import Exercise, agrees, battery, bug, cases, check, patch, raises, variant

EXERCISE = Exercise(
    tier=2,
    returns=("count",),
    requires=("chapter09/dense_forward", "chapter09/conv_layer_forward", "chapter09/flatten_layer"),
    hints=(
        "Walk through the layers with two things in hand: the count so far, and the shape that comes out.",
        "A dense layer from D to K has a weight matrix D × K and K biases. What are the shapes in a convolution layer?",
        "The weights of a convolution layer are an array (F, C, p, q), with one bias for each of the F filters.",
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


@cases("C size", (1, 2), (3, 3), (2, 1))
def whole(rng, C, size):
    """Convolution, pooling of a size that does not fit, convolution, pooling, dense, dense."""
    _, H, W = image(rng, C)
    shape = (C, H + (H - 2) % 2 * 0, W)
    layers = [conv(rng, 3, 2), RELU, pool(size), conv(rng, 2, 3), RELU, pool(2), FLATTEN, dense(rng), RELU, dense(rng)]
    return {"shape": shape, "layers": layers}
