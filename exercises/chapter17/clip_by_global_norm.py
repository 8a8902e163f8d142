"""Clipping gradients by their global norm.

Now and then a gradient is a hundred times as long as usual, and one step along it undoes an hour of training. A simple
remedy: if the gradient is longer than max_norm, shorten it to that, and keep its direction. The length is that of *all*
parameters' gradients together, as if they were one long vector:

    norm = √(Σ over all arrays, over all entries, of the entry²),    each array ← array · min(1, max_norm / norm).

* The norm that is returned is the one before clipping: it is what one plots.
* A gradient that is not longer than max_norm stays as it is; so does one of zeros.
* What is returned are new arrays, or the old ones where nothing changes; the caller's are not written to.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 5. Pascanu, Mikolov, Bengio, On the
Difficulty of Training Recurrent Neural Networks (2013), algorithm 1. (PyTorch divides by norm + 1e-6 instead.)
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def clip_by_global_norm(grads: Sequence[Array], max_norm: float) -> tuple[list[Array], float]:
    """Return the gradients, shortened together to max_norm where they are longer, and their norm before that.

    Parameters
    ----------
    grads : list of arrays of any shape
        At least one.
    max_norm : float
        > 0.

    Returns
    -------
    clipped : list of arrays
        In the same order and shapes.
    norm : float
        The global norm of grads, before clipping.

    Examples
    --------
    (3, 0) and (4) together are 5 long. To be 2.5 long, both are halved:

    >>> clipped, norm = clip_by_global_norm([np.array([3.0, 0.0]), np.array([4.0])], 2.5)
    >>> [grad.tolist() for grad in clipped], float(norm)
    ([[1.5, 0.0], [2.0]], 5.0)
    """
    raise NotImplementedError
