"""Backpropagation by hand in a network of nine parameters.

The network has two inputs, two hidden neurons with σ(z) = 1 / (1 + e⁻ᶻ), and one output without activation:

    z0 = w0 x0 + w2 x1 + b0     a0 = σ(z0)
    z1 = w1 x0 + w3 x1 + b1     a1 = σ(z1)
    f  = w4 a0 + w5 a1 + b2

On a batch of N samples with targets y, it pays the mean of the halved squares of its errors,

    L = 1/N Σ_n ½ (f_n − y_n)²

Walk back from L with the chain rule, once for each of the nine parameters, and return all nine partial derivatives.
They are derivatives of this L, so what the samples say is averaged, as in L.

References
----------
Kneusel, Math for Deep Learning, chapter 10. Kapoor, Gulli, Pal, Deep Learning with TensorFlow and Keras, chapter 14.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def nn221_gradients(net: Mapping[str, float], X: Array, y: Array) -> dict[str, float]:
    """Return ∂L/∂p for each parameter p of the network.

    Parameters
    ----------
    net : dict of float
        The weights "w0" to "w5" and the biases "b0", "b1" and "b2".
    X : (N, 2)
        A batch.
    y : (N,)
        What the network should answer.

    Returns
    -------
    partials : dict of float
        One number for each parameter, under the same names.

    Examples
    --------
    All weights into the hidden neurons are 0, so a0 = a1 = 1/2 and σ′ = 1/4 in both; f = 1 + 2 = 3 is 1 too much.

    >>> net = {"w0": 0.0, "w1": 0.0, "w2": 0.0, "w3": 0.0, "w4": 2.0, "w5": 4.0, "b0": 0.0, "b1": 0.0, "b2": 0.0}
    >>> partials = nn221_gradients(net, np.array([[3.0, 5.0]]), np.array([2.0]))
    >>> [partials[name] for name in ("w0", "w1", "w2", "w3", "w4", "w5", "b0", "b1", "b2")]
    [1.5, 3.0, 2.5, 5.0, 0.5, 0.5, 0.5, 1.0, 1.0]
    """
    ### BEGIN SOLUTION

    def sigmoid(z: Array) -> Array:
        return 1 / (1 + np.exp(-z))

    x0, x1 = X.T
    a0 = sigmoid(net["w0"] * x0 + net["w2"] * x1 + net["b0"])
    a1 = sigmoid(net["w1"] * x0 + net["w3"] * x1 + net["b1"])
    df = net["w4"] * a0 + net["w5"] * a1 + net["b2"] - y
    dz0 = df * net["w4"] * a0 * (1 - a0)
    dz1 = df * net["w5"] * a1 * (1 - a1)
    each = {
        "w0": dz0 * x0,
        "w1": dz1 * x0,
        "w2": dz0 * x1,
        "w3": dz1 * x1,
        "w4": df * a0,
        "w5": df * a1,
        "b0": dz0,
        "b1": dz1,
        "b2": df,
    }
    return {name: float(np.mean(partial)) for name, partial in each.items()}
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Start at the end.** For one sample, L = ½ (f − y)², so ∂L/∂f = f − y. Call it δ. It is all that the rest of the
   network has to know about the loss.

2. **The output neuron.** f = w4 a0 + w5 a1 + b2 is a sum of three terms:

       ∂L/∂w4 = δ a0,    ∂L/∂w5 = δ a1,    ∂L/∂b2 = δ.

3. **Through the hidden neurons.** a0 reaches f through w4: ∂L/∂a0 = δ w4. Then a0 = σ(z0), with the slope a0 (1 − a0):

       ∂L/∂z0 = δ w4 a0 (1 − a0),    ∂L/∂z1 = δ w5 a1 (1 − a1).

4. **Into the hidden neurons.** z0 = w0 x0 + w2 x1 + b0, so ∂L/∂w0 = ∂L/∂z0 · x0, ∂L/∂w2 = ∂L/∂z0 · x1, and
   ∂L/∂b0 = ∂L/∂z0. Likewise w1, w3 and b1 for z1.

5. **The batch.** L is a mean over samples, and a derivative of a mean is the mean of derivatives: average each of the
   nine at the very end. Averaging δ first is wrong, since δ is multiplied by things that differ from sample to sample.

With numbers, as in the example: a0 = a1 = 1/2, f = 2 · 1/2 + 4 · 1/2 = 3, y = 2, δ = 1. So ∂L/∂w4 = 1/2;
∂L/∂z0 = 1 · 2 · 1/4 = 1/2 and ∂L/∂z1 = 1 · 4 · 1/4 = 1; with x = (3, 5): ∂L/∂w0 = 3/2, ∂L/∂w2 = 5/2, ∂L/∂w1 = 3 and
∂L/∂w3 = 5. And by measuring, with a step of 10⁻⁵ in w3:

>>> def loss(w3):
...     a1 = 1 / (1 + np.exp(-(w3 * 5.0)))
...     return 0.5 * (2 * 0.5 + 4 * a1 - 2.0) ** 2
>>> float(round((loss(1e-5) - loss(-1e-5)) / 2e-5, 6))
5.0
"""
### END EXPLANATION
