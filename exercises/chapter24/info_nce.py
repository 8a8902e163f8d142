"""The contrastive loss of pairs.

N pictures and their N captions are each mapped to vectors, A (N, D) and B (N, D): row i of the one belongs to row i of
the other. Training shall bring pairs together and keep all else apart. Compare every row with every row,

    S = A Bᵀ / τ        (N, N),

and take each row of S for the logits of a classifier: which of the N rows of B belongs to row i of A? The right class
is i. In the same way each column of S asks which row of A belongs to row j of B. The loss (InfoNCE; CLIP's) is the mean
of both cross-entropies:

    L = ½ [ −(1/N) Σ_i log P[i, i] − (1/N) Σ_j log R[j, j] ],

where P is softmax of S along each row, R softmax of S along each column. The right pair is one of the N in the
denominator.

* The temperature τ > 0 divides. It may be small: entries of S may be 1000 and more, or far below −1000, and the loss is
  a number still.
* Rows are compared as they are: they are not divided by their lengths.
* Return the loss and its gradients with respect to A and B. N and D are at least 1; with N = 1 the loss is 0. float64.

References
----------
van den Oord, Li, Vinyals, Representation learning with contrastive predictive coding (2018). Radford et al., Learning
transferable visual models from natural language supervision (2021), figure 3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def info_nce(A: Array, B: Array, tau: float) -> tuple[float, Array, Array]:
    """Return the symmetric contrastive loss of N pairs, and its gradients.

    Parameters
    ----------
    A, B : (N, D)
        Row i of A and row i of B are a pair.
    tau : float
        Temperature, > 0.

    Returns
    -------
    loss : float
    dA, dB : (N, D)
        ∂L/∂A and ∂L/∂B.

    Examples
    --------
    If all similarities are equal, the classifier guesses among N: log 2. If pairs are 1 more alike than others, each
    cross-entropy is log(1 + e⁻¹):

    >>> loss, dA, dB = info_nce(np.ones((2, 1)), np.ones((2, 1)), 1.0)
    >>> round(float(loss), 4), dA.round(4).tolist()
    (0.6931, [[0.0], [0.0]])
    >>> loss, dA, dB = info_nce(np.eye(2), np.eye(2), 1.0)
    >>> round(float(loss), 4), dA.round(4).tolist()
    (0.3133, [[-0.1345, 0.1345], [0.1345, -0.1345]])
    """
    raise NotImplementedError
