"""What a suite says about its exercise."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """Metadata of one exercise; its id is the suite's path, its points the sum over the checks.

    Parameters
    ----------
    tier : int
        1: core of the chapter; 2: belongs to a finished chapter; 3: optional.
    returns : tuple of str
        Names of the returned values, for messages: ``("dX", "dW", "db")``.
    requires : tuple of str
        Ids of exercises that should be done before.
    hints : tuple of str
        From a nudge to nearly the answer.
    seconds : float
        Wall time that an answer has for one program. The reference needs less than a tenth.
    """

    tier: int
    returns: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    seconds: float = 2.0
