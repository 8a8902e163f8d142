"""A walk along a cliff, learned with your own parts.

A world of rows and columns, 4 × 12: one starts at the lower left corner and wants to get to the lower right one. Each
step costs 1. Between the two, along the lower edge, is the cliff: who steps there falls, pays 100 instead, and is back
at the start. The shortest way, 13 steps, leads right along the edge.

There is nothing to fill in: the program below is complete, and imports what you wrote.

* Your value_iteration knows the world, as tables P and R. It says what is best: it is the judge.
* Your epsilon_greedy acts in a world that it does not know, and your q_learning_update learns from each step, as if
  from then on the best were done. So it finds the shortest way, and falls now and then, as it explores beside the edge.
* Your sarsa_update learns what really is done, exploring included. It keeps away from the edge: a longer way, with
  fewer falls.

Tables start from drawn numbers, so that no two actions are equal. Two walkers of right parts that draw from one
Generator take the same steps and have the same tables. By that the parts are compared: a wrong one may find the way as
well.

Once your answers are there, run it in your workspace, from the folder that holds chapter22:

    python -m chapter22.cliff_walk

References
----------
Sutton, Barto, Reinforcement Learning, example 6.6. Liquet, Moka, Nazarathy, Mathematical Engineering of Deep Learning,
chapter 8.
"""

import numpy as np
from numpy.typing import NDArray

from chapter22.epsilon_greedy import epsilon_greedy
from chapter22.q_learning_update import q_learning_update
from chapter22.sarsa_update import sarsa_update
from chapter22.value_iteration import value_iteration

Array = NDArray[np.float64]
Actions = NDArray[np.int64]

MOVES = ((-1, 0), (0, 1), (1, 0), (0, -1))
"""Actions: up, right, down, left, as steps in rows and columns."""
LONGEST = 100
"""Steps after which an episode is broken off."""


class Cliff:
    """The world: state s is the place in row s // columns and column s % columns.

    Parameters
    ----------
    rows, columns : int
        Its size, at least 2 × 3.

    Examples
    --------
    In the smallest world, state 3 is the start, 4 the cliff, 5 the goal.

    >>> cliff = Cliff(2, 3)
    >>> cliff.step(3, 0), cliff.step(3, 1), cliff.step(2, 2)
    ((0, -1.0, False), (3, -100.0, False), (5, -1.0, True))
    """

    def __init__(self, rows: int, columns: int) -> None:
        self.rows, self.columns = rows, columns
        self.states = rows * columns
        self.start, self.goal = self.states - columns, self.states - 1

    def step(self, s: int, a: int) -> tuple[int, float, bool]:
        """Return where action a leads from s, its reward, and whether that is the goal; walls stop one."""
        row = min(max(s // self.columns + MOVES[a][0], 0), self.rows - 1)
        column = min(max(s % self.columns + MOVES[a][1], 0), self.columns - 1)
        s2 = row * self.columns + column
        if self.start < s2 < self.goal:
            return self.start, -100.0, False
        return s2, -1.0, s2 == self.goal

    def tables(self) -> tuple[Array, Array]:
        """Return the transitions P and the rewards R, both (S, A, S); the goal is never left."""
        P, R = np.zeros((2, self.states, len(MOVES), self.states))
        for s in range(self.states):
            for a in range(len(MOVES)):
                s2, r, _ = (s, 0.0, True) if s == self.goal else self.step(s, a)
                P[s, a, s2], R[s, a, s2] = 1.0, r
        return P, R


def best(cliff: Cliff, gamma: float) -> tuple[Array, Actions]:
    """Return the best values, and a policy that attains them.

    Examples
    --------
    Around the cliff of the smallest world, it is four steps to the goal:

    >>> V, policy = best(Cliff(2, 3), 0.5)
    >>> V.round(6).tolist(), walk(Cliff(2, 3), policy)
    ([-1.75, -1.5, -1.0, -1.875, -1.0, 0.0], -4.0)
    """
    return value_iteration(*cliff.tables(), gamma, 1e-9)


def q_learning(
    cliff: Cliff, Q: Array, episodes: int, eps: float, alpha: float, gamma: float, rng: np.random.Generator
) -> tuple[Array, list[float]]:
    """Return the table after some episodes of Q-learning from the table Q, and the return of each episode."""
    returns = []
    for _ in range(episodes):
        s, total = cliff.start, 0.0
        for _ in range(LONGEST):
            a = epsilon_greedy(Q[s], eps, rng)
            s2, r, done = cliff.step(s, a)
            Q = q_learning_update(Q, s, a, r, s2, done, alpha, gamma)
            s, total = s2, total + r
            if done:
                break
        returns.append(total)
    return Q, returns


def sarsa(
    cliff: Cliff, Q: Array, episodes: int, eps: float, alpha: float, gamma: float, rng: np.random.Generator
) -> tuple[Array, list[float]]:
    """Return the table after some episodes of SARSA from the table Q, and the return of each episode."""
    returns = []
    for _ in range(episodes):
        s, total = cliff.start, 0.0
        a = epsilon_greedy(Q[s], eps, rng)
        for _ in range(LONGEST):
            s2, r, done = cliff.step(s, a)
            a2 = epsilon_greedy(Q[s2], eps, rng)
            Q = sarsa_update(Q, s, a, r, s2, a2, done, alpha, gamma)
            s, a, total = s2, a2, total + r
            if done:
                break
        returns.append(total)
    return Q, returns


def walk(cliff: Cliff, policy: Actions) -> float:
    """Return what a policy gets on its way from the start; who goes round in circles is stopped."""
    s, total = cliff.start, 0.0
    for _ in range(LONGEST):
        s, r, done = cliff.step(s, int(policy[s]))
        total += r
        if done:
            break
    return total


if __name__ == "__main__":
    rng, cliff = np.random.default_rng(0), Cliff(4, 12)
    V, policy = best(cliff, 0.9)
    print(f"the best: {walk(cliff, policy):.0f}, a discounted {V[cliff.start]:.3f}")
    for name, learn in (("Q-learning", q_learning), ("SARSA", sarsa)):
        Q, returns = learn(cliff, rng.normal(size=(cliff.states, 4)), 500, 0.1, 0.5, 0.9, rng)
        greedy = walk(cliff, np.argmax(Q, axis=1))
        print(f"{name}: {np.mean(returns[-100:]):.1f} an episode while it explores, {greedy:.0f} if it no longer does")


### BEGIN EXPLANATION
"""
1. **The judge.** 4 × 12 places are 48 states, and four actions: for a table that is known, the best values are a matter
   of some sweeps. From the start, the best way is 13 steps: −(1 − 0.9¹³)/(1 − 0.9) with gamma = 0.9.

>>> cliff = Cliff(4, 12)
>>> V, policy = best(cliff, 0.9)
>>> round(float(V[cliff.start]), 6), round(-(1 - 0.9**13) / (1 - 0.9), 6), walk(cliff, policy)
(-7.458134, -7.458134, -13.0)

2. **Off-policy.** Q-learning's target asks for the best next action. So its table goes to that of the judge, though a
   tenth of the steps are drawn at random; greedy, it walks along the edge. While it explores it falls, again and again:
   each step beside the cliff is a fall with the probability eps/4.

3. **On-policy.** SARSA's target has the action that is taken, and near the edge that is a fall, once in forty steps. In
   its table, places beside the cliff are bad. Its way is longer, and its returns while learning are better: it is the
   best for one who goes on stumbling. With a constant alpha and a tenth of exploring its greedy way may even go in
   circles.

4. **The end of an episode.** From the goal there is no way on, so its row of the table is never updated: it keeps the
   numbers that were drawn. Who forgets done adds them to the last step's target.

5. **Followed step by step.** One draw decides whether one explores, another one which way. With the calls of the
   Generator settled, the walks of right parts are the same: so they can be compared, table by table, where a score
   would forgive.

>>> Q0 = np.random.default_rng(1).normal(size=(6, 4))
>>> Q, returns = q_learning(Cliff(2, 3), Q0, 40, 0.1, 0.5, 0.9, np.random.default_rng(2))
>>> walk(Cliff(2, 3), np.argmax(Q, axis=1)), bool(np.array_equal(Q[5], Q0[5]))
(-4.0, True)
"""
### END EXPLANATION
