"""Xavier's initialisation.

How large should the weights of a layer be at the start? A sum of n_in products has n_in times the variance of one, so
that weights of variance 1/n_in keep the variance of what passes forward, and for the same reason 1/n_out keeps that of
the gradients on their way back. Glorot and Bengio (Xavier Glorot gave his name to it) take the mean of n_in and n_out:

    E W = 0,    Var W = 2 / (n_in + n_out).

Return a matrix W (n_in, n_out) of independent entries with this mean and variance, drawn from rng:

* kind "normal": each entry is normal.
* kind "uniform": each entry is uniform between −a and a; which a has this variance?
* Any other kind raises ValueError.
* Chance comes from rng alone.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 5. Glorot, Bengio, Understanding the
Difficulty of Training Deep Feedforward Neural Networks (2010), equation 16.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def xavier_init(n_in: int, n_out: int, kind: str, rng: np.random.Generator) -> Array:
    """Return initial weights of a dense layer.

    Parameters
    ----------
    n_in, n_out : int
        Numbers of inputs and outputs.
    kind : {"normal", "uniform"}
    rng : numpy.random.Generator

    Returns
    -------
    W : (n_in, n_out)
        float64.

    Raises
    ------
    ValueError
        If kind is neither of the two.

    Examples
    --------
    >>> W = xavier_init(2, 3, "uniform", np.random.default_rng(0))
    >>> W.shape, bool(np.abs(W).max() < np.sqrt(6 / 5))
    ((2, 3), True)
    """
    ### BEGIN SOLUTION
    variance = 2 / (n_in + n_out)
    if kind == "normal":
        return rng.normal(0.0, np.sqrt(variance), size=(n_in, n_out))
    if kind == "uniform":
        bound = np.sqrt(3 * variance)
        return rng.uniform(-bound, bound, size=(n_in, n_out))
    raise ValueError(f"there is no kind {kind!r}: it is normal or uniform")
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Forward.** z = Σ_i x_i w_i, with independent w_i of mean 0: Var z = Σ E x_i² Var w_i. If all x_i have the second
   moment q, this is n_in q Var W. It stays q for Var W = 1/n_in.

2. **Backward.** dx_i = Σ_k w_ik dz_k has n_out terms: 1/n_out would be right. Both can be had only if n_in = n_out;
   otherwise 2/(n_in + n_out) lies between the two.

3. **Normal.** The scale of a normal distribution is its standard deviation, the root of the variance.

4. **Uniform.** On (−a, a) the variance is a²/3: the mean of x² is 1/(2a) ∫ x² dx = a²/3. So a = √(3 Var) =
   √(6/(n_in + n_out)).

>>> W = xavier_init(300, 100, "uniform", np.random.default_rng(1))
>>> round(float(W.var()) * 200, 1), round(float(np.abs(W).max() / np.sqrt(6 / 400)), 2)
(1.0, 1.0)

5. **Why it matters in depth.** If each layer multiplies the variance by c, ten of them multiply it by c¹⁰. With
   c = ½ that is a thousandth.
"""
### END EXPLANATION
