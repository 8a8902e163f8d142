"""What passes through the reference is of the same kind under every seed, so that no guard is seen by chance."""

import pytest

from mdl_grade.course import builtin_course
from mdl_grade.suite.ranges import surprises
from mdl_grade.suite.runner import Respondent
from mdl_grade.suite.seed import Seed, generator
from mdl_grade.suite.suite import Suite

SEEDS = range(1, 11)


@pytest.fixture(scope="module")
def suite():
    return Suite.load(builtin_course(), "chapter16/bfgs_inverse_update")


def key(suite, seed):
    return Seed.practice(seed).of(suite.id, "")


def test_every_draw_shows_what_those_of_seed_0_let_expect(suite):
    """Nothing that no draw of seed 0 shows is shown; and what one of them is there to show is not missing."""
    counts = {
        (name, seed): surprises(suite, name, suite.cases(name, key(suite, seed)))
        for name in suite.draws
        for seed in SEEDS
    }
    assert not any(counts.values()), counts


def test_draws_as_they_come_would_not(suite):
    """Without a second try, a matrix is beyond 1000 under some seeds only."""
    raw = [
        surprises(
            suite,
            "step",
            suite.draws["step"].fit_for(generator(key(suite, seed), "as it comes"), Respondent(suite.reference)),
        )
        for seed in SEEDS
    ]
    assert any(raw)
