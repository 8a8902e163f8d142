"""Answers that are unique only up to something, and answers that are judged by what they are worth."""

import pytest

from mdl_grade.diagnosis.naming import names
from mdl_grade.errors import CourseError
from mdl_grade.records.model import Status
from mdl_grade.suite.judging import judge
from mdl_grade.suite.sameness import Sameness
from mdl_grade.suite.seed import Seed
from mdl_grade.suite.suite import Suite

EIGEN = '''"""T."""
import numpy as np


def eigen(A):
    ### BEGIN SOLUTION
    w, V = np.linalg.eigh(A)
    return w, V
    ### END SOLUTION
'''
EIGEN_SUITE = """
import numpy as np
from mdl_grade.checks import up_to_order, up_to_sign
from mdl_grade.suite import Exercise, agrees, cases, hygiene_of, patch

EXERCISE = Exercise(tier=1, returns=("w", "V"))


@cases("N", 4, 3, exact=True)
def symmetric(rng, N):
    A = rng.normal(size=(N, N))
    return {"A": A + A.T}


values = agrees("Eigen.", symmetric, points=2, canonical={"V": up_to_sign(axis=0)})
BUGS = [
    patch("rows for columns", {"return w, V": "return w, V.T"}),
    patch("not of length 1", {"return w, V": "return w, 2 * V"}),
    patch("in descending order", {"return w, V": "return w[::-1], V[:, ::-1]"}),
]
"""
SIGNS = "import numpy as np\ndef eigen(A):\n    w, V = np.linalg.eigh(A)\n    V = V * np.resize([-1.0, 1.0], len(w))\n    return {}\n"

POLICY = '''"""T."""
import numpy as np


def greedy(Q):
    ### BEGIN SOLUTION
    return np.argmax(Q, axis=1)
    ### END SOLUTION
'''
POLICY_SUITE = """
import numpy as np
from mdl_grade.suite import Exercise, agrees, cases, patch

EXERCISE = Exercise(tier=1, returns=("policy",))


@cases("S A", (5, 3), (3, 4))
def tied(rng, S, A):
    Q = rng.normal(size=(S, A))
    Q[:, -1] = Q.max(axis=1)
    return {"Q": Q}


def total_value(policy, case):
    return float(sum(case.Q[s, a] for s, a in enumerate(policy)))


values = agrees("Greedy.", tied, points=2, worth=total_value)
BUGS = [patch("the smallest", {"np.argmax(Q": "np.argmin(Q"})]
"""


def judged(suite, wall, answer, seed=0):
    return judge(suite, wall, answer, Seed.practice(seed).of(suite.id, "")).verdicts[0]


def named(suite, wall, answer, seed=0):
    key = Seed.practice(seed).of(suite.id, "")
    found = names(suite, wall, answer, key, judge(suite, wall, answer, key).verdicts)
    return found["values"].labels if "values" in found else ()


@pytest.mark.parametrize("seed", [0, 5])
def test_an_answer_with_other_signs_is_right_and_its_bugs_are_named(course, wall, seed):
    """Agreement, the draws and naming look at the same normal form."""
    suite = Suite.load(course(EIGEN_SUITE, EIGEN), "c/twice")
    assert judged(suite, wall, SIGNS.format("w, V"), seed).status is Status.PASSED
    wrong = {"w, 2 * V": "not of length 1", "w[::-1], V[:, ::-1]": "in descending order"}
    for result, label in wrong.items():
        assert judged(suite, wall, SIGNS.format(result), seed).status is Status.FAILED
        assert named(suite, wall, SIGNS.format(result), seed) == (label,)
    assert judged(suite, wall, SIGNS.format("w, V[0]"), seed).status is Status.FAILED
    assert judged(suite, wall, SIGNS.format("w, np.nan * V"), seed).status is Status.FAILED


def test_what_is_said_holds_for_normal_forms(course, wall):
    """Three times an eigenvector is off by a factor; "V has the wrong sign" would be said of what has none."""
    suite = Suite.load(course(EIGEN_SUITE.replace("BUGS = [", "BUGS = [][:0] and ["), EIGEN), "c/twice")
    assert named(suite, wall, SIGNS.format("w, 3.0 * V")) == ("each column of V is right up to a factor of its own",)


def test_an_answer_is_judged_by_its_worth(course, wall):
    """Of two actions that are worth the same, either is right; what can't be judged is wrong."""
    suite = Suite.load(course(POLICY_SUITE, POLICY), "c/twice")
    last = "import numpy as np\ndef greedy(Q):\n    return np.argmax(Q[:, ::-1], axis=1)\n"
    assert judged(suite, wall, last.replace("return np", "return Q.shape[1] - 1 - np")).status is Status.PASSED
    assert judged(suite, wall, last).status is Status.FAILED
    for result in ("None", "np.full(len(Q), 99)", "'abc'", "[0.5] * len(Q)"):
        verdict = judged(suite, wall, f"import numpy as np\ndef greedy(Q):\n    return {result}\n")
        assert verdict.status is Status.FAILED
    smallest = "import numpy as np\ndef greedy(Q):\n    return np.argmin(Q, axis=1)\n"
    assert "total value" in judged(suite, wall, smallest).evidence.what
    assert named(suite, wall, smallest) == ("the smallest",)


def test_a_form_of_what_is_not_returned_is_refused(course, wall):
    """A slip in a name would compare less than it says: of results when the suite is loaded, of keys when it is run."""
    slip = EIGEN_SUITE.replace('{"V": up', '{"U": up')
    with pytest.raises(CourseError, match="It is about w, V"):
        Suite.load(course(slip, EIGEN), "c/twice")
    scenario = 'of=lambda m, case: {"w": m.eigen(case.A)[0], "V": m.eigen(case.A)[1]}, points=2'
    verdict = judged(Suite.load(course(slip.replace("points=2", scenario), EIGEN), "c/twice"), wall, EIGEN)
    assert verdict.status is Status.GRADER_ERROR
    assert "none of w, V" in verdict.evidence.text
    with pytest.raises(CourseError, match="not both"):
        Sameness(canonical=abs, worth=max)


def test_one_result_of_several_is_judged_as_itself(course, wall):
    """`only=["V"]` hands the array to the normal form, and `only=["policy"]` hands the policy to the worth."""
    only = EIGEN_SUITE.replace("points=2, canonical", 'points=2, only=["V"], canonical')
    suite = Suite.load(course(only, EIGEN), "c/twice")
    assert judged(suite, wall, SIGNS.format("w, V")).status is Status.PASSED
    assert judged(suite, wall, SIGNS.format("2 * w, V")).status is Status.PASSED
    assert named(suite, wall, SIGNS.format("w, 2 * V")) == ("not of length 1",)


def test_the_worth_of_one_result_of_several(course, wall):
    """The function gets that result, not a tuple of one."""
    policy = POLICY.replace("return np.argmax(Q, axis=1)", "return Q.max(axis=1), np.argmax(Q, axis=1)")
    text = POLICY_SUITE.replace('returns=("policy",)', 'returns=("V", "policy")').replace(
        "points=2, worth", 'points=2, only=["policy"], worth'
    )
    suite = Suite.load(course(text, policy), "c/twice")
    last = "import numpy as np\ndef greedy(Q):\n    return Q.max(axis=1), {}np.argmax(Q[:, ::-1], axis=1)\n"
    assert judged(suite, wall, last.format("3 - ")).status is Status.FAILED
    assert judged(suite, wall, last.format("Q.shape[1] - 1 - ")).status is Status.PASSED


TAIL = '''"""T."""
import numpy as np


def tail(x):
    ### BEGIN SOLUTION
    return np.exp(-x)
    ### END SOLUTION
'''
TAIL_SUITE = """
import numpy as np
from mdl_grade.suite import Exercise, agrees, cases, patch

EXERCISE = Exercise(tier=1, returns=("p",))


@cases("N", 4, 3)
def far(rng, N):
    return {"x": np.append(rng.uniform(20.0, 30.0, size=N), 1.0)}


values = agrees("Tail.", far, points=2)
BUGS = [patch("cut off", {"np.exp(-x)": "np.where(x > 19, 0.0, np.exp(-x))"})]
"""


@pytest.mark.parametrize(
    ("how", "result", "passes"),
    [
        ("", "np.where(x > 19, 0.0, np.exp(-x))", True),
        ('by="entry"', "np.where(x > 19, 0.0, np.exp(-x))", False),
        ('by="entry"', "np.exp(-x) * (1 + 1e-12)", True),
        ('by="entry", scale=lambda case: 1.0', "np.exp(-x) + 1e-15", True),
        ('by="entry", scale=lambda case: 1.0', "np.exp(-x) + 1e-9", False),
        ("atol=1e-3", "np.exp(-x) + 9e-4", True),
        ("atol=1e-3", "np.exp(-x) + 2e-3", False),
        ("exactly=True", "np.exp(-x)", True),
        ("exactly=True", "np.nextafter(np.exp(-x), 1)", False),
    ],
)
def test_how_near_is_said_where_the_check_is(course, wall, how, result, passes):
    """Relative to the tensor, to each entry, up to terms that cancel, within an error in its own unit, bit for bit."""
    suite = Suite.load(
        course(TAIL_SUITE.replace("points=2", f"points=2, {how}" if how else "points=2"), TAIL), "c/twice"
    )
    verdict = judged(suite, wall, f"import numpy as np\ndef tail(x):\n    return {result}\n")
    assert (verdict.status is Status.PASSED) == passes


def test_draws_show_bugs_to_the_eyes_of_their_check(course, wall):
    """What only `by="entry"` sees is drawn again for such a check, and is no bug that a draw must show to another."""
    for how in ('by="entry"', "exactly=True"):
        suite = Suite.load(course(TAIL_SUITE.replace("points=2", f"points=2, {how}"), TAIL), "c/twice")
        bug = suite.bugs[0].source(suite.solution.text)
        assert judged(suite, wall, bug, seed=5).status is Status.FAILED
        assert named(suite, wall, bug, seed=5) == ("cut off",)
    with pytest.raises(CourseError, match="one of the three"):
        Sameness(exactly=True, atol=1e-3)


PAIR = '''"""T."""
import numpy as np


def pair(X):
    ### BEGIN SOLUTION
    return X * X, X
    ### END SOLUTION
'''
PAIR_SUITE = """
from mdl_grade.suite import *

EXERCISE = Exercise(tier=1, returns=("square", "same"))


@cases("N", 3)
def batch(rng, N):
    return {"X": rng.uniform(1.0, 2.0, size=N)}


far = scaled(batch, scales=(-75, 75), X=1)
every_scale = agrees("It is right far out.", far, separates=False)
BUGS = [patch("cubes", {"X * X": "X ** 3"})]
"""


def test_a_case_that_decides_nothing_leaves_the_others_their_say(course, wall):
    """Beside X, X² is rounding where X is tiny, and all there is where X is huge: there, a wrong one is wrong."""
    suite = Suite.load(course(PAIR_SUITE, PAIR), "c/twice")
    answer = "def pair(X):\n    return {}, X\n"
    assert judged(suite, wall, answer.format("X * X")).status is Status.PASSED
    wrong = judged(suite, wall, answer.format("1.1 * X * X"))
    assert wrong.status is Status.FAILED
    assert "times=1e+75" in wrong.evidence.case
