"""The losses of the two players.

A generator makes samples, a discriminator tells them from real ones: for each sample it gives a logit, and means the
probability D = σ(logit) of "real" by it, σ(a) = 1/(1 + e⁻ᵃ). With the logits of n real samples and of m samples that
were made:

* The discriminator's loss is its cross-entropy, real ones labelled 1 and made ones 0. It is the sum of two means:

      d_loss = −mean over real of log D − mean over made of log(1 − D).

* In the game as it was thought up, the generator wants what the discriminator doesn't, so it minimises

      g_loss_minimax = mean over made of log(1 − D).

  As long as D sees through it, its gradient is next to nothing.
* In practice it minimises something else, whose gradient is large just then:

      g_loss_nonsaturating = −mean over made of log D.

Return each loss with its gradients with respect to the logits: (loss, dreal, dfake) for the discriminator, and (loss,
dfake) for either of the generator's.

* A sum of two means, not the mean of both batches together, and not half of it: n and m may differ. If the
  discriminator knows nothing, D = ½ for all samples, its loss is 2 log 2.
* Every mean's 1/n or 1/m is a factor of its gradient.
* Logits may be as large as they like, and no limit is put on a loss: a made sample with the logit 1000 costs the
  discriminator 1000/m, and is worth −1000/m to the generator of the minimax game. So D is not to be computed first:
  log(1 − 1) is −∞. (A warning of NumPy's costs nothing. What is certain and right costs next to nothing, and 0 is
  accepted for that.)

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, 8.3. Goodfellow et al., Generative Adversarial Nets
(2014), section 3.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def d_loss(real_logits: Array, fake_logits: Array) -> tuple[float, Array, Array]:
    """Return the loss of the discriminator, and its gradients.

    Parameters
    ----------
    real_logits : (n,) float64
        Logits of real samples.
    fake_logits : (m,) float64
        Logits of samples that the generator made.

    Returns
    -------
    loss : float
    dreal : (n,) float64
        ∂loss/∂real_logits.
    dfake : (m,) float64
        ∂loss/∂fake_logits.

    Examples
    --------
    >>> loss, dreal, dfake = d_loss(np.zeros(1), np.zeros(2))
    >>> round(float(loss), 4), dreal.tolist(), dfake.tolist()
    (1.3863, [-0.5], [0.25, 0.25])
    """
    ### BEGIN SOLUTION
    loss = np.mean(np.logaddexp(0.0, -real_logits)) + np.mean(np.logaddexp(0.0, fake_logits))
    dreal = -_sigmoid(-real_logits) / len(real_logits)
    return float(loss), dreal, _sigmoid(fake_logits) / len(fake_logits)
    ### END SOLUTION


def g_loss_minimax(fake_logits: Array) -> tuple[float, Array]:
    """Return the loss of the generator in the minimax game, and its gradient.

    Parameters
    ----------
    fake_logits : (m,) float64
        Logits of samples that the generator made.

    Returns
    -------
    loss : float
        To be minimised; it is negative.
    dfake : (m,) float64
        ∂loss/∂fake_logits.

    Examples
    --------
    >>> loss, dfake = g_loss_minimax(np.array([0.0, 0.0]))
    >>> round(float(loss), 4), dfake.tolist()
    (-0.6931, [-0.25, -0.25])
    """
    ### BEGIN SOLUTION
    return -float(np.mean(np.logaddexp(0.0, fake_logits))), -_sigmoid(fake_logits) / fake_logits.size
    ### END SOLUTION


def g_loss_nonsaturating(fake_logits: Array) -> tuple[float, Array]:
    """Return the loss that the generator minimises in practice, and its gradient.

    Parameters
    ----------
    fake_logits : (m,) float64
        Logits of samples that the generator made.

    Returns
    -------
    loss : float
    dfake : (m,) float64
        ∂loss/∂fake_logits.

    Examples
    --------
    A discriminator that sees through the generator, with the logit −1000, leaves it the full gradient.

    >>> loss, dfake = g_loss_nonsaturating(np.array([-1000.0]))
    >>> float(loss), dfake.tolist()
    (1000.0, [-1.0])
    """
    ### BEGIN SOLUTION
    return float(np.mean(np.logaddexp(0.0, -fake_logits))), -_sigmoid(-fake_logits) / fake_logits.size


def _sigmoid(a: Array) -> Array:
    """Return σ(a), with all digits on both sides."""
    small = np.exp(-np.abs(a))
    sigma: Array = np.where(a > 0, 1.0, small) / (1.0 + small)
    return sigma
    ### END SOLUTION


### BEGIN EXPLANATION
"""
1. **One function.** log D = log σ(a) = −log(1 + e⁻ᵃ) and log(1 − D) = log σ(−a) = −log(1 + eᵃ). With s(a) = log(1 +
   eᵃ), the softplus, all losses are means of s:

       d_loss = mean s(−real) + mean s(fake),   minimax = −mean s(fake),   non-saturating = mean s(−fake).

   `np.logaddexp(0, a)` is log(e⁰ + eᵃ), and takes the larger of the two out of the logarithm by itself.

2. **Gradients.** s′ = σ. So ∂/∂real s(−real) = −σ(−real), which pulls logits of real samples up, and ∂/∂fake s(fake) =
   σ(fake), which pushes those of made ones down. The generator's are −σ(fake) and −σ(−fake): both go uphill.

3. **A game.** d_loss contains mean s(fake), and the minimax loss is its opposite: what one wins, the other loses. The
   part of the real samples doesn't depend on the generator.

4. **Saturation.** At the beginning D sees through everything: fake is −10, say. The gradient of minimax is −σ(−10) =
   −0.000045, that of the other −σ(10) = −0.99995. Both point the same way: what differs is how hard they pull.

>>> logit = np.array([-10.0])
>>> [f"{float(loss(logit)[1][0]):.6f}" for loss in (g_loss_minimax, g_loss_nonsaturating)]
['-0.000045', '-0.999955']

5. **Sum of two means.** In one mean over n + m samples, the larger batch would have the larger say, and D = ½ would
   cost log 2. With n = 1 and m = 3, real logit 1, made logits 0, 0, 2: 0.3133 + (0.6931 + 0.6931 + 2.1269)/3 = 1.4843.

>>> loss, dreal, dfake = d_loss(np.array([1.0]), np.array([0.0, 0.0, 2.0]))
>>> round(float(loss), 4), dreal.round(4).tolist(), dfake.round(4).tolist()
(1.4843, [-0.2689], [0.1667, 0.1667, 0.2936])
"""
### END EXPLANATION
