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
    ### BEGIN SOLUTION
    norm = float(np.sqrt(sum(np.sum(grad**2) for grad in grads)))
    if norm <= max_norm:
        return [grad.copy() for grad in grads], norm
    return [grad * (max_norm / norm) for grad in grads], norm
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One vector.** Put all entries of all arrays into one long vector: its squared length is the sum of the squared
   lengths of its parts. The root comes last, over everything.

2. **One factor.** Multiplying the whole vector by max_norm/norm makes it max_norm long, and leaves its direction as it
   was. If each array had a factor of its own, the long ones would be shortened and the short ones not: another
   direction, no longer against the gradient of the loss.

>>> clipped, norm = clip_by_global_norm([np.array([30.0, 40.0]), np.array([0.5])], 5.0)
>>> [grad.round(4).tolist() for grad in clipped]
[[2.9999, 3.9998], [0.05]]

   Array by array, the second one would have stayed at 0.5, ten times as large.

3. **Only down.** Short gradients are a sign that a minimum is near: making them longer would keep the descent from
   settling. That is the min(1, …), and it keeps 0 from being divided by 0, too.

4. **Which norm to return.** After clipping it is min(norm, max_norm), which tells nothing that is not known. Before
   clipping it tells how often the remedy was needed.
"""
### END EXPLANATION
