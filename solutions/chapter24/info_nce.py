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
    ### BEGIN SOLUTION
    N = len(A)
    S = A @ B.T / tau
    log_P = S - S.max(axis=1, keepdims=True)
    log_P = log_P - np.log(np.sum(np.exp(log_P), axis=1, keepdims=True))
    log_R = S - S.max(axis=0, keepdims=True)
    log_R = log_R - np.log(np.sum(np.exp(log_R), axis=0, keepdims=True))
    loss = -0.5 * (np.mean(np.diag(log_P)) + np.mean(np.diag(log_R)))
    dS = 0.5 * (np.exp(log_P) + np.exp(log_R) - 2.0 * np.eye(N)) / N
    return float(loss), dS @ B / tau, dS.T @ A / tau
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Two classifiers in one table.** Row i of S holds the logits of "which B?", column j those of "which A?". Both have
   the right answer on the diagonal.

2. **By hand.** S = I, N = 2: each row is (1, 0) with the right class first, so −log P[i, i] = log(1 + e⁻¹) = 0.3133;
   the columns are the same.

>>> round(float(np.log(1 + np.exp(-1))), 4)
0.3133

3. **The gradient at S.** Cross-entropy has the gradient softmax minus one-hot. Rows give (P − I)/N, columns (R − I)/N;
   the loss is half of each:

       dS = (P + R − 2 I) / (2 N).

   It sums to 0. S = A Bᵀ / τ then gives dA = dS B / τ and dB = dSᵀ A / τ.

4. **log N for nothing.** If all entries of S are equal, the loss is log N. The loss says how many of log N nats the
   pairs tell about each other: log N − L never exceeds their mutual information. Large batches are needed to see much.

5. **The temperature.** Small τ sharpens: the gradient comes from the most similar wrong rows alone, as their softmax
   takes all the weight. CLIP learns τ, down to 1/100; unit vectors then have logits up to 100.

6. **Overflow.** e^800 is inf. Take off each row's maximum for P, and each column's for R: they are not the same number.
   And take logarithms on paper: log P = S − log Σ e^S, not the logarithm of a probability that has become 0.

>>> loss, _, _ = info_nce(np.array([[1.0], [-1.0]]), np.array([[-1.0], [1.0]]), 0.001)
>>> round(float(loss), 6)
2000.0
"""
### END EXPLANATION
