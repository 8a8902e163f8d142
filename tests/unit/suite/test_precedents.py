"""Precedents spare work, and never change a verdict: what is alike to the last bit is judged alike, and nothing else."""

import hashlib

import pytest

from mdl_grade.course import builtin_course
from mdl_grade.grading import grade_one
from mdl_grade.intake import Answer
from mdl_grade.records.model import Status
from mdl_grade.suite.judging import judge
from mdl_grade.suite.precedents import Precedents, Table
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

COURSE = builtin_course()
EXERCISES = (
    "chapter09/conv_output_shape",
    "chapter10/graph_backward",
    "chapter10/mse_with_grad",
    "chapter11/early_stopping",
    "chapter11/minibatches",
)
SUITE = '''
import numpy as np
from mdl_grade.checks import CheckFailed, assert_close
from mdl_grade.suite import Exercise, agrees, cases, check
from mdl_grade.suite.runner import AnswerError

EXERCISE = Exercise(tier=1, returns=("Y",), seconds=1.0)
RUNS = []


@cases("N", (3,), (2,))
def batch(rng, N):
    return {"X": rng.normal(size=N)}


@check(points=2)
def values(student, reference, batch):
    """Twice as much."""
    RUNS.append("values")
    for (case, got), (_, want) in zip(student.twice.on(batch), reference.twice.on(batch)):
        assert_close(got, want, names=("Y",), where=case)


@check(points=1)
def again(student, batch):
    """Four times as much: what is asked depends on what was answered."""
    RUNS.append("again")
    X = batch[0]["X"]
    Y = student.twice(student.twice(X))
    assert_close(Y, 4.0 * X, names=("Y",), where=batch[0])


@check(points=1)
def forgiving(student, batch):
    """It survives answers that end."""
    RUNS.append("forgiving")
    try:
        student.twice(np.array([1.0]))
    except AnswerError:
        pass
    assert_close(student.twice(np.array([3.0])), np.array([6.0]), names=("Y",))
'''
RIGHT = "def twice(X):\n    return 2.0 * X\n"
CHECKS = ["values", "again", "forgiving"]


@pytest.fixture
def judged(course, wall):
    """Judge answers one after the other with one set of precedents; return for each what it got, and what ran."""

    def in_turn(*answers, seeds=(0, 0, 0, 0)):
        suite, precedents, found = Suite.load(course(SUITE), "c/twice"), Precedents(), []
        for answer, seed in zip(answers, seeds, strict=False):
            suite.module.RUNS.clear()
            key = Seed.practice(seed).of("c/twice", "")
            verdicts = judge(suite, wall, answer, key, precedents=precedents).verdicts
            found.append(([v.status for v in verdicts], list(suite.module.RUNS), verdicts))
        return found

    return in_turn


@pytest.mark.parametrize("exercise", EXERCISES)
def test_results_are_those_without_precedents(exercise, wall):
    """Of the solution, every variant and every known bug, twice over: equal to the last field."""
    suite, precedents = Suite.load(COURSE, exercise), Precedents()
    whole = suite.solution.text
    texts = [whole, *(change.source(whole) for change in (*suite.variants, *suite.bugs))]
    answers = [Answer(t, hashlib.sha256(t.encode()).hexdigest(), "x.py") for t in texts]
    alone = [grade_one(suite, answer, Seed.practice(3), wall) for answer in answers]
    for _ in range(2):
        assert [grade_one(suite, answer, Seed.practice(3), wall, precedents) for answer in answers] == alone


def test_an_answer_that_does_the_same_is_not_compared_again(judged):
    """Its code runs, its text and its bytes differ; no check does."""
    first, second = judged(RIGHT, "def twice(X):\n    print('mine')\n    return X + X\n")
    assert first[1] == CHECKS
    assert second[1] == []
    assert second[0] == [Status.PASSED] * 3


def test_the_last_bit_makes_a_difference(judged):
    """A value that is off by one rounding is looked at, and is right; one that is off by more is wrong."""
    near, wrong = "return X * np.nextafter(2.0, 3.0)", "return X * 2.1"
    texts = [f"import numpy as np\ndef twice(X):\n    {line}\n" for line in (near, wrong, wrong)]
    near, wrong, same = judged(RIGHT, *texts)[1:]
    assert near[:2] == ([Status.PASSED] * 3, CHECKS)
    assert wrong[:2] == ([Status.FAILED] * 3, CHECKS)
    assert same[:2] == ([Status.FAILED] * 3, [])


def test_a_failed_verdict_brings_its_evidence_and_the_programs_of_this_answer(judged):
    """So that naming the bug finds what it needs."""
    wrong = "def twice(X):\n    return 3.0 * X\n"
    first, second = judged(wrong, wrong)
    for mine, theirs in zip(first[2], second[2], strict=True):
        assert (mine.evidence, mine.where, mine.precedent) == (theirs.evidence, theirs.where, theirs.precedent)
        assert [e.recording.key for e in mine.exchanges] == [e.recording.key for e in theirs.exchanges]
        assert len(mine.exchanges) > 0


def test_another_seed_is_another_question(judged):
    """Nothing carries over from one seed to another."""
    first, second = judged(RIGHT, RIGHT, seeds=(0, 1))
    assert first[1] == second[1] == CHECKS


def test_what_an_answer_defines_is_part_of_what_it_says(judged):
    """Two answers fail with the same words. One has another signature than it should; the other only behaves so."""
    plain = "def twice():\n    pass\n"
    posing = "import inspect\ntwice.__signature__ = inspect.signature(lambda X: None)\n"
    wrong, raised = judged(plain, plain + posing)
    assert [e.reply.message.text for v in wrong[2] for e in v.exchanges] == [
        e.reply.message.text for v in raised[2] for e in v.exchanges
    ]
    assert {type(v.evidence).__name__ for v in wrong[2]} == {"WrongSignature"}
    assert {type(v.evidence).__name__ for v in raised[2]} == {"Raised"}


def test_an_answer_that_ends_makes_no_precedent_and_follows_one_to_its_own_end(judged):
    """Also where a check lives on after the worker has stopped: the right answer after it is judged by itself, and the
    same stop after a precedent costs one restart, not two.
    """
    stops = "import os\ndef twice(X):\n    if X[0] == 1.0: os._exit(3)\n    return 2.0 * X\n"
    (one, _, _), right, (two, ran, verdicts), (three, _, _) = judged(stops, RIGHT, stops, RIGHT)
    assert one == two == [Status.PASSED] * 3
    assert ran == ["forgiving"]
    assert not verdicts[2].precedent
    assert right[0] == three == [Status.PASSED] * 3
    assert right[1] == ["forgiving"], "the first two were decided by the answer before, and the third was not"


def test_a_table_forgets_its_oldest_entries():
    """By weight, so that what all of them hold together is bounded; what is there stays as it is."""
    table = Table(10)
    for i in range(5):
        table.put(b"%d" % i, i, weight=3)
    assert [table.get(b"%d" % i) for i in range(5)] == [None, None, 2, 3, 4]
    table.put(b"4", 7, weight=3)
    assert [table.get(b"%d" % i) for i in (2, 3, 4)] == [2, 3, 4]
    table.put(b"large", 8, weight=11)
    assert table.get(b"large") is None


def test_a_program_that_was_forgotten_is_asked_by_the_check(judged, monkeypatch):
    """Nothing is lost but the short cut."""
    monkeypatch.setattr("mdl_grade.suite.precedents.PROGRAM_BYTES", 0)
    first, second = judged(RIGHT, RIGHT)
    assert first[:2] == second[:2] == ([Status.PASSED] * 3, CHECKS)
