"""The reparameterisation trick.

For a sample, the encoder of a variational autoencoder gives no code, but a normal law: in each of D dimensions a mean
mu and the logarithm of a variance, logvar, both (N, D). The decoder wants a code z that is drawn from it. Through a
draw no gradient flows: "drawn from" is no formula. But a normal number is a standard normal one, stretched and moved:

    z = mu + exp(logvar / 2) · eps,   eps standard normal.

Now all chance is in eps, and z is a formula of mu and logvar. Forward, return z and the eps that was used. Backward,
given ∂L/∂z and the same eps, return ∂L/∂mu and ∂L/∂logvar.

* logvar is log σ², so that every number stands for a variance. The standard deviation σ is exp(logvar / 2).
* Each entry has noise of its own. So that two right answers train alike, the draw is settled: eps =
  rng.standard_normal(mu.shape), one call, and nothing else.
* eps is returned as it was drawn. (What (z − mu)/σ would make of z has lost its digits where σ is small.)
* The law may be narrow or wide: logvar is anything from −600 to 600, and is not cut off.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 8.1. Kingma, Welling, Auto-Encoding Variational
Bayes (2014), section 2.4.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def reparameterize(mu: Array, logvar: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return codes that are drawn from normal laws, and the noise that they were made of.

    Parameters
    ----------
    mu : (N, D) float64
        Means.
    logvar : (N, D) float64
        Natural logarithms of the variances.
    rng : numpy.random.Generator

    Returns
    -------
    z : (N, D) float64
    eps : (N, D) float64

    Examples
    --------
    The first numbers of this Generator are 0.126 and −0.132; a logvar of log 4 is a standard deviation of 2.

    >>> z, eps = reparameterize(np.array([[1.0, 5.0]]), np.array([[0.0, np.log(4.0)]]), np.random.default_rng(0))
    >>> z.round(3).tolist(), eps.round(3).tolist()
    ([[1.126, 4.736]], [[0.126, -0.132]])
    """
    raise NotImplementedError


def reparameterize_backward(dz: Array, logvar: Array, eps: Array) -> tuple[Array, Array]:
    """Return the gradients of the loss with respect to means and logarithms of variances.

    Parameters
    ----------
    dz : (N, D) float64
        ∂L/∂z.
    logvar : (N, D) float64
        What `reparameterize` was given.
    eps : (N, D) float64
        What `reparameterize` returned.

    Returns
    -------
    dmu : (N, D) float64
        ∂L/∂mu; it may be dz itself.
    dlogvar : (N, D) float64
        ∂L/∂logvar.

    Examples
    --------
    >>> dz, logvar, eps = np.array([[1.0, 1.0]]), np.array([[0.0, np.log(4.0)]]), np.array([[3.0, -1.0]])
    >>> dmu, dlogvar = reparameterize_backward(dz, logvar, eps)
    >>> dmu.tolist(), dlogvar.tolist()
    ([[1.0, 1.0]], [[1.5, -1.0]])
    """
    raise NotImplementedError
