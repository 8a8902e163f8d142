"""Drawing the next token.

A language model gives every token of its vocabulary a logit. To write, one token is drawn, and usually not from softmax
of these logits: a temperature sharpens them, and the many tokens that are unlikely one by one, but not together, are
cut off. In this order:

1. **Temperature.** Divide the logits by it: below 1 the likely get likelier.
2. **Top k.** Keep the top_k largest logits. Of equal ones, those with smaller indices come first.
3. Softmax of what is kept: these probabilities sum to 1.
4. **Top p.** Go through what is kept by falling probability, of equal ones by index, and keep the smallest number of
   tokens whose probabilities, those of step 3, sum to top_p or more: the token that reaches top_p is kept as well.
5. Divide by their sum. P has these probabilities, and 0 for every token that was cut off.
6. Draw u = rng.random(), one number. The token is the first i with u < P[0] + … + P[i], by index. (rng.choice(V, p=P)
   does just that.)

Return the token and P.

* A temperature of 0 stands for the largest logit, of equal ones the first: P is 1 there, and 0 elsewhere.
  Nothing has to be drawn then.
* 1 ≤ top_k, and if it is larger than the vocabulary, nothing is cut off. 0 < top_p ≤ 1, and 1 cuts nothing off.
* Logits (V,) may be thousands. No sum in step 4 is within 10⁻⁶ of top_p, unless top_p is 1.

References
----------
Holtzman et al., The curious case of neural text degeneration (2020), section 3. Fan, Lewis, Dauphin, Hierarchical
neural story generation (2018).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def sample_token(
    logits: Array, temperature: float, top_k: int, top_p: float, rng: np.random.Generator
) -> tuple[int, Array]:
    """Return a token that was drawn, and the distribution that it was drawn from.

    Parameters
    ----------
    logits : (V,)
        One for each token.
    temperature : float
        ≥ 0.
    top_k : int
        How many tokens are kept at most.
    top_p : float
        How much probability is kept at least.
    rng : numpy.random.Generator
        Gives one rng.random().

    Returns
    -------
    token : int
        From 0 to V − 1.
    P : (V,)
        The probabilities, 0 for what was cut off.

    Examples
    --------
    Probabilities 0.1, 0.2, 0.3, 0.4. The best three are kept, 2/9, 3/9, 4/9; of these, the best two reach 0.7.

    >>> rng = np.random.default_rng(0)
    >>> token, P = sample_token(np.log([0.1, 0.2, 0.3, 0.4]), 1.0, 3, 0.7, rng)
    >>> int(token), P.round(4).tolist()
    (3, [0.0, 0.0, 0.4286, 0.5714])
    >>> token, P = sample_token(np.array([1.0, 5.0, 5.0]), 0.0, 3, 1.0, rng)
    >>> int(token), P.tolist()
    (1, [0.0, 1.0, 0.0])
    """
    ### BEGIN SOLUTION
    V = len(logits)
    if temperature == 0:
        return int(np.argmax(logits)), np.eye(V)[np.argmax(logits)]
    order = np.argsort(-logits, kind="stable")[:top_k]
    weights = np.exp((logits[order] - logits[order[0]]) / temperature)
    weights /= weights.sum()
    kept = np.cumsum(weights) - weights < top_p
    P = np.zeros(V)
    P[order[kept]] = weights[kept] / weights[kept].sum()
    return int(rng.choice(V, p=P)), P
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **By hand.** Probabilities 0.1, 0.2, 0.3, 0.4, top_k = 3: 0.2, 0.3, 0.4 are kept. Their sum is 0.9, so they become
   0.222, 0.333, 0.444. With top_p = 0.7: 0.444 is below 0.7, 0.444 + 0.333 = 0.778 is not. Two are kept, with 0.571 and
   0.429.

2. **Who reaches top_p stays.** A token is kept if the sum *before* it is below top_p. Whoever keeps those with a sum up
   to top_p cuts one too many: here only one would be left, with 0.444, less than was asked for, and if the first token
   alone exceeds top_p, nothing at all.

>>> weights = np.array([4.0, 3.0, 2.0]) / 9
>>> sums = np.cumsum(weights)
>>> (sums - weights < 0.7).tolist(), (sums <= 0.7).tolist()
([True, True, False], [True, False, False])

3. **The order of the steps matters.** Temperature comes first: a sharper distribution reaches top_p with fewer tokens.
   And top_p is a share of what top_k left, since that was divided by its sum.

4. **Why cut at all?** With 50,000 tokens, half of the probability may be on tokens below one in a thousand each. Sooner
   or later one of them is drawn, and the text goes on from there. Top k keeps as many whether the model is sure or not;
   top p keeps few if it is sure, and many if it is not.

5. **Ties.** Equal logits are no exception: a network that is rounded to eight bits has plenty. np.argsort(−z,
   kind="stable") leaves equal ones in the order of their indices; argsort(z)[::-1] turns them round. Whoever keeps all
   logits that are not below the k-th may keep more than k.

6. **Drawing** is laying the probabilities side by side and looking where u falls. What has probability 0 has no length.

7. **Overflow.** exp(2000) is inf: take the largest logit off first.
"""
### END EXPLANATION
