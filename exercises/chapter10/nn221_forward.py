"""A network with two inputs, two hidden neurons and one output.

The smallest network in which backpropagation has something to do. It is small enough to be written without a matrix:
six weights and three biases, each with a name of its own. A column of this table holds what flows into one neuron.

             hidden 0   hidden 1   output
    x0          w0         w1
    x1          w2         w3
    a0                                w4
    a1                                w5
    bias        b0         b1         b2

A hidden neuron adds up what flows into it, z, and hands on its activation a = σ(z) = 1 / (1 + e⁻ᶻ). The output neuron
adds up and stops there: no activation, so that it can be any number.

Samples come as a batch, each a row (x0, x1) of X, and each goes through the network by itself.

References
----------
Kneusel, Math for Deep Learning, chapter 10.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def nn221_forward(net: Mapping[str, float], X: Array) -> Array:
    """Return the network's output for each sample of a batch.

    Parameters
    ----------
    net : dict of float
        The weights "w0" to "w5" and the biases "b0", "b1" and "b2".
    X : (N, 2)
        A batch.

    Returns
    -------
    output : (N,)

    Examples
    --------
    Here z0 = 0 and z1 = log 3, so a0 = 1/2 and a1 = 3/4; the output is 2 · 1/2 + 4 · 3/4 + 1.

    >>> net = {"w0": 0.0, "w1": np.log(3.0), "w2": 0.0, "w3": 0.0, "w4": 2.0, "w5": 4.0}
    >>> net |= {"b0": 0.0, "b1": 0.0, "b2": 1.0}
    >>> nn221_forward(net, np.array([[1.0, 2.0]])).round(12).tolist()
    [5.0]
    """
    raise NotImplementedError
