"""chapter02/birthday_collision against exact fractions, and against all ways to have birthdays."""

from fractions import Fraction
from itertools import product

import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.suite import Suite

birthday_collision = Suite.load(builtin_course(), "chapter02/birthday_collision").namespace["birthday_collision"]
UNIT = 2.0**-53


def exact(m: int, days: int) -> Fraction:
    different = Fraction(1)
    for i in range(m):
        different *= Fraction(days - i, days)
    return 1 - different


@pytest.mark.parametrize(
    ("m", "days"),
    [(m, 365) for m in (0, 1, 2, 3, 22, 23, 30, 57, 365, 366, 400)] + [(3, 2), (7, 7), (60, 1000), (1200, 10**6)],
)
def test_agrees_with_fractions(m: int, days: int) -> None:
    """Each factor is rounded three times at most, and so is the end: the error is below 4 (m + 1) units of 1."""
    assert abs(birthday_collision(m, days) - exact(m, days)) <= 4 * (m + 1) * UNIT


@pytest.mark.parametrize(("m", "days"), [(2, 5), (3, 4), (4, 4), (5, 3), (4, 6)])
def test_agrees_with_counting_all_ways(m: int, days: int) -> None:
    """Of the days^m ways, those in which a day comes twice."""
    ways = [len(set(way)) < m for way in product(range(days), repeat=m)]
    assert birthday_collision(m, days) == pytest.approx(sum(ways) / len(ways), abs=1e-15)
