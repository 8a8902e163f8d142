"""Checks of what is counted: how often something happens, how long it takes, and which of few arrangements comes out.

Make an answer deterministic where it can be: hand it the mask, or the action. What remains random is counted here, by
exact binomial laws. Most of what is drawn can be counted:

- classes, tokens, arms, faces: `check_frequencies` of all of them, with unequal probabilities;
- two draws that should be independent: the joint counts, with the products p_i q_j (they must be known);
- rows of a Markov kernel: counts (S, S) of steps from each state, with its matrix; not along one path, where steps
  depend on one another;
- dropout: the mask's sum, its sums over rows, and its sums over columns, which a mask shared by the batch fails;
- shuffles, samples without replacement, reservoirs: `check_arrangements` of a small deck, counted whole;
- trials until the m-th success, of a rejection sampler: `check_waiting`.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np

from mdl_grade.checks.bands import Side
from mdl_grade.checks.chance import beyond_chance, excess, require_sight, share
from mdl_grade.checks.failure import CheckFailed
from mdl_grade.checks.form import to_array
from mdl_grade.checks.sample_tests import ALPHA, MAX_CELLS, FrequencyTest, WaitingTest
from mdl_grade.checks.structure import describe
from mdl_grade.records.evidence import BrokenLaw, WrongDtype, WrongShape, WrongType


def check_frequencies(
    counts: Any,
    n: int,
    p: Any,
    *,
    sees: float,
    side: Side = "both",
    alpha: float = ALPHA,
    what: str = "the frequencies",
    where: object = "",
) -> None:
    """Check that things happen with their probabilities: each count out of n trials is binomial.

    It sees one probability that is off by the factor 1 ± `sees`. It does not see many small errors that only together
    are conspicuous: count few cells for these. Nor does it see counts that are too even, nor dependence between
    trials. 1 to 2 ms for each different probability, which is remembered.

    Parameters
    ----------
    counts : int, or array of ints
        How often each thing happened.
    n : int
        How many trials there were, of each; the band depends on it, so the answer has no say.
    p : float, or array of the shape of `counts`
        The probability of each.
    sees : float
        The smallest relative error of a probability that must not be missed (more than once in a million times): 0.05
        for 0.84 instead of 0.8, 1 for twice as much.
    side : {"both", "up", "down"}
        Whether only too much, or only too little, is an error: of what is rare, "up" takes fewer samples.
    alpha : float
        How often a right answer fails; shared with the other tests of the same check.
    what : str
        What is drawn.
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With `BeyondChance` about the count that is furthest off, `BrokenLaw` if the counts don't add up to n; with
        evidence about type, shape or dtype.
    ValueError
        If n p is too small for `sees`, or p is no probability.

    Notes
    -----
    Each of the k counts is held to the band of Binomial(n, p_i) at α/k (see `FrequencyTest`), exactly, whatever n p is.
    Counts of what can't happen are 0, of what is certain n. If the probabilities of the last axis add up to one, then
    so do the counts to n. Samples for ±20 % at 1e-6, both ways: 13,408 for six equal cells, 24,835 for ten.

    References
    ----------
    Clopper, Pearson, The use of confidence or fiducial limits illustrated in the case of the binomial, Biometrika 26
    (1934).
    """
    expected = np.asarray(p, np.float64)
    frequency_check(counts, n, expected, sees, side, share(alpha), what, where)


def frequency_check(
    counts: Any,
    n: int,
    p: Any,
    sees: float,
    side: Side,
    alpha: float,
    what: str,
    where: object,
    names: Any = None,
) -> None:
    """Do what `check_frequencies` does at this α; `names[i]`, if given, is what the i-th cell is called."""
    test = FrequencyTest(n, tuple(p.ravel().tolist()), alpha, side)
    require_sight(test, sees)
    seen = _whole(counts, p.shape, what, where)
    if p.ndim and p.shape[-1] > 1 and np.allclose(p.sum(-1), 1, rtol=1e-9):
        _require_sum(seen, n, what, where)
    off = [
        excess(int(count) / n, q, band.low / n, band.high / n) if int(count) not in band else 0.0
        for count, q, band in ((count, q, test.band(q)) for count, q in zip(seen.flat, p.flat, strict=True))
    ]
    worst = int(np.argmax(off))
    if off[worst] > 0:
        q, band = float(p.flat[worst]), test.band(float(p.flat[worst]))
        figures = (int(seen.flat[worst]) / n, q, band.low / n, band.high / n)
        index = () if names is not None else tuple(int(i) for i in np.unravel_index(worst, p.shape))
        told = what if names is None else f"{what} {names[worst]}"
        raise beyond_chance(told, "share", figures, n, where, index)


def check_waiting(
    trials: Any,
    m: int,
    p: float,
    *,
    sees: float,
    alpha: float = ALPHA,
    what: str = "the number of trials",
    where: object = "",
) -> None:
    """Check that m successes took as many trials as they should, each of probability p.

    Of a rejection sampler that accepts a share p of its proposals: how many proposals it made for m samples. It sees
    nothing of what was proposed and accepted: that is for `check_cdf`. 2 ms.

    Parameters
    ----------
    trials : int
        Trials up to and with the m-th success.
    m : int
        Successes.
    p : float
        Their probability.
    sees : float
        The smallest relative error of p that must not be missed.
    alpha : float
        How often a right answer fails; shared with the other tests of the same check.
    what : str
        What is drawn.
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With `BeyondChance` about the number of trials; with evidence about type or dtype.
    ValueError
        If m is too small for `sees`.

    Notes
    -----
    The number N of trials is negative binomial, P(N ≤ t) = P(Binomial(t, p) ≥ m), and held to its exact band, with α/2
    on either side. ±20 % of p = 0.3 takes m = 1,883.

    References
    ----------
    Johnson, Kemp, Kotz, Univariate Discrete Distributions, 3rd ed. (2005), ch. 5.
    """
    test = WaitingTest(m, p, share(alpha))
    require_sight(test, sees)
    seen = int(_whole(trials, (), what, where))
    if seen not in test.band:
        raise beyond_chance(what, "number of trials", (seen, m / p, test.band.low, test.band.high), m, where)


def check_arrangements(
    draws: Any,
    items: int,
    n: int,
    *,
    ordered: bool,
    sees: float,
    size: int | None = None,
    alpha: float = ALPHA,
    what: str = "",
    where: object = "",
) -> None:
    """Check that all arrangements of a few things are equally likely, by counting each of them.

    Shuffles are ordered draws of everything. Samples without replacement and reservoirs are subsets (`ordered=False`).
    Small decks show what large ones hide: of four cards, dealt 6,000 times, it sees Sattolo's shuffle, keys with ties
    and a swap too few; at forty cards all of them look fair. It can't see a mistake that begins with larger decks. 2
    ms.

    Parameters
    ----------
    draws : (n, size) array of ints
        Each row draws `size` of the `items` things 0, 1, …, none of them twice.
    items : int
        How many things there are: 4 or 5 for shuffles.
    n : int
        How many draws there are.
    ordered : bool
        Whether the order of a draw matters.
    sees : float
        The smallest relative error of the probability of one arrangement that must not be missed; a shuffle that never
        makes one of them is off by 1.
    size : int, optional
        How many things are drawn; all of them if not given.
    alpha : float
        How often a right answer fails; shared with the other tests of the same check.
    what : str
        What is drawn.
    where : object
        The case; its `str` goes into the evidence.

    Raises
    ------
    CheckFailed
        With `BeyondChance` about the arrangement that is furthest off, `BrokenLaw` if a draw is none; with evidence
        about type, shape or dtype.
    ValueError
        If n is too small for `sees`, or there are more than 5000 arrangements.

    Notes
    -----
    Each of the k arrangements is counted, and held to the band of Binomial(n, 1/k) at α/k. 24 orders take 3,423 draws
    for ±100 %, 17,756 for ±40 %.

    References
    ----------
    Knuth, The Art of Computer Programming 2, 3rd ed. (1997), §3.4.2.
    """
    size = items if size is None else size
    count = (math.perm if ordered else math.comb)(items, size)
    if not 2 <= count <= MAX_CELLS:
        raise ValueError(f"there are {count} ways to draw {size} of {items} things: 2 to {MAX_CELLS} can be counted")
    codes = _codes(draws, items, n, size, ordered, what or "a draw", where)
    ways = list((itertools.permutations if ordered else itertools.combinations)(range(items), size))
    known = np.array(ways) @ items ** np.arange(size)[::-1]
    counts = np.bincount(np.searchsorted(known, codes), minlength=count)
    names = [", ".join(map(str, way)) for way in ways]
    told = what or ("the order" if ordered else "the subset")
    frequency_check(counts, n, np.full(count, 1 / count), sees, "both", share(alpha), told, where, names)


def _codes(draws: Any, items: int, n: int, size: int, ordered: bool, what: str, where: object) -> Any:
    """Return a number for each draw, ascending as tuples are."""
    rows = _whole(draws, (n, size), what, where)
    ascending = np.sort(rows, axis=1)
    inside = (ascending[:, 0] >= 0) & (ascending[:, -1] < items)
    apart = (np.diff(ascending, axis=1) > 0).all(axis=1)
    if bad := int(np.sum(~(inside & apart))):
        law = f"{what} holds {size} different ones of 0, …, {items - 1}"
        raise CheckFailed(BrokenLaw(what="", law=law, error=bad / n, tolerance=0.0, case=str(where)), where)
    return (rows if ordered else ascending) @ items ** np.arange(size)[::-1]


def _whole(counts: Any, shape: tuple[int, ...], what: str, where: object) -> Any:
    """Check that something is an array of whole numbers of this shape, and return it as ints."""
    array = to_array(np.asarray(counts) if isinstance(counts, list | tuple) else counts)
    if array is None or array.dtype == object:
        expected = "an int" if shape == () else f"an array of ints of shape {shape}"
        raise CheckFailed(WrongType(what=what, got=describe(counts), expected=expected, case=str(where)), where)
    if array.shape != shape:
        raise CheckFailed(WrongShape(what=what, got=array.shape, expected=shape, case=str(where)), where)
    is_whole = array.dtype.kind == "f" and bool(np.all(np.isfinite(array) & (array == np.floor(array))))
    if array.dtype.kind not in "iu" and not is_whole:
        raise CheckFailed(WrongDtype(what=what, got=str(array.dtype), expected="int64", case=str(where)), where)
    return array.astype(np.int64)


def _require_sum(counts: Any, n: int, what: str, where: object) -> None:
    off = int(np.max(np.abs(counts.sum(-1) - n)))
    if off:
        law = f"the counts add up to the {n} trials"
        raise CheckFailed(BrokenLaw(what=what, law=law, error=off / n, tolerance=0.0, case=str(where)), where)
