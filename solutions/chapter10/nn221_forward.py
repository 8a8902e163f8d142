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
    ### BEGIN SOLUTION

    def sigmoid(z: Array) -> Array:
        return 1 / (1 + np.exp(-z))

    x0, x1 = X.T
    a0 = sigmoid(net["w0"] * x0 + net["w2"] * x1 + net["b0"])
    a1 = sigmoid(net["w1"] * x0 + net["w3"] * x1 + net["b1"])
    return net["w4"] * a0 + net["w5"] * a1 + net["b2"]
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Read the table by columns.** What flows into hidden neuron 0 stands in its column: w0 from x0, w2 from x1, and b0.

       z0 = w0 x0 + w2 x1 + b0,    z1 = w1 x0 + w3 x1 + b1,    f = w4 a0 + w5 a1 + b2.

   w1 leads from x0 to hidden neuron 1, not from x1 to 0: read by rows, w1 and w2 change places.

2. **As matrices.** The table is a layer: W = [[w0, w1], [w2, w3]] (inputs are rows, hidden neurons columns), then
   V = [w4, w5]. f = σ(X W + (b0, b1)) V + b2.

3. **A batch.** X is (N, 2): its columns are x0 and x1, with one entry for each sample. All formulas work on such
   columns at once, and the result is (N,).

4. **No activation at the end.** σ(f) would keep the output between 0 and 1. A network that is to predict any number
   must not.

With numbers, as in the example: x = (1, 2); z0 = 0, so a0 = 1/2; z1 = log 3, so a1 = 1/(1 + 1/3) = 3/4;
f = 2 · 1/2 + 4 · 3/4 + 1 = 5. In the table's order:

>>> W, V = np.array([[0.0, np.log(3.0)], [0.0, 0.0]]), np.array([2.0, 4.0])
>>> A = 1 / (1 + np.exp(-(np.array([[1.0, 2.0]]) @ W)))
>>> A.round(12).tolist(), (A @ V + 1.0).round(12).tolist()
([[0.5, 0.75]], [5.0])
"""
### END EXPLANATION
