"""A bug is named if and only if it gives the learner's numbers on the same inputs."""

import pytest

from mdl_grade.course import builtin_course
from mdl_grade.diagnosis.naming import Namer
from mdl_grade.records.model import Confidence
from mdl_grade.sandbox.wall import Wall
from mdl_grade.suite.judging import judge
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()
EXERCISE = "chapter10/dense_backward"


@pytest.fixture(scope="module")
def wall():
    with Wall() as wall:
        yield wall


@pytest.fixture
def named(wall):
    """Return the diagnosis of each check of an answer `return dX, dW, db`."""

    def name(dX="dY @ W.T", dW="X.T @ dY", db="dY.sum(axis=0)", *, before="pass", seed=0):
        source = f"import numpy as np\ndef dense_backward(dY, X, W):\n    {before}\n    return {dX}, {dW}, {db}\n"
        suite = Suite.load(COURSE, EXERCISE)
        namer = Namer(suite, wall)
        verdicts = judge(suite, wall, source, Seed.practice(seed).of(EXERCISE, "")).verdicts
        return {verdict.check: namer.name(verdict) for verdict in verdicts}

    return name


@pytest.mark.parametrize("seed", range(5))
def test_a_known_bug_is_named_whatever_the_code_looks_like(named, seed):
    """Equal numbers are what counts, not equal text."""
    found = named(db="np.einsum('nk->k', dY) / len(dY)", seed=seed)["values"]
    assert found.labels == ("db is averaged over the batch",)
    assert found.confidence is Confidence.CERTAIN
    assert found.source == "known_bug"
    assert found.hint


def test_two_bugs_in_different_tensors_are_both_named(named):
    """Each explains its own tensor."""
    found = named(dX="-(dY @ W.T)", db="dY.mean(axis=0)")["values"]
    assert set(found.labels) == {"db is averaged over the batch", "dX has the wrong sign"}


def test_a_side_effect_is_named_by_its_facts(named):
    """dY halved in place, after the gradients were taken."""
    found = named(before="out = dY @ W.T, X.T @ dY, dY.sum(axis=0); dY *= 0.5; return out")["hygiene"]
    assert found.labels == ("dY is changed in place",)


def test_a_generic_cause_is_named_where_no_bug_is_listed(named):
    """Twice the gradient of W is nobody's known bug."""
    found = named(dW="2 * X.T @ dY")["values"]
    assert found.source == "cause"
    assert "dW" in found.labels[0]


def test_a_mutant_is_named_where_nothing_else_explains(named, monkeypatch):
    """With no known bug and no generic cause to choose from, the mutant of the reference gives the numbers."""
    from mdl_grade.diagnosis import naming

    monkeypatch.setattr(naming, "_known_bugs", lambda *args: None)
    monkeypatch.setattr(naming, "_generic_causes", lambda *args: (None, None))
    found = named(db="np.average(dY, axis=0)")["values"]
    assert found.source == "mutant"
    assert "mean" in found.labels[0]


def test_an_entry_in_place_of_a_sum_is_told(named):
    """The first row of dY is not its sum over the batch."""
    found = named(db="dY[0] * 1.0")["values"]
    assert found.source == "cause"
    assert found.labels[0].startswith("db is only the first entry of dY")


@pytest.mark.parametrize(
    "noise", ["np.random.default_rng(1).normal(size=W.shape)", "np.cos(np.arange(W.size)).reshape(W.shape)"]
)
def test_nothing_is_named_that_does_not_give_the_numbers(named, noise):
    """Silence is better than a wrong name."""
    found = named(dW=f"X.T @ dY + 0.1 * {noise}")
    assert {name: d for name, d in found.items() if d is not None} == {}


def test_a_right_answer_has_no_diagnosis(named):
    """Nothing failed, nothing is said."""
    assert set(named().values()) == {None}
