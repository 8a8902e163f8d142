"""He's initialisation.

ReLU sets half of its inputs to 0, and with them half of the second moment. With weights of variance 1/n_in each layer
would halve it, and after twenty layers a millionth would be left. He, Zhang, Ren and Sun double the variance instead:

    E W = 0,    Var W = 2 / n_in.

A leaky ReLU lets the share `slope` of negative inputs through, and their square keeps its part of the second moment:
Var W = 2 / ((1 + slope²) n_in). With slope = 0 this is ReLU, with slope = 1 no activation at all.

Return W (n_in, n_out), drawn from a normal distribution. So that two right answers train alike, how it is drawn is
settled: in one call of rng.normal, with the size (n_in, n_out).

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 5. He, Zhang, Ren, Sun, Delving Deep into
Rectifiers (2015), equation 15.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def he_init(n_in: int, n_out: int, slope: float, rng: np.random.Generator) -> Array:
    """Return initial weights of a dense layer that ReLU, or a leaky ReLU, comes before.

    Parameters
    ----------
    n_in, n_out : int
        Numbers of inputs and outputs.
    slope : float
        Slope of the activation for negative inputs: 0 for ReLU.
    rng : numpy.random.Generator
        Of which normal numbers are drawn, in one call, of size (n_in, n_out).

    Returns
    -------
    W : (n_in, n_out)
        float64.

    Examples
    --------
    With n_in = 2 the standard deviation is 1; with n_in = 8 it is a half:

    >>> W = he_init(2, 3, 0.0, np.random.default_rng(0))
    >>> bool(np.allclose(W, np.random.default_rng(0).normal(size=(2, 3))))
    True
    >>> W = he_init(8, 1, 0.0, np.random.default_rng(0))
    >>> bool(np.allclose(2 * W, np.random.default_rng(0).normal(size=(8, 1))))
    True
    """
    ### BEGIN SOLUTION
    return rng.normal(scale=np.sqrt(2 / ((1 + slope**2) * n_in)), size=(n_in, n_out))
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **What is kept.** Let z be a symmetric random number with E z² = q, and h = max(z, 0). Half of the time h = z, half
   of the time 0: E h² = q/2. It is the second moment that counts, not the variance, as h has a mean.

2. **The next layer.** z′ = Σ_i h_i w_i with independent w_i of mean 0: E z′² = n_in · E h² · Var W = n_in · q/2 · Var
   W. This is q for Var W = 2/n_in. And z′ is symmetric again, as the w are.

3. **Leaky.** E h² = q/2 + slope² q/2 = (1 + slope²) q/2.

4. **In depth.** Over L layers E z² stays q on average. But of one network of width n it wanders: its logarithm by about
   √(5 L/n). With 1/n_in instead, each layer halves it besides: after 20 layers a millionth is left. With 2/n_in:

>>> rng = np.random.default_rng(0)
>>> h = rng.normal(size=(8, 500))
>>> for _ in range(20):
...     h = np.maximum(h @ he_init(500, 500, 0.0, rng), 0)
>>> bool(0.1 < np.mean(h**2) < 3)
True

5. **Forward only.** For the way back n_out would stand there. In networks whose widths don't change much it hardly
   matters.
"""
### END EXPLANATION
