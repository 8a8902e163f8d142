"""Beam search.

A model tells, for every beginning of a sentence, how likely each next token is. To find a likely sentence, the most
likely token at each step is a bad guide: what looks best now may lead to where nothing is likely. All sentences are
too many. Beam search keeps the few best beginnings.

A hypothesis is a tuple of tokens, that begins with bos, and its score: the sum of the log-probabilities of its tokens
after bos. It is finished if its last token is eos.

* Start with one hypothesis, (bos,), whose score is 0.
* max_len times: extend each hypothesis that is not finished by every token; keep those that are finished as they are.
  All of these compete, and the `beam` best stay (all, if there are no more).
* Return the best hypothesis of the last beam, finished or not, and its score.

step_logprob(prefix) gives the log-probabilities of the next token, (vocab,), for a prefix that is a tuple, bos
included. Tokens are the ints from 0 to vocab − 1; bos ≠ eos are two of them. The log-probabilities are finite, and not
positive. No two hypotheses that compete have scores that are equal, or nearly so. Scores are sums as they are: they are
not divided by lengths.

References
----------
Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning, chapter 7. Sutskever, Vinyals, Le, Sequence to
Sequence Learning with Neural Networks (2014), 3.2.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Tokens = tuple[int, ...]


def beam_search(
    step_logprob: Callable[[Tokens], Array], bos: int, eos: int, beam: int, max_len: int
) -> tuple[Tokens, float]:
    """Return the best hypothesis of the last beam, and its score.

    Parameters
    ----------
    step_logprob : callable
        From a prefix, a tuple of tokens, to log-probabilities (vocab,) of the next one.
    bos, eos : int
        The tokens before the first, and after the last.
    beam : int
        ≥ 1, how many hypotheses are kept.
    max_len : int
        ≥ 1, how many tokens may follow bos.

    Returns
    -------
    sequence : tuple of int
        With bos, and with eos if that was reached.
    logprob : float
        Its score.

    Examples
    --------
    Tokens 0 (bos), 1, 2 and 3 (eos). After 0, token 1 is likelier than 2; but after 1 nothing is sure, and after 2
    comes the end.

    >>> P = np.array([[0.01, 0.5, 0.48, 0.01], [0.3, 0.2, 0.1, 0.4], [0.02, 0.02, 0.01, 0.95], [0.25] * 4])
    >>> sequence, logprob = beam_search(lambda prefix: np.log(P[prefix[-1]]), 0, 3, 1, 4)
    >>> sequence, round(float(np.exp(logprob)), 6)
    ((0, 1, 3), 0.2)
    >>> sequence, logprob = beam_search(lambda prefix: np.log(P[prefix[-1]]), 0, 3, 2, 4)
    >>> sequence, round(float(np.exp(logprob)), 6)
    ((0, 2, 3), 0.456)
    """
    raise NotImplementedError
