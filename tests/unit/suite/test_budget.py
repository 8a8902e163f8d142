"""What comes back can't make the trusted side work without end, or fill it; and what is needed may be used."""

import gc
import itertools
import resource
import signal
import time

import numpy as np
import pytest

from mdl_grade.records.model import Status
from mdl_grade.suite import budget, judging
from mdl_grade.suite.budget import LEAST, Budget, OverBudget, held, measured
from mdl_grade.suite.judging import judge
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

SUITE = '''
import numpy as np
from mdl_grade.suite import Exercise, cases, check

EXERCISE = Exercise(tier=1, returns=("Y",), seconds=1.0)


@cases("N", (1,))
def batch(rng, N):
    return {"X": np.ones(N)}


@check(points=1)
def value(student, batch):
    """V."""
    (_, Y), = student.twice.on(batch)
    todo = Y[0]
    while todo > 0: todo -= 1.0


@check(points=1)
def swallowing(student, batch):
    """S."""
    (_, Y), = student.twice.on(batch)
    todo = Y[0]
    while todo > 0:
        try:
            for _ in range(10000): todo -= 1.0
        except Exception: pass


@check(points=1)
def memory(student, batch):
    """M."""
    (_, Y), = student.twice.on(batch)
    np.zeros(int(min(Y[0], 1e10)))


@check(points=1)
def by_the_reference(student, reference, batch):
    """R."""
    (_, Y), = student.twice.on(batch)
    reference.run(lambda m: m.twice(np.ones(int(min(Y[0], 1e10)))))


@check(points=1)
def good(student, batch):
    """G."""
    (_, Y), = student.twice.on(batch)
    assert Y.shape == (1,)
'''


@pytest.fixture
def verdicts(course, wall, monkeypatch):
    """Return statuses by check, within a small budget: of time a tenth of a second."""
    small = Budget(0.1, 20 << 20)
    monkeypatch.setattr(budget, "LEAST", small)
    monkeypatch.setattr(judging, "LEAST", small)

    def by_check(expression, suite=SUITE):
        suite = Suite.load(course(suite), "c/twice")
        answer = f"import numpy as np\ndef twice(X):\n    return {expression}\n"
        found = judge(suite, wall, answer, Seed.practice().of("c/twice", "")).verdicts
        return {verdict.check: verdict for verdict in found}

    return by_check


def test_what_takes_too_long_or_too_much_is_charged_and_the_rest_goes_on(verdicts):
    """Huge values: a loop of a check that they prolong, one that swallows exceptions, and arrays that they enlarge."""
    assert {v.status for v in verdicts("2.0 * X").values()} == {Status.PASSED}
    found = verdicts("np.full(1, 1e300)")
    assert {name: v.status for name, v in found.items()} == {
        "value": Status.ERROR,
        "swallowing": Status.ERROR,
        "memory": Status.ERROR,
        "by_the_reference": Status.ERROR,
        "good": Status.PASSED,
    }
    assert "far more than a right answer" in found["value"].evidence.text
    assert "far more than a right answer" in found["memory"].evidence.text
    assert {v.status for v in verdicts("2.0 * X").values()} == {Status.PASSED}, "nothing of it is remembered"


def test_a_check_that_needs_more_on_the_reference_has_it(verdicts):
    """Ten times the reference's time, and its memory beyond what everybody may take."""
    slow = SUITE.replace("todo = Y[0]", "todo = 5e5 * Y[0]").replace("int(min(Y[0], 1e10))", "int(Y[0] * 4e6)")
    assert {v.status for v in verdicts("2.0 * X", slow).values()} == {Status.PASSED}
    assert verdicts("100.0 * X", slow)["value"].status is Status.ERROR


def test_processor_time_counts_and_waiting_does_not():
    """A busy machine, or a slow answer, uses up nothing."""
    with held(Budget(60.0, LEAST.memory)):
        assert signal.getitimer(signal.ITIMER_PROF)[0] > 0.0
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    with pytest.raises(OverBudget), held(Budget(0.05, LEAST.memory)):
        max(-n for n in itertools.count())


def test_time_that_is_up_in_a_finalizer_is_up_after_it():
    """What is raised there is only printed."""

    class Thing:
        def __del__(self):
            for _ in range(100):
                pass

    for milliseconds in range(20, 40, 2):
        with pytest.raises(OverBudget), held(Budget(milliseconds / 1000, LEAST.memory)):
            max(id(Thing()) * 0 - n for n in itertools.count())


def test_everything_is_as_before_afterwards():
    """The timer stands still, and the limit of memory is what it was."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    with pytest.raises(MemoryError), held(Budget(1.0, 1 << 20)):
        np.ones(1 << 27)  # 1 GiB: more than what earlier arrays have left behind
    assert resource.getrlimit(resource.RLIMIT_DATA) == before
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)
    np.ones(1 << 22)


def test_a_budget_is_ten_times_what_the_reference_uses():
    """And never less than two seconds, and 200 MB beyond its own."""

    def act():
        began = time.process_time()
        while time.process_time() - began < 0.3:
            pass
        np.ones(1 << 20)

    found = measured(act, memory=False)
    assert 3.0 <= found.seconds < 30.0
    assert measured(act, memory=True).memory >= LEAST.memory + (8 << 20)
    assert measured(lambda: None, memory=False).seconds == LEAST.seconds


def test_the_collector_is_no_part_of_what_a_check_uses_up():
    """What it would walk through is not the answer's: it is off meanwhile, and on again however a check ends."""

    def ends_early():
        assert not gc.isenabled()
        raise ValueError("early")

    assert gc.isenabled()
    with pytest.raises(ValueError, match="early"), held(LEAST):
        ends_early()
    assert gc.isenabled()
