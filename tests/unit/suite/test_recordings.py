"""A scenario over cases is recorded once; what may differ is recorded again."""

import numpy as np
import pytest

from mdl_grade.suite.cases import Case
from mdl_grade.suite.recordings import Recordings, call


@pytest.fixture
def cases():
    return tuple(Case({"x": np.full(3, float(i))}) for i in range(2))


def scaled(by):
    return lambda m, case: m.f(by * case.x)


def same(one, other):
    return one.key == other.key


def test_equal_scenarios_over_the_same_cases_are_one_program(cases):
    """Those that call a function by name, and those that were made twice by the same code."""
    recordings = Recordings()
    assert recordings.over(call("f"), cases) is recordings.over(call("f"), cases)
    assert recordings.over(scaled(2.0), cases) is recordings.over(scaled(2.0), cases)


def test_what_a_scenario_closes_over_tells_it_from_others(cases):
    """Another function, another factor, even one that is equal and prints otherwise."""
    recordings = Recordings()
    for one, other in ((call("f"), call("g")), (scaled(2.0), scaled(3.0)), (scaled(0.0), scaled(-0.0))):
        assert not same(recordings.over(one, cases), recordings.over(other, cases))
    assert recordings.over(scaled(1), cases) is not recordings.over(scaled(True), cases)


def test_other_cases_and_facts_are_another_program(cases):
    """Equal cases are not the same: what is kept belongs to those that were drawn."""
    recordings = Recordings()
    first = recordings.over(call("f"), cases)
    assert recordings.over(call("f"), cases[:1]) is not first
    assert recordings.over(call("f"), tuple(Case(dict(case)) for case in cases)) is not first
    assert recordings.over(call("f"), cases, facts=True).facts


def test_what_can_not_be_told_apart_is_recorded_each_time(cases):
    """A closure over an array, which may have changed since, and defaults."""
    recordings, x = Recordings(), np.ones(3)
    scenarios = (lambda m, case: m.f(x), lambda m, case, x=x: m.f(x))
    for scenario in scenarios:
        first = recordings.over(scenario, cases)
        x += 1.0
        assert not same(first, recordings.over(scenario, cases))


def test_it_does_not_grow_without_end(cases):
    """Neither in number nor in bytes: what was not asked for longest goes first."""
    few = Recordings(most=2)
    first = few.over(call("f"), cases)
    few.over(call("g"), cases)
    assert few.over(call("f"), cases) is first
    few.over(call("h"), cases)
    assert few.over(call("f"), cases) is first
    small = Recordings(room=8 * 6 + 1)
    first = small.over(call("f"), cases)
    small.over(call("g"), cases)
    assert small.over(call("f"), cases) is not first
