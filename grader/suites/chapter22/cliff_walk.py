"""Checks of chapter22/cliff_walk, which is put together from a learner's answers."""

import numpy as np

from mdl_grade.suite import *

EXERCISE = Exercise(
    tier=2,
    hints=(
        "There is nothing to write here: get full marks for each of the exercises that it is made of, one by one.",
        "What the report names as wrong is an exercise: grade that one by itself, and it says more.",
    ),
    seconds=20.0,
)


@cases("rows columns gamma", (4, 7, 0.9), (3, 4, 0.8))
def worlds(rng, rows, columns, gamma):
    return {"rows": rows, "columns": columns, "gamma": gamma + float(rng.uniform(-0.05, 0.05))}


@cases("rows columns episodes eps", (3, 5, 5, 0.3), (4, 4, 4, 0.5))
def beginnings(rng, rows, columns, episodes, eps):
    """A table of drawn numbers, and a few episodes."""
    Q = rng.normal(size=(rows * columns, 4)) * 3.0
    rates = {"eps": eps, "alpha": float(rng.uniform(0.2, 0.4)), "gamma": float(rng.uniform(0.7, 0.9))}
    draws = np.random.default_rng(int(rng.integers(2**31)))
    return {"rows": rows, "columns": columns, "Q": Q, "episodes": episodes, **rates, "rng": draws}


def judged(m, case):
    cliff = m.Cliff(case.rows, case.columns)
    V, policy = m.best(cliff, case.gamma)
    return {"values": V, "return of the policy's walk": m.walk(cliff, policy)}


def by_q_learning(m, case):
    Q, returns = m.q_learning(m.Cliff(case.rows, case.columns), *list(case.values())[2:])
    return {"Q": Q, "returns": returns}


def by_sarsa(m, case):
    Q, returns = m.sarsa(m.Cliff(case.rows, case.columns), *list(case.values())[2:])
    return {"Q": Q, "returns": returns}


judge = agrees(
    "Your value_iteration knows the best values, and a policy that walks the shortest way.", worlds, of=judged, points=2
)
first_q = agrees(
    "The first episodes of Q-learning, and the table after them, are right.", beginnings, of=by_q_learning, points=2
)
first_sarsa = agrees(
    "The first episodes of SARSA, and the table after them, are right.", beginnings, of=by_sarsa, points=2
)


@check(points=1, kind="training", needs=[])
def curve(student, reference, rng):
    """Along the cliff of 4 × 12, your walker has the returns of the reference's parts, episode by episode."""
    seed, start = int(rng.integers(2**31)), rng.normal(size=(48, 4))

    def episodes(m):
        return m.q_learning(m.Cliff(4, 12), start, 25, 0.1, 0.5, 0.9, np.random.default_rng(seed))[1]

    got, want = student.run(episodes), reference.run(episodes)
    return check_curve(got, want, quantity="return", axis="episode", where="25 episodes of Q-learning, 4 × 12")


def shortest(total):
    assert_shapes(total, 0.0, names=("the return",))
    return total


@floor(score=shortest, runs=7, rank=4)
def found(m, seed):
    """return of the greedy walk"""
    rng, cliff = np.random.default_rng(seed), m.Cliff(4, 8)
    Q, _ = m.q_learning(cliff, rng.normal(size=(32, 4)), 200, 0.1, 0.5, 0.9, rng)
    return m.walk(cliff, np.argmax(Q, axis=1))


@check(points=1, kind="training", needs=[first_q])
def finds_the_way(student, rng):
    """After 200 episodes, the greedy walk of Q-learning is the shortest, along the edge."""
    found.hold(student, rng, where="4 × 8 places")
