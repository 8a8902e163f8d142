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
    raise NotImplementedError


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
    raise NotImplementedError


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
    raise NotImplementedError
