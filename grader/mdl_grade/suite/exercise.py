"""What a suite says about its exercise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """Metadata of one exercise; its id is the suite's path, its points the sum over the checks.

    Parameters
    ----------
    tier : int
        1: core of the chapter; 2: belongs to a finished chapter; 3: optional.
    returns : tuple of str
        Names of the returned values, for messages and to unpack them: ``("dX", "dW", "db")``.
    requires : tuple of str
        Ids of exercises that should be done before.
    hints : tuple of str
        From a nudge to nearly the answer.
    minutes : int
        What a learner should need who has done what is required.
    rtol : float, optional
        Tolerance of all comparisons with the reference, relative to the largest entry of a tensor; by dtype if not
        given.
    no_hygiene : str, or mapping of function to str
        Why no check asks for clean habits: "its arguments are numbers". Of one of several functions:
        ``{"sample": "its arguments are numbers"}``.
    seconds : float
        Wall time that an answer has for one program. The reference needs less than a tenth.
    function : str
        The one function that the exercise asks for, or "". Read from the solution.
    """

    tier: int
    returns: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    minutes: int = 15
    rtol: float | None = None
    no_hygiene: str | Mapping[str, str] = ""
    seconds: float = 2.0
    function: str = ""
