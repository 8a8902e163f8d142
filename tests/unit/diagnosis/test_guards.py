"""Guards are put where people put them, and only there; each compiles, and is named by what it catches."""

import ast

import numpy as np
import pytest

from mdl_grade.suite.guards import guards

SOLUTION = '''
import numpy as np


def descend(df, x0, lr, steps):
    """Return the way.

    >>> descend(lambda x: x, 1.0, 0.5, 1)
    """
    ### BEGIN SOLUTION
    x = np.empty(steps + 1)
    x[0] = x0
    for t in range(steps):
        x[t + 1] = x[t] - lr * df(x[t])
    return x
    ### END SOLUTION


def given(x):
    return x
'''


@pytest.fixture(scope="module")
def found():
    return {guard.key: guard for guard in guards(SOLUTION)}


def run(guard, *args):
    namespace = {}
    exec(guard.source, namespace)
    return namespace["descend"](*args)


def test_every_site_is_guarded_and_nothing_outside_the_answer(found):
    """Arguments, intermediates, callbacks, results and loops."""
    sites = {guard.site for guard in found.values()}
    assert {"x0", "lr", "x[0] = x0", "df(x[t])", "the result x", "for t", "x stands still where it"} <= sites
    assert not any("np.empty" in site for site in sites), "what is allocated has no values yet"
    assert {guard.function for guard in found.values()} == {"descend"}
    assert len(found) == len(guards(SOLUTION)), "keys are distinct"


def test_every_guard_is_python_and_keeps_the_docstring(found):
    """The example and the prompt stay what they are."""
    for guard in found.values():
        tree = ast.parse(guard.source)
        function = next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "descend")
        assert "Return the way." in (ast.get_docstring(function) or "")


def test_a_guard_does_what_it_says(found):
    """Clipping clips, a dead zone stands still, a turn is left out, a way does not leave a bound."""
    steep = (lambda x: 100.0 * x, 1.0, 0.5, 2)
    assert run(found["descend: df(x[t]) clipped at ±10"], *steep).tolist() == [1.0, -4.0, 1.0]
    assert run(found["descend: df(x[t]) 0 where all of it is below 0.01"], lambda x: 0.001, 1.0, 1.0, 1)[1] == 1.0
    assert run(found["descend: the result x with 1e-08 added"], lambda x: x, 0.0, 1.0, 0).tolist() == [1e-8]
    assert np.isclose(run(found["descend: lr at least 1e-08"], lambda x: 1.0, 0.0, 0.0, 1)[1], -1e-8)
    far = run(found["descend: x stands still where it is beyond 1000"], *steep)
    assert far.tolist() == [1.0, -49.0, -49.0]


def test_strengths_come_weakest_first(found):
    """So that the first of a family that is rejected speaks for those after it."""
    clips = [guard.strength for guard in found.values() if guard.site == "x0" and guard.family.name == "clip"]
    assert clips == sorted(clips, reverse=True)
