"""A transformer block.

A transformer is a stack of blocks, X ↦ Y of the same shape (N, T, D). Each does two things: tokens hear from each
other, by attention, and then each token thinks for itself, by two dense layers with ReLU between them:

    mlp(x) = relu(x W1 + b1) W2 + b2,

at every step of every sequence the same. Around each of the two stands a sum with its own input (a residual
connection), so that a block only adds a correction; and layer normalisation keeps sizes in check,

    norm(x) = gamma (x − mean) / √(var + 1e-5) + beta,

over the D numbers of one step, var biased. There are two norms, each with a gamma and a beta of its own. Where they
stand is settled by pre_norm:

* pre_norm=True, before each of the two, inside of the sum:

      Z = X + attention(norm1(X)),    Y = Z + mlp(norm2(Z)).

  After the last sum there is no norm.

* pre_norm=False, as in the first transformer, after each sum:

      Z = norm1(X + attention(X)),    Y = norm2(Z + mlp(Z)).

attention is handed in, as a function: from (N, T, D) to (N, T, D), with heads and masks, if there are any, built in.
params is a dict of W1 (D, F), b1 (F,), W2 (F, D), b2 (D,), gamma1, beta1, gamma2, beta2 (D,).

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7. Vaswani et al., Attention Is All You Need
(2017), 3.1. Xiong et al., On Layer Normalization in the Transformer Architecture (2020).
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def transformer_block(
    X: Array, attention: Callable[[Array], Array], params: Mapping[str, Array], pre_norm: bool
) -> Array:
    """Return what the block makes of X.

    Parameters
    ----------
    X : (N, T, D)
        A batch of sequences.
    attention : callable
        From (N, T, D) to (N, T, D).
    params : dict
        W1 (D, F), b1 (F,), W2 (F, D), b2 (D,), and gamma1, beta1, gamma2, beta2 (D,).
    pre_norm : bool
        Whether norms stand before attention and mlp, or after the sums.

    Returns
    -------
    Y : (N, T, D)

    Examples
    --------
    One step, D = 2, F = 1, an attention that hands out its input doubled, and b2 = 10 all that mlp has to say. Of 1
    and 3 the mean is 2 and the variance 1: norm1 makes −1, 1 of them, and attention −2, 2.

    >>> params = {"W1": np.zeros((2, 1)), "b1": np.zeros(1), "W2": np.zeros((1, 2)), "b2": np.array([10.0, 10.0])}
    >>> params |= {"gamma1": np.ones(2), "beta1": np.zeros(2), "gamma2": np.ones(2), "beta2": np.zeros(2)}
    >>> transformer_block(np.array([[[1.0, 3.0]]]), lambda X: 2.0 * X, params, True).round(3).tolist()
    [[[9.0, 15.0]]]
    >>> transformer_block(np.array([[[1.0, 3.0]]]), lambda X: 2.0 * X, params, False).round(3).tolist()
    [[[-1.0, 1.0]]]
    """

    ### BEGIN SOLUTION
    def norm(Z: Array, which: int) -> Array:
        mean, var = Z.mean(axis=2, keepdims=True), Z.var(axis=2, keepdims=True)
        Z_hat: Array = (Z - mean) / np.sqrt(var + 1e-5)
        return params[f"gamma{which}"] * Z_hat + params[f"beta{which}"]

    def mlp(Z: Array) -> Array:
        hidden = np.maximum(Z @ params["W1"] + params["b1"], 0.0)
        Y: Array = hidden @ params["W2"] + params["b2"]
        return Y

    if pre_norm:
        Z = X + attention(norm(X, 1))
        return Z + mlp(norm(Z, 2))
    Z = norm(X + attention(X), 1)
    return norm(Z + mlp(Z), 2)
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **Two parts, two sums.** Only attention lets one step hear of another. mlp and norm take each step by itself: they
   work on the last axis, and a batch of sequences is as good as a long list of steps.

2. **The sum takes what came in**, not what the norm made of it: Z = X + attention(norm1(X)). So with attention and mlp
   that say nothing, a pre-norm block is the identity, and gradients have a straight way through a deep stack.

3. **After or before.** In post-norm the sum itself is normalised; what goes into attention is X as it is, which the
   block before has normalised. Then there is no straight way, and deep stacks need a warm-up to be trained. In pre-norm
   the sums grow from block to block, and a norm stands at the end of the whole stack, not of the block.

4. **Two norms.** Each has its gamma and beta. The second one normalises Z, not X.

5. **No order.** If the steps change places, so do those of Y, as long as attention has no mask and nothing in X tells
   where a step stands.

With X = (1, 3), attention that says 0, W2 = 0 and b2 = 0: pre-norm gives X back. Post-norm normalises twice: (−1, 1),
which is normalised already, and to which beta2 = 1 is added.

>>> params = {"W1": np.ones((2, 1)), "b1": np.zeros(1), "W2": np.zeros((1, 2)), "b2": np.zeros(2)}
>>> params |= {"gamma1": np.ones(2), "beta1": np.zeros(2), "gamma2": np.ones(2), "beta2": np.ones(2)}
>>> transformer_block(np.array([[[1.0, 3.0]]]), lambda X: 0.0 * X, params, True).tolist()
[[[1.0, 3.0]]]
>>> transformer_block(np.array([[[1.0, 3.0]]]), lambda X: 0.0 * X, params, False).round(3).tolist()
[[[0.0, 2.0]]]
"""
### END EXPLANATION
