"""Precedents spare work, and never change a verdict: what is alike to the last bit is judged alike, and nothing else."""

import hashlib

import pytest

import mdl_grade.grading
from mdl_grade.course import builtin_course
from mdl_grade.grading import grade_one, load_suites
from mdl_grade.intake import Answer
from mdl_grade.records.model import Status
from mdl_grade.script import Script
from mdl_grade.suite.precedents import Precedents
from mdl_grade.suite.seed import Seed

COURSE = builtin_course()
EXERCISES = (
    "chapter09/conv_output_shape",
    "chapter10/graph_backward",
    "chapter10/mse_with_grad",
    "chapter11/early_stopping",
    "chapter11/minibatches",
    "chapter17/dropout_forward_backward",
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


def answer(text):
    return Answer.of(Script(text), "answer.py", hashlib.sha256(text.encode()).hexdigest())


@pytest.fixture
def precedents(monkeypatch):
    """Start with none; `precedents(room)` does so once more."""

    def anew(room=1 << 26):
        monkeypatch.setattr(mdl_grade.grading, "PRECEDENTS", Precedents(room))

    anew()
    return anew


@pytest.fixture
def graded(course, wall, precedents):
    """Grade answers one after the other; return for each the statuses of its checks, and the checks that ran."""
    suite = load_suites(course(SUITE), ["c/twice"])["c/twice"]

    def grade(*texts, seeds=()):
        found = []
        for i, text in enumerate(texts):
            suite.module.RUNS.clear()
            result = grade_one(suite, answer(text), seeds[i] if seeds else Seed.practice(0), wall)
            statuses = [check.status for check in result.checks if check.id in CHECKS]
            found.append((statuses, list(suite.module.RUNS), result))
        return found

    return grade


@pytest.mark.parametrize("exercise", EXERCISES)
def test_results_are_those_without_precedents(exercise, wall, precedents):
    """Of the solution, every variant and every known bug, twice over: equal to the last field."""
    suite = load_suites(COURSE, [exercise])[exercise]
    whole = suite.solution.text
    changes = (*suite.variants, *(bug for bug in suite.bugs if not bug.times_out))
    answers = [answer(text) for text in (whole, *(change.source(whole) for change in changes))]
    alone = []
    for each in answers:
        precedents()
        alone.append(grade_one(suite, each, Seed.practice(3), wall))
    precedents()
    for _ in range(2):
        assert [grade_one(suite, each, Seed.practice(3), wall) for each in answers] == alone


def test_an_answer_that_does_the_same_is_not_compared_again(graded):
    """Its code runs, its text and what it prints differ; no check does."""
    first, second = graded(RIGHT, "def twice(X):\n    print('mine')\n    return X + X\n")
    assert first[1] == CHECKS
    assert second[1] == []
    assert second[0] == [Status.PASSED] * 3
    assert (first[2].output.stdout, second[2].output.stdout[:5]) == ("", "mine\n")


def test_the_last_bit_makes_a_difference(graded):
    """A value that is off by one rounding is looked at, and is right; one that is off by more is wrong."""
    near, wrong = "return X * np.nextafter(2.0, 3.0)", "return X * 2.1"
    texts = [f"import numpy as np\ndef twice(X):\n    {line}\n" for line in (near, wrong, wrong)]
    near, wrong, same = graded(RIGHT, *texts)[1:]
    assert near[:2] == ([Status.PASSED] * 3, CHECKS)
    assert wrong[:2] == ([Status.FAILED] * 3, CHECKS)
    assert same[:2] == ([Status.FAILED] * 3, [])
    assert wrong[2].checks == same[2].checks


def test_what_is_printed_while_bugs_are_looked_for_is_no_output(graded):
    """Neither of the one that is judged, nor of the one that is known."""
    wrong = "def twice(X):\n    print(len(X))\n    return 3.0 * X\n"
    first, second = graded(wrong, f"{wrong}# mine\n")
    assert second[1] == []
    assert first[2].output == second[2].output


def test_nor_is_what_was_printed_ahead_by_one_that_goes_another_way_then(graded, precedents):
    """It says what another said in all checks, and something else when single calls are made, of the file loaded anew."""
    text = (
        "import sys\nsys.times = getattr(sys, 'times', 0) + 1\nK = {}\ndef twice(X):\n    print(K)\n    return K * X\n"
    )
    wrong, turns = text.format("3.0"), text.format("2.0 + sys.times")
    alone = graded(turns)[0][2]
    precedents()
    assert graded(wrong, turns)[1][2] == alone


def test_another_seed_is_another_question_and_official_ones_leave_nothing(graded):
    """Nothing carries over from one seed to another."""
    practice = graded(RIGHT, RIGHT, seeds=[Seed.practice(0), Seed.practice(1)])
    official = graded(RIGHT, RIGHT, seeds=[Seed.official(b"secret" * 8)] * 2)
    assert [ran for _, ran, _ in practice + official] == [CHECKS] * 4


def test_what_an_answer_defines_is_part_of_what_it_says(graded):
    """Two answers fail with the same words. One has another signature than it should; the other only behaves so."""
    plain = "def twice():\n    pass\n"
    posing = "import inspect\ntwice.__signature__ = inspect.signature(lambda X: None)\n"
    wrong, raised = graded(plain, plain + posing)
    kinds = [{type(c.evidence).__name__ for c in result.checks if c.id in CHECKS} for *_, result in (wrong, raised)]
    assert kinds == [{"WrongSignature"}, {"Raised"}]


def test_an_answer_that_ends_makes_no_precedent_and_follows_one_to_its_own_end(graded):
    """Also where a check lives on after the worker has stopped, and where the same words have led to a verdict."""
    stops = "import os\ndef twice(X):\n    if X[0] == 1.0: os._exit(3)\n    return 2.0 * X\n"
    for found in graded(stops, RIGHT, stops, RIGHT):
        assert found[0] == [Status.PASSED] * 3
    assert [ran for _, ran, _ in graded(stops, RIGHT, stops, RIGHT)] == [CHECKS, [], CHECKS, []]


def test_precedents_that_were_forgotten_cost_a_comparison_and_no_more(graded, precedents):
    """By weight: where nothing can be kept, everything is judged by itself."""
    precedents(room=0)
    first, second = graded(RIGHT, RIGHT)
    assert first[:2] == second[:2] == ([Status.PASSED] * 3, CHECKS)
