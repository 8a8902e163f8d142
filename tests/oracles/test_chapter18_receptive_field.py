"""chapter18/receptive_field against networks of ones: the pixels that move one neuron, found one by one."""

import itertools

import numpy as np
import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

receptive_field = Suite.load(builtin_course(), "chapter18/receptive_field").namespace["receptive_field"]


def answers(images, layers):
    """Send rows of pixels (N, W) through layers of ones."""
    for k, s, d in layers:
        places = (images.shape[1] - (k - 1) * d - 1) // s + 1
        images = sum(images[:, u * d : u * d + s * (places - 1) + 1 : s] for u in range(k))
    return images


@pytest.mark.parametrize(
    "layers",
    [
        *itertools.product([(3, 1, 1), (2, 2, 1), (1, 2, 1), (3, 2, 2), (2, 1, 3)], repeat=3),
        [(3, 2, 1), (2, 2, 1), (3, 1, 3)],
        [(5, 3, 2)],
    ],
)
def test_agrees_with_the_pixels_that_move_a_neuron(layers):
    """A change of each pixel in turn: from the first that moves the neuron to the last, gaps included."""
    size, jump = receptive_field(list(layers))
    effect = answers(np.eye(size + 2 * jump), layers)
    for neuron in (0, 1):
        moving = np.flatnonzero(effect[:, neuron])
        assert (moving[0], moving[-1]) == (neuron * jump, neuron * jump + size - 1)


def test_known_networks():
    """VGG-16's last convolution sees 196 pixels, 16 apart; AlexNet's last pooling 195, 32 apart (Araujo et al.)."""
    c, p = (3, 1, 1), (2, 2, 1)
    assert receptive_field([c, c, p, c, c, p, c, c, c, p, c, c, c, p, c, c, c]) == (196, 16)
    assert receptive_field([(11, 4, 1), (3, 2, 1), (5, 1, 1), (3, 2, 1), c, c, c, (3, 2, 1)]) == (195, 32)
